create table returns.reply_template (
  id uuid primary key,
  merchant_id uuid references parties.merchant (id),
  used_for text not null check (used_for in ('approve', 'reject', 'offer', 'note')),
  label jsonb not null,
  text_zh text not null check (length(text_zh) between 1 and 2000),
  text_en text not null default '' check (length(text_en) <= 2000),
  active boolean not null default true,
  version int not null default 1 check (version > 0),
  changed_by text not null,
  changed_at timestamptz not null
);
comment on table returns.reply_template is 'kind: reference. Words to answer shoppers with, with places for number, goods, amount and date; of the platform (merchant_id null) or of one merchant';
create index reply_template_by_use on returns.reply_template (used_for, merchant_id) where active;

-- A merchant reads the own shop's and the platform's, and writes the own shop's.
do $$
declare
  t regclass;
  own text := 'merchant_id = (select nullif(current_setting(''app.merchant_id'', true), '''')::uuid)';
begin
  foreach t in array array['returns.deduction_price', 'returns.reply_template']::regclass[] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy merchant_reads on %s for select to aftercare_merchant using (merchant_id is null or %s)', t, own);
    execute format('create policy merchant_adds on %s for insert to aftercare_merchant with check (%s)', t, own);
    execute format('create policy merchant_changes on %s for update to aftercare_merchant using (%s)', t, own);
    execute format('create policy staff on %s to aftercare_staff using (true) with check (true)', t);
    execute format('create policy system on %s to aftercare_system using (true) with check (true)', t);
    execute format('grant select, insert, update on %s to aftercare_merchant, aftercare_staff, aftercare_system', t);
  end loop;
end $$;
