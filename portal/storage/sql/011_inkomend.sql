create table inkomend (
  uid text primary key,
  op text not null
) strict, without rowid
