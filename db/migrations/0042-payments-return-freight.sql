-- What the shopper says to have paid for the way back, told with the parcel's number; its receipts are among the evidence.
alter table returns.return_case
  add column freight_paid_minor bigint check (freight_paid_minor > 0),
  add column freight_receipts uuid[] not null default '{}';

create table payments.return_freight (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  case_id uuid not null,
  case_number text not null,
  state text not null check (state in ('to-decide', 'approved', 'paying', 'paid', 'refused')),
  paid_by_shopper_minor bigint not null check (paid_by_shopper_minor > 0),
  at_once_minor bigint not null check (at_once_minor >= 0),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  payer text not null check (payer in ('merchant', 'platform')),
  decided_by_kind text check (decided_by_kind in ('policy', 'person', 'clock')),
  decided_by text,
  note text not null default '' check (length(note) <= 500),
  refused_because text,
  asked_at timestamptz not null,
  due_at timestamptz,
  decided_at timestamptz,
  paid_at timestamptz,
  version int not null default 1,
  primary key (customer_id, id),
  unique (customer_id, case_id),
  unique (customer_id, number),
  constraint freight_is_no_more_than_was_paid check (amount_minor <= paid_by_shopper_minor),
  constraint freight_is_decided_once check ((state = 'to-decide') = (decided_at is null)),
  check ((state = 'to-decide') = (due_at is not null)),
  check ((state = 'refused') = (refused_because is not null)),
  check ((state = 'paid') = (paid_at is not null))
);
comment on table payments.return_freight is 'kind: shopper. What a shopper laid out for the way back that somebody else bears: paid at once up to what the policy says, above it by a person or, where nobody looks, by the clock';
select platform.protect('payments.return_freight', 'order_id', 'merchant_id');
-- People decide what waits for them and change nothing afterwards.
create policy decided_stays_decided on payments.return_freight as restrictive for update to aftercare_merchant, aftercare_staff
  using (state = 'to-decide') with check (state = 'approved');

alter table payments.payout drop constraint payout_cause_kind_check;
alter table payments.payout add constraint payout_cause_kind_check check (cause_kind in ('compensation', 'freight-claim', 'collection', 'return-freight'));

grant select on payments.return_freight to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant update (state, amount_minor, decided_by_kind, decided_by, note, due_at, decided_at, version) on payments.return_freight to aftercare_merchant, aftercare_staff;
grant insert, update on payments.return_freight to aftercare_system;
