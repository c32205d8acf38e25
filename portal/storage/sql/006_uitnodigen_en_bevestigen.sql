alter table medewerker add column uitnodiging blob;
alter table medewerker add column uitgenodigd_op text not null default '';
alter table sessie add column bevestigd_op text not null default ''
