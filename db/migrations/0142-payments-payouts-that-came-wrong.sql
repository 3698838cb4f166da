-- A payout that is refused, or of which too little came, waits for the platform by a time; what came too much of it, or in another
-- currency, is a discrepancy of its own. The rest of one that came short is a payout of its own as well.
alter table payments.payout
  add column paid_minor bigint check (paid_minor > 0),
  add column due_at timestamptz,
  drop constraint payout_cause_kind_check,
  add constraint payout_cause_kind_check check (cause_kind in ('compensation', 'freight-claim', 'collection', 'return-freight', 'refund', 'discrepancy', 'payout')),
  add constraint payout_waits_only_where_it_did_not_go check (due_at is null or state in ('refused', 'mismatched'));
comment on column payments.payout.paid_minor is 'what came of it where that was too little; the rest is a payout whose cause it is';
comment on column payments.payout.due_at is 'until when the platform sees to one that did not go; of a refund its detour says so';
create index payout_stuck on payments.payout (due_at, id) where due_at is not null;

-- Of what came wrong before only the state is known: the provider is asked once more, and what it says is seen to now.
update payments.payout p set state = 'unknown', version = version + 1
 where p.state = 'mismatched'
   and (p.cause_kind <> 'refund' or exists (select 1 from payments.detour d where d.customer_id = p.customer_id and d.payout_id = p.id and d.state = 'paying'));
with stuck as (
  update payments.payout set due_at = current_timestamp + interval '72 hours', version = version + 1
   where state = 'refused' and cause_kind <> 'refund' returning customer_id, merchant_id, id, version, due_at)
insert into platform.deadline (id, customer_id, merchant_id, subject_kind, subject_id, kind, epoch, waiting_on, starts_at, due_at, calendar)
select gen_random_uuid(), customer_id, merchant_id, 'payout', id, 'payout-stuck', version, 'platform', current_timestamp, due_at, 'plain' from stuck;

alter table payments.discrepancy
  add column payout_id uuid,
  add column agreed_ending text check (agreed_ending in ('taken-back', 'borne')),
  add column agreed_by text,
  add constraint discrepancy_payout_fkey foreign key (customer_id, payout_id) references payments.payout (customer_id, id),
  add constraint discrepancy_agreed_by_somebody check ((agreed_ending is null) = (agreed_by is null)),
  drop constraint discrepancy_is_of_a_refund_or_a_collection,
  add constraint discrepancy_is_of_something check ((kind = 'paid-twice') = (collection_id is not null) and num_nonnulls(refund_id, collection_id) <= 1 and num_nonnulls(refund_id, payout_id, collection_id) >= 1),
  drop constraint discrepancy_of_a_share_names_it,
  add constraint discrepancy_of_a_payment_names_it check (num_nonnulls(part_id, payout_id) = case when kind in ('too-much', 'other-currency') then 1 else 0 end);
comment on column payments.discrepancy.payout_id is 'the payout that came wrong';
comment on column payments.discrepancy.agreed_ending is 'above every limit: what the first of two has said';
create index discrepancy_by_payout on payments.discrepancy (customer_id, payout_id) where payout_id is not null;
grant update (agreed_ending, agreed_by) on payments.discrepancy to aftercare_staff;
drop policy platform_says_how on payments.discrepancy;
create policy platform_says_how on payments.discrepancy as restrictive for update to aftercare_staff using (state = 'open') with check (state in ('open', 'decided'));

-- Money of another currency that stays is the refund, without a unit along its tender.
alter table payments.refund_part
  drop constraint refund_part_settled_by_check,
  add constraint refund_part_settled_by_check check (settled_by in ('provider', 'payout', 'transfer', 'other-money'));
comment on column payments.refund_part.settled_by is 'provider: as it was sent; payout: by another payment of the order or ahead by the platform; transfer: outside, proved by the merchant and confirmed by the shopper; other-money: by money of another currency, which the platform bears';
