create table verzoeksleutel (
  verzoek integer not null references verzoek on delete cascade,
  sleutel blob not null,
  primary key (verzoek)
) strict
