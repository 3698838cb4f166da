-- A shopper's statement touches few rows, always by customer_id: comparing the setting as it is costs less than the three
-- sub-selects per table that pay for themselves only in long scans, as merchants make them.
create or replace function platform.protect(t regclass, order_column text, merchant_column text) returns void language plpgsql as $$
declare
  merchant text := '(select nullif(current_setting(''app.merchant_id'', true), '''')::uuid)';
  is_array boolean;
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  perform platform.protect_from_shoppers(t, order_column);
  if merchant_column is not null then
    select a.attndims > 0 into is_array from pg_attribute a where a.attrelid = t and a.attname = merchant_column;
    if is_array then
      execute format('create policy merchant on %s to aftercare_merchant using (%s = any (%I))', t, merchant, merchant_column);
    else
      execute format('create policy merchant on %s to aftercare_merchant using (%I = %s)', t, merchant_column, merchant);
    end if;
  end if;
  execute format('create policy staff on %s to aftercare_staff using (true) with check (true)', t);
  execute format('create policy system on %s to aftercare_system using (true) with check (true)', t);
end $$;

create function platform.protect_from_shoppers(t regclass, order_column text) returns void language plpgsql as $$
declare
  own text := 'customer_id = nullif(current_setting(''app.customer_id'', true), '''')::uuid';
  scope text := 'nullif(current_setting(''app.order_id'', true), '''')::uuid';
begin
  if order_column is null then
    execute format('create policy shopper on %s to aftercare_shopper using (%s and %s is null)', t, own, scope);
  else
    execute format('create policy shopper on %s to aftercare_shopper using (%s and (%s is null or %I = %s))', t, own, scope, order_column, scope);
  end if;
end $$;

do $$
declare
  t record;
begin
  for t in
    select (schemaname || '.' || tablename)::regclass as id,
           case when tablename = 'shop_order' then 'id' when qual like '%order_id =%' then 'order_id' end as order_column
      from pg_policies
     where policyname = 'shopper' and qual like '%app.order_id%'
  loop
    execute format('drop policy shopper on %s', t.id);
    perform platform.protect_from_shoppers(t.id, t.order_column);
  end loop;
end $$;

drop policy shopper on platform.deadline;
create policy shopper on platform.deadline to aftercare_shopper using (customer_id = nullif(current_setting('app.customer_id', true), '')::uuid);
drop policy principal on platform.idempotency;
create policy principal on platform.idempotency to aftercare_shopper, aftercare_merchant, aftercare_staff
  using (principal = current_setting('app.principal', true));

-- Room for the changes that a case makes to its order and units, so that they stay on the page and touch no index.
alter table orders.shop_order set (fillfactor = 90);
alter table orders.unit set (fillfactor = 90);

-- Only the sweeps of old rows ask by age: a summary of ranges costs a write next to nothing.
drop index platform.idempotency_by_age;
create index idempotency_by_age on platform.idempotency using brin (at);
drop index platform.stream_event_by_age;
create index stream_event_by_age on platform.stream_event using brin (at);
drop index platform.outbox_done;
create index outbox_done on platform.outbox using brin (done_at);
