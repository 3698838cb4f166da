-- Whoever serves is known by name and e-mail to the own house only: a merchant's people see their colleagues, not the platform's
-- people nor those of other merchants. Shoppers have no right on the table at all.
alter table parties.staff enable row level security;
alter table parties.staff force row level security;
create policy merchant on parties.staff to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on parties.staff to aftercare_staff using (true) with check (true);
create policy system on parties.staff to aftercare_system using (true) with check (true);
-- Signing in finds the person by login, before anybody knows for whom the person works.
create policy auth on parties.staff to aftercare_auth using (true) with check (true);
