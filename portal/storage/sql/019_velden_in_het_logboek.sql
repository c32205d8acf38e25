alter table logboek add column velden text not null default ''
