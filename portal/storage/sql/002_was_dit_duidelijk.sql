create table duidelijk (
  maand text not null,
  uitkomst text not null,
  taal text not null,
  antwoord text not null check (antwoord in ('ja', 'beetje', 'nee')),
  aantal integer not null,
  primary key (maand, uitkomst, taal, antwoord)
) strict, without rowid
