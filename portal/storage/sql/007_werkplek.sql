alter table poging add column buiten integer;
alter table poging add column verwezen text not null default '';
create table concept (
  id integer primary key,
  verzoek integer not null references verzoek on delete cascade,
  medewerker integer not null references medewerker on delete cascade,
  tekst blob not null,
  op text not null,
  unique (verzoek, medewerker)
) strict