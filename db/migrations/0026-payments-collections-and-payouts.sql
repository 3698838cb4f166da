create table payments.collection (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  cause_kind text not null,
  cause_id uuid not null,
  cause_number text not null,
  state text not null check (state in ('asked', 'paying', 'unknown', 'cancelled', 'expired', 'paid', 'refunding', 'refunded')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  receipt jsonb not null,
  charge_id uuid not null,
  attempts int not null default 0,
  pay_url text,
  provider_status text,
  provider_charge_id text,
  last_error text,
  received_minor bigint check (received_minor > 0),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  sent_at timestamptz,
  charge_closed_at timestamptz,
  received_at timestamptz,
  version int not null default 1,
  primary key (customer_id, id),
  unique (customer_id, cause_kind, cause_id),
  unique (customer_id, charge_id),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id),
  constraint collection_has_money_when_it_says_so check ((state in ('paid', 'refunding', 'refunded')) = (received_minor is not null)),
  constraint collection_is_paid_exactly check (state <> 'paid' or received_minor = amount_minor)
);
comment on table payments.collection is 'kind: shopper. What a shopper still has to pay for a cause, such as the difference of an exchange; charge_id is the number the provider knows, persisted before anything is sent';
create index collection_by_order on payments.collection (customer_id, order_id);
create index collection_open on payments.collection (asked_at) where state in ('paying', 'unknown') or (state in ('cancelled', 'expired') and sent_at is not null and charge_closed_at is null);
select platform.protect('payments.collection', 'order_id', 'merchant_id');

create table payments.payout (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  cause_kind text not null check (cause_kind in ('compensation', 'freight-claim', 'collection')),
  cause_id uuid not null,
  state text not null check (state in ('reserved', 'sending', 'unknown', 'settled', 'refused', 'mismatched')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  payer text not null check (payer in ('merchant', 'platform', 'insurer', 'shopper')),
  payment text not null,
  attempts int not null default 0,
  provider_status text,
  provider_payout_id text,
  last_error text,
  reserved_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  version int not null default 1,
  primary key (customer_id, id),
  unique (customer_id, cause_kind, cause_id)
);
comment on table payments.payout is 'kind: shopper. Money to a shopper that is no refund of the goods: compensation, freight insurance, a payment that came too late; one per cause, its id is the number the provider knows';
comment on column payments.payout.payment is 'the payment it goes back along: the shopper is paid where the shopper paid';
create index payout_open on payments.payout (reserved_at) where state not in ('settled', 'refused');
select platform.protect('payments.payout', 'order_id', 'merchant_id');

alter table payments.ledger_line
  alter column refund_id drop not null,
  add column payout_id uuid,
  add column collection_id uuid,
  add constraint ledger_line_has_a_cause check (num_nonnulls(refund_id, payout_id, collection_id) = 1);
create index ledger_line_by_payout on payments.ledger_line (customer_id, payout_id) where payout_id is not null;
create index ledger_line_by_collection on payments.ledger_line (customer_id, collection_id) where collection_id is not null;

grant select on payments.collection to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant select on payments.payout to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on payments.collection, payments.payout to aftercare_system;
