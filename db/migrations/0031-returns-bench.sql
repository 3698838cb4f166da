-- The bench: photos and scanned serial numbers of what was counted, and what the state of goods takes off.
alter table returns.inspection
  add column photos uuid[] not null default '{}',
  add column serials text[] not null default '{}';
comment on column returns.inspection.photos is 'pictures of the case that were taken while this line was inspected';
comment on column returns.inspection.serials is 'serial numbers as they were scanned at the bench';

create table returns.deduction_price (
  id uuid primary key,
  merchant_id uuid references parties.merchant (id),
  category_code text references catalog.category (code),
  grade text not null check (grade in ('as-new', 'opened', 'used', 'damaged', 'wrong-item', 'missing')),
  percent int check (percent between 1 and 100),
  fixed_minor bigint check (fixed_minor > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  label jsonb not null,
  active boolean not null default true,
  version int not null default 1 check (version > 0),
  changed_by text not null,
  changed_at timestamptz not null,
  check ((percent is null) <> (fixed_minor is null)),
  check ((fixed_minor is null) = (currency is null))
);
comment on table returns.deduction_price is 'kind: reference. What a grade takes off the refund, of a category or of everything; of the platform (merchant_id null) or of one merchant';
comment on column returns.deduction_price.percent is 'of what was paid for the unit';
comment on column returns.deduction_price.fixed_minor is 'for each unit';
create index deduction_price_by_grade on returns.deduction_price (grade, merchant_id) where active;
