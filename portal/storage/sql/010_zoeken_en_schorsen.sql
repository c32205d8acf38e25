alter table verzoek add column zoekversie integer not null default 0;
create index verzoek_zoekversie on verzoek (zoekversie);
alter table medewerker add column geschorst_op text;
create index logboek_ingelogd on logboek (wie, op) where wat = 'ingelogd'
