create table eigentekst (
  id integer primary key,
  waarde text not null,
  op text not null,
  medewerker integer not null references medewerker
) strict
