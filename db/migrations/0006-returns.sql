create schema returns;
grant usage on schema returns to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;

create table returns.return_case (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  order_number text not null,
  merchant_id uuid not null,
  kind text not null check (kind in ('cancel-before-shipment', 'refund-only', 'return-and-refund')),
  reason text not null,
  note text not null default '' check (length(note) <= 2000),
  case_state text not null check (case_state in ('submitted', 'approved', 'completed', 'rejected', 'withdrawn', 'closed')),
  goods_state text not null check (goods_state in ('none', 'awaiting-shipment', 'in-transit', 'arrived', 'inspected', 'lost', 'not-sent')),
  money_state text not null check (money_state in ('none', 'due', 'reserved', 'sending', 'unknown', 'settled', 'attention')),
  waiting_on text not null check (waiting_on in ('shopper', 'merchant', 'warehouse', 'platform', 'payment', 'nobody')),
  due_at timestamptz,
  due_action text,
  version int not null default 1,
  timeline_seq bigint not null default 0,
  attempt int not null default 1,
  title text not null,
  title_en text not null,
  picture text not null default '',
  units int not null check (units > 0),
  verdict text not null check (verdict in ('ALLOW', 'DENY', 'REVIEW')),
  best_route text,
  freight_payer text,
  policy_id text not null,
  policy_version int not null,
  law_version text not null,
  requested_minor bigint not null check (requested_minor >= 0),
  approved_minor bigint check (approved_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  currency text not null,
  way_back text,
  carrier text,
  tracking_number text,
  shipped_at timestamptz,
  arrived_at timestamptz,
  inspected_at timestamptz,
  reject_reason text,
  shopper_mask text,
  search_text text not null default '',
  assigned_to uuid,
  opened_by text not null,
  requested_at timestamptz not null,
  decided_at timestamptz,
  closed_at timestamptz,
  primary key (customer_id, id),
  unique (customer_id, number),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id)
);
comment on table returns.return_case is 'kind: shopper. One case of one merchant: what is asked, decided, sent back and repaid, on separate axes';
comment on column returns.return_case.shopper_mask is 'personal: name, masked';
create index return_case_by_time on returns.return_case (customer_id, requested_at desc, id desc);
-- The desk's queues: what breaches next first, open cases only.
create index return_case_due on returns.return_case (due_at, id) where closed_at is null;
create index return_case_waiting on returns.return_case (waiting_on, due_at, id) where closed_at is null;
create index return_case_goods on returns.return_case (goods_state, due_at, id) where closed_at is null and goods_state <> 'none';
create index return_case_merchant_due on returns.return_case (merchant_id, due_at, id) where closed_at is null;
create index return_case_assigned on returns.return_case (assigned_to, due_at, id) where closed_at is null and assigned_to is not null;
create index return_case_recent on returns.return_case (requested_at desc, id desc);
create index return_case_merchant_recent on returns.return_case (merchant_id, requested_at desc, id desc);
select platform.protect('returns.return_case', 'order_id', 'merchant_id');

create table returns.case_line (
  customer_id uuid not null,
  case_id uuid not null,
  line_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  unit_nos int[] not null,
  quantity int not null check (quantity > 0),
  accepted_quantity int check (accepted_quantity between 0 and quantity),
  facts jsonb not null,
  verdict text not null check (verdict in ('ALLOW', 'DENY', 'REVIEW')),
  requested_minor bigint not null check (requested_minor >= 0),
  primary key (customer_id, case_id, line_id),
  foreign key (customer_id, case_id) references returns.return_case (customer_id, id),
  foreign key (customer_id, line_id) references orders.line (customer_id, id),
  check (cardinality(unit_nos) = quantity)
);
comment on table returns.case_line is 'kind: shopper. Which units, and the facts their decision was computed from';
select platform.protect('returns.case_line', 'order_id', 'merchant_id');

create table returns.inspection (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  line_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  expected_quantity int not null,
  received_quantity int not null check (received_quantity >= 0),
  accepted_quantity int not null check (accepted_quantity between 0 and received_quantity),
  grade text not null check (grade in ('as-new', 'opened', 'used', 'damaged', 'wrong-item', 'missing')),
  disposition text not null check (disposition in ('restock', 'refurbish', 'scrap', 'return-to-shopper', 'none')),
  note text not null default '' check (length(note) <= 2000),
  inspected_by text not null,
  at timestamptz not null,
  primary key (customer_id, id),
  foreign key (customer_id, case_id, line_id) references returns.case_line (customer_id, case_id, line_id)
);
comment on table returns.inspection is 'kind: shopper, append-only. What the warehouse counted and how it graded it';
create index inspection_by_case on returns.inspection (customer_id, case_id);
select platform.protect('returns.inspection', 'order_id', 'merchant_id');

grant select on all tables in schema returns to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on returns.return_case, returns.case_line to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert on returns.inspection to aftercare_merchant, aftercare_staff, aftercare_system;
