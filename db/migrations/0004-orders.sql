create schema orders;
grant usage on schema orders to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;

create table orders.shop_order (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  source text not null,
  source_updated_at timestamptz not null,
  source_hash text not null,
  merchant_ids uuid[] not null,
  placed_at timestamptz not null,
  paid_at timestamptz,
  country text not null check (country ~ '^[A-Z]{2}$'),
  zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  list_minor bigint not null check (list_minor >= 0),
  freight_minor bigint not null check (freight_minor >= 0),
  paid_minor bigint not null check (paid_minor >= 0),
  context jsonb not null default '{}',
  promotions jsonb not null default '[]',
  policy_id text not null,
  policy_version int not null,
  shift_days int not null default 0,
  consumer_purchase boolean not null default true,
  has_case boolean not null default false,
  cancelled_at timestamptz,
  recipient_name_enc bytea,
  recipient_name_mask text,
  recipient_phone_enc bytea,
  recipient_phone_mask text,
  recipient_phone_index text,
  address_enc bytea,
  address_mask text,
  imported_at timestamptz not null,
  primary key (customer_id, id),
  unique (customer_id, number)
);
comment on table orders.shop_order is 'kind: shopper. Our faithful copy of the shop''s order with purchase context and policy pin';
comment on column orders.shop_order.recipient_name_enc is 'personal: name';
comment on column orders.shop_order.recipient_name_mask is 'personal: name, masked';
comment on column orders.shop_order.recipient_phone_enc is 'personal: phone';
comment on column orders.shop_order.recipient_phone_mask is 'personal: phone, masked';
comment on column orders.shop_order.recipient_phone_index is 'personal: phone, blind index';
comment on column orders.shop_order.address_enc is 'personal: address';
comment on column orders.shop_order.address_mask is 'personal: address, masked';
create index shop_order_by_time on orders.shop_order (customer_id, placed_at desc, id desc);
create index shop_order_by_age on orders.shop_order (placed_at desc, id desc);
create index shop_order_by_merchant on orders.shop_order using gin (merchant_ids);
select platform.protect('orders.shop_order', 'id', 'merchant_ids');

create table orders.parcel (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  parcel_no int not null check (parcel_no > 0),
  merchant_id uuid not null,
  carrier text,
  tracking_number text,
  shipped_at timestamptz,
  delivered_at timestamptz,
  signed_by text check (signed_by in ('consignee', 'proxy', 'proxy-without-consent', 'locker', 'unknown')),
  picked_up_at timestamptz,
  promised_by timestamptz,
  primary key (customer_id, id),
  unique (customer_id, order_id, parcel_no),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id)
);
comment on table orders.parcel is 'kind: shopper. What was sent when, and how it was handed over';
select platform.protect('orders.parcel', 'order_id', 'merchant_id');

create table orders.line (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  line_no int not null check (line_no > 0),
  merchant_id uuid not null,
  product_id uuid,
  product_number text not null,
  title text not null,
  title_en text not null,
  variant text not null default '',
  picture text not null default '',
  category_code text not null,
  special_class text,
  quantity int not null check (quantity between 1 and 1000),
  unit_list_minor bigint not null check (unit_list_minor >= 0),
  list_minor bigint not null,
  paid_minor bigint not null check (paid_minor >= 0),
  freight_minor bigint not null default 0 check (freight_minor >= 0),
  tax_minor bigint not null default 0 check (tax_minor >= 0),
  points_minor bigint not null default 0 check (points_minor >= 0),
  discounts jsonb not null default '[]',
  gift_price_minor bigint,
  is_gift boolean not null default false,
  is_adjustment boolean not null default false,
  primary key (customer_id, id),
  unique (customer_id, order_id, line_no),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id),
  check (is_adjustment or list_minor = unit_list_minor * quantity)
);
comment on table orders.line is 'kind: shopper. What was bought, with the allocation frozen at import';
comment on column orders.line.paid_minor is 'what the tenders paid for these goods, discounts and points already taken off';
comment on column orders.line.is_adjustment is 'the difference between payments and lines; never returned by itself';
select platform.protect('orders.line', 'order_id', 'merchant_id');

create table orders.unit (
  customer_id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  unit_no int not null check (unit_no > 0),
  merchant_id uuid not null,
  parcel_id uuid,
  paid_minor bigint not null check (paid_minor >= 0),
  serial_number text,
  case_id uuid,
  returned_at timestamptz,
  returned_for text check (returned_for in ('changed-mind', 'sellers-fault')),
  primary key (customer_id, line_id, unit_no),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id),
  foreign key (customer_id, line_id) references orders.line (customer_id, id),
  foreign key (customer_id, parcel_id) references orders.parcel (customer_id, id),
  check ((returned_at is null) = (returned_for is null))
);
comment on table orders.unit is 'kind: shopper. One piece of a line: where it is, what was paid for it, which open case holds it';
create index unit_by_order on orders.unit (customer_id, order_id);
select platform.protect('orders.unit', 'order_id', 'merchant_id');

create table orders.tender (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  merchant_ids uuid[] not null,
  tender_no int not null,
  kind text not null check (kind in ('card', 'wechat-pay', 'alipay', 'wallet', 'gift-card', 'points', 'coupon', 'voucher', 'transfer', 'cash', 'other')),
  provider_reference text not null,
  captured_minor bigint not null check (captured_minor >= 0),
  reserved_minor bigint not null default 0 check (reserved_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  installments int,
  primary key (customer_id, id),
  unique (customer_id, order_id, tender_no),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id),
  constraint tender_never_refunds_more_than_captured check (reserved_minor + refunded_minor <= captured_minor)
);
comment on table orders.tender is 'kind: shopper. How it was paid; reserved and refunded never exceed captured';
select platform.protect('orders.tender', 'order_id', 'merchant_ids');

create table orders.confirmation (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  merchant_id uuid not null,
  exclusion text not null,
  shown_prominently boolean not null,
  pre_ticked boolean not null,
  per_order boolean not null,
  in_mandatory_flow boolean not null,
  confirmed_at timestamptz not null,
  snapshot text not null,
  primary key (customer_id, id),
  foreign key (customer_id, line_id) references orders.line (customer_id, id)
);
comment on table orders.confirmation is 'kind: shopper. What the shopper confirmed at purchase, and how it was shown';
create index confirmation_by_order on orders.confirmation (customer_id, order_id);
select platform.protect('orders.confirmation', 'order_id', 'merchant_id');

grant select on all tables in schema orders to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant update (has_case) on orders.shop_order to aftercare_shopper, aftercare_merchant, aftercare_staff;
grant update (case_id, returned_at, returned_for) on orders.unit to aftercare_shopper, aftercare_merchant, aftercare_staff;
grant insert, update on all tables in schema orders to aftercare_staff, aftercare_system;
grant delete on orders.parcel, orders.line, orders.unit, orders.tender, orders.confirmation to aftercare_staff, aftercare_system;

create table orders.import_run (
  id uuid primary key,
  format text not null,
  source text not null,
  state text not null check (state in ('running', 'done', 'failed')),
  counts jsonb not null default '{}',
  rows_read bigint not null default 0,
  shift_days int not null default 0,
  rejects_file text,
  error text,
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz
);
comment on table orders.import_run is 'kind: local. Each import with its counts, so that it can be left and found again';
grant select, insert, update on orders.import_run to aftercare_staff, aftercare_system;
