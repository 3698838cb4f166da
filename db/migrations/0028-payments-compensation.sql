create table payments.compensation (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  case_id uuid not null,
  case_number text not null,
  kind text not null check (kind in ('fixed', 'percent', 'statutory')),
  ground text not null,
  rule text,
  reckoning jsonb not null,
  state text not null check (state in ('proposed', 'awaiting-approval', 'approved', 'refused', 'paying', 'paid')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  payer text not null check (payer in ('merchant', 'platform')),
  note text not null default '' check (length(note) <= 500),
  approvals_needed int not null check (approvals_needed between 0 and 2),
  proposed_by uuid,
  proposed_role text not null,
  proposed_at timestamptz not null,
  decided_at timestamptz,
  refused_because text,
  refusal_note text not null default '' check (length(refusal_note) <= 500),
  paid_at timestamptz,
  version int not null default 1,
  primary key (customer_id, id),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id),
  check ((kind = 'statutory') = (rule is not null)),
  check ((state = 'refused') = (refused_because is not null))
);
comment on table payments.compensation is 'kind: shopper. What a shopper is given beside the price of the goods: by goodwill (fixed, percent) or by law (statutory); people propose and decide, the system pays';
create index compensation_by_case on payments.compensation (customer_id, case_id);
create unique index compensation_once_by_law on payments.compensation (customer_id, case_id, rule) where kind = 'statutory' and state <> 'refused';
create index compensation_waiting on payments.compensation (proposed_at, id) where state in ('proposed', 'awaiting-approval');
create index compensation_recent on payments.compensation (proposed_at desc, id desc);
select platform.protect('payments.compensation', 'order_id', 'merchant_id');

create table payments.compensation_approval (
  customer_id uuid not null,
  compensation_id uuid not null,
  approved_by uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  role text not null,
  at timestamptz not null,
  primary key (customer_id, compensation_id, approved_by),
  foreign key (customer_id, compensation_id) references payments.compensation (customer_id, id)
);
comment on table payments.compensation_approval is 'kind: shopper, append-only. Who agreed to a compensation; the key lets nobody agree twice';
select platform.protect('payments.compensation_approval', 'order_id', 'merchant_id');

create table payments.goodwill_use (
  customer_id uuid not null,
  scope text not null,
  used_minor bigint not null check (used_minor >= 0),
  limit_minor bigint not null,
  primary key (customer_id, scope),
  constraint goodwill_within_its_limit check (used_minor <= limit_minor)
);
comment on table payments.goodwill_use is 'kind: shopper. How much goodwill was spent on one case and on one shopper in one month; a guarded update keeps it within its limit';
select platform.protect('payments.goodwill_use', null, null);

grant select on payments.compensation, payments.compensation_approval to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert on payments.compensation, payments.compensation_approval to aftercare_merchant, aftercare_staff, aftercare_system;
grant update (state, decided_at, refused_because, refusal_note, version) on payments.compensation to aftercare_merchant, aftercare_staff;
grant update on payments.compensation to aftercare_system;
grant select on payments.goodwill_use to aftercare_staff, aftercare_system;
grant insert, update on payments.goodwill_use to aftercare_system;
-- People decide; only the system says that money moves, and a merchant gives away only what is its own.
create policy people_never_pay on payments.compensation as restrictive for update to aftercare_merchant, aftercare_staff
  using (state in ('proposed', 'awaiting-approval')) with check (state in ('proposed', 'awaiting-approval', 'approved', 'refused'));
create policy people_propose on payments.compensation as restrictive for insert to aftercare_merchant, aftercare_staff
  with check (state in ('proposed', 'approved'));
create policy shopper_hears_what_is_given on payments.compensation as restrictive for select to aftercare_shopper
  using (state in ('approved', 'paying', 'paid'));
create policy merchant_pays_itself on payments.compensation as restrictive for insert to aftercare_merchant
  with check (payer = 'merchant');

create table payments.instant_credit (
  customer_id uuid not null primary key,
  currency text not null,
  limit_minor bigint not null,
  used_minor bigint not null check (used_minor >= 0),
  version int not null default 1,
  changed_at timestamptz not null,
  constraint instant_credit_within_its_limit check (used_minor <= limit_minor)
);
comment on table payments.instant_credit is 'kind: shopper. How much may be paid back before the goods are here, and how much of it is';
select platform.protect('payments.instant_credit', null, null);

create table payments.instant_advance (
  customer_id uuid not null,
  refund_id uuid not null,
  cause_id uuid not null,
  cause_number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  state text not null check (state in ('open', 'earned', 'recovering', 'recovered', 'written-off')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  collection_id uuid,
  taken_at timestamptz not null,
  ended_at timestamptz,
  version int not null default 1,
  primary key (customer_id, refund_id),
  unique (customer_id, cause_id),
  foreign key (customer_id, refund_id) references payments.refund (customer_id, id),
  check (state = 'earned' or (state = 'open') = (collection_id is null))
);
comment on table payments.instant_advance is 'kind: shopper. A refund that was paid before the goods came, and what became of it';
create index instant_advance_by_collection on payments.instant_advance (customer_id, collection_id) where collection_id is not null;
select platform.protect('payments.instant_advance', 'order_id', 'merchant_id');

alter table payments.refund add column instant boolean not null default false;

grant select on payments.instant_credit, payments.instant_advance to aftercare_shopper, aftercare_staff, aftercare_system;
grant select on payments.instant_advance to aftercare_merchant;
grant insert, update on payments.instant_credit, payments.instant_advance to aftercare_system;
