-- A refund that the provider will not take reaches the shopper on another way.
alter table payments.refund_part
  add column settled_by text not null default 'provider' check (settled_by in ('provider', 'payout', 'transfer')),
  add column paid_minor bigint check (paid_minor >= 0);
comment on column payments.refund_part.settled_by is 'provider: as it was sent; payout: by another payment of the order or ahead by the platform; transfer: outside, proved by the merchant and confirmed by the shopper';
comment on column payments.refund_part.paid_minor is 'what the provider says it paid, where that is another sum than was asked';

create table payments.detour (
  customer_id uuid not null,
  refund_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  state text not null check (state in ('merchant', 'platform', 'retrying', 'proved', 'received', 'wanted', 'paying', 'settled', 'dropped')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  way text check (way in ('payout', 'transfer')),
  tender_id uuid,
  reference text not null default '' check (length(reference) <= 100),
  note text not null default '' check (length(note) <= 500),
  proof uuid[] not null default '{}',
  chosen_by text,
  ahead boolean not null default false,
  payout_id uuid,
  due_at timestamptz,
  opened_at timestamptz not null,
  moved_at timestamptz not null,
  version int not null default 1,
  primary key (customer_id, refund_id),
  foreign key (customer_id, refund_id) references payments.refund (customer_id, id),
  foreign key (customer_id, tender_id) references orders.tender (customer_id, id),
  constraint detour_waits_by_a_time check ((state in ('merchant', 'proved')) = (due_at is not null)),
  constraint detour_of_a_transfer_is_proved check (state not in ('proved', 'received') or (way = 'transfer' and cardinality(proof) > 0)),
  constraint detour_that_pays_has_its_payout check (state <> 'paying' or payout_id is not null)
);
comment on table payments.detour is 'kind: shopper. How a refund that the provider will not take reaches the shopper after all: who sees to it, until when, on which way, with which proof';
comment on column payments.detour.amount_minor is 'what is missing: the shares the provider refused, and what it paid too little';
comment on column payments.detour.ahead is 'paid by the platform and taken from the merchant''s deposit, because the merchant did nothing';
comment on column payments.detour.proof is 'files of the case that show the transfer';
create index detour_by_order on payments.detour (customer_id, order_id);
create index detour_open on payments.detour (state, opened_at) where state in ('wanted', 'received');
select platform.protect('payments.detour', 'order_id', 'merchant_id');
grant select on payments.detour to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on payments.detour to aftercare_system;
grant update (state, way, tender_id, reference, note, proof, chosen_by, ahead, due_at, moved_at, version) on payments.detour to aftercare_merchant, aftercare_staff;
grant update (state, due_at, moved_at, version) on payments.detour to aftercare_shopper;
-- People say how; only the system pays, and only the shopper says that it has come.
create policy people_never_pay on payments.detour as restrictive for update to aftercare_merchant, aftercare_staff
  using (state in ('merchant', 'platform')) with check (state in ('proved', 'wanted'));
create policy shopper_says_it_came on payments.detour as restrictive for update to aftercare_shopper
  using (state = 'proved') with check (state in ('received', 'platform'));

alter table payments.payout
  drop constraint payout_cause_kind_check,
  add constraint payout_cause_kind_check check (cause_kind in ('compensation', 'freight-claim', 'collection', 'return-freight', 'refund'));
