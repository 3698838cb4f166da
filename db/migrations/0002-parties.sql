create schema parties;
grant usage on schema parties to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system, aftercare_auth;

create table parties.merchant (
  id uuid primary key,
  number text not null unique,
  name text not null,
  name_en text not null,
  return_address jsonb not null,
  contact_phone text not null,
  auto_approve jsonb not null default '{}',
  state text not null check (state in ('open', 'closed')),
  source text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table parties.merchant is 'kind: reference. Shops on this platform';

create table parties.team (
  id uuid primary key,
  name text not null unique,
  created_at timestamptz not null
);
comment on table parties.team is 'kind: reference. Groups of staff';

create table parties.staff (
  id uuid primary key,
  login_id uuid unique,
  name text not null,
  email text not null unique,
  role text not null,
  merchant_id uuid references parties.merchant (id),
  team_id uuid references parties.team (id),
  state text not null check (state in ('active', 'disabled')),
  locale text not null default 'zh-CN',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((role = 'merchant') = (merchant_id is not null))
);
comment on table parties.staff is 'kind: reference. People who serve: platform staff and merchants'' people';
create index staff_by_merchant on parties.staff (merchant_id) where merchant_id is not null;

create table parties.shopper (
  customer_id uuid not null primary key,
  name_enc bytea,
  name_mask text,
  name_index text,
  phone_enc bytea,
  phone_mask text,
  phone_index text,
  phone_last4_index text,
  email_enc bytea,
  email_mask text,
  email_index text,
  locale text not null default 'zh-CN',
  tier text not null default 'standard',
  source text not null,
  source_updated_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  erased_at timestamptz
);
comment on table parties.shopper is 'kind: shopper. Who bought';
comment on column parties.shopper.source_updated_at is 'by the clock of the shop that told us last; an older telling changes nothing';
comment on column parties.shopper.name_enc is 'personal: name';
comment on column parties.shopper.name_mask is 'personal: name, masked';
comment on column parties.shopper.name_index is 'personal: name, blind index';
comment on column parties.shopper.phone_enc is 'personal: phone';
comment on column parties.shopper.phone_mask is 'personal: phone, masked';
comment on column parties.shopper.phone_index is 'personal: phone, blind index';
comment on column parties.shopper.phone_last4_index is 'personal: phone, blind index';
comment on column parties.shopper.email_enc is 'personal: email';
comment on column parties.shopper.email_mask is 'personal: email, masked';
comment on column parties.shopper.email_index is 'personal: email, blind index';
create index shopper_by_phone on parties.shopper (phone_index) where phone_index is not null;
create index shopper_by_last4 on parties.shopper (phone_last4_index) where phone_last4_index is not null;
create index shopper_by_email on parties.shopper (email_index) where email_index is not null;
create index shopper_by_name on parties.shopper (name_index) where name_index is not null;
create index shopper_by_age on parties.shopper (created_at desc, customer_id desc);
select platform.protect('parties.shopper', null, null);
-- A guest holds one order of this shopper and may see the masked profile that goes with it.
create policy guest on parties.shopper for select to aftercare_shopper
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
-- Merchants see a shopper's mask through their own orders and cases, never this table.

create table parties.shopper_key (
  customer_id uuid not null primary key references parties.shopper (customer_id),
  master_version int not null,
  wrapped_key bytea,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  check ((wrapped_key is null) = (destroyed_at is not null))
);
comment on table parties.shopper_key is 'kind: shopper. The key that encrypts one shopper''s personal fields; destroying it erases them everywhere';
select platform.protect('parties.shopper_key', null, null);

create table parties.person_link (
  customer_id uuid not null,
  linked_customer_id uuid not null,
  reason text not null,
  linked_at timestamptz not null,
  linked_by text not null,
  primary key (customer_id, linked_customer_id),
  check (customer_id <> linked_customer_id)
);
comment on table parties.person_link is 'kind: shopper. Two shopper ids that are one person; reads follow it, ids never change';
select platform.protect('parties.person_link', null, null);

grant select on parties.merchant, parties.team to aftercare_shopper, aftercare_merchant;
grant select on all tables in schema parties to aftercare_staff, aftercare_system;
grant select on parties.staff to aftercare_merchant, aftercare_auth;
grant update (login_id) on parties.staff to aftercare_auth;
grant select, update (locale, updated_at) on parties.shopper to aftercare_shopper;
grant select on parties.shopper_key to aftercare_shopper;
grant insert, update on parties.merchant, parties.team, parties.staff to aftercare_staff, aftercare_system;
grant insert, update on parties.shopper, parties.shopper_key, parties.person_link to aftercare_staff, aftercare_system;
-- A phone or mail address that moves to another shopper, or is erased, leaves the directory.
grant update, delete on platform.directory to aftercare_staff;
