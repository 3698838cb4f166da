create table returns.clock_pause (
  id uuid primary key,
  merchant_id uuid references parties.merchant (id),
  cause text not null check (cause in ('festival', 'peak', 'force-majeure')),
  label jsonb not null,
  holds text[] not null check (cardinality(holds) > 0 and holds <@ array['merchant', 'warehouse', 'shopper']),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  published_by text not null,
  published_at timestamptz not null,
  moved int not null default 0 check (moved >= 0),
  applied_at timestamptz
);
comment on table returns.clock_pause is 'kind: reference. Stretches in which the clocks of open cases stand still, whatever policy they are pinned to; of the platform (merchant_id null) or of one merchant. Published once; moved and applied_at tell how far the open clocks follow';
create index clock_pause_by_end on returns.clock_pause (until_at);

-- Everybody may read why a clock stands still; a merchant publishes for the own shop, and nobody changes what was published.
do $$
declare
  own text := 'merchant_id = (select nullif(current_setting(''app.merchant_id'', true), '''')::uuid)';
begin
  alter table returns.clock_pause enable row level security;
  alter table returns.clock_pause force row level security;
  execute 'create policy shopper_reads on returns.clock_pause for select to aftercare_shopper using (true)';
  execute format('create policy merchant_reads on returns.clock_pause for select to aftercare_merchant using (merchant_id is null or %s)', own);
  execute format('create policy merchant_adds on returns.clock_pause for insert to aftercare_merchant with check (%s)', own);
  execute 'create policy staff on returns.clock_pause to aftercare_staff using (true) with check (true)';
  execute 'create policy system on returns.clock_pause to aftercare_system using (true) with check (true)';
  grant select on returns.clock_pause to aftercare_shopper;
  grant select, insert on returns.clock_pause to aftercare_merchant, aftercare_staff;
  grant select, update (moved, applied_at) on returns.clock_pause to aftercare_system;
end $$;
