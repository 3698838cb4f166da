create table payments.freight_product (
  id text not null,
  version int not null check (version > 0),
  title jsonb not null,
  premium_payer text not null check (premium_payer in ('shopper', 'merchant', 'platform')),
  premium_minor bigint not null check (premium_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  terms jsonb not null,
  effective_from timestamptz not null,
  primary key (id, version)
);
comment on table payments.freight_product is 'kind: reference. Freight insurance as sold: who pays the premium, what is paid by distance, under which conditions and until when';

-- The usual cover of Chinese platforms: 8 to 25 yuan by distance, after the parcel has come back, once for each case.
insert into payments.freight_product (id, version, title, premium_payer, premium_minor, currency, terms, effective_from) values
  ('standard', 1, '{"zh": "退货运费险", "en": "Return freight insurance"}', 'merchant', 60, 'CNY',
   '{"zones": {"same-city": 800, "same-province": 1000, "neighbouring": 1200, "far": 1800, "remote": 2500}, "without": ["pickup-paid-by-seller", "sellers-fault"], "windowDays": 90}',
   '2020-01-01T00:00:00+08:00');

create table payments.freight_cover (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  product_id text not null,
  product_version int not null,
  premium_minor bigint not null check (premium_minor >= 0),
  premium_payer text not null check (premium_payer in ('shopper', 'merchant', 'platform')),
  covered_from timestamptz not null,
  covered_until timestamptz not null,
  primary key (customer_id, id),
  unique (customer_id, order_id, merchant_id),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id)
);
comment on table payments.freight_cover is 'kind: shopper. Freight insurance of one merchant''s part of an order, bought with it or given by the merchant';
select platform.protect('payments.freight_cover', 'order_id', 'merchant_id');

create table payments.freight_claim (
  customer_id uuid not null,
  id uuid not null,
  cover_id uuid not null,
  case_id uuid not null,
  case_number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  state text not null check (state in ('refused', 'paying', 'paid')),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  reckoning jsonb not null,
  decided_at timestamptz not null,
  paid_at timestamptz,
  version int not null default 1,
  primary key (customer_id, id),
  unique (customer_id, cover_id, case_id),
  foreign key (customer_id, cover_id) references payments.freight_cover (customer_id, id),
  check ((state = 'refused') = (amount_minor = 0))
);
comment on table payments.freight_claim is 'kind: shopper. What the freight insurance pays for one case, decided by itself; once for each cover and case';
create index freight_claim_by_case on payments.freight_claim (customer_id, case_id);
select platform.protect('payments.freight_claim', 'order_id', 'merchant_id');

grant select on payments.freight_product, payments.freight_cover, payments.freight_claim to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on payments.freight_cover, payments.freight_claim to aftercare_system;
