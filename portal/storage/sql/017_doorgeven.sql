alter table verzoek add column elders integer not null default 0;
create table volgnummer (
  naam text primary key,
  waarde integer not null
) strict, without rowid;
create table doorgave (
  id integer primary key,
  verzoek integer unique references verzoek on delete set null,
  merk text not null unique,
  nummer text unique,
  sporen blob,
  versie integer not null default 0,
  status text not null
    check (status in ('wacht', 'staat', 'verwerkt', 'geweigerd', 'verdwenen')),
  pogingen integer not null default 0,
  haperingen integer not null default 0,
  volgende_op text not null,
  gevraagd_op text not null default '',
  fout text not null default '',
  gemaakt_op text not null
) strict;
create index doorgave_status on doorgave (status, id);
create table levering (
  id integer primary key,
  regel integer not null unique,
  soort text not null,
  waarop text not null,
  gebeurd_op text not null,
  status text not null check (status in ('wacht', 'verzonden', 'mislukt')),
  pogingen integer not null default 0,
  volgende_op text not null,
  antwoord text not null default ''
) strict;
create index levering_wacht on levering (volgende_op) where status = 'wacht';
create index levering_waarop on levering (waarop)
