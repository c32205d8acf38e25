alter table medewerker add column uitgever text;
alter table medewerker add column onderwerp text;
create unique index medewerker_onderwerp on medewerker (uitgever, onderwerp);
alter table sessie add column dienst_sid text not null default '';
create table afmelding (
  hash blob primary key,
  tot text not null
) strict, without rowid
