alter table orders.shop_order add column recipient_region text check (length(recipient_region) between 1 and 60);
comment on column orders.shop_order.recipient_region is 'Province and city where it was sent to; no address, so it stays when a shopper is erased';
