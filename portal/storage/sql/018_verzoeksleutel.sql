create table verzoeksleutel (
  verzoek integer primary key references verzoek on delete cascade,
  sleutel blob not null
) strict
