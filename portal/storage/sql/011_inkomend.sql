create table inkomend (
  uid text primary key,
  op text not null,
  onderwerp text not null,
  afloop text not null
) strict, without rowid;
create index inkomend_op on inkomend (op)
