-- Guests of one order and recipients of presents are a role of their own, which may what shoppers may and is narrowed table by
-- table. A shopper's policies become one comparison with one setting: every statement of a shopper evaluates them for each row.
create or replace function platform.protect_from_shoppers(t regclass, order_column text) returns void language plpgsql as $$
begin
  execute format('create policy shopper on %s to aftercare_shopper using (customer_id = current_setting(''app.customer_id'')::uuid)', t);
  perform platform.narrow_to_order(t, order_column);
end $$;

-- order_column: the column that holds the order id; null: guests see nothing.
create function platform.narrow_to_order(t regclass, order_column text) returns void language plpgsql as $$
begin
  if order_column is null then
    execute format('create policy guest on %s as restrictive to aftercare_guest using (false)', t);
  else
    execute format('create policy guest on %s as restrictive to aftercare_guest using (%I = current_setting(''app.order_id'')::uuid)', t, order_column);
  end if;
end $$;

create or replace function platform.close_to_recipients(t regclass) returns void language plpgsql as $$
begin
  execute format(
    'create policy recipient on %s as restrictive to aftercare_guest using (nullif(current_setting(''app.present_id'', true), '''') is null)', t);
end $$;

create or replace function platform.open_to_recipients(t regclass, seen text, added text default null) returns void language plpgsql as $$
declare
  nobody text := 'nullif(current_setting(''app.present_id'', true), '''') is null';
begin
  execute format('drop policy recipient on %s', t);
  if added is null then
    execute format('create policy recipient on %s as restrictive to aftercare_guest using (%s or (%s))', t, nobody, seen);
    return;
  end if;
  execute format('create policy recipient on %s as restrictive for select to aftercare_guest using (%s or (%s))', t, nobody, seen);
  execute format('create policy recipient_changes on %s as restrictive for update to aftercare_guest using (%s or (%s))', t, nobody, seen);
  execute format('create policy recipient_removes on %s as restrictive for delete to aftercare_guest using (%s or (%s))', t, nobody, seen);
  execute format('create policy recipient_adds on %s as restrictive for insert to aftercare_guest with check (%s or (%s))', t, nobody, added);
end $$;

-- Who came as a guest reads who the order belongs to, and changes nothing about it.
drop policy guest on parties.shopper;
drop policy guest on parties.shopper_key;

do $$
declare
  p record;
begin
  for p in
    select (schemaname || '.' || tablename)::regclass as t, qual,
           substring(qual from '\((\w+) = \(NULLIF\(current_setting\(''app\.order_id''') as order_column
      from pg_policies where policyname = 'shopper' and permissive = 'PERMISSIVE' and qual like '%app.customer_id%'
  loop
    execute format('alter policy shopper on %s using (customer_id = current_setting(''app.customer_id'')::uuid)', p.t);
    if p.t in ('parties.shopper'::regclass, 'parties.shopper_key'::regclass) then
      execute format('create policy guest_adds on %s as restrictive for insert to aftercare_guest with check (false)', p.t);
      execute format('create policy guest_changes on %s as restrictive for update to aftercare_guest using (false)', p.t);
      execute format('create policy guest_removes on %s as restrictive for delete to aftercare_guest using (false)', p.t);
    elsif p.qual like '%app.order_id%' then
      perform platform.narrow_to_order(p.t, p.order_column);
    end if;
  end loop;
  for p in
    select (schemaname || '.' || tablename)::regclass as t, policyname
      from pg_policies where policyname like 'recipient%' and roles = '{aftercare_shopper}'
  loop
    execute format('alter policy %I on %s to aftercare_guest', p.policyname, p.t);
  end loop;
end $$;

-- What a recipient asks for quietly is not for who paid.
drop policy recipient on returns.return_case;
create policy quiet on returns.return_case as restrictive to aftercare_shopper
  using (not present_quiet or nullif(current_setting('app.present_id', true), '') is not null);
create policy recipient on returns.return_case as restrictive to aftercare_guest using (
  nullif(current_setting('app.present_id', true), '') is null
  or present_id = nullif(current_setting('app.present_id', true), '')::uuid and order_id in (select p.order_id from orders.present p));
