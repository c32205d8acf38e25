alter table verzoek add column misgeraden integer not null default 0;
create table misgeraden (
  dag text primary key,
  aantal integer not null
) strict, without rowid
