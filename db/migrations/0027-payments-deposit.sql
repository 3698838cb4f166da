create table payments.deposit_account (
  merchant_id uuid not null references parties.merchant (id),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  available_minor bigint not null default 0,
  held_minor bigint not null default 0,
  owed_minor bigint not null default 0,
  version int not null default 1,
  opened_at timestamptz not null,
  primary key (merchant_id, currency),
  constraint deposit_is_never_below_nothing check (available_minor >= 0 and held_minor >= 0 and owed_minor >= 0),
  constraint deposit_owes_only_when_empty check (owed_minor = 0 or available_minor = 0)
);
comment on table payments.deposit_account is 'kind: reference. What a merchant has deposited, by currency: free, held for a cause, and owed where a deduction was more than there was';

create table payments.deposit_posting (
  merchant_id uuid not null references parties.merchant (id),
  id uuid not null,
  currency text not null,
  kind text not null check (kind in ('top-up', 'hold', 'deduct', 'release')),
  cause_kind text not null,
  cause_id text not null,
  cause_number text not null,
  amount_minor bigint not null check (amount_minor > 0),
  available_after_minor bigint not null check (available_after_minor >= 0),
  owed_after_minor bigint not null check (owed_after_minor >= 0),
  note text not null default '' check (length(note) <= 500),
  posted_by text not null,
  at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, cause_kind, cause_id, kind)
);
comment on table payments.deposit_posting is 'kind: reference, append-only. One movement of a deposit with its cause; the same cause moves it once';
create index deposit_posting_by_time on payments.deposit_posting (merchant_id, at desc, id desc);

create table payments.deposit_line (
  merchant_id uuid not null,
  posting_id uuid not null,
  line_no int not null,
  account text not null,
  amount_minor bigint not null,
  currency text not null,
  primary key (merchant_id, posting_id, line_no),
  foreign key (merchant_id, posting_id) references payments.deposit_posting (merchant_id, id)
);
comment on table payments.deposit_line is 'kind: reference, append-only. Double entry of the deposits; the lines of a posting sum to nothing';

alter table payments.deposit_account enable row level security;
alter table payments.deposit_account force row level security;
create policy merchant on payments.deposit_account to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on payments.deposit_account to aftercare_staff using (true);
create policy system on payments.deposit_account to aftercare_system using (true) with check (true);
alter table payments.deposit_posting enable row level security;
alter table payments.deposit_posting force row level security;
create policy merchant on payments.deposit_posting to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on payments.deposit_posting to aftercare_staff using (true);
create policy system on payments.deposit_posting to aftercare_system using (true) with check (true);
alter table payments.deposit_line enable row level security;
alter table payments.deposit_line force row level security;
create policy merchant on payments.deposit_line to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on payments.deposit_line to aftercare_staff using (true);
create policy system on payments.deposit_line to aftercare_system using (true) with check (true);

grant select on payments.deposit_account, payments.deposit_posting, payments.deposit_line to aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on payments.deposit_account to aftercare_system;
grant insert on payments.deposit_posting, payments.deposit_line to aftercare_system;
