-- Exchanges, reshipping, price protection and refusal at the door; goods on their way out; offers; disputes.
alter table returns.return_case
  drop constraint return_case_kind_check,
  drop constraint return_case_case_state_check,
  add constraint return_case_kind_check check (kind in ('cancel-before-shipment', 'refund-only', 'return-and-refund', 'exchange', 'reship', 'price-protection', 'refuse-delivery')),
  add constraint return_case_case_state_check check (case_state in ('submitted', 'negotiating', 'approved', 'rejected', 'completed', 'withdrawn', 'closed')),
  add column outbound_state text not null default 'none' check (outbound_state in ('none', 'to-ship', 'shipped', 'delivered', 'cancelled')),
  add column dispute_state text not null default 'none' check (dispute_state in ('none', 'evidence', 'review', 'ruled', 'appeal', 'final', 'closed')),
  add column ship_first boolean not null default false,
  add column wanted jsonb,
  add column difference_minor bigint not null default 0,
  add column allowance boolean not null default false,
  add column withheld_minor bigint not null default 0 check (withheld_minor >= 0),
  add column outbound_carrier text,
  add column outbound_tracking text,
  add column outbound_shipped_at timestamptz,
  add column outbound_delivered_at timestamptz;
comment on column returns.return_case.wanted is 'exchange: the product and variant that goes out instead';
comment on column returns.return_case.difference_minor is 'exchange: what the replacement costs more than was paid for the goods; below zero: less';
comment on column returns.return_case.allowance is 'the shopper keeps the goods at a lower price: what is paid is a reduction, and no unit comes back for it';
comment on column returns.return_case.withheld_minor is 'what was agreed to be kept from the refund for the state of the goods';
create index return_case_dispute on returns.return_case (dispute_state, due_at, id) where closed_at is null and dispute_state <> 'none';

create table returns.offer (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  offer_no int not null check (offer_no > 0),
  made_by text not null check (made_by in ('shopper', 'merchant', 'platform')),
  kind text not null check (kind in ('amount', 'kind', 'evidence', 'deduction')),
  to_kind text,
  amount_minor bigint check (amount_minor >= 0),
  note text not null default '' check (length(note) <= 2000),
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'expired', 'withdrawn')),
  made_at timestamptz not null,
  answered_at timestamptz,
  primary key (customer_id, id),
  unique (customer_id, case_id, offer_no),
  foreign key (customer_id, case_id) references returns.return_case (customer_id, id),
  check ((kind in ('amount', 'deduction')) = (amount_minor is not null)),
  check ((kind = 'kind') = (to_kind is not null))
);
comment on table returns.offer is 'kind: shopper. What one side proposes to the other: another amount, another kind, more evidence, a deduction';
-- One open offer at a time: both sides know what an answer is to.
create unique index offer_open on returns.offer (customer_id, case_id) where state = 'open';
select platform.protect('returns.offer', 'order_id', 'merchant_id');

create table returns.dispute (
  customer_id uuid not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  opened_by text not null,
  opened_at timestamptz not null,
  claim text not null check (length(claim) <= 2000),
  shopper_stated_at timestamptz,
  merchant_stated_at timestamptz,
  blame text check (blame in ('merchant', 'shopper', 'carrier', 'nobody')),
  ruling text check (ruling in ('grant', 'partial', 'refuse')),
  amount_minor bigint check (amount_minor >= 0),
  ruling_note text,
  ruled_by text,
  ruled_at timestamptz,
  appealed_by text check (appealed_by in ('shopper', 'merchant')),
  appealed_at timestamptz,
  appeal_note text,
  closed_at timestamptz,
  primary key (customer_id, case_id),
  foreign key (customer_id, case_id) references returns.return_case (customer_id, id),
  check ((ruling = 'partial') = (amount_minor is not null) or ruling is null)
);
comment on table returns.dispute is 'kind: shopper. A case before the platform: what both sides said, how it was ruled, who appealed';
select platform.protect('returns.dispute', 'order_id', 'merchant_id');

create table returns.statement (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  side text not null check (side in ('shopper', 'merchant')),
  words text not null check (length(words) <= 2000),
  said_by text not null,
  at timestamptz not null,
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references returns.dispute (customer_id, case_id)
);
comment on table returns.statement is 'kind: shopper, append-only. What a side says in a dispute, with the evidence uploaded to the case';
create index statement_by_case on returns.statement (customer_id, case_id);
select platform.protect('returns.statement', 'order_id', 'merchant_id');

grant select on returns.offer, returns.dispute, returns.statement to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on returns.offer, returns.dispute to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert on returns.statement to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;

-- What was paid back for a unit that stays, so that its return later pays the rest and no more.
alter table orders.unit add column allowance_minor bigint not null default 0 check (allowance_minor between 0 and paid_minor);
comment on column orders.unit.allowance_minor is 'paid back for a unit that stays with the shopper: price protection, an agreed reduction';
grant update (allowance_minor) on orders.unit to aftercare_staff, aftercare_system;

alter table payments.refund
  drop constraint refund_kind_check,
  add constraint refund_kind_check check (kind in ('goods', 'freight', 'goodwill', 'allowance'));

create table catalog.price (
  product_number text not null,
  since timestamptz not null,
  list_minor bigint not null check (list_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  primary key (product_number, since)
);
comment on table catalog.price is 'kind: reference. What a product was offered for from when on; price protection looks for the lowest since the purchase';
grant select on catalog.price to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert on catalog.price to aftercare_staff, aftercare_system;

-- What was asked at first: negotiation may change kind and reason, and the decision is recomputed from what it was made of.
alter table returns.return_case add column asked_kind text, add column asked_reason text;
