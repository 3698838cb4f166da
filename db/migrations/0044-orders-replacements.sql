-- What a unit has become by an exchange: which goods the shopper holds now, since when, and what was paid more for them.
create table orders.replacement (
  customer_id uuid not null,
  line_id uuid not null,
  unit_no int not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  product_number text,
  title text,
  title_en text,
  variant text,
  picture text,
  category_code text,
  special_class text,
  shipped_at timestamptz,
  delivered_at timestamptz not null,
  surcharge_minor bigint not null default 0 check (surcharge_minor >= 0),
  surcharge_back_minor bigint not null default 0,
  primary key (customer_id, line_id, unit_no, case_id),
  foreign key (customer_id, line_id, unit_no) references orders.unit (customer_id, line_id, unit_no),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id),
  constraint replacement_gives_back_no_more_than_was_paid check (surcharge_back_minor between 0 and surcharge_minor)
);
comment on table orders.replacement is 'kind: shopper. What a unit has become by the exchange of a case: the goods the shopper holds now, since when, and what was paid more for them';
comment on column orders.replacement.product_number is 'null: the same goods again';
comment on column orders.replacement.surcharge_minor is 'what the shopper paid more for this piece, beside the tenders of the order';
comment on column orders.replacement.surcharge_back_minor is 'of that, what was given back or is on its way';
create index replacement_by_order on orders.replacement (customer_id, order_id);
select platform.protect('orders.replacement', 'order_id', 'merchant_id');
grant select, insert on orders.replacement to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant update on orders.replacement to aftercare_system;
grant delete on orders.replacement to aftercare_staff, aftercare_system;

-- The difference of an exchange that was paid becomes one more tender of the order: what goes back of it goes back along its own
-- payment, and the constraint of every tender keeps it from giving back more than it took.
alter table orders.tender
  add column collection_id uuid,
  drop constraint tender_kind_check,
  add constraint tender_kind_check check (kind in ('card', 'wechat-pay', 'alipay', 'wallet', 'gift-card', 'points', 'coupon', 'voucher', 'transfer', 'cash', 'other', 'exchange-difference'));
comment on column orders.tender.collection_id is 'the collection that this tender took, where it was paid after the order and is no part of what was paid at purchase';
create unique index tender_by_collection on orders.tender (customer_id, collection_id) where collection_id is not null;

alter table returns.return_case add column surcharge_minor bigint not null default 0 check (surcharge_minor >= 0);
comment on column returns.return_case.surcharge_minor is 'of what this case settles, what was paid more in an exchange before; the rest is of the tenders of the order';
create index return_case_surcharge on returns.return_case (customer_id, order_id) where surcharge_minor > 0;
