alter table verzoek add column overgedragen integer not null default 0
