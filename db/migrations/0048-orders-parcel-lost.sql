alter table orders.parcel add column lost_at timestamptz;
