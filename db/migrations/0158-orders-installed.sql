-- Goods that are installed: the guarantee runs from when that was done (Implementing Regulations 18(1)).
alter table orders.parcel add column installed_at timestamptz;
comment on column orders.parcel.installed_at is 'when what is installed was in place; the guarantee runs from then';
