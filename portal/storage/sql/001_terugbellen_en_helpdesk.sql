create table medewerker (
  id integer primary key,
  naam text not null unique collate nocase,
  rol text not null check (rol in ('medewerker', 'beheerder')),
  wachtwoord text not null,
  totp blob,
  totp_laatst integer not null default 0,
  gemaakt_op text not null,
  gesloten_op text
) strict;
create table herstelcode (
  medewerker integer not null references medewerker on delete cascade,
  hash blob not null,
  primary key (medewerker, hash)
) strict, without rowid;
create table sessie (
  hash blob primary key,
  medewerker integer not null references medewerker on delete cascade,
  begonnen_op text not null,
  laatst_op text not null,
  apparaat text not null
) strict, without rowid;

create table verzoek (
  id integer primary key,
  uid text not null unique,
  toegang_hash blob not null unique,
  code_hash blob not null unique,
  telefoon_hash blob not null,
  gegevens blob not null,
  begin text not null,
  eind text not null,
  status text not null check (status in ('open', 'gesloten', 'ingetrokken')),
  sluitreden text not null default '',
  uitkomst text not null,
  taal text not null,
  via text not null check (via in ('bewoner', 'helpdesk')),
  versie integer not null default 1,
  ronde integer not null default 1,
  medewerker integer references medewerker,
  gemaakt_op text not null,
  gesloten_op text
) strict;
create index verzoek_begin on verzoek (begin) where status = 'open';
create index verzoek_telefoon on verzoek (telefoon_hash);
create index verzoek_gesloten on verzoek (gesloten_op) where status <> 'open';
create table zoekwoord (
  hash blob not null,
  verzoek integer not null references verzoek on delete cascade,
  primary key (hash, verzoek)
) strict, without rowid;
create index zoekwoord_verzoek on zoekwoord (verzoek);
create table poging (
  id integer primary key,
  verzoek integer not null references verzoek on delete cascade,
  op text not null,
  medewerker integer not null references medewerker,
  resultaat text not null,
  ronde integer not null default 1
) strict;
create index poging_verzoek on poging (verzoek);
create table notitie (
  id integer primary key,
  verzoek integer not null references verzoek on delete cascade,
  op text not null,
  medewerker integer not null references medewerker,
  tekst blob not null,
  vervangt integer references notitie on delete cascade
) strict;
create index notitie_verzoek on notitie (verzoek);
create table kijker (
  verzoek integer not null references verzoek on delete cascade,
  medewerker integer not null references medewerker on delete cascade,
  op text not null,
  primary key (verzoek, medewerker)
) strict, without rowid;
create table rooster (
  id integer primary key,
  waarde text not null,
  op text not null,
  medewerker integer references medewerker
) strict;

create table mail (
  id integer primary key,
  verzoek integer not null references verzoek on delete cascade,
  soort text not null,
  status text not null check (status in ('wacht', 'verzonden', 'vervallen', 'mislukt')),
  pogingen integer not null default 0,
  volgende_op text not null,
  fout text not null default '',
  gemaakt_op text not null
) strict;
create index mail_wacht on mail (volgende_op) where status = 'wacht';
create index mail_verzoek on mail (verzoek);

create table meekijkcode (
  code_hash blob primary key,
  inhoud blob not null,
  gemaakt_op text not null,
  verloopt_op text not null
) strict, without rowid;

create table proef (
  gesloten blob not null
) strict;
create table telling (
  dag text not null,
  uitkomst text not null,
  verzoeken integer not null,
  met_poging integer not null,
  eerste_keer_gesproken integer not null,
  gesproken integer not null,
  ingetrokken integer not null,
  wacht_minuten integer not null,
  primary key (dag, uitkomst)
) strict, without rowid;
create table verwijderd (
  id integer primary key,
  op text not null,
  wat text not null,
  aantal integer not null,
  waarom text not null
) strict;
create table logboek (
  id integer primary key,
  op text not null,
  wie text not null,
  wat text not null,
  waarop text not null
) strict;
create index logboek_waarop on logboek (waarop)
