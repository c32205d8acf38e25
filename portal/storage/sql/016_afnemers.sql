create table afnemer (
  id integer primary key,
  naam text not null unique,
  sleutel_hash blob not null unique,
  rechten text not null,
  gemaakt_op text not null,
  ingetrokken_op text
) strict
