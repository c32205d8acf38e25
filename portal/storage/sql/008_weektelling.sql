create table weektelling (
  dag text not null,
  soort text not null,
  waarde text not null,
  aantal integer not null,
  primary key (dag, soort, waarde)
) strict, without rowid;
alter table verzoek add column belofte_geteld text
