alter table verzoek add column email_bevestigd integer not null default 1
