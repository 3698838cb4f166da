-- Money that came wrong: too much of a refund, in another currency, on two ways, or a collection that was paid twice.
create table payments.discrepancy (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  kind text not null check (kind in ('too-much', 'other-currency', 'besides', 'paid-twice')),
  refund_id uuid,
  part_id uuid,
  collection_id uuid,
  payment text not null,
  state text not null default 'open' check (state in ('open', 'decided', 'asked', 'ended')),
  came_minor bigint not null check (came_minor > 0),
  amount_minor bigint not null check (amount_minor > 0 and amount_minor <= came_minor),
  currency text not null,
  ending text check (ending in ('taken-back', 'borne', 'asked-back', 'sent-back', 'put-right')),
  reference text not null default '' check (length(reference) <= 100),
  note text not null default '' check (length(note) <= 500),
  decided_by text,
  opened_at timestamptz not null,
  due_at timestamptz,
  decided_at timestamptz,
  ended_at timestamptz,
  version int not null default 1,
  primary key (customer_id, id),
  unique (customer_id, number),
  foreign key (customer_id, refund_id) references payments.refund (customer_id, id),
  foreign key (customer_id, collection_id) references payments.collection (customer_id, id),
  constraint discrepancy_is_of_a_refund_or_a_collection check ((kind = 'paid-twice') = (collection_id is not null) and (kind = 'paid-twice') = (refund_id is null)),
  constraint discrepancy_of_a_share_names_it check ((kind in ('too-much', 'other-currency')) = (part_id is not null)),
  constraint discrepancy_waits_by_a_time check ((state = 'open') = (due_at is not null)),
  constraint discrepancy_ends_once check ((state = 'ended') = (ended_at is not null)),
  constraint discrepancy_moves_by_a_decision check (state = 'open' or ending is not null),
  constraint discrepancy_ends_as_its_kind_can check (ending is null or case kind
    when 'paid-twice' then ending = 'sent-back'
    when 'other-currency' then ending in ('taken-back', 'borne', 'put-right')
    else ending in ('taken-back', 'borne', 'asked-back', 'put-right') end)
);
comment on table payments.discrepancy is 'kind: shopper. Money that came wrong, of one refund or one collection: the platform says by a time how it is put right, the system does it';
comment on column payments.discrepancy.payment is 'what the provider calls the payment that was one too many; of a share also its own id, where the provider gave none';
comment on column payments.discrepancy.came_minor is 'what came, in the currency it came in';
comment on column payments.discrepancy.amount_minor is 'what of it is too much; all of it where it came in another currency than was due';
comment on column payments.discrepancy.ending is 'taken-back: by the provider; borne: by the platform; asked-back: a collection; sent-back: the second payment of a collection; put-right: the provider corrected itself';
-- A payment counts once, however often it is told.
create unique index discrepancy_of_payment on payments.discrepancy (customer_id, collection_id, payment) where collection_id is not null;
create index discrepancy_by_refund on payments.discrepancy (customer_id, refund_id) where refund_id is not null;
create index discrepancy_by_order on payments.discrepancy (customer_id, order_id);
create index discrepancy_open on payments.discrepancy (due_at, id) where state = 'open';
create index discrepancy_recent on payments.discrepancy (opened_at desc, id desc);
select platform.protect('payments.discrepancy', 'order_id', 'merchant_id');
grant select on payments.discrepancy to aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on payments.discrepancy to aftercare_system;
grant update (state, ending, reference, note, decided_by, due_at, decided_at, version) on payments.discrepancy to aftercare_staff;
-- The platform says how; only the system moves money.
create policy platform_says_how on payments.discrepancy as restrictive for update to aftercare_staff using (state = 'open') with check (state = 'decided');

alter table payments.ledger_line add column discrepancy_id uuid;
alter table payments.ledger_line
  drop constraint ledger_line_has_a_cause,
  add constraint ledger_line_has_a_cause check (num_nonnulls(refund_id, payout_id, collection_id, loss_id, discrepancy_id) = 1);
create index ledger_line_by_discrepancy on payments.ledger_line (customer_id, discrepancy_id) where discrepancy_id is not null;

-- A payout of a refund keeps which refund it is of, so that what came too much is counted for that one.
alter table payments.payout
  add column refund_id uuid,
  drop constraint payout_cause_kind_check,
  add constraint payout_cause_kind_check check (cause_kind in ('compensation', 'freight-claim', 'collection', 'return-freight', 'refund', 'discrepancy')),
  add constraint payout_refund_fkey foreign key (customer_id, refund_id) references payments.refund (customer_id, id);
update payments.payout p set refund_id = d.refund_id from payments.detour d
 where d.customer_id = p.customer_id and d.payout_id = p.id and p.cause_kind = 'refund';
-- One that was given up for another try is of a detour of its order and merchant: of several the first, so that the sums stay right.
update payments.payout p set refund_id = d.refund_id
  from (select distinct on (customer_id, order_id, merchant_id) customer_id, order_id, merchant_id, refund_id from payments.detour order by 1, 2, 3, opened_at) d
 where d.customer_id = p.customer_id and d.order_id = p.order_id and d.merchant_id = p.merchant_id and p.cause_kind = 'refund' and p.refund_id is null;
alter table payments.payout add constraint payout_of_a_refund check ((cause_kind = 'refund') = (refund_id is not null));
create index payout_by_refund on payments.payout (customer_id, refund_id) where refund_id is not null;
