create schema payments;
grant usage on schema payments to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;

create table payments.refund (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  cause_kind text not null,
  cause_id uuid not null,
  kind text not null check (kind in ('goods', 'freight', 'goodwill')),
  state text not null check (state in ('reserved', 'sending', 'unknown', 'settled', 'refused', 'mismatched')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  receipt jsonb not null,
  version int not null default 1,
  reserved_at timestamptz not null,
  settled_at timestamptz,
  primary key (customer_id, id),
  unique (customer_id, cause_id, kind),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id)
);
comment on table payments.refund is 'kind: shopper. Money on its way back; one per cause and kind';
create index refund_by_order on payments.refund (customer_id, order_id);
create index refund_open on payments.refund (reserved_at) where state not in ('settled', 'refused');
select platform.protect('payments.refund', 'order_id', 'merchant_id');

create table payments.refund_part (
  customer_id uuid not null,
  refund_id uuid not null,
  tender_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('reserved', 'sending', 'unknown', 'settled', 'refused', 'mismatched')),
  attempts int not null default 0,
  provider_status text,
  provider_refund_id text,
  last_error text,
  sent_at timestamptz,
  settled_at timestamptz,
  primary key (customer_id, refund_id, tender_id),
  unique (customer_id, id),
  foreign key (customer_id, refund_id) references payments.refund (customer_id, id),
  foreign key (customer_id, tender_id) references orders.tender (customer_id, id)
);
comment on table payments.refund_part is 'kind: shopper. The share of one tender; its id is the number the provider knows, persisted before anything is sent';
select platform.protect('payments.refund_part', 'order_id', 'merchant_id');

create table payments.ledger_line (
  customer_id uuid not null,
  posting_id uuid not null,
  line_no int not null,
  order_id uuid not null,
  merchant_id uuid not null,
  refund_id uuid not null,
  account text not null,
  amount_minor bigint not null,
  currency text not null,
  at timestamptz not null,
  primary key (customer_id, posting_id, line_no)
);
comment on table payments.ledger_line is 'kind: shopper, append-only. Double entry; the lines of a posting sum to nothing';
create index ledger_line_by_refund on payments.ledger_line (customer_id, refund_id);
select platform.protect('payments.ledger_line', 'order_id', 'merchant_id');

create table payments.provider_event (
  provider text not null,
  event_id text not null,
  received_at timestamptz not null,
  body jsonb not null,
  handled_at timestamptz,
  primary key (provider, event_id)
);
comment on table payments.provider_event is 'kind: local. Notices from payment providers; the key makes a repeat harmless';

grant select on payments.refund, payments.refund_part, payments.ledger_line to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on payments.refund, payments.refund_part to aftercare_system;
grant insert on payments.ledger_line to aftercare_system;
grant select, insert, update on payments.provider_event to aftercare_system;
grant select on payments.provider_event to aftercare_staff;
