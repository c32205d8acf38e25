drop index verzoek_begin;
create index verzoek_begin on verzoek (begin, eind, elders, medewerker, misgeraden)
  where status = 'open';
drop index verzoek_gesloten;
create index verzoek_gesloten on verzoek (gesloten_op, status) where status <> 'open'
