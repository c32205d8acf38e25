drop index verzoek_begin;
create index verzoek_begin on verzoek (begin, eind) where status = 'open'