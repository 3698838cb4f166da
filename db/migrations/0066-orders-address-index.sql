-- Where goods go and where a courier collects, as a keyed hash of the whole address: other people behind the same door are counted
-- openly, and nobody reads where it is.
alter table orders.shop_order add column address_index text;
comment on column orders.shop_order.address_index is 'personal: address, blind index';
create index shop_order_by_address on orders.shop_order (address_index) where address_index is not null;
alter table logistics.booking add column address_index text;
comment on column logistics.booking.address_index is 'personal: address, blind index';
create index booking_by_address on logistics.booking (address_index) where address_index is not null;
