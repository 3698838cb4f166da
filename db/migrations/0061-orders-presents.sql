-- A present: goods somebody else received than paid for them. The recipient holds the narrowest scope there is: the lines of the
-- present, and the cases asked for about it. Every other shopper table is closed to a recipient, and every later one is born closed.
create table orders.present (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  merchant_ids uuid[] not null,
  -- Null: every line of the order.
  line_nos int[] check (line_nos is null or cardinality(line_nos) > 0),
  -- Raised to make the codes given out before worthless.
  code_no int not null default 1 check (code_no > 0),
  made_by text not null check (made_by in ('shopper', 'shop')),
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (customer_id, id),
  unique (customer_id, order_id),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id)
);
comment on table orders.present is 'kind: shopper. An order, or some lines of it, whose recipient did not pay and may send it back; the code is computed, never kept';
select platform.protect('orders.present', 'order_id', 'merchant_ids');
grant select on orders.present to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on orders.present to aftercare_shopper, aftercare_system;
grant delete on orders.present to aftercare_system;

alter table auth.session add column "presentId" text;
comment on table auth.session is 'kind: local. Open sessions; orderId narrows a guest to one order, presentId a recipient to what was given; updatedAt is when it was last seen, to five minutes';
alter table auth.code add column present_id uuid;

alter table returns.return_case
  add column present_id uuid,
  -- The recipient wishes that who paid hears of it only when the goods are accepted.
  add column present_quiet boolean not null default false,
  add check (not present_quiet or present_id is not null);

create or replace function platform.protect(t regclass, order_column text, merchant_column text) returns void language plpgsql as $$
declare
  merchant text := 'nullif(current_setting(''app.merchant_id'', true), '''')::uuid';
  is_array boolean;
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  perform platform.protect_from_shoppers(t, order_column);
  perform platform.close_to_recipients(t);
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

create function platform.close_to_recipients(t regclass) returns void language plpgsql as $$
begin
  execute format(
    'create policy recipient on %s as restrictive to aftercare_shopper using (nullif(current_setting(''app.present_id'', true), '''') is null)', t);
end $$;

-- Opens a table that was born closed: what a recipient reads and changes, and, where a statement writes rows whose case it has
-- just begun, what may be added.
create function platform.open_to_recipients(t regclass, seen text, added text default null) returns void language plpgsql as $$
declare
  nobody text := 'nullif(current_setting(''app.present_id'', true), '''') is null';
begin
  execute format('drop policy recipient on %s', t);
  if added is null then
    execute format('create policy recipient on %s as restrictive to aftercare_shopper using (%s or (%s))', t, nobody, seen);
    return;
  end if;
  execute format('create policy recipient on %s as restrictive for select to aftercare_shopper using (%s or (%s))', t, nobody, seen);
  execute format('create policy recipient_changes on %s as restrictive for update to aftercare_shopper using (%s or (%s))', t, nobody, seen);
  execute format('create policy recipient_removes on %s as restrictive for delete to aftercare_shopper using (%s or (%s))', t, nobody, seen);
  execute format('create policy recipient_adds on %s as restrictive for insert to aftercare_shopper with check (%s or (%s))', t, nobody, added);
end $$;

do $$
declare
  t regclass;
begin
  for t in
    select distinct (schemaname || '.' || tablename)::regclass from pg_policies
     where 'aftercare_shopper' = any (roles) and qual like '%app.customer_id%' and permissive = 'PERMISSIVE'
       and (schemaname, tablename) not in (select schemaname, tablename from pg_policies where policyname = 'recipient')
  loop
    perform platform.close_to_recipients(t);
  end loop;
end $$;

-- What ended is gone for the recipient, and with it everything that is found through it.
select platform.open_to_recipients('orders.present', 'id = nullif(current_setting(''app.present_id'', true), '''')::uuid and ended_at is null', 'false');
drop policy recipient_changes on orders.present;
create policy recipient_changes on orders.present as restrictive for update to aftercare_shopper using (nullif(current_setting('app.present_id', true), '') is null);
select platform.open_to_recipients('orders.shop_order', 'id in (select p.order_id from orders.present p)');
select platform.open_to_recipients('orders.line',
  'exists (select 1 from orders.present p where p.order_id = line.order_id and (p.line_nos is null or line.line_no = any (p.line_nos)))');
select platform.open_to_recipients('orders.unit', 'line_id in (select l.id from orders.line l)');
select platform.open_to_recipients('orders.confirmation', 'line_id in (select l.id from orders.line l)');
select platform.open_to_recipients('orders.parcel', 'id in (select u.parcel_id from orders.unit u)');

drop policy recipient on returns.return_case;
create policy recipient on returns.return_case as restrictive to aftercare_shopper using (
  case when nullif(current_setting('app.present_id', true), '') is null then not present_quiet
       else present_id = nullif(current_setting('app.present_id', true), '')::uuid and order_id in (select p.order_id from orders.present p) end);
select platform.open_to_recipients('returns.case_line', 'case_id in (select c.id from returns.return_case c)', 'line_id in (select l.id from orders.line l)');
select platform.open_to_recipients('returns.inspection', 'case_id in (select c.id from returns.return_case c)');
select platform.open_to_recipients('returns.offer', 'case_id in (select c.id from returns.return_case c)');
select platform.open_to_recipients('returns.dispute', 'case_id in (select c.id from returns.return_case c)');
select platform.open_to_recipients('returns.statement', 'case_id in (select c.id from returns.return_case c)');
select platform.open_to_recipients('logistics.shipment', 'subject_id in (select c.id from returns.return_case c)');
select platform.open_to_recipients('platform.timeline', 'subject_id in (select c.id from returns.return_case c)', 'order_id in (select p.order_id from orders.present p)');
-- Pictures: the own, and what the case shows to both sides.
select platform.open_to_recipients('platform.file',
  'uploaded_by = ''recipient:'' || nullif(current_setting(''app.present_id'', true), '''') or subject_id in (select c.id from returns.return_case c)');
-- Deadlines are begun and called off with the case, by the subject's id.
select platform.open_to_recipients('platform.deadline', 'subject_id in (select c.id from returns.return_case c)', 'true');
