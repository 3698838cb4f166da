-- Made by npm run documents from db/migrations. Not applied anywhere: write a migration instead.


create schema auth;
grant usage on schema auth to aftercare_auth;

create table auth.account (
  id uuid default gen_random_uuid() not null,
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamp with time zone,
  "refreshTokenExpiresAt" timestamp with time zone,
  scope text,
  password text,
  "createdAt" timestamp with time zone default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamp with time zone not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
comment on table auth.account is 'kind: local. Password hashes (scrypt)';
CREATE INDEX "account_userId_idx" ON auth.account USING btree ("userId");
grant delete, insert, select, update on auth.account to aftercare_auth;

create table auth.apikey (
  id uuid default gen_random_uuid() not null,
  "configId" text not null,
  name text,
  start text,
  "referenceId" text not null,
  prefix text,
  key text not null,
  "refillInterval" integer,
  "refillAmount" integer,
  "lastRefillAt" timestamp with time zone,
  enabled boolean,
  "rateLimitEnabled" boolean,
  "rateLimitTimeWindow" integer,
  "rateLimitMax" integer,
  "requestCount" integer,
  remaining integer,
  "lastRequest" timestamp with time zone,
  "expiresAt" timestamp with time zone,
  "createdAt" timestamp with time zone not null,
  "updatedAt" timestamp with time zone not null,
  permissions text,
  metadata text,
  constraint apikey_pkey PRIMARY KEY (id)
);
comment on table auth.apikey is 'kind: local. API keys by hash, with the rights they were given';
CREATE INDEX "apikey_configId_idx" ON auth.apikey USING btree ("configId");
CREATE INDEX apikey_key_idx ON auth.apikey USING btree (key);
CREATE INDEX "apikey_referenceId_idx" ON auth.apikey USING btree ("referenceId");
grant delete, insert, select, update on auth.apikey to aftercare_auth;

create table auth.code (
  subject text not null,
  hash text not null,
  customer_id uuid,
  order_id uuid,
  tries integer default 0 not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  present_id uuid,
  constraint code_pkey PRIMARY KEY (subject),
  constraint code_tries_check CHECK ((tries >= 0))
);
comment on table auth.code is 'kind: local. The one live code of a number or address, hashed; a row without customer_id belongs to nobody and opens nothing';
CREATE INDEX code_by_end ON auth.code USING btree (expires_at);
grant delete, insert, select, update on auth.code to aftercare_auth;

create table auth.handover (
  hash text not null,
  customer_id uuid not null,
  return_to text not null,
  expires_at timestamp with time zone not null,
  constraint handover_pkey PRIMARY KEY (hash)
);
comment on table auth.handover is 'kind: local. Hand-overs by the shop that wait to be taken, by hash of the token';
CREATE INDEX handover_by_end ON auth.handover USING btree (expires_at);
grant delete, insert, select, update on auth.handover to aftercare_auth;

create table auth.session (
  id uuid default gen_random_uuid() not null,
  "expiresAt" timestamp with time zone not null,
  token text not null,
  "createdAt" timestamp with time zone default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamp with time zone not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null,
  "orderId" text,
  "presentId" text,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token),
  constraint "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
comment on table auth.session is 'kind: local. Open sessions; orderId narrows a guest to one order, presentId a recipient to what was given; updatedAt is when it was last seen, to five minutes';
CREATE INDEX session_by_end ON auth.session USING btree ("expiresAt");
CREATE INDEX "session_userId_idx" ON auth.session USING btree ("userId");
grant delete, insert, select, update on auth.session to aftercare_auth;

create table auth.tally (
  subject text not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  count integer not null,
  constraint tally_pkey PRIMARY KEY (subject)
);
comment on table auth.tally is 'kind: local. Tries per account, number, order and address in a window; subjects are hashed';
CREATE INDEX tally_by_end ON auth.tally USING btree (until);
grant delete, insert, select, update on auth.tally to aftercare_auth;

create table auth."twoFactor" (
  id uuid default gen_random_uuid() not null,
  secret text not null,
  "backupCodes" text not null,
  "userId" uuid not null,
  verified boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamp with time zone,
  constraint "twoFactor_pkey" PRIMARY KEY (id),
  constraint "twoFactor_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
comment on table auth."twoFactor" is 'kind: local. Second factors; secret and backup codes are encrypted with the session key';
CREATE INDEX "twoFactor_secret_idx" ON auth."twoFactor" USING btree (secret);
CREATE INDEX "twoFactor_userId_idx" ON auth."twoFactor" USING btree ("userId");
grant delete, insert, select, update on auth."twoFactor" to aftercare_auth;

create table auth.used_code (
  user_id uuid not null,
  hash text not null,
  used_at timestamp with time zone not null,
  constraint used_code_pkey PRIMARY KEY (user_id, hash),
  constraint used_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id) ON DELETE CASCADE
);
comment on table auth.used_code is 'kind: local. Codes of second factors that were taken, because each may be taken once';
grant delete, insert, select, update on auth.used_code to aftercare_auth;

create table auth."user" (
  id uuid default gen_random_uuid() not null,
  name text not null,
  email text not null,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamp with time zone default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamp with time zone default CURRENT_TIMESTAMP not null,
  "twoFactorEnabled" boolean,
  "customerId" text,
  constraint user_pkey PRIMARY KEY (id),
  constraint "user_customerId_key" UNIQUE ("customerId"),
  constraint user_email_key UNIQUE (email)
);
comment on table auth."user" is 'kind: local. Who can sign in: staff by e-mail, shoppers by customer id (their phone and e-mail are not here)';
grant delete, insert, select, update on auth."user" to aftercare_auth;

create table auth.verification (
  id uuid default gen_random_uuid() not null,
  identifier text not null,
  value text not null,
  "expiresAt" timestamp with time zone not null,
  "createdAt" timestamp with time zone default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamp with time zone default CURRENT_TIMESTAMP not null,
  constraint verification_pkey PRIMARY KEY (id)
);
comment on table auth.verification is 'kind: local. Invitations, password links and started second factors, under the hash of their token';
CREATE INDEX verification_by_end ON auth.verification USING btree ("expiresAt");
CREATE INDEX verification_identifier_idx ON auth.verification USING btree (identifier);
grant delete, insert, select, update on auth.verification to aftercare_auth;

create schema catalog;
grant usage on schema catalog to aftercare_merchant;
grant usage on schema catalog to aftercare_shopper;
grant usage on schema catalog to aftercare_staff;
grant usage on schema catalog to aftercare_system;

create table catalog.category (
  code text not null,
  name text not null,
  name_en text not null,
  parent_code text,
  law_category text default 'other'::text not null,
  special_class text,
  confirmation_class text,
  durable boolean default false not null,
  listed_as text,
  constraint category_pkey PRIMARY KEY (code),
  constraint category_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES catalog.category(code)
);
comment on table catalog.category is 'kind: reference. Categories with the classes the law looks at (src/law/facts.ts: categories, specialClasses, confirmationClasses, listedGoods)';
grant select on catalog.category to aftercare_merchant;
grant select on catalog.category to aftercare_shopper;
grant insert, select, update on catalog.category to aftercare_staff;
grant insert, select, update on catalog.category to aftercare_system;

create table catalog.price (
  product_number text not null,
  since timestamp with time zone not null,
  list_minor bigint not null,
  currency text not null,
  constraint price_pkey PRIMARY KEY (product_number, since),
  constraint price_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint price_list_minor_check CHECK ((list_minor >= 0))
);
comment on table catalog.price is 'kind: reference. What a product was offered for from when on; price protection looks for the lowest since the purchase';
grant select on catalog.price to aftercare_merchant;
grant select on catalog.price to aftercare_shopper;
grant insert, select on catalog.price to aftercare_staff;
grant insert, select on catalog.price to aftercare_system;

create table catalog.product (
  id uuid not null,
  merchant_id uuid,
  number text not null,
  title text not null,
  title_en text not null,
  category_code text not null,
  special_class text,
  list_minor bigint,
  currency text,
  picture text default ''::text not null,
  state text not null,
  source text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint product_pkey PRIMARY KEY (id),
  constraint product_number_key UNIQUE (number),
  constraint product_category_code_fkey FOREIGN KEY (category_code) REFERENCES catalog.category(code),
  constraint product_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint product_check CHECK (((list_minor IS NULL) = (currency IS NULL))),
  constraint product_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint product_list_minor_check CHECK ((list_minor >= 0)),
  constraint product_state_check CHECK ((state = ANY (ARRAY['on-sale'::text, 'off-sale'::text])))
);
comment on table catalog.product is 'kind: reference. What is sold';
comment on column catalog.product.merchant_id is 'the first merchant seen selling it; null while nobody has';
CREATE INDEX product_by_merchant ON catalog.product USING btree (merchant_id, id);
grant select on catalog.product to aftercare_merchant;
grant select on catalog.product to aftercare_shopper;
grant insert, select, update on catalog.product to aftercare_staff;
grant insert, select, update on catalog.product to aftercare_system;

create schema compliance;
grant usage on schema compliance to aftercare_shopper;
grant usage on schema compliance to aftercare_staff;
grant usage on schema compliance to aftercare_system;

create table compliance.privacy_request (
  customer_id uuid not null,
  id uuid not null,
  kind text not null,
  state text not null,
  asked_by text not null,
  received_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  outcome jsonb default '{}'::jsonb not null,
  kept_until date,
  constraint privacy_request_pkey PRIMARY KEY (customer_id, id),
  constraint privacy_request_kind_check CHECK ((kind = ANY (ARRAY['export'::text, 'erase'::text]))),
  constraint privacy_request_state_check CHECK ((state = ANY (ARRAY['received'::text, 'done'::text, 'refused'::text])))
);
comment on table compliance.privacy_request is 'kind: shopper. A shopper''s request for a copy or for erasure, and what was done';
comment on column compliance.privacy_request.kept_until is 'The day on which the first of what the law made us keep may be erased too';
CREATE INDEX privacy_request_by_time ON compliance.privacy_request USING btree (received_at DESC, id DESC);
CREATE INDEX privacy_request_left ON compliance.privacy_request USING btree (received_at) WHERE (state = 'received'::text);
CREATE INDEX privacy_request_to_finish ON compliance.privacy_request USING btree (kept_until) WHERE (kept_until IS NOT NULL);
alter table compliance.privacy_request enable row level security;
alter table compliance.privacy_request force row level security;
create policy guest on compliance.privacy_request as restrictive for all to aftercare_guest using (false);
create policy recipient on compliance.privacy_request as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on compliance.privacy_request as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on compliance.privacy_request as permissive for all to aftercare_staff using (true) with check (true);
create policy system on compliance.privacy_request as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on compliance.privacy_request to aftercare_shopper;
grant insert, select, update on compliance.privacy_request to aftercare_staff;
grant insert, select, update on compliance.privacy_request to aftercare_system;

create schema logistics;
grant usage on schema logistics to aftercare_merchant;
grant usage on schema logistics to aftercare_shopper;
grant usage on schema logistics to aftercare_staff;
grant usage on schema logistics to aftercare_system;

create table logistics.booking (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  shipment_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  kind text not null,
  state text not null,
  area_id uuid,
  slot_from_at timestamp with time zone,
  slot_until_at timestamp with time zone,
  contact_name_enc bytea,
  contact_name_mask text,
  contact_phone_enc bytea,
  contact_phone_mask text,
  address_enc bytea,
  address_mask text,
  carrier_reference text,
  attempts integer default 0 not null,
  last_error text,
  version integer default 1 not null,
  reserved_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  address_index text,
  constraint booking_pkey PRIMARY KEY (customer_id, id),
  constraint booking_customer_id_number_key UNIQUE (customer_id, number),
  constraint booking_customer_id_shipment_id_fkey FOREIGN KEY (customer_id, shipment_id) REFERENCES logistics.shipment(customer_id, id),
  constraint booking_check CHECK (((kind = 'pickup'::text) = ((area_id IS NOT NULL) AND (slot_from_at IS NOT NULL) AND (slot_until_at IS NOT NULL)))),
  constraint booking_kind_check CHECK ((kind = ANY (ARRAY['pickup'::text, 'waybill'::text]))),
  constraint booking_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'sending'::text, 'unknown'::text, 'booked'::text, 'missed'::text, 'cancelling'::text, 'collected'::text, 'refused'::text, 'cancelled'::text])))
);
comment on table logistics.booking is 'kind: shopper. What a carrier is asked for: to collect at the door, or a waybill; its id is the number the carrier knows, persisted before anything is sent';
comment on column logistics.booking.contact_name_enc is 'personal: name';
comment on column logistics.booking.contact_name_mask is 'personal: name, masked';
comment on column logistics.booking.contact_phone_enc is 'personal: phone';
comment on column logistics.booking.contact_phone_mask is 'personal: phone, masked';
comment on column logistics.booking.address_enc is 'personal: address';
comment on column logistics.booking.address_mask is 'personal: address, masked';
comment on column logistics.booking.address_index is 'personal: address, blind index';
CREATE INDEX booking_by_address ON logistics.booking USING btree (address_index) WHERE (address_index IS NOT NULL);
CREATE INDEX booking_by_shipment ON logistics.booking USING btree (customer_id, shipment_id, reserved_at DESC);
CREATE INDEX booking_by_slot ON logistics.booking USING btree (area_id, slot_from_at) WHERE (area_id IS NOT NULL);
CREATE UNIQUE INDEX booking_open ON logistics.booking USING btree (customer_id, shipment_id) WHERE (state = ANY (ARRAY['reserved'::text, 'sending'::text, 'unknown'::text, 'booked'::text]));
CREATE INDEX booking_to_send ON logistics.booking USING btree (reserved_at) WHERE (state = ANY (ARRAY['reserved'::text, 'sending'::text, 'unknown'::text, 'cancelling'::text]));
alter table logistics.booking enable row level security;
alter table logistics.booking force row level security;
create policy guest on logistics.booking as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on logistics.booking as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on logistics.booking as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on logistics.booking as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on logistics.booking as permissive for all to aftercare_staff using (true) with check (true);
create policy system on logistics.booking as permissive for all to aftercare_system using (true) with check (true);
grant select, update on logistics.booking to aftercare_merchant;
grant insert, select, update on logistics.booking to aftercare_shopper;
grant insert, select, update on logistics.booking to aftercare_staff;
grant insert, select, update on logistics.booking to aftercare_system;

create table logistics.custody (
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  merchant_id uuid,
  step text not null,
  place text not null,
  weight_grams integer,
  photos text[] default '{}'::text[] not null,
  note text default ''::text not null,
  by_kind text not null,
  by_id text not null,
  at timestamp with time zone not null,
  constraint custody_pkey PRIMARY KEY (id),
  constraint custody_note_check CHECK ((length(note) <= 500)),
  constraint custody_photos_check CHECK ((cardinality(photos) <= 20)),
  constraint custody_place_check CHECK (((length(place) >= 1) AND (length(place) <= 120))),
  constraint custody_step_check CHECK ((step = ANY (ARRAY['handed-in'::text, 'found'::text, 'moved'::text, 'weighed'::text, 'received'::text, 'opened'::text, 'matched'::text, 'disposed'::text]))),
  constraint custody_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['shipment'::text, 'parked-parcel'::text]))),
  constraint custody_weight_grams_check CHECK (((weight_grams >= 1) AND (weight_grams <= 1000000)))
);
comment on table logistics.custody is 'kind: local, append-only. Every hand a parcel passes through: who, where, when, its weight, and the fingerprints of the photos taken';
CREATE INDEX custody_by_subject ON logistics.custody USING btree (subject_id, at, id);
alter table logistics.custody enable row level security;
alter table logistics.custody force row level security;
create policy merchant on logistics.custody as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on logistics.custody as permissive for all to aftercare_staff using (true) with check (true);
create policy system on logistics.custody as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on logistics.custody to aftercare_merchant;
grant insert, select on logistics.custody to aftercare_staff;
grant insert, select on logistics.custody to aftercare_system;

create table logistics.drop_off_point (
  id uuid not null,
  number text not null,
  kind text not null,
  title jsonb not null,
  place jsonb not null,
  region text not null,
  zone text not null,
  hours text not null,
  carrier text,
  latitude_micro integer not null,
  longitude_micro integer not null,
  active boolean default true not null,
  constraint drop_off_point_pkey PRIMARY KEY (id),
  constraint drop_off_point_number_key UNIQUE (number),
  constraint drop_off_point_kind_check CHECK ((kind = ANY (ARRAY['point'::text, 'store'::text, 'locker'::text]))),
  constraint drop_off_point_latitude_micro_check CHECK (((latitude_micro >= '-90000000'::integer) AND (latitude_micro <= 90000000))),
  constraint drop_off_point_longitude_micro_check CHECK (((longitude_micro >= '-180000000'::integer) AND (longitude_micro <= 180000000)))
);
comment on table logistics.drop_off_point is 'kind: reference. Where a shopper may hand a parcel in: drop-off points, stores, lockers; positions in millionths of a degree';
grant select on logistics.drop_off_point to aftercare_merchant;
grant select on logistics.drop_off_point to aftercare_shopper;
grant insert, select, update on logistics.drop_off_point to aftercare_staff;
grant insert, select, update on logistics.drop_off_point to aftercare_system;

create table logistics.interception (
  customer_id uuid not null,
  id uuid not null,
  shipment_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  state text not null,
  attempts integer default 0 not null,
  last_error text,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  constraint interception_pkey PRIMARY KEY (customer_id, id),
  constraint interception_customer_id_shipment_id_key UNIQUE (customer_id, shipment_id),
  constraint interception_customer_id_shipment_id_fkey FOREIGN KEY (customer_id, shipment_id) REFERENCES logistics.shipment(customer_id, id),
  constraint interception_check CHECK (((answered_at IS NULL) = (state = 'asked'::text))),
  constraint interception_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'confirmed'::text, 'failed'::text])))
);
comment on table logistics.interception is 'kind: shopper. What a carrier is asked to turn round on its way, and what it said';
alter table logistics.interception enable row level security;
alter table logistics.interception force row level security;
create policy guest on logistics.interception as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on logistics.interception as permissive for all to aftercare_merchant using ((merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid));
create policy recipient on logistics.interception as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on logistics.interception as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on logistics.interception as permissive for all to aftercare_staff using (true) with check (true);
create policy system on logistics.interception as permissive for all to aftercare_system using (true) with check (true);
grant select on logistics.interception to aftercare_merchant;
grant select on logistics.interception to aftercare_shopper;
grant select on logistics.interception to aftercare_staff;
grant insert, select, update on logistics.interception to aftercare_system;

create table logistics.parked_parcel (
  id uuid not null,
  number text not null,
  merchant_id uuid,
  state text not null,
  carrier text,
  tracking_number text,
  slip_number text,
  sender_name_mask text,
  sender_name_index text,
  sender_last4_index text,
  shelf text not null,
  note text default ''::text not null,
  subject_kind text,
  subject_id uuid,
  subject_number text,
  customer_id uuid,
  dispose_reason text,
  version integer default 1 not null,
  found_by text not null,
  found_at timestamp with time zone not null,
  ended_by text,
  ended_at timestamp with time zone,
  constraint parked_parcel_pkey PRIMARY KEY (id),
  constraint parked_parcel_number_key UNIQUE (number),
  constraint parked_parcel_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint parked_parcel_check CHECK (((state = 'matched'::text) = ((subject_id IS NOT NULL) AND (customer_id IS NOT NULL)))),
  constraint parked_parcel_check1 CHECK (((state = 'parked'::text) = (ended_at IS NULL))),
  constraint parked_parcel_note_check CHECK ((length(note) <= 2000)),
  constraint parked_parcel_shelf_check CHECK (((length(shelf) >= 1) AND (length(shelf) <= 60))),
  constraint parked_parcel_state_check CHECK ((state = ANY (ARRAY['parked'::text, 'matched'::text, 'disposed'::text])))
);
comment on table logistics.parked_parcel is 'kind: local. Parcels that came without a case and lie on a shelf until somebody says whose they are; no shopper is known yet';
comment on column logistics.parked_parcel.sender_name_mask is 'personal: name, masked';
comment on column logistics.parked_parcel.sender_name_index is 'personal: name, blind index';
comment on column logistics.parked_parcel.sender_last4_index is 'personal: phone, blind index';
CREATE INDEX parked_parcel_by_time ON logistics.parked_parcel USING btree (state, found_at DESC, id DESC);
CREATE UNIQUE INDEX parked_parcel_once ON logistics.parked_parcel USING btree (COALESCE(merchant_id, '00000000-0000-0000-0000-000000000000'::uuid), upper(tracking_number)) WHERE ((tracking_number IS NOT NULL) AND (state = 'parked'::text));
alter table logistics.parked_parcel enable row level security;
alter table logistics.parked_parcel force row level security;
create policy merchant on logistics.parked_parcel as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on logistics.parked_parcel as permissive for all to aftercare_staff using (true) with check (true);
create policy system on logistics.parked_parcel as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on logistics.parked_parcel to aftercare_merchant;
grant insert, select, update on logistics.parked_parcel to aftercare_staff;
grant insert, select, update on logistics.parked_parcel to aftercare_system;

create table logistics.pickup_area (
  id uuid not null,
  title jsonb not null,
  regions text[] not null,
  zone text not null,
  hours text not null,
  slot_minutes integer not null,
  capacity integer not null,
  lead_minutes integer not null,
  days_ahead integer not null,
  active boolean default true not null,
  constraint pickup_area_pkey PRIMARY KEY (id),
  constraint pickup_area_capacity_check CHECK (((capacity >= 0) AND (capacity <= 10000))),
  constraint pickup_area_days_ahead_check CHECK (((days_ahead >= 1) AND (days_ahead <= 14))),
  constraint pickup_area_lead_minutes_check CHECK (((lead_minutes >= 0) AND (lead_minutes <= 10080))),
  constraint pickup_area_slot_minutes_check CHECK (((slot_minutes >= 30) AND (slot_minutes <= 720)))
);
comment on table logistics.pickup_area is 'kind: reference. Where couriers collect, in which hours, and how many parcels in each slot';
grant select on logistics.pickup_area to aftercare_merchant;
grant select on logistics.pickup_area to aftercare_shopper;
grant insert, select, update on logistics.pickup_area to aftercare_staff;
grant insert, select, update on logistics.pickup_area to aftercare_system;

create table logistics.pickup_slot (
  area_id uuid not null,
  starts_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  capacity integer not null,
  taken integer default 0 not null,
  constraint pickup_slot_pkey PRIMARY KEY (area_id, starts_at),
  constraint pickup_slot_area_id_fkey FOREIGN KEY (area_id) REFERENCES logistics.pickup_area(id),
  constraint pickup_slot_capacity_check CHECK ((capacity >= 0)),
  constraint pickup_slot_check CHECK ((until_at > starts_at)),
  constraint pickup_slot_taken_check CHECK ((taken >= 0)),
  constraint slot_never_overbooked CHECK ((taken <= capacity))
);
comment on table logistics.pickup_slot is 'kind: local. Places of a slot that somebody has booked or staff have changed; a slot without a row is empty and as large as its area says';
grant select, update on logistics.pickup_slot to aftercare_merchant;
grant insert, select, update on logistics.pickup_slot to aftercare_shopper;
grant insert, select, update on logistics.pickup_slot to aftercare_staff;
grant insert, select, update on logistics.pickup_slot to aftercare_system;

create table logistics.provider_event (
  provider text not null,
  event_id text not null,
  received_at timestamp with time zone not null,
  constraint provider_event_pkey PRIMARY KEY (provider, event_id)
);
comment on table logistics.provider_event is 'kind: local. Notices from carriers; the key makes a repeat harmless';
grant select on logistics.provider_event to aftercare_staff;
grant insert, select on logistics.provider_event to aftercare_system;

create table logistics.return_address (
  id uuid not null,
  merchant_id uuid not null,
  label text not null,
  place jsonb not null,
  categories text[] default '{}'::text[] not null,
  regions text[] default '{}'::text[] not null,
  priority integer not null,
  active boolean default true not null,
  version integer default 1 not null,
  changed_by text not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint return_address_pkey PRIMARY KEY (id),
  constraint return_address_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint return_address_label_check CHECK (((length(label) >= 1) AND (length(label) <= 60))),
  constraint return_address_priority_check CHECK (((priority >= 0) AND (priority <= 1000)))
);
comment on table logistics.return_address is 'kind: reference. Where a merchant takes goods back, and which goods; empty lists take everything';
CREATE INDEX return_address_by_merchant ON logistics.return_address USING btree (merchant_id, active, priority DESC);
alter table logistics.return_address enable row level security;
alter table logistics.return_address force row level security;
create policy merchant on logistics.return_address as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on logistics.return_address as permissive for select to aftercare_shopper using (true);
create policy staff on logistics.return_address as permissive for all to aftercare_staff using (true) with check (true);
create policy system on logistics.return_address as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on logistics.return_address to aftercare_merchant;
grant select on logistics.return_address to aftercare_shopper;
grant insert, select, update on logistics.return_address to aftercare_staff;
grant insert, select, update on logistics.return_address to aftercare_system;

create table logistics.shipment (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  direction text not null,
  purpose text not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_number text not null,
  attempt integer not null,
  way text,
  state text not null,
  reason text,
  state_at timestamp with time zone,
  carrier text,
  tracking_number text,
  goes_to jsonb,
  goes_to_because jsonb,
  contents jsonb default '[]'::jsonb not null,
  version integer default 1 not null,
  opened_at timestamp with time zone not null,
  arrived_at timestamp with time zone,
  ask_at timestamp with time zone,
  categories text[] default '{}'::text[] not null,
  from_region text,
  freight_payer text default 'shopper'::text not null,
  ways text[],
  constraint shipment_pkey PRIMARY KEY (customer_id, id),
  constraint shipment_customer_id_number_key UNIQUE (customer_id, number),
  constraint shipment_customer_id_subject_id_purpose_direction_attempt_key UNIQUE (customer_id, subject_id, purpose, direction, attempt),
  constraint shipment_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint shipment_attempt_check CHECK ((attempt > 0)),
  constraint shipment_check CHECK (((carrier IS NULL) = (tracking_number IS NULL))),
  constraint shipment_direction_check CHECK ((direction = ANY (ARRAY['return'::text, 'outbound'::text]))),
  constraint shipment_freight_payer_check CHECK ((freight_payer = ANY (ARRAY['shopper'::text, 'seller'::text, 'platform'::text, 'insurer'::text, 'none'::text]))),
  constraint shipment_purpose_check CHECK ((purpose = ANY (ARRAY['return'::text, 'exchange'::text, 'reship'::text, 'repair'::text, 'recall'::text]))),
  constraint shipment_state_check CHECK ((state = ANY (ARRAY['expected'::text, 'handed-in'::text, 'picked-up'::text, 'in-transit'::text, 'out-for-delivery'::text, 'waiting-for-pickup'::text, 'delivered'::text, 'refused'::text, 'returning'::text, 'returned'::text, 'exception'::text, 'lost'::text, 'cancelled'::text]))),
  constraint shipment_way_check CHECK ((way = ANY (ARRAY['pickup'::text, 'self-ship'::text, 'drop-off'::text, 'store'::text, 'refusal'::text]))),
  constraint shipment_ways_check CHECK ((cardinality(ways) > 0))
);
comment on table logistics.shipment is 'kind: shopper. One parcel on its way back or out, for whoever asked for it; its state follows the carrier''s events';
comment on column logistics.shipment.categories is 'Of the goods in it: where they go is decided again when it is known from where they come';
comment on column logistics.shipment.from_region is 'Province and city they come from, no address';
comment on column logistics.shipment.freight_payer is 'Who pays the carrier';
CREATE INDEX shipment_by_order ON logistics.shipment USING btree (customer_id, order_id);
CREATE INDEX shipment_by_subject ON logistics.shipment USING btree (customer_id, subject_id);
CREATE INDEX shipment_by_tracking ON logistics.shipment USING btree (upper(tracking_number)) WHERE (tracking_number IS NOT NULL);
CREATE INDEX shipment_to_ask ON logistics.shipment USING btree (ask_at) WHERE (ask_at IS NOT NULL);
alter table logistics.shipment enable row level security;
alter table logistics.shipment force row level security;
create policy guest on logistics.shipment as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on logistics.shipment as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on logistics.shipment as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (subject_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy shopper on logistics.shipment as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on logistics.shipment as permissive for all to aftercare_staff using (true) with check (true);
create policy system on logistics.shipment as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on logistics.shipment to aftercare_merchant;
grant insert, select, update on logistics.shipment to aftercare_shopper;
grant insert, select, update on logistics.shipment to aftercare_staff;
grant insert, select, update on logistics.shipment to aftercare_system;

create table logistics.tracking_event (
  customer_id uuid not null,
  shipment_id uuid not null,
  event_key text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  at timestamp with time zone not null,
  state text not null,
  reason text,
  code_set text not null,
  code text not null,
  place text default ''::text not null,
  heard_at timestamp with time zone not null,
  constraint tracking_event_pkey PRIMARY KEY (customer_id, shipment_id, event_key),
  constraint tracking_event_customer_id_shipment_id_fkey FOREIGN KEY (customer_id, shipment_id) REFERENCES logistics.shipment(customer_id, id),
  constraint tracking_event_event_key_check CHECK (((length(event_key) >= 1) AND (length(event_key) <= 200))),
  constraint tracking_event_place_check CHECK ((length(place) <= 200))
);
comment on table logistics.tracking_event is 'kind: shopper, append-only. What the carrier told, once each, in its own code and in ours; its free text may name people and is not kept';
alter table logistics.tracking_event enable row level security;
alter table logistics.tracking_event force row level security;
create policy guest on logistics.tracking_event as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on logistics.tracking_event as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on logistics.tracking_event as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on logistics.tracking_event as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on logistics.tracking_event as permissive for all to aftercare_staff using (true) with check (true);
create policy system on logistics.tracking_event as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on logistics.tracking_event to aftercare_merchant;
grant select on logistics.tracking_event to aftercare_shopper;
grant insert, select on logistics.tracking_event to aftercare_staff;
grant insert, select on logistics.tracking_event to aftercare_system;

create schema orders;
grant usage on schema orders to aftercare_merchant;
grant usage on schema orders to aftercare_shopper;
grant usage on schema orders to aftercare_staff;
grant usage on schema orders to aftercare_system;

create domain orders.country as text CHECK ((VALUE ~ '^[A-Z]{2}$'::text));
create domain orders.currency as text CHECK ((VALUE ~ '^[A-Z]{3}$'::text));
create domain orders.returned_for as text CHECK ((VALUE = ANY (ARRAY['changed-mind'::text, 'sellers-fault'::text])));

create table orders.confirmation (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  merchant_id uuid not null,
  exclusion text not null,
  shown_prominently boolean not null,
  pre_ticked boolean not null,
  per_order boolean not null,
  in_mandatory_flow boolean not null,
  confirmed_at timestamp with time zone not null,
  snapshot text not null,
  constraint confirmation_pkey PRIMARY KEY (customer_id, id),
  constraint confirmation_customer_id_line_id_fkey FOREIGN KEY (customer_id, line_id) REFERENCES orders.line(customer_id, id)
);
comment on table orders.confirmation is 'kind: shopper. What the shopper confirmed at purchase, and how it was shown';
CREATE INDEX confirmation_by_order ON orders.confirmation USING btree (customer_id, order_id);
alter table orders.confirmation enable row level security;
alter table orders.confirmation force row level security;
create policy guest on orders.confirmation as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on orders.confirmation as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on orders.confirmation as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (line_id IN ( SELECT l.id
   FROM orders.line l))));
create policy shopper on orders.confirmation as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on orders.confirmation as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.confirmation as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.confirmation to aftercare_merchant;
grant select on orders.confirmation to aftercare_shopper;
grant delete, insert, select, update on orders.confirmation to aftercare_staff;
grant delete, insert, select, update on orders.confirmation to aftercare_system;

create table orders.import_run (
  id uuid not null,
  format text not null,
  source text not null,
  state text not null,
  counts jsonb default '{}'::jsonb not null,
  rows_read bigint default 0 not null,
  shift_days integer default 0 not null,
  rejects_file text,
  error text,
  started_by text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint import_run_pkey PRIMARY KEY (id),
  constraint import_run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
);
comment on table orders.import_run is 'kind: local. Each import with its counts, so that it can be left and found again';
grant insert, select, update on orders.import_run to aftercare_staff;
grant insert, select, update on orders.import_run to aftercare_system;

create table orders.line (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  merchant_id uuid not null,
  product_id uuid,
  product_number text not null,
  title text not null,
  title_en text not null,
  variant text default ''::text not null,
  picture text default ''::text not null,
  category_code text not null,
  special_class text,
  quantity integer not null,
  unit_list_minor bigint not null,
  list_minor bigint not null,
  paid_minor bigint not null,
  freight_minor bigint default 0 not null,
  tax_minor bigint default 0 not null,
  points_minor bigint default 0 not null,
  discounts jsonb default '[]'::jsonb not null,
  gift_price_minor bigint,
  is_gift boolean default false not null,
  is_adjustment boolean default false not null,
  told jsonb,
  constraint line_pkey PRIMARY KEY (customer_id, id),
  constraint line_customer_id_order_id_line_no_key UNIQUE (customer_id, order_id, line_no),
  constraint line_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint line_check CHECK ((is_adjustment OR (list_minor = (unit_list_minor * quantity)))),
  constraint line_freight_minor_check CHECK ((freight_minor >= 0)),
  constraint line_line_no_check CHECK ((line_no > 0)),
  constraint line_paid_minor_check CHECK ((paid_minor >= 0)),
  constraint line_points_minor_check CHECK ((points_minor >= 0)),
  constraint line_quantity_check CHECK (((quantity >= 1) AND (quantity <= 1000))),
  constraint line_tax_minor_check CHECK ((tax_minor >= 0)),
  constraint line_unit_list_minor_check CHECK ((unit_list_minor >= 0))
);
comment on table orders.line is 'kind: shopper. What was bought, with the allocation frozen at import';
comment on column orders.line.paid_minor is 'what the tenders paid for these goods, discounts and points already taken off';
comment on column orders.line.is_adjustment is 'the difference between payments and lines; never returned by itself';
comment on column orders.line.told is 'what was said of the goods before they were bought; null: not known';
alter table orders.line enable row level security;
alter table orders.line force row level security;
create policy guest on orders.line as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on orders.line as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on orders.line as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (EXISTS ( SELECT 1
   FROM orders.present p
  WHERE ((p.order_id = line.order_id) AND ((p.line_nos IS NULL) OR (line.line_no = ANY (p.line_nos))))))));
create policy shopper on orders.line as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on orders.line as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.line as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.line to aftercare_merchant;
grant select on orders.line to aftercare_shopper;
grant delete, insert, select, update on orders.line to aftercare_staff;
grant delete, insert, select, update on orders.line to aftercare_system;

create table orders.parcel (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  parcel_no integer not null,
  merchant_id uuid not null,
  carrier text,
  tracking_number text,
  shipped_at timestamp with time zone,
  delivered_at timestamp with time zone,
  signed_by text,
  picked_up_at timestamp with time zone,
  promised_by timestamp with time zone,
  lost_at timestamp with time zone,
  installed_at timestamp with time zone,
  constraint parcel_pkey PRIMARY KEY (customer_id, id),
  constraint parcel_customer_id_order_id_parcel_no_key UNIQUE (customer_id, order_id, parcel_no),
  constraint parcel_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint parcel_parcel_no_check CHECK ((parcel_no > 0)),
  constraint parcel_signed_by_check CHECK ((signed_by = ANY (ARRAY['consignee'::text, 'proxy'::text, 'proxy-without-consent'::text, 'locker'::text, 'unknown'::text])))
);
comment on table orders.parcel is 'kind: shopper. What was sent when, and how it was handed over';
comment on column orders.parcel.installed_at is 'when what is installed was in place; the guarantee runs from then';
alter table orders.parcel enable row level security;
alter table orders.parcel force row level security;
create policy guest on orders.parcel as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on orders.parcel as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on orders.parcel as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (id IN ( SELECT u.parcel_id
   FROM orders.unit u))));
create policy shopper on orders.parcel as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on orders.parcel as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.parcel as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.parcel to aftercare_merchant;
grant select on orders.parcel to aftercare_shopper;
grant delete, insert, select, update on orders.parcel to aftercare_staff;
grant delete, insert, select, update on orders.parcel to aftercare_system;

create table orders.present (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  merchant_ids uuid[] not null,
  line_nos integer[],
  code_no integer default 1 not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint present_pkey PRIMARY KEY (customer_id, id),
  constraint present_customer_id_order_id_key UNIQUE (customer_id, order_id),
  constraint present_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint present_code_no_check CHECK ((code_no > 0)),
  constraint present_line_nos_check CHECK (((line_nos IS NULL) OR (cardinality(line_nos) > 0))),
  constraint present_made_by_check CHECK ((made_by = ANY (ARRAY['shopper'::text, 'shop'::text])))
);
comment on table orders.present is 'kind: shopper. An order, or some lines of it, whose recipient did not pay and may send it back; the code is computed, never kept';
alter table orders.present enable row level security;
alter table orders.present force row level security;
create policy guest on orders.present as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on orders.present as permissive for all to aftercare_merchant using ((( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif") = ANY (merchant_ids)));
create policy recipient on orders.present as restrictive for select to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR ((id = (NULLIF(current_setting('app.present_id'::text, true), ''::text))::uuid) AND (ended_at IS NULL))));
create policy recipient_adds on orders.present as restrictive for insert to aftercare_guest with check (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR false));
create policy recipient_changes on orders.present as restrictive for update to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy recipient_removes on orders.present as restrictive for delete to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR ((id = (NULLIF(current_setting('app.present_id'::text, true), ''::text))::uuid) AND (ended_at IS NULL))));
create policy shopper on orders.present as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on orders.present as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.present as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.present to aftercare_merchant;
grant insert, select, update on orders.present to aftercare_shopper;
grant select on orders.present to aftercare_staff;
grant delete, insert, select, update on orders.present to aftercare_system;

create table orders.replacement (
  customer_id uuid not null,
  line_id uuid not null,
  unit_no integer not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  product_number text,
  title text,
  title_en text,
  variant text,
  picture text,
  category_code text,
  special_class text,
  shipped_at timestamp with time zone,
  delivered_at timestamp with time zone not null,
  surcharge_minor bigint default 0 not null,
  surcharge_back_minor bigint default 0 not null,
  constraint replacement_pkey PRIMARY KEY (customer_id, line_id, unit_no, case_id),
  constraint replacement_customer_id_line_id_unit_no_fkey FOREIGN KEY (customer_id, line_id, unit_no) REFERENCES orders.unit(customer_id, line_id, unit_no),
  constraint replacement_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint replacement_gives_back_no_more_than_was_paid CHECK (((surcharge_back_minor >= 0) AND (surcharge_back_minor <= surcharge_minor))),
  constraint replacement_surcharge_minor_check CHECK ((surcharge_minor >= 0))
);
comment on table orders.replacement is 'kind: shopper. What a unit has become by the exchange of a case: the goods the shopper holds now, since when, and what was paid more for them';
comment on column orders.replacement.product_number is 'null: the same goods again';
comment on column orders.replacement.surcharge_minor is 'what the shopper paid more for this piece, beside the tenders of the order';
comment on column orders.replacement.surcharge_back_minor is 'of that, what was given back or is on its way';
CREATE INDEX replacement_by_order ON orders.replacement USING btree (customer_id, order_id);
alter table orders.replacement enable row level security;
alter table orders.replacement force row level security;
create policy guest on orders.replacement as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on orders.replacement as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on orders.replacement as restrictive for select to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (line_id IN ( SELECT l.id
   FROM orders.line l))));
create policy recipient_adds on orders.replacement as restrictive for insert to aftercare_guest with check (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (line_id IN ( SELECT l.id
   FROM orders.line l))));
create policy recipient_changes on orders.replacement as restrictive for update to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (line_id IN ( SELECT l.id
   FROM orders.line l))));
create policy recipient_removes on orders.replacement as restrictive for delete to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (line_id IN ( SELECT l.id
   FROM orders.line l))));
create policy shopper on orders.replacement as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on orders.replacement as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.replacement as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on orders.replacement to aftercare_merchant;
grant insert, select on orders.replacement to aftercare_shopper;
grant delete, insert, select on orders.replacement to aftercare_staff;
grant delete, insert, select, update on orders.replacement to aftercare_system;

create table orders.shop_order (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  source text not null,
  source_updated_at timestamp with time zone not null,
  source_hash text not null,
  merchant_ids uuid[] not null,
  placed_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  country orders.country not null,
  zone text not null,
  currency orders.currency not null,
  list_minor bigint not null,
  freight_minor bigint not null,
  paid_minor bigint not null,
  context jsonb default '{}'::jsonb not null,
  promotions jsonb default '[]'::jsonb not null,
  policy_id text not null,
  policy_version integer not null,
  shift_days integer default 0 not null,
  consumer_purchase boolean default true not null,
  cancelled_at timestamp with time zone,
  recipient_name_enc bytea,
  recipient_name_mask text,
  recipient_phone_enc bytea,
  recipient_phone_mask text,
  recipient_phone_index text,
  address_enc bytea,
  address_mask text,
  imported_at timestamp with time zone not null,
  recipient_region text,
  shop_policies jsonb,
  address_index text,
  constraint shop_order_pkey PRIMARY KEY (customer_id, id),
  constraint shop_order_customer_id_number_key UNIQUE (customer_id, number),
  constraint shop_order_freight_minor_check CHECK ((freight_minor >= 0)),
  constraint shop_order_list_minor_check CHECK ((list_minor >= 0)),
  constraint shop_order_paid_minor_check CHECK ((paid_minor >= 0)),
  constraint shop_order_recipient_region_check CHECK (((length(recipient_region) >= 1) AND (length(recipient_region) <= 60))),
  constraint shop_order_shop_policies_check CHECK ((jsonb_typeof(shop_policies) = 'object'::text))
);
comment on table orders.shop_order is 'kind: shopper. Our faithful copy of the shop''s order with purchase context and policy pin';
comment on column orders.shop_order.recipient_name_enc is 'personal: name';
comment on column orders.shop_order.recipient_name_mask is 'personal: name, masked';
comment on column orders.shop_order.recipient_phone_enc is 'personal: phone';
comment on column orders.shop_order.recipient_phone_mask is 'personal: phone, masked';
comment on column orders.shop_order.recipient_phone_index is 'personal: phone, blind index';
comment on column orders.shop_order.address_enc is 'personal: address';
comment on column orders.shop_order.address_mask is 'personal: address, masked';
comment on column orders.shop_order.recipient_region is 'Province and city where it was sent to; no address, so it stays when a shopper is erased';
comment on column orders.shop_order.address_index is 'personal: address, blind index';
CREATE INDEX shop_order_by_address ON orders.shop_order USING btree (address_index) WHERE (address_index IS NOT NULL);
CREATE INDEX shop_order_by_age ON orders.shop_order USING btree (placed_at DESC, id DESC);
CREATE INDEX shop_order_by_merchant ON orders.shop_order USING gin (merchant_ids);
CREATE INDEX shop_order_by_phone ON orders.shop_order USING btree (recipient_phone_index) WHERE (recipient_phone_index IS NOT NULL);
CREATE INDEX shop_order_by_time ON orders.shop_order USING btree (customer_id, placed_at DESC, id DESC);
alter table orders.shop_order enable row level security;
alter table orders.shop_order force row level security;
create policy guest on orders.shop_order as restrictive for all to aftercare_guest using ((id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on orders.shop_order as permissive for all to aftercare_merchant using ((( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif") = ANY (merchant_ids)));
create policy recipient on orders.shop_order as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (id IN ( SELECT p.order_id
   FROM orders.present p))));
create policy shopper on orders.shop_order as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on orders.shop_order as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.shop_order as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.shop_order to aftercare_merchant;
grant select on orders.shop_order to aftercare_shopper;
grant insert, select, update on orders.shop_order to aftercare_staff;
grant insert, select, update on orders.shop_order to aftercare_system;
grant update (id) on orders.shop_order to aftercare_merchant;
grant update (id) on orders.shop_order to aftercare_shopper;

create table orders.tender (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  merchant_ids uuid[] not null,
  tender_no integer not null,
  kind text not null,
  provider_reference text not null,
  captured_minor bigint not null,
  reserved_minor bigint default 0 not null,
  refunded_minor bigint default 0 not null,
  installments integer,
  collection_id uuid,
  constraint tender_pkey PRIMARY KEY (customer_id, id),
  constraint tender_customer_id_order_id_tender_no_key UNIQUE (customer_id, order_id, tender_no),
  constraint tender_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint tender_captured_minor_check CHECK ((captured_minor >= 0)),
  constraint tender_kind_check CHECK ((kind = ANY (ARRAY['card'::text, 'wechat-pay'::text, 'alipay'::text, 'wallet'::text, 'gift-card'::text, 'points'::text, 'coupon'::text, 'voucher'::text, 'transfer'::text, 'cash'::text, 'other'::text, 'exchange-difference'::text]))),
  constraint tender_never_refunds_more_than_captured CHECK (((reserved_minor + refunded_minor) <= captured_minor)),
  constraint tender_refunded_minor_check CHECK ((refunded_minor >= 0)),
  constraint tender_reserved_minor_check CHECK ((reserved_minor >= 0))
);
comment on table orders.tender is 'kind: shopper. How it was paid; reserved and refunded never exceed captured';
comment on column orders.tender.collection_id is 'the collection that this tender took, where it was paid after the order and is no part of what was paid at purchase';
CREATE UNIQUE INDEX tender_by_collection ON orders.tender USING btree (customer_id, collection_id) WHERE (collection_id IS NOT NULL);
alter table orders.tender enable row level security;
alter table orders.tender force row level security;
create policy guest on orders.tender as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on orders.tender as permissive for all to aftercare_merchant using ((( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif") = ANY (merchant_ids)));
create policy recipient on orders.tender as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on orders.tender as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on orders.tender as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.tender as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.tender to aftercare_merchant;
grant select on orders.tender to aftercare_shopper;
grant delete, insert, select, update on orders.tender to aftercare_staff;
grant delete, insert, select, update on orders.tender to aftercare_system;

create table orders.unit (
  customer_id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  unit_no integer not null,
  merchant_id uuid not null,
  parcel_id uuid,
  paid_minor bigint not null,
  serial_number text,
  case_id uuid,
  returned_at timestamp with time zone,
  returned_for orders.returned_for,
  allowance_minor bigint default 0 not null,
  had_case boolean default false not null,
  constraint unit_pkey PRIMARY KEY (customer_id, line_id, unit_no),
  constraint unit_customer_id_line_id_fkey FOREIGN KEY (customer_id, line_id) REFERENCES orders.line(customer_id, id),
  constraint unit_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint unit_customer_id_parcel_id_fkey FOREIGN KEY (customer_id, parcel_id) REFERENCES orders.parcel(customer_id, id),
  constraint unit_check CHECK (((returned_at IS NULL) = (returned_for IS NULL))),
  constraint unit_check1 CHECK (((allowance_minor >= 0) AND (allowance_minor <= paid_minor))),
  constraint unit_paid_minor_check CHECK ((paid_minor >= 0)),
  constraint unit_unit_no_check CHECK ((unit_no > 0))
);
comment on table orders.unit is 'kind: shopper. One piece of a line: where it is, what was paid for it, which open case holds it';
comment on column orders.unit.allowance_minor is 'paid back for a unit that stays with the shopper: price protection, an agreed reduction';
CREATE INDEX unit_by_order ON orders.unit USING btree (customer_id, order_id);
alter table orders.unit enable row level security;
alter table orders.unit force row level security;
create policy guest on orders.unit as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on orders.unit as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on orders.unit as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (line_id IN ( SELECT l.id
   FROM orders.line l))));
create policy shopper on orders.unit as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on orders.unit as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.unit as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.unit to aftercare_merchant;
grant select on orders.unit to aftercare_shopper;
grant delete, insert, select, update on orders.unit to aftercare_staff;
grant delete, insert, select, update on orders.unit to aftercare_system;
grant update (case_id, returned_at, returned_for, had_case) on orders.unit to aftercare_merchant;
grant update (case_id, returned_at, returned_for, had_case) on orders.unit to aftercare_shopper;
grant update (case_id, returned_at, returned_for, allowance_minor, had_case) on orders.unit to aftercare_staff;
grant update (allowance_minor) on orders.unit to aftercare_system;

create schema parties;
grant usage on schema parties to aftercare_auth;
grant usage on schema parties to aftercare_merchant;
grant usage on schema parties to aftercare_shopper;
grant usage on schema parties to aftercare_staff;
grant usage on schema parties to aftercare_system;

create table parties.device (
  customer_id uuid not null,
  device_index text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  constraint device_pkey PRIMARY KEY (customer_id, device_index),
  constraint device_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES parties.shopper(customer_id),
  constraint device_check CHECK ((first_seen_at <= last_seen_at))
);
comment on table parties.device is 'kind: shopper. A browser the shopper signed in on, known by a random value of our own; kept 180 days after the last sign-in';
comment on column parties.device.device_index is 'personal: device, blind index';
CREATE INDEX device_by_age ON parties.device USING btree (last_seen_at);
CREATE INDEX device_by_index ON parties.device USING btree (device_index);
alter table parties.device enable row level security;
alter table parties.device force row level security;
create policy guest on parties.device as restrictive for all to aftercare_guest using (false);
create policy recipient on parties.device as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on parties.device as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on parties.device as permissive for all to aftercare_staff using (true) with check (true);
create policy system on parties.device as permissive for all to aftercare_system using (true) with check (true);
grant delete, insert, select, update on parties.device to aftercare_system;

create table parties.merchant (
  id uuid not null,
  number text not null,
  name text not null,
  name_en text not null,
  return_address jsonb not null,
  contact_phone text not null,
  auto_approve jsonb default '{}'::jsonb not null,
  state text not null,
  source text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint merchant_pkey PRIMARY KEY (id),
  constraint merchant_number_key UNIQUE (number),
  constraint merchant_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);
comment on table parties.merchant is 'kind: reference. Shops on this platform';
grant select on parties.merchant to aftercare_merchant;
grant select on parties.merchant to aftercare_shopper;
grant insert, select, update on parties.merchant to aftercare_staff;
grant insert, select, update on parties.merchant to aftercare_system;

create table parties.person_link (
  customer_id uuid not null,
  linked_customer_id uuid not null,
  reason text not null,
  linked_at timestamp with time zone not null,
  linked_by text not null,
  constraint person_link_pkey PRIMARY KEY (customer_id, linked_customer_id),
  constraint person_link_check CHECK ((customer_id <> linked_customer_id))
);
comment on table parties.person_link is 'kind: shopper. Two shopper ids that are one person; reads follow it, ids never change';
alter table parties.person_link enable row level security;
alter table parties.person_link force row level security;
create policy guest on parties.person_link as restrictive for all to aftercare_guest using (false);
create policy recipient on parties.person_link as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on parties.person_link as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on parties.person_link as permissive for all to aftercare_staff using (true) with check (true);
create policy system on parties.person_link as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on parties.person_link to aftercare_staff;
grant insert, select, update on parties.person_link to aftercare_system;

create table parties.shopper (
  customer_id uuid not null,
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
  locale text default 'zh-CN'::text not null,
  tier text default 'standard'::text not null,
  source text not null,
  source_updated_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  erased_at timestamp with time zone,
  constraint shopper_pkey PRIMARY KEY (customer_id)
);
comment on table parties.shopper is 'kind: shopper. Who bought';
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
comment on column parties.shopper.source_updated_at is 'by the clock of the shop that told us last; an older telling changes nothing';
CREATE INDEX shopper_by_age ON parties.shopper USING btree (created_at DESC, customer_id DESC);
CREATE INDEX shopper_by_email ON parties.shopper USING btree (email_index) WHERE (email_index IS NOT NULL);
CREATE INDEX shopper_by_last4 ON parties.shopper USING btree (phone_last4_index) WHERE (phone_last4_index IS NOT NULL);
CREATE INDEX shopper_by_name ON parties.shopper USING btree (name_index) WHERE (name_index IS NOT NULL);
CREATE INDEX shopper_by_phone ON parties.shopper USING btree (phone_index) WHERE (phone_index IS NOT NULL);
alter table parties.shopper enable row level security;
alter table parties.shopper force row level security;
create policy guest_adds on parties.shopper as restrictive for insert to aftercare_guest with check (false);
create policy guest_changes on parties.shopper as restrictive for update to aftercare_guest using (false);
create policy guest_removes on parties.shopper as restrictive for delete to aftercare_guest using (false);
create policy recipient on parties.shopper as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on parties.shopper as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on parties.shopper as permissive for all to aftercare_staff using (true) with check (true);
create policy system on parties.shopper as permissive for all to aftercare_system using (true) with check (true);
grant select on parties.shopper to aftercare_shopper;
grant insert, select, update on parties.shopper to aftercare_staff;
grant insert, select, update on parties.shopper to aftercare_system;
grant update (locale, updated_at) on parties.shopper to aftercare_shopper;

create table parties.shopper_key (
  customer_id uuid not null,
  master_version integer not null,
  wrapped_key bytea,
  created_at timestamp with time zone not null,
  destroyed_at timestamp with time zone,
  constraint shopper_key_pkey PRIMARY KEY (customer_id),
  constraint shopper_key_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES parties.shopper(customer_id),
  constraint shopper_key_check CHECK (((wrapped_key IS NULL) = (destroyed_at IS NOT NULL)))
);
comment on table parties.shopper_key is 'kind: shopper. The key that encrypts one shopper''s personal fields; destroying it erases them everywhere';
alter table parties.shopper_key enable row level security;
alter table parties.shopper_key force row level security;
create policy guest_adds on parties.shopper_key as restrictive for insert to aftercare_guest with check (false);
create policy guest_changes on parties.shopper_key as restrictive for update to aftercare_guest using (false);
create policy guest_removes on parties.shopper_key as restrictive for delete to aftercare_guest using (false);
create policy recipient on parties.shopper_key as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on parties.shopper_key as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on parties.shopper_key as permissive for all to aftercare_staff using (true) with check (true);
create policy system on parties.shopper_key as permissive for all to aftercare_system using (true) with check (true);
grant select on parties.shopper_key to aftercare_shopper;
grant insert, select, update on parties.shopper_key to aftercare_staff;
grant insert, select, update on parties.shopper_key to aftercare_system;

create table parties.staff (
  id uuid not null,
  login_id uuid,
  name text not null,
  email text not null,
  role text not null,
  merchant_id uuid,
  team_id uuid,
  state text not null,
  locale text default 'zh-CN'::text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_email_key UNIQUE (email),
  constraint staff_login_id_key UNIQUE (login_id),
  constraint staff_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint staff_team_id_fkey FOREIGN KEY (team_id) REFERENCES parties.team(id),
  constraint staff_check CHECK (((role = 'merchant'::text) = (merchant_id IS NOT NULL))),
  constraint staff_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])))
);
comment on table parties.staff is 'kind: reference. People who serve: platform staff and merchants'' people';
CREATE INDEX staff_by_merchant ON parties.staff USING btree (merchant_id) WHERE (merchant_id IS NOT NULL);
alter table parties.staff enable row level security;
alter table parties.staff force row level security;
create policy auth on parties.staff as permissive for all to aftercare_auth using (true) with check (true);
create policy merchant on parties.staff as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on parties.staff as permissive for all to aftercare_staff using (true) with check (true);
create policy system on parties.staff as permissive for all to aftercare_system using (true) with check (true);
grant select on parties.staff to aftercare_auth;
grant select on parties.staff to aftercare_merchant;
grant insert, select, update on parties.staff to aftercare_staff;
grant insert, select, update on parties.staff to aftercare_system;
grant update (login_id) on parties.staff to aftercare_auth;
grant update (locale, updated_at) on parties.staff to aftercare_merchant;

create table parties.team (
  id uuid not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint team_pkey PRIMARY KEY (id),
  constraint team_name_key UNIQUE (name)
);
comment on table parties.team is 'kind: reference. Groups of staff';
grant select on parties.team to aftercare_merchant;
grant select on parties.team to aftercare_shopper;
grant insert, select, update on parties.team to aftercare_staff;
grant insert, select, update on parties.team to aftercare_system;

create schema payments;
grant usage on schema payments to aftercare_merchant;
grant usage on schema payments to aftercare_shopper;
grant usage on schema payments to aftercare_staff;
grant usage on schema payments to aftercare_system;

create table payments.collection (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  cause_kind text not null,
  cause_id uuid not null,
  cause_number text not null,
  state text not null,
  amount_minor bigint not null,
  currency text not null,
  receipt jsonb not null,
  charge_id uuid not null,
  attempts integer default 0 not null,
  pay_url text,
  provider_status text,
  provider_charge_id text,
  last_error text,
  received_minor bigint,
  asked_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  charge_closed_at timestamp with time zone,
  received_at timestamp with time zone,
  version integer default 1 not null,
  constraint collection_pkey PRIMARY KEY (customer_id, id),
  constraint collection_customer_id_cause_kind_cause_id_key UNIQUE (customer_id, cause_kind, cause_id),
  constraint collection_customer_id_charge_id_key UNIQUE (customer_id, charge_id),
  constraint collection_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint collection_amount_minor_check CHECK ((amount_minor > 0)),
  constraint collection_has_money_when_it_says_so CHECK (((state = ANY (ARRAY['paid'::text, 'refunding'::text, 'refunded'::text])) = (received_minor IS NOT NULL))),
  constraint collection_is_paid_exactly CHECK (((state <> 'paid'::text) OR (received_minor = amount_minor))),
  constraint collection_received_minor_check CHECK ((received_minor > 0)),
  constraint collection_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'paying'::text, 'unknown'::text, 'cancelled'::text, 'expired'::text, 'paid'::text, 'refunding'::text, 'refunded'::text])))
);
comment on table payments.collection is 'kind: shopper. What a shopper still has to pay for a cause, such as the difference of an exchange; charge_id is the number the provider knows, persisted before anything is sent';
CREATE INDEX collection_by_order ON payments.collection USING btree (customer_id, order_id);
CREATE INDEX collection_open ON payments.collection USING btree (asked_at) WHERE ((state = ANY (ARRAY['paying'::text, 'unknown'::text])) OR ((state = ANY (ARRAY['cancelled'::text, 'expired'::text])) AND (sent_at IS NOT NULL) AND (charge_closed_at IS NULL)));
alter table payments.collection enable row level security;
alter table payments.collection force row level security;
create policy guest on payments.collection as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.collection as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on payments.collection as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.collection as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.collection as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.collection as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.collection to aftercare_merchant;
grant select on payments.collection to aftercare_shopper;
grant select on payments.collection to aftercare_staff;
grant insert, select, update on payments.collection to aftercare_system;

create table payments.compensation (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  case_id uuid not null,
  case_number text not null,
  kind text not null,
  ground text not null,
  rule text,
  reckoning jsonb not null,
  state text not null,
  amount_minor bigint not null,
  currency text not null,
  payer text not null,
  note text default ''::text not null,
  approvals_needed integer not null,
  proposed_by uuid,
  proposed_role text not null,
  proposed_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  refused_because text,
  refusal_note text default ''::text not null,
  paid_at timestamp with time zone,
  version integer default 1 not null,
  constraint compensation_pkey PRIMARY KEY (customer_id, id),
  constraint compensation_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint compensation_amount_minor_check CHECK ((amount_minor > 0)),
  constraint compensation_approvals_needed_check CHECK (((approvals_needed >= 0) AND (approvals_needed <= 2))),
  constraint compensation_check CHECK (((kind = 'statutory'::text) = (rule IS NOT NULL))),
  constraint compensation_check1 CHECK (((state = 'refused'::text) = (refused_because IS NOT NULL))),
  constraint compensation_kind_check CHECK ((kind = ANY (ARRAY['fixed'::text, 'percent'::text, 'statutory'::text, 'promised'::text]))),
  constraint compensation_note_check CHECK ((length(note) <= 500)),
  constraint compensation_payer_check CHECK ((payer = ANY (ARRAY['merchant'::text, 'platform'::text]))),
  constraint compensation_refusal_note_check CHECK ((length(refusal_note) <= 500)),
  constraint compensation_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'awaiting-approval'::text, 'approved'::text, 'refused'::text, 'paying'::text, 'paid'::text])))
);
comment on table payments.compensation is 'kind: shopper. What a shopper is given beside the price of the goods: by goodwill (fixed, percent), by law (statutory) or because a policy promised it (promised); people propose and decide goodwill and law, the system pays';
CREATE UNIQUE INDEX compensation_bonus ON payments.compensation USING btree (customer_id, case_id) WHERE (ground = 'exchange-bonus'::text);
CREATE INDEX compensation_by_case ON payments.compensation USING btree (customer_id, case_id);
CREATE UNIQUE INDEX compensation_once_by_law ON payments.compensation USING btree (customer_id, case_id, rule) WHERE ((kind = 'statutory'::text) AND (state <> 'refused'::text));
CREATE INDEX compensation_recent ON payments.compensation USING btree (proposed_at DESC, id DESC);
CREATE INDEX compensation_waiting ON payments.compensation USING btree (proposed_at, id) WHERE (state = ANY (ARRAY['proposed'::text, 'awaiting-approval'::text]));
alter table payments.compensation enable row level security;
alter table payments.compensation force row level security;
create policy guest on payments.compensation as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.compensation as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy merchant_pays_itself on payments.compensation as restrictive for insert to aftercare_merchant with check ((payer = 'merchant'::text));
create policy people_never_pay on payments.compensation as restrictive for update to aftercare_merchant, aftercare_staff using ((state = ANY (ARRAY['proposed'::text, 'awaiting-approval'::text]))) with check ((state = ANY (ARRAY['proposed'::text, 'awaiting-approval'::text, 'approved'::text, 'refused'::text])));
create policy people_propose on payments.compensation as restrictive for insert to aftercare_merchant, aftercare_staff with check ((state = ANY (ARRAY['proposed'::text, 'approved'::text])));
create policy recipient on payments.compensation as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.compensation as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy shopper_hears_what_is_given on payments.compensation as restrictive for select to aftercare_shopper using ((state = ANY (ARRAY['approved'::text, 'paying'::text, 'paid'::text])));
create policy staff on payments.compensation as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.compensation as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on payments.compensation to aftercare_merchant;
grant select on payments.compensation to aftercare_shopper;
grant insert, select on payments.compensation to aftercare_staff;
grant insert, select, update on payments.compensation to aftercare_system;
grant update (state, decided_at, refused_because, refusal_note, version) on payments.compensation to aftercare_merchant;
grant update (state, decided_at, refused_because, refusal_note, version) on payments.compensation to aftercare_staff;

create table payments.compensation_approval (
  customer_id uuid not null,
  compensation_id uuid not null,
  approved_by uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  role text not null,
  at timestamp with time zone not null,
  constraint compensation_approval_pkey PRIMARY KEY (customer_id, compensation_id, approved_by),
  constraint compensation_approval_customer_id_compensation_id_fkey FOREIGN KEY (customer_id, compensation_id) REFERENCES payments.compensation(customer_id, id)
);
comment on table payments.compensation_approval is 'kind: shopper, append-only. Who agreed to a compensation; the key lets nobody agree twice';
alter table payments.compensation_approval enable row level security;
alter table payments.compensation_approval force row level security;
create policy guest on payments.compensation_approval as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.compensation_approval as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on payments.compensation_approval as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.compensation_approval as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.compensation_approval as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.compensation_approval as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on payments.compensation_approval to aftercare_merchant;
grant select on payments.compensation_approval to aftercare_shopper;
grant insert, select on payments.compensation_approval to aftercare_staff;
grant insert, select on payments.compensation_approval to aftercare_system;

create table payments.compensation_limit (
  what text not null,
  currency text not null,
  version integer not null,
  limit_minor bigint not null,
  note text default ''::text not null,
  set_by text not null,
  since timestamp with time zone not null,
  constraint compensation_limit_pkey PRIMARY KEY (what, currency, version),
  constraint compensation_limit_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint compensation_limit_limit_minor_check CHECK ((limit_minor >= 0)),
  constraint compensation_limit_note_check CHECK ((length(note) <= 500)),
  constraint compensation_limit_version_check CHECK ((version > 0)),
  constraint compensation_limit_what_check CHECK ((what = ANY (ARRAY['agent'::text, 'supervisor'::text, 'operations'::text, 'merchant'::text, 'per-case'::text, 'per-month'::text])))
);
comment on table payments.compensation_limit is 'kind: reference. Up to how much a role agrees alone to a compensation, in one currency, and how much goodwill a case and a shopper''s month have; the last version counts';
grant select on payments.compensation_limit to aftercare_merchant;
grant insert, select on payments.compensation_limit to aftercare_staff;
grant select on payments.compensation_limit to aftercare_system;

create table payments.deposit_account (
  merchant_id uuid not null,
  currency text not null,
  available_minor bigint default 0 not null,
  held_minor bigint default 0 not null,
  owed_minor bigint default 0 not null,
  version integer default 1 not null,
  opened_at timestamp with time zone not null,
  constraint deposit_account_pkey PRIMARY KEY (merchant_id, currency),
  constraint deposit_account_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint deposit_account_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint deposit_is_never_below_nothing CHECK (((available_minor >= 0) AND (held_minor >= 0) AND (owed_minor >= 0))),
  constraint deposit_owes_only_when_empty CHECK (((owed_minor = 0) OR (available_minor = 0)))
);
comment on table payments.deposit_account is 'kind: reference. What a merchant has deposited, by currency: free, held for a cause, and owed where a deduction was more than there was';
alter table payments.deposit_account enable row level security;
alter table payments.deposit_account force row level security;
create policy merchant on payments.deposit_account as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on payments.deposit_account as permissive for all to aftercare_staff using (true);
create policy system on payments.deposit_account as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.deposit_account to aftercare_merchant;
grant select on payments.deposit_account to aftercare_staff;
grant insert, select, update on payments.deposit_account to aftercare_system;

create table payments.deposit_line (
  merchant_id uuid not null,
  posting_id uuid not null,
  line_no integer not null,
  account text not null,
  amount_minor bigint not null,
  currency text not null,
  constraint deposit_line_pkey PRIMARY KEY (merchant_id, posting_id, line_no),
  constraint deposit_line_merchant_id_posting_id_fkey FOREIGN KEY (merchant_id, posting_id) REFERENCES payments.deposit_posting(merchant_id, id)
);
comment on table payments.deposit_line is 'kind: reference, append-only. Double entry of the deposits; the lines of a posting sum to nothing';
alter table payments.deposit_line enable row level security;
alter table payments.deposit_line force row level security;
create policy merchant on payments.deposit_line as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on payments.deposit_line as permissive for all to aftercare_staff using (true);
create policy system on payments.deposit_line as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.deposit_line to aftercare_merchant;
grant select on payments.deposit_line to aftercare_staff;
grant insert, select on payments.deposit_line to aftercare_system;

create table payments.deposit_posting (
  merchant_id uuid not null,
  id uuid not null,
  currency text not null,
  kind text not null,
  cause_kind text not null,
  cause_id text not null,
  cause_number text not null,
  amount_minor bigint not null,
  available_after_minor bigint not null,
  owed_after_minor bigint not null,
  note text default ''::text not null,
  posted_by text not null,
  at timestamp with time zone not null,
  constraint deposit_posting_pkey PRIMARY KEY (merchant_id, id),
  constraint deposit_posting_merchant_id_cause_kind_cause_id_kind_key UNIQUE (merchant_id, cause_kind, cause_id, kind),
  constraint deposit_posting_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint deposit_posting_amount_minor_check CHECK ((amount_minor > 0)),
  constraint deposit_posting_available_after_minor_check CHECK ((available_after_minor >= 0)),
  constraint deposit_posting_kind_check CHECK ((kind = ANY (ARRAY['top-up'::text, 'hold'::text, 'deduct'::text, 'release'::text]))),
  constraint deposit_posting_note_check CHECK ((length(note) <= 500)),
  constraint deposit_posting_owed_after_minor_check CHECK ((owed_after_minor >= 0))
);
comment on table payments.deposit_posting is 'kind: reference, append-only. One movement of a deposit with its cause; the same cause moves it once';
CREATE INDEX deposit_posting_by_time ON payments.deposit_posting USING btree (merchant_id, at DESC, id DESC);
alter table payments.deposit_posting enable row level security;
alter table payments.deposit_posting force row level security;
create policy merchant on payments.deposit_posting as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on payments.deposit_posting as permissive for all to aftercare_staff using (true);
create policy system on payments.deposit_posting as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.deposit_posting to aftercare_merchant;
grant select on payments.deposit_posting to aftercare_staff;
grant insert, select on payments.deposit_posting to aftercare_system;

create table payments.detour (
  customer_id uuid not null,
  refund_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  state text not null,
  amount_minor bigint not null,
  currency text not null,
  way text,
  tender_id uuid,
  reference text default ''::text not null,
  note text default ''::text not null,
  proof uuid[] default '{}'::uuid[] not null,
  chosen_by text,
  ahead boolean default false not null,
  payout_id uuid,
  due_at timestamp with time zone,
  opened_at timestamp with time zone not null,
  moved_at timestamp with time zone not null,
  version integer default 1 not null,
  constraint detour_pkey PRIMARY KEY (customer_id, refund_id),
  constraint detour_customer_id_refund_id_fkey FOREIGN KEY (customer_id, refund_id) REFERENCES payments.refund(customer_id, id),
  constraint detour_customer_id_tender_id_fkey FOREIGN KEY (customer_id, tender_id) REFERENCES orders.tender(customer_id, id),
  constraint detour_amount_minor_check CHECK ((amount_minor > 0)),
  constraint detour_note_check CHECK ((length(note) <= 500)),
  constraint detour_of_a_transfer_is_proved CHECK (((state <> ALL (ARRAY['proved'::text, 'received'::text])) OR ((way = 'transfer'::text) AND (cardinality(proof) > 0)))),
  constraint detour_reference_check CHECK ((length(reference) <= 100)),
  constraint detour_state_check CHECK ((state = ANY (ARRAY['merchant'::text, 'platform'::text, 'retrying'::text, 'proved'::text, 'received'::text, 'wanted'::text, 'paying'::text, 'settled'::text, 'dropped'::text]))),
  constraint detour_that_pays_has_its_payout CHECK (((state <> 'paying'::text) OR (payout_id IS NOT NULL))),
  constraint detour_waits_by_a_time CHECK (((state = ANY (ARRAY['merchant'::text, 'proved'::text])) = (due_at IS NOT NULL))),
  constraint detour_way_check CHECK ((way = ANY (ARRAY['payout'::text, 'transfer'::text])))
);
comment on table payments.detour is 'kind: shopper. How a refund that the provider will not take reaches the shopper after all: who sees to it, until when, on which way, with which proof';
comment on column payments.detour.amount_minor is 'what is missing: the shares the provider refused, and what it paid too little';
comment on column payments.detour.proof is 'files of the case that show the transfer';
comment on column payments.detour.ahead is 'paid by the platform and taken from the merchant''s deposit, because the merchant did nothing';
CREATE INDEX detour_by_order ON payments.detour USING btree (customer_id, order_id);
alter table payments.detour enable row level security;
alter table payments.detour force row level security;
create policy guest on payments.detour as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.detour as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy people_never_pay on payments.detour as restrictive for update to aftercare_merchant, aftercare_staff using ((state = ANY (ARRAY['merchant'::text, 'platform'::text]))) with check ((state = ANY (ARRAY['proved'::text, 'wanted'::text])));
create policy recipient on payments.detour as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.detour as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy shopper_says_it_came on payments.detour as restrictive for update to aftercare_shopper using ((state = 'proved'::text)) with check ((state = ANY (ARRAY['received'::text, 'platform'::text])));
create policy staff on payments.detour as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.detour as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.detour to aftercare_merchant;
grant select on payments.detour to aftercare_shopper;
grant select on payments.detour to aftercare_staff;
grant insert, select, update on payments.detour to aftercare_system;
grant update (state, way, tender_id, reference, note, proof, chosen_by, ahead, due_at, moved_at, version) on payments.detour to aftercare_merchant;
grant update (state, due_at, moved_at, version) on payments.detour to aftercare_shopper;
grant update (state, way, tender_id, reference, note, proof, chosen_by, ahead, due_at, moved_at, version) on payments.detour to aftercare_staff;

create table payments.discrepancy (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  kind text not null,
  refund_id uuid,
  part_id uuid,
  collection_id uuid,
  payment text not null,
  state text default 'open'::text not null,
  came_minor bigint not null,
  amount_minor bigint not null,
  currency text not null,
  ending text,
  reference text default ''::text not null,
  note text default ''::text not null,
  decided_by text,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone,
  decided_at timestamp with time zone,
  ended_at timestamp with time zone,
  version integer default 1 not null,
  payout_id uuid,
  agreed_ending text,
  agreed_by text,
  constraint discrepancy_pkey PRIMARY KEY (customer_id, id),
  constraint discrepancy_customer_id_number_key UNIQUE (customer_id, number),
  constraint discrepancy_customer_id_collection_id_fkey FOREIGN KEY (customer_id, collection_id) REFERENCES payments.collection(customer_id, id),
  constraint discrepancy_customer_id_refund_id_fkey FOREIGN KEY (customer_id, refund_id) REFERENCES payments.refund(customer_id, id),
  constraint discrepancy_payout_fkey FOREIGN KEY (customer_id, payout_id) REFERENCES payments.payout(customer_id, id),
  constraint discrepancy_agreed_by_somebody CHECK (((agreed_ending IS NULL) = (agreed_by IS NULL))),
  constraint discrepancy_agreed_ending_check CHECK ((agreed_ending = ANY (ARRAY['taken-back'::text, 'borne'::text]))),
  constraint discrepancy_came_minor_check CHECK ((came_minor > 0)),
  constraint discrepancy_check CHECK (((amount_minor > 0) AND (amount_minor <= came_minor))),
  constraint discrepancy_ending_check CHECK ((ending = ANY (ARRAY['taken-back'::text, 'borne'::text, 'asked-back'::text, 'sent-back'::text, 'put-right'::text]))),
  constraint discrepancy_ends_as_its_kind_can CHECK (((ending IS NULL) OR
CASE kind
    WHEN 'paid-twice'::text THEN (ending = 'sent-back'::text)
    WHEN 'other-currency'::text THEN (ending = ANY (ARRAY['taken-back'::text, 'borne'::text, 'put-right'::text]))
    ELSE (ending = ANY (ARRAY['taken-back'::text, 'borne'::text, 'asked-back'::text, 'put-right'::text]))
END)),
  constraint discrepancy_ends_once CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL))),
  constraint discrepancy_is_of_something CHECK ((((kind = 'paid-twice'::text) = (collection_id IS NOT NULL)) AND (num_nonnulls(refund_id, collection_id) <= 1) AND (num_nonnulls(refund_id, payout_id, collection_id) >= 1))),
  constraint discrepancy_kind_check CHECK ((kind = ANY (ARRAY['too-much'::text, 'other-currency'::text, 'besides'::text, 'paid-twice'::text]))),
  constraint discrepancy_moves_by_a_decision CHECK (((state = 'open'::text) OR (ending IS NOT NULL))),
  constraint discrepancy_note_check CHECK ((length(note) <= 500)),
  constraint discrepancy_of_a_payment_names_it CHECK ((num_nonnulls(part_id, payout_id) =
CASE
    WHEN (kind = ANY (ARRAY['too-much'::text, 'other-currency'::text])) THEN 1
    ELSE 0
END)),
  constraint discrepancy_reference_check CHECK ((length(reference) <= 100)),
  constraint discrepancy_state_check CHECK ((state = ANY (ARRAY['open'::text, 'decided'::text, 'asked'::text, 'ended'::text]))),
  constraint discrepancy_waits_by_a_time CHECK (((state = 'open'::text) = (due_at IS NOT NULL)))
);
comment on table payments.discrepancy is 'kind: shopper. Money that came wrong, of one refund or one collection: the platform says by a time how it is put right, the system does it';
comment on column payments.discrepancy.payment is 'what the provider calls the payment that was one too many; of a share also its own id, where the provider gave none';
comment on column payments.discrepancy.came_minor is 'what came, in the currency it came in';
comment on column payments.discrepancy.amount_minor is 'what of it is too much; all of it where it came in another currency than was due';
comment on column payments.discrepancy.ending is 'taken-back: by the provider; borne: by the platform; asked-back: a collection; sent-back: the second payment of a collection; put-right: the provider corrected itself';
comment on column payments.discrepancy.payout_id is 'the payout that came wrong';
comment on column payments.discrepancy.agreed_ending is 'above every limit: what the first of two has said';
CREATE INDEX discrepancy_by_order ON payments.discrepancy USING btree (customer_id, order_id);
CREATE INDEX discrepancy_by_payout ON payments.discrepancy USING btree (customer_id, payout_id) WHERE (payout_id IS NOT NULL);
CREATE INDEX discrepancy_by_refund ON payments.discrepancy USING btree (customer_id, refund_id) WHERE (refund_id IS NOT NULL);
CREATE UNIQUE INDEX discrepancy_of_payment ON payments.discrepancy USING btree (customer_id, collection_id, payment) WHERE (collection_id IS NOT NULL);
CREATE INDEX discrepancy_open ON payments.discrepancy USING btree (due_at, id) WHERE (state = 'open'::text);
CREATE INDEX discrepancy_recent ON payments.discrepancy USING btree (opened_at DESC, id DESC);
alter table payments.discrepancy enable row level security;
alter table payments.discrepancy force row level security;
create policy guest on payments.discrepancy as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.discrepancy as permissive for all to aftercare_merchant using ((merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid));
create policy platform_says_how on payments.discrepancy as restrictive for update to aftercare_staff using ((state = 'open'::text)) with check ((state = ANY (ARRAY['open'::text, 'decided'::text])));
create policy recipient on payments.discrepancy as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.discrepancy as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.discrepancy as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.discrepancy as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.discrepancy to aftercare_merchant;
grant select on payments.discrepancy to aftercare_staff;
grant insert, select, update on payments.discrepancy to aftercare_system;
grant update (state, ending, reference, note, decided_by, due_at, decided_at, version, agreed_ending, agreed_by) on payments.discrepancy to aftercare_staff;

create table payments.freight_claim (
  customer_id uuid not null,
  id uuid not null,
  cover_id uuid not null,
  case_id uuid not null,
  case_number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  state text not null,
  amount_minor bigint not null,
  currency text not null,
  reckoning jsonb not null,
  decided_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  version integer default 1 not null,
  constraint freight_claim_pkey PRIMARY KEY (customer_id, id),
  constraint freight_claim_customer_id_cover_id_case_id_key UNIQUE (customer_id, cover_id, case_id),
  constraint freight_claim_customer_id_cover_id_fkey FOREIGN KEY (customer_id, cover_id) REFERENCES payments.freight_cover(customer_id, id),
  constraint freight_claim_amount_minor_check CHECK ((amount_minor >= 0)),
  constraint freight_claim_check CHECK (((state = 'refused'::text) = (amount_minor = 0))),
  constraint freight_claim_state_check CHECK ((state = ANY (ARRAY['refused'::text, 'paying'::text, 'paid'::text])))
);
comment on table payments.freight_claim is 'kind: shopper. What the freight insurance pays for one case, decided by itself; once for each cover and case';
CREATE INDEX freight_claim_by_case ON payments.freight_claim USING btree (customer_id, case_id);
alter table payments.freight_claim enable row level security;
alter table payments.freight_claim force row level security;
create policy guest on payments.freight_claim as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.freight_claim as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on payments.freight_claim as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.freight_claim as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.freight_claim as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.freight_claim as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.freight_claim to aftercare_merchant;
grant select on payments.freight_claim to aftercare_shopper;
grant select on payments.freight_claim to aftercare_staff;
grant insert, select, update on payments.freight_claim to aftercare_system;

create table payments.freight_cover (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  product_id text not null,
  product_version integer not null,
  premium_minor bigint not null,
  premium_payer text not null,
  covered_from timestamp with time zone not null,
  covered_until timestamp with time zone not null,
  premium_state text default 'due'::text not null,
  constraint freight_cover_pkey PRIMARY KEY (customer_id, id),
  constraint freight_cover_customer_id_order_id_merchant_id_key UNIQUE (customer_id, order_id, merchant_id),
  constraint freight_cover_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint freight_cover_premium_minor_check CHECK ((premium_minor >= 0)),
  constraint freight_cover_premium_payer_check CHECK ((premium_payer = ANY (ARRAY['shopper'::text, 'merchant'::text, 'platform'::text]))),
  constraint freight_cover_premium_state_check CHECK ((premium_state = ANY (ARRAY['due'::text, 'charged'::text, 'waived'::text])))
);
comment on table payments.freight_cover is 'kind: shopper. Freight insurance of one merchant''s part of an order, bought with it or given by the merchant';
comment on column payments.freight_cover.premium_state is 'due: the system charges it; charged: it is in the books; waived: covered before premiums were charged';
alter table payments.freight_cover enable row level security;
alter table payments.freight_cover force row level security;
create policy guest on payments.freight_cover as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.freight_cover as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy merchant_pays_itself on payments.freight_cover as restrictive for insert to aftercare_merchant with check ((premium_payer = 'merchant'::text));
create policy recipient on payments.freight_cover as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.freight_cover as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.freight_cover as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.freight_cover as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on payments.freight_cover to aftercare_merchant;
grant select on payments.freight_cover to aftercare_shopper;
grant insert, select on payments.freight_cover to aftercare_staff;
grant insert, select, update on payments.freight_cover to aftercare_system;

create table payments.freight_product (
  id text not null,
  version integer not null,
  title jsonb not null,
  premium_payer text not null,
  premium_minor bigint not null,
  currency text not null,
  terms jsonb not null,
  effective_from timestamp with time zone not null,
  constraint freight_product_pkey PRIMARY KEY (id, version),
  constraint freight_product_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint freight_product_premium_minor_check CHECK ((premium_minor >= 0)),
  constraint freight_product_premium_payer_check CHECK ((premium_payer = ANY (ARRAY['shopper'::text, 'merchant'::text, 'platform'::text]))),
  constraint freight_product_version_check CHECK ((version > 0))
);
comment on table payments.freight_product is 'kind: reference. Freight insurance as sold: who pays the premium, what is paid by distance, under which conditions and until when';
grant select on payments.freight_product to aftercare_merchant;
grant select on payments.freight_product to aftercare_shopper;
grant insert, select on payments.freight_product to aftercare_staff;
grant select on payments.freight_product to aftercare_system;

create table payments.goodwill_use (
  customer_id uuid not null,
  scope text not null,
  used_minor bigint not null,
  limit_minor bigint not null,
  constraint goodwill_use_pkey PRIMARY KEY (customer_id, scope),
  constraint goodwill_use_used_minor_check CHECK ((used_minor >= 0)),
  constraint goodwill_within_its_limit CHECK ((used_minor <= limit_minor))
);
comment on table payments.goodwill_use is 'kind: shopper. How much goodwill was spent on one case and on one shopper in one month; a guarded update keeps it within its limit';
alter table payments.goodwill_use enable row level security;
alter table payments.goodwill_use force row level security;
create policy guest on payments.goodwill_use as restrictive for all to aftercare_guest using (false);
create policy recipient on payments.goodwill_use as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.goodwill_use as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.goodwill_use as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.goodwill_use as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.goodwill_use to aftercare_staff;
grant insert, select, update on payments.goodwill_use to aftercare_system;

create table payments.instant_advance (
  customer_id uuid not null,
  refund_id uuid not null,
  cause_id uuid not null,
  cause_number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  state text not null,
  amount_minor bigint not null,
  currency text not null,
  collection_id uuid,
  taken_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  version integer default 1 not null,
  undone_at timestamp with time zone,
  constraint instant_advance_pkey PRIMARY KEY (customer_id, refund_id),
  constraint instant_advance_customer_id_cause_id_key UNIQUE (customer_id, cause_id),
  constraint instant_advance_customer_id_refund_id_fkey FOREIGN KEY (customer_id, refund_id) REFERENCES payments.refund(customer_id, id),
  constraint instant_advance_amount_minor_check CHECK ((amount_minor > 0)),
  constraint instant_advance_check CHECK (((state = 'earned'::text) OR ((state = 'open'::text) = (collection_id IS NULL)))),
  constraint instant_advance_check1 CHECK (((undone_at IS NULL) OR (state = 'recovered'::text))),
  constraint instant_advance_state_check CHECK ((state = ANY (ARRAY['open'::text, 'earned'::text, 'recovering'::text, 'recovered'::text, 'written-off'::text])))
);
comment on table payments.instant_advance is 'kind: shopper. A refund that was paid before the goods came, and what became of it';
comment on column payments.instant_advance.undone_at is 'paid back, and its case over: the units are free again and the refund counts no longer towards what was settled';
CREATE INDEX instant_advance_by_collection ON payments.instant_advance USING btree (customer_id, collection_id) WHERE (collection_id IS NOT NULL);
alter table payments.instant_advance enable row level security;
alter table payments.instant_advance force row level security;
create policy guest on payments.instant_advance as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.instant_advance as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on payments.instant_advance as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.instant_advance as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.instant_advance as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.instant_advance as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.instant_advance to aftercare_merchant;
grant select on payments.instant_advance to aftercare_shopper;
grant select on payments.instant_advance to aftercare_staff;
grant insert, select, update on payments.instant_advance to aftercare_system;

create table payments.instant_credit (
  customer_id uuid not null,
  currency text not null,
  limit_minor bigint not null,
  used_minor bigint not null,
  version integer default 1 not null,
  changed_at timestamp with time zone not null,
  constraint instant_credit_pkey PRIMARY KEY (customer_id),
  constraint instant_credit_used_minor_check CHECK ((used_minor >= 0)),
  constraint instant_credit_within_its_limit CHECK ((used_minor <= limit_minor))
);
comment on table payments.instant_credit is 'kind: shopper. How much may be paid back before the goods are here, and how much of it is';
alter table payments.instant_credit enable row level security;
alter table payments.instant_credit force row level security;
create policy guest on payments.instant_credit as restrictive for all to aftercare_guest using (false);
create policy recipient on payments.instant_credit as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.instant_credit as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.instant_credit as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.instant_credit as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.instant_credit to aftercare_shopper;
grant select on payments.instant_credit to aftercare_staff;
grant insert, select, update on payments.instant_credit to aftercare_system;

create table payments.ledger_line (
  customer_id uuid not null,
  posting_id uuid not null,
  line_no integer not null,
  order_id uuid not null,
  merchant_id uuid not null,
  refund_id uuid,
  account text not null,
  amount_minor bigint not null,
  currency text not null,
  at timestamp with time zone not null,
  payout_id uuid,
  collection_id uuid,
  loss_id uuid,
  discrepancy_id uuid,
  cover_id uuid,
  constraint ledger_line_pkey PRIMARY KEY (customer_id, posting_id, line_no),
  constraint ledger_line_has_a_cause CHECK ((num_nonnulls(refund_id, payout_id, collection_id, loss_id, discrepancy_id, cover_id) = 1))
);
comment on table payments.ledger_line is 'kind: shopper, append-only. Double entry; the lines of a posting sum to nothing';
CREATE INDEX ledger_line_by_collection ON payments.ledger_line USING btree (customer_id, collection_id) WHERE (collection_id IS NOT NULL);
CREATE INDEX ledger_line_by_cover ON payments.ledger_line USING btree (customer_id, cover_id) WHERE (cover_id IS NOT NULL);
CREATE INDEX ledger_line_by_discrepancy ON payments.ledger_line USING btree (customer_id, discrepancy_id) WHERE (discrepancy_id IS NOT NULL);
CREATE INDEX ledger_line_by_payout ON payments.ledger_line USING btree (customer_id, payout_id) WHERE (payout_id IS NOT NULL);
CREATE INDEX ledger_line_by_refund ON payments.ledger_line USING btree (customer_id, refund_id);
CREATE UNIQUE INDEX ledger_line_of_loss ON payments.ledger_line USING btree (customer_id, loss_id, line_no) WHERE (loss_id IS NOT NULL);
alter table payments.ledger_line enable row level security;
alter table payments.ledger_line force row level security;
create policy guest on payments.ledger_line as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.ledger_line as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on payments.ledger_line as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.ledger_line as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.ledger_line as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.ledger_line as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.ledger_line to aftercare_merchant;
grant select on payments.ledger_line to aftercare_shopper;
grant select on payments.ledger_line to aftercare_staff;
grant insert, select on payments.ledger_line to aftercare_system;

create table payments.payout (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  cause_kind text not null,
  cause_id uuid not null,
  state text not null,
  amount_minor bigint not null,
  currency text not null,
  payer text not null,
  payment text not null,
  attempts integer default 0 not null,
  provider_status text,
  provider_payout_id text,
  last_error text,
  reserved_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  settled_at timestamp with time zone,
  version integer default 1 not null,
  refund_id uuid,
  paid_minor bigint,
  due_at timestamp with time zone,
  constraint payout_pkey PRIMARY KEY (customer_id, id),
  constraint payout_customer_id_cause_kind_cause_id_key UNIQUE (customer_id, cause_kind, cause_id),
  constraint payout_refund_fkey FOREIGN KEY (customer_id, refund_id) REFERENCES payments.refund(customer_id, id),
  constraint payout_amount_minor_check CHECK ((amount_minor > 0)),
  constraint payout_cause_kind_check CHECK ((cause_kind = ANY (ARRAY['compensation'::text, 'freight-claim'::text, 'collection'::text, 'return-freight'::text, 'refund'::text, 'discrepancy'::text, 'payout'::text]))),
  constraint payout_of_a_refund CHECK (((cause_kind = 'refund'::text) = (refund_id IS NOT NULL))),
  constraint payout_paid_minor_check CHECK ((paid_minor > 0)),
  constraint payout_payer_check CHECK ((payer = ANY (ARRAY['merchant'::text, 'platform'::text, 'insurer'::text, 'shopper'::text]))),
  constraint payout_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'sending'::text, 'unknown'::text, 'settled'::text, 'refused'::text, 'mismatched'::text]))),
  constraint payout_waits_only_where_it_did_not_go CHECK (((due_at IS NULL) OR (state = ANY (ARRAY['refused'::text, 'mismatched'::text]))))
);
comment on table payments.payout is 'kind: shopper. Money to a shopper that is no refund of the goods: compensation, freight insurance, a payment that came too late; one per cause, its id is the number the provider knows';
comment on column payments.payout.payment is 'the payment it goes back along: the shopper is paid where the shopper paid';
comment on column payments.payout.paid_minor is 'what came of it where that was too little; the rest is a payout whose cause it is';
comment on column payments.payout.due_at is 'until when the platform sees to one that did not go; of a refund its detour says so';
CREATE INDEX payout_by_refund ON payments.payout USING btree (customer_id, refund_id) WHERE (refund_id IS NOT NULL);
CREATE INDEX payout_open ON payments.payout USING btree (reserved_at) WHERE (state <> ALL (ARRAY['settled'::text, 'refused'::text]));
CREATE INDEX payout_stuck ON payments.payout USING btree (due_at, id) WHERE (due_at IS NOT NULL);
alter table payments.payout enable row level security;
alter table payments.payout force row level security;
create policy guest on payments.payout as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.payout as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on payments.payout as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.payout as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.payout as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.payout as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.payout to aftercare_merchant;
grant select on payments.payout to aftercare_shopper;
grant select on payments.payout to aftercare_staff;
grant insert, select, update on payments.payout to aftercare_system;

create table payments.provider_event (
  provider text not null,
  event_id text not null,
  received_at timestamp with time zone not null,
  body jsonb not null,
  handled_at timestamp with time zone,
  constraint provider_event_pkey PRIMARY KEY (provider, event_id)
);
comment on table payments.provider_event is 'kind: local. Notices from payment providers; the key makes a repeat harmless';
grant select on payments.provider_event to aftercare_staff;
grant insert, select, update on payments.provider_event to aftercare_system;

create table payments.refund (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  cause_kind text not null,
  cause_id uuid not null,
  kind text not null,
  state text not null,
  amount_minor bigint not null,
  currency text not null,
  receipt jsonb not null,
  version integer default 1 not null,
  reserved_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  instant boolean default false not null,
  constraint refund_pkey PRIMARY KEY (customer_id, id),
  constraint refund_customer_id_cause_id_kind_key UNIQUE (customer_id, cause_id, kind),
  constraint refund_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint refund_amount_minor_check CHECK ((amount_minor > 0)),
  constraint refund_kind_check CHECK ((kind = ANY (ARRAY['goods'::text, 'allowance'::text]))),
  constraint refund_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'sending'::text, 'unknown'::text, 'settled'::text, 'refused'::text, 'mismatched'::text])))
);
comment on table payments.refund is 'kind: shopper. Money on its way back; one per cause and kind';
CREATE INDEX refund_by_order ON payments.refund USING btree (customer_id, order_id);
CREATE INDEX refund_open ON payments.refund USING btree (reserved_at) WHERE (state <> ALL (ARRAY['settled'::text, 'refused'::text]));
CREATE INDEX refund_settled_by_age ON payments.refund USING brin (settled_at) WITH (pages_per_range='32', autosummarize='on');
alter table payments.refund enable row level security;
alter table payments.refund force row level security;
create policy guest on payments.refund as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.refund as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on payments.refund as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.refund as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.refund as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.refund as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.refund to aftercare_merchant;
grant select on payments.refund to aftercare_shopper;
grant select on payments.refund to aftercare_staff;
grant insert, select, update on payments.refund to aftercare_system;

create table payments.refund_part (
  customer_id uuid not null,
  refund_id uuid not null,
  tender_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  amount_minor bigint not null,
  state text not null,
  attempts integer default 0 not null,
  provider_status text,
  provider_refund_id text,
  last_error text,
  sent_at timestamp with time zone,
  settled_at timestamp with time zone,
  settled_by text default 'provider'::text not null,
  paid_minor bigint,
  constraint refund_part_pkey PRIMARY KEY (customer_id, refund_id, tender_id),
  constraint refund_part_customer_id_id_key UNIQUE (customer_id, id),
  constraint refund_part_customer_id_refund_id_fkey FOREIGN KEY (customer_id, refund_id) REFERENCES payments.refund(customer_id, id),
  constraint refund_part_customer_id_tender_id_fkey FOREIGN KEY (customer_id, tender_id) REFERENCES orders.tender(customer_id, id),
  constraint refund_part_amount_minor_check CHECK ((amount_minor > 0)),
  constraint refund_part_paid_minor_check CHECK ((paid_minor >= 0)),
  constraint refund_part_settled_by_check CHECK ((settled_by = ANY (ARRAY['provider'::text, 'payout'::text, 'transfer'::text, 'other-money'::text]))),
  constraint refund_part_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'sending'::text, 'unknown'::text, 'settled'::text, 'refused'::text, 'mismatched'::text])))
);
comment on table payments.refund_part is 'kind: shopper. The share of one tender; its id is the number the provider knows, persisted before anything is sent';
comment on column payments.refund_part.settled_by is 'provider: as it was sent; payout: by another payment of the order or ahead by the platform; transfer: outside, proved by the merchant and confirmed by the shopper; other-money: by money of another currency, which the platform bears';
comment on column payments.refund_part.paid_minor is 'what the provider says it paid, where that is another sum than was asked';
alter table payments.refund_part enable row level security;
alter table payments.refund_part force row level security;
create policy guest on payments.refund_part as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.refund_part as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on payments.refund_part as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.refund_part as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.refund_part as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.refund_part as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.refund_part to aftercare_merchant;
grant select on payments.refund_part to aftercare_shopper;
grant select on payments.refund_part to aftercare_staff;
grant insert, select, update on payments.refund_part to aftercare_system;

create table payments.return_freight (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  case_id uuid not null,
  case_number text not null,
  state text not null,
  paid_by_shopper_minor bigint not null,
  at_once_minor bigint not null,
  amount_minor bigint not null,
  currency text not null,
  payer text not null,
  decided_by_kind text,
  decided_by text,
  note text default ''::text not null,
  refused_because text,
  asked_at timestamp with time zone not null,
  due_at timestamp with time zone,
  decided_at timestamp with time zone,
  paid_at timestamp with time zone,
  version integer default 1 not null,
  constraint return_freight_pkey PRIMARY KEY (customer_id, id),
  constraint return_freight_customer_id_case_id_key UNIQUE (customer_id, case_id),
  constraint return_freight_customer_id_number_key UNIQUE (customer_id, number),
  constraint freight_is_decided_once CHECK (((state = 'to-decide'::text) = (decided_at IS NULL))),
  constraint freight_is_no_more_than_was_paid CHECK ((amount_minor <= paid_by_shopper_minor)),
  constraint return_freight_amount_minor_check CHECK ((amount_minor > 0)),
  constraint return_freight_at_once_minor_check CHECK ((at_once_minor >= 0)),
  constraint return_freight_check CHECK (((state = 'to-decide'::text) = (due_at IS NOT NULL))),
  constraint return_freight_check1 CHECK (((state = 'refused'::text) = (refused_because IS NOT NULL))),
  constraint return_freight_check2 CHECK (((state = 'paid'::text) = (paid_at IS NOT NULL))),
  constraint return_freight_decided_by_kind_check CHECK ((decided_by_kind = ANY (ARRAY['policy'::text, 'person'::text, 'clock'::text]))),
  constraint return_freight_note_check CHECK ((length(note) <= 500)),
  constraint return_freight_paid_by_shopper_minor_check CHECK ((paid_by_shopper_minor > 0)),
  constraint return_freight_payer_check CHECK ((payer = ANY (ARRAY['merchant'::text, 'platform'::text]))),
  constraint return_freight_state_check CHECK ((state = ANY (ARRAY['to-decide'::text, 'approved'::text, 'paying'::text, 'paid'::text, 'refused'::text])))
);
comment on table payments.return_freight is 'kind: shopper. What a shopper laid out for the way back that somebody else bears: paid at once up to what the policy says, above it by a person or, where nobody looks, by the clock';
CREATE INDEX return_freight_recent ON payments.return_freight USING btree (asked_at DESC, id DESC);
CREATE INDEX return_freight_to_decide ON payments.return_freight USING btree (due_at, id) WHERE (state = 'to-decide'::text);
alter table payments.return_freight enable row level security;
alter table payments.return_freight force row level security;
create policy decided_stays_decided on payments.return_freight as restrictive for update to aftercare_merchant, aftercare_staff using ((state = 'to-decide'::text)) with check ((state = 'approved'::text));
create policy guest on payments.return_freight as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on payments.return_freight as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on payments.return_freight as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on payments.return_freight as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on payments.return_freight as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.return_freight as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.return_freight to aftercare_merchant;
grant select on payments.return_freight to aftercare_shopper;
grant select on payments.return_freight to aftercare_staff;
grant insert, select, update on payments.return_freight to aftercare_system;
grant update (state, amount_minor, decided_by_kind, decided_by, note, due_at, decided_at, version) on payments.return_freight to aftercare_merchant;
grant update (state, amount_minor, decided_by_kind, decided_by, note, due_at, decided_at, version) on payments.return_freight to aftercare_staff;

create schema platform;
grant usage on schema platform to aftercare_auth;
grant usage on schema platform to aftercare_merchant;
grant usage on schema platform to aftercare_shopper;
grant usage on schema platform to aftercare_staff;
grant usage on schema platform to aftercare_system;

create table platform.audit (
  id uuid not null,
  at timestamp with time zone not null,
  principal_kind text not null,
  principal_id text not null,
  action text not null,
  outcome text default 'done'::text not null,
  subject_kind text,
  subject_id text,
  customer_id uuid,
  merchant_id uuid,
  request_id text,
  detail jsonb default '{}'::jsonb not null,
  seq bigint,
  hash bytea,
  constraint audit_pkey PRIMARY KEY (id)
);
comment on table platform.audit is 'kind: local, append-only. Who did what to whom; commits with the action, chained within a second. Ids are in order of time';
CREATE UNIQUE INDEX audit_sealed ON platform.audit USING btree (seq) WHERE (seq IS NOT NULL);
CREATE INDEX audit_unsealed ON platform.audit USING btree (id) WHERE (seq IS NULL);
grant insert on platform.audit to aftercare_auth;
grant insert on platform.audit to aftercare_merchant;
grant insert on platform.audit to aftercare_shopper;
grant insert, select on platform.audit to aftercare_staff;
grant insert, select on platform.audit to aftercare_system;
grant update (seq, hash) on platform.audit to aftercare_system;

create table platform.audit_anchor (
  seq bigint not null,
  hash bytea not null,
  at timestamp with time zone not null,
  signature bytea not null,
  constraint audit_anchor_pkey PRIMARY KEY (seq)
);
comment on table platform.audit_anchor is 'kind: local, append-only. Signed heads of the audit chain, so that a rewritten tail shows';
grant select on platform.audit_anchor to aftercare_staff;
grant insert, select on platform.audit_anchor to aftercare_system;

create table platform.calendar_day (
  calendar text not null,
  day date not null,
  kind text not null,
  constraint calendar_day_pkey PRIMARY KEY (calendar, day),
  constraint calendar_day_kind_check CHECK ((kind = ANY (ARRAY['work'::text, 'rest'::text, 'holiday'::text])))
);
comment on table platform.calendar_day is 'kind: reference. Days that override or extend the packaged calendars, such as a newly published year';
grant select on platform.calendar_day to aftercare_merchant;
grant select on platform.calendar_day to aftercare_shopper;
grant insert, select, update on platform.calendar_day to aftercare_staff;
grant insert, select, update on platform.calendar_day to aftercare_system;

create table platform.clock (
  id integer not null,
  offset_seconds bigint default 0 not null,
  constraint clock_pkey PRIMARY KEY (id),
  constraint clock_id_check CHECK ((id = 1)),
  constraint clock_offset_seconds_check CHECK ((offset_seconds >= 0))
);
comment on table platform.clock is 'kind: reference. The sandbox clock: business time runs this many seconds ahead of real time, forward only';
grant select on platform.clock to aftercare_auth;
grant select on platform.clock to aftercare_merchant;
grant select on platform.clock to aftercare_shopper;
grant select on platform.clock to aftercare_staff;
grant delete, insert, select, update on platform.clock to aftercare_system;

create table platform.deadline (
  id uuid not null,
  customer_id uuid not null,
  merchant_id uuid,
  subject_kind text not null,
  subject_id uuid not null,
  kind text not null,
  epoch integer not null,
  waiting_on text not null,
  starts_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  calendar text not null,
  paused_seconds bigint default 0 not null,
  fired_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  claimed_until timestamp with time zone,
  reminders timestamp with time zone[] default '{}'::timestamp with time zone[] not null,
  given_seconds bigint,
  extended_seconds bigint default 0 not null,
  extended_times integer default 0 not null,
  constraint deadline_pkey PRIMARY KEY (id),
  constraint deadline_subject_id_kind_epoch_key UNIQUE (subject_id, kind, epoch),
  constraint deadline_times_check CHECK ((LEAST(extended_seconds, (extended_times)::bigint, given_seconds, paused_seconds) >= 0))
);
comment on table platform.deadline is 'kind: local. Who is waited for and until when; claimed when due and re-checked in the subject''s own transaction';
CREATE INDEX deadline_due ON platform.deadline USING btree (due_at) WHERE ((fired_at IS NULL) AND (cancelled_at IS NULL));
CREATE INDEX deadline_reminds ON platform.deadline USING btree ((reminders[1])) WHERE ((reminders <> '{}'::timestamp with time zone[]) AND (fired_at IS NULL) AND (cancelled_at IS NULL));
alter table platform.deadline enable row level security;
alter table platform.deadline force row level security;
create policy merchant on platform.deadline as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on platform.deadline as restrictive for select to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (subject_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy recipient_adds on platform.deadline as restrictive for insert to aftercare_guest with check (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR true));
create policy recipient_changes on platform.deadline as restrictive for update to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (subject_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy recipient_removes on platform.deadline as restrictive for delete to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (subject_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy shopper on platform.deadline as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on platform.deadline as permissive for all to aftercare_staff using (true) with check (true);
create policy system on platform.deadline as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on platform.deadline to aftercare_merchant;
grant insert, select on platform.deadline to aftercare_shopper;
grant insert, select on platform.deadline to aftercare_staff;
grant delete, insert, select, update on platform.deadline to aftercare_system;
grant update (epoch, due_at, paused_seconds, cancelled_at, reminders, extended_seconds, extended_times) on platform.deadline to aftercare_merchant;
grant update (epoch, due_at, paused_seconds, cancelled_at) on platform.deadline to aftercare_shopper;
grant update (epoch, due_at, paused_seconds, cancelled_at, reminders, extended_seconds, extended_times) on platform.deadline to aftercare_staff;
grant update (epoch, due_at, paused_seconds, cancelled_at, reminders, extended_seconds, extended_times) on platform.deadline to aftercare_system;

create table platform.directory (
  kind text not null,
  key text not null,
  customer_id uuid not null,
  id uuid not null,
  constraint directory_pkey PRIMARY KEY (kind, key)
);
comment on table platform.directory is 'kind: local. Global uniqueness and look-up of order, case, refund and tracking numbers and blind-indexed logins';
CREATE INDEX directory_by_customer ON platform.directory USING btree (customer_id, kind);
grant insert, select on platform.directory to aftercare_auth;
grant insert, select on platform.directory to aftercare_merchant;
grant insert, select on platform.directory to aftercare_shopper;
grant delete, insert, select, update on platform.directory to aftercare_staff;
grant delete, insert, select, update on platform.directory to aftercare_system;

create table platform.file (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid,
  merchant_id uuid,
  stored_id uuid not null,
  subject_kind text not null,
  subject_id uuid,
  media_type text not null,
  bytes integer not null,
  width integer,
  height integer,
  sha256 text not null,
  uploaded_by text not null,
  at timestamp with time zone not null,
  kind text,
  constraint file_pkey PRIMARY KEY (customer_id, id),
  constraint file_bytes_check CHECK ((bytes > 0)),
  constraint file_kind_check CHECK ((kind = ANY (ARRAY['photo'::text, 'video'::text, 'unboxing-video'::text, 'waybill'::text, 'report'::text]))),
  constraint file_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['order'::text, 'case'::text])))
);
comment on table platform.file is 'kind: shopper. Uploaded evidence; the bytes lie behind the file store under stored_id, which several cases of one request share';
CREATE INDEX file_by_bytes ON platform.file USING btree (stored_id);
CREATE INDEX file_by_subject ON platform.file USING btree (customer_id, subject_id);
CREATE INDEX file_unclaimed ON platform.file USING btree (id) WHERE (subject_kind = 'order'::text);
alter table platform.file enable row level security;
alter table platform.file force row level security;
create policy guest on platform.file as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on platform.file as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on platform.file as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR ((uploaded_by = ('recipient:'::text || NULLIF(current_setting('app.present_id'::text, true), ''::text))) OR (subject_id IN ( SELECT c.id
   FROM returns.return_case c)))));
create policy shopper on platform.file as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on platform.file as permissive for all to aftercare_staff using (true) with check (true);
create policy system on platform.file as permissive for all to aftercare_system using (true) with check (true);
create policy unclaimed on platform.file as restrictive for delete to aftercare_merchant, aftercare_shopper, aftercare_staff using ((subject_kind = 'order'::text));
grant delete, insert, select on platform.file to aftercare_merchant;
grant delete, insert, select on platform.file to aftercare_shopper;
grant delete, insert, select on platform.file to aftercare_staff;
grant delete, insert, select, update on platform.file to aftercare_system;
grant update (merchant_id, subject_kind, subject_id) on platform.file to aftercare_merchant;
grant update (merchant_id, subject_kind, subject_id) on platform.file to aftercare_shopper;
grant update (merchant_id, subject_kind, subject_id) on platform.file to aftercare_staff;

create table platform.idempotency (
  principal text not null,
  action text not null,
  key text not null,
  body_hash text not null,
  response text not null,
  at timestamp with time zone not null,
  replayed integer default 0 not null,
  last_replay_at timestamp with time zone,
  constraint idempotency_pkey PRIMARY KEY (principal, action, key),
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);
comment on table platform.idempotency is 'kind: local. Answers by principal, action and key, kept 30 days; replaying one writes a row, so that its durability is that of the first answer';
CREATE INDEX idempotency_by_age ON platform.idempotency USING brin (at);
alter table platform.idempotency enable row level security;
alter table platform.idempotency force row level security;
create policy principal on platform.idempotency as permissive for all to aftercare_merchant, aftercare_shopper, aftercare_staff using ((principal = current_setting('app.principal'::text, true)));
create policy system on platform.idempotency as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on platform.idempotency to aftercare_merchant;
grant insert, select on platform.idempotency to aftercare_shopper;
grant insert, select on platform.idempotency to aftercare_staff;
grant delete, insert, select on platform.idempotency to aftercare_system;
grant update (replayed, last_replay_at) on platform.idempotency to aftercare_merchant;
grant update (replayed, last_replay_at) on platform.idempotency to aftercare_shopper;
grant update (replayed, last_replay_at) on platform.idempotency to aftercare_staff;
grant update (replayed, last_replay_at) on platform.idempotency to aftercare_system;

create table platform.message (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid,
  at timestamp with time zone not null,
  kind text not null,
  params jsonb not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_number text not null,
  read_at timestamp with time zone,
  mailed_at timestamp with time zone,
  constraint message_pkey PRIMARY KEY (customer_id, id)
);
comment on table platform.message is 'kind: shopper. The in-app inbox';
CREATE INDEX message_by_time ON platform.message USING btree (customer_id, at DESC, id DESC);
alter table platform.message enable row level security;
alter table platform.message force row level security;
create policy guest on platform.message as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy recipient on platform.message as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on platform.message as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on platform.message as permissive for all to aftercare_staff using (true) with check (true);
create policy system on platform.message as permissive for all to aftercare_system using (true) with check (true);
grant select on platform.message to aftercare_shopper;
grant select on platform.message to aftercare_staff;
grant delete, insert, select, update on platform.message to aftercare_system;
grant update (read_at) on platform.message to aftercare_shopper;

create table platform.outbox (
  id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  version integer not null,
  customer_id uuid,
  merchant_id uuid,
  subject_kind text not null,
  subject_id uuid not null,
  subject_seq bigint not null,
  payload jsonb not null,
  claimed_until timestamp with time zone,
  attempts integer default 0 not null,
  done_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (id)
);
comment on table platform.outbox is 'kind: local. Facts written with the change they tell of; relayed after commit';
CREATE INDEX outbox_done ON platform.outbox USING brin (done_at) WHERE (done_at IS NOT NULL);
CREATE INDEX outbox_pending ON platform.outbox USING btree (id) WHERE (done_at IS NULL);
grant insert on platform.outbox to aftercare_merchant;
grant insert on platform.outbox to aftercare_shopper;
grant insert, select on platform.outbox to aftercare_staff;
grant delete, insert, select, update on platform.outbox to aftercare_system;

create table platform.parcel_photo (
  id uuid not null,
  subject_kind text,
  subject_id uuid,
  merchant_id uuid,
  customer_id uuid,
  media_type text not null,
  bytes integer not null,
  width integer not null,
  height integer not null,
  sha256 text not null,
  uploaded_by text not null,
  at timestamp with time zone not null,
  constraint parcel_photo_pkey PRIMARY KEY (id),
  constraint parcel_photo_bytes_check CHECK ((bytes > 0)),
  constraint parcel_photo_check CHECK (((subject_kind IS NULL) = (subject_id IS NULL))),
  constraint parcel_photo_media_type_check CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/webp'::text]))),
  constraint parcel_photo_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
comment on table platform.parcel_photo is 'kind: local. Photos of parcels as they passed through hands; the bytes lie behind the file store under the id, and the fingerprint is in the chain of custody. Without a subject until a scan uses it';
CREATE INDEX parcel_photo_by_age ON platform.parcel_photo USING btree (at);
CREATE INDEX parcel_photo_by_shopper ON platform.parcel_photo USING btree (customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX parcel_photo_by_subject ON platform.parcel_photo USING btree (subject_id) WHERE (subject_id IS NOT NULL);
alter table platform.parcel_photo enable row level security;
alter table platform.parcel_photo force row level security;
create policy merchant on platform.parcel_photo as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on platform.parcel_photo as permissive for all to aftercare_staff using (true) with check (true);
create policy system on platform.parcel_photo as permissive for all to aftercare_system using (true) with check (true);
create policy unclaimed on platform.parcel_photo as restrictive for delete to aftercare_merchant, aftercare_staff using ((subject_id IS NULL));
grant delete, insert, select on platform.parcel_photo to aftercare_merchant;
grant delete, insert, select on platform.parcel_photo to aftercare_staff;
grant delete, insert, select, update on platform.parcel_photo to aftercare_system;
grant update (subject_kind, subject_id, merchant_id, customer_id) on platform.parcel_photo to aftercare_merchant;
grant update (subject_kind, subject_id, merchant_id, customer_id) on platform.parcel_photo to aftercare_staff;

create table platform.policy (
  id text not null,
  version integer not null,
  merchant_id uuid,
  title jsonb not null,
  body jsonb not null,
  effective_from timestamp with time zone not null,
  published_at timestamp with time zone not null,
  published_by text not null,
  constraint policy_pkey PRIMARY KEY (id, version),
  constraint policy_version_check CHECK ((version > 0))
);
comment on table platform.policy is 'kind: reference, append-only. Published policy versions; an order pins the one in force at purchase';
CREATE INDEX policy_by_merchant ON platform.policy USING btree (merchant_id, effective_from DESC);
alter table platform.policy enable row level security;
alter table platform.policy force row level security;
create policy merchant on platform.policy as permissive for insert to aftercare_merchant with check ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy readers on platform.policy as permissive for select to aftercare_merchant, aftercare_shopper, aftercare_staff, aftercare_system using (true);
create policy staff on platform.policy as permissive for insert to aftercare_staff with check (true);
create policy system on platform.policy as permissive for insert to aftercare_system with check (true);
grant insert, select on platform.policy to aftercare_merchant;
grant select on platform.policy to aftercare_shopper;
grant insert, select on platform.policy to aftercare_staff;
grant insert, select on platform.policy to aftercare_system;

create unlogged table platform.presence (
  subject text not null,
  viewer_id text not null,
  name text not null,
  until timestamp with time zone not null,
  constraint presence_pkey PRIMARY KEY (subject, viewer_id)
);
comment on table platform.presence is 'kind: local. Which staff look at what right now; worth nothing after half a minute, so it is not logged';
grant select on platform.presence to aftercare_staff;
grant delete, insert, select, update on platform.presence to aftercare_system;

create table platform.setting (
  key text not null,
  value jsonb not null,
  constraint setting_pkey PRIMARY KEY (key)
);
comment on table platform.setting is 'kind: reference. Facts about this deployment that are not configuration, such as when the demo shop was loaded';
grant select on platform.setting to aftercare_merchant;
grant select on platform.setting to aftercare_shopper;
grant insert, select, update on platform.setting to aftercare_staff;
grant insert, select, update on platform.setting to aftercare_system;

create table platform.stream_event (
  subject text not null,
  seq bigint not null,
  at timestamp with time zone not null,
  kind text not null,
  data jsonb not null,
  constraint stream_event_pkey PRIMARY KEY (subject, seq)
);
comment on table platform.stream_event is 'kind: local. What was pushed, so that a client that was away can resume; kept a day';
CREATE INDEX stream_event_by_age ON platform.stream_event USING brin (at);
grant select on platform.stream_event to aftercare_staff;
grant delete, insert, select, update on platform.stream_event to aftercare_system;

create table platform.stream_head (
  subject text not null,
  seq bigint not null,
  constraint stream_head_pkey PRIMARY KEY (subject)
);
comment on table platform.stream_head is 'kind: local. Last sequence number of each realtime subject';
grant select on platform.stream_head to aftercare_staff;
grant delete, insert, select, update on platform.stream_head to aftercare_system;

create table platform.timeline (
  customer_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  seq bigint not null,
  order_id uuid,
  merchant_id uuid,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  kind text not null,
  data jsonb default '{}'::jsonb not null,
  constraint timeline_pkey PRIMARY KEY (customer_id, subject_id, seq)
);
comment on table platform.timeline is 'kind: shopper, append-only. What happened, in order, as everyone may read it';
alter table platform.timeline enable row level security;
alter table platform.timeline force row level security;
create policy guest on platform.timeline as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on platform.timeline as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on platform.timeline as restrictive for select to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (subject_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy recipient_adds on platform.timeline as restrictive for insert to aftercare_guest with check (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (order_id IN ( SELECT p.order_id
   FROM orders.present p))));
create policy recipient_changes on platform.timeline as restrictive for update to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (subject_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy recipient_removes on platform.timeline as restrictive for delete to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (subject_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy shopper on platform.timeline as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on platform.timeline as permissive for all to aftercare_staff using (true) with check (true);
create policy system on platform.timeline as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on platform.timeline to aftercare_merchant;
grant insert, select on platform.timeline to aftercare_shopper;
grant insert, select on platform.timeline to aftercare_staff;
grant insert, select on platform.timeline to aftercare_system;

create table platform.webhook_delivery (
  id uuid not null,
  endpoint_id uuid not null,
  fact_id uuid not null,
  fact_kind text not null,
  body text not null,
  state text not null,
  attempts integer default 0 not null,
  last_status integer,
  last_error text,
  created_at timestamp with time zone not null,
  last_attempt_at timestamp with time zone,
  next_attempt_at timestamp with time zone,
  milliseconds integer,
  constraint webhook_delivery_pkey PRIMARY KEY (id),
  constraint webhook_delivery_endpoint_id_fact_id_key UNIQUE (endpoint_id, fact_id),
  constraint webhook_delivery_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES platform.webhook_endpoint(id),
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);
comment on table platform.webhook_delivery is 'kind: local. One fact for one endpoint, and how its delivery went';
CREATE INDEX webhook_delivery_by_age ON platform.webhook_delivery USING btree (created_at);
CREATE INDEX webhook_delivery_by_endpoint ON platform.webhook_delivery USING btree (endpoint_id, created_at DESC, id DESC);
alter table platform.webhook_delivery enable row level security;
alter table platform.webhook_delivery force row level security;
create policy merchant on platform.webhook_delivery as permissive for all to aftercare_merchant using ((endpoint_id IN ( SELECT webhook_endpoint.id
   FROM platform.webhook_endpoint)));
create policy staff on platform.webhook_delivery as permissive for all to aftercare_staff using (true) with check (true);
create policy system on platform.webhook_delivery as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on platform.webhook_delivery to aftercare_merchant;
grant insert, select, update on platform.webhook_delivery to aftercare_staff;
grant delete, insert, select, update on platform.webhook_delivery to aftercare_system;

create table platform.webhook_endpoint (
  id uuid not null,
  merchant_id uuid,
  url text not null,
  facts text[] not null,
  secret text not null,
  state text not null,
  pause_reason text,
  paused_at timestamp with time zone,
  last_attempt_at timestamp with time zone,
  last_status integer,
  last_delivered_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint webhook_endpoint_pkey PRIMARY KEY (id),
  constraint webhook_endpoint_pause_reason_check CHECK ((pause_reason = ANY (ARRAY['asked'::text, 'failing'::text]))),
  constraint webhook_endpoint_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'deleted'::text]))),
  constraint webhook_endpoint_url_check CHECK ((length(url) <= 2000))
);
comment on table platform.webhook_endpoint is 'kind: reference. Where facts are sent; the secret is sealed with the field key';
alter table platform.webhook_endpoint enable row level security;
alter table platform.webhook_endpoint force row level security;
create policy merchant on platform.webhook_endpoint as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on platform.webhook_endpoint as permissive for all to aftercare_staff using (true) with check (true);
create policy system on platform.webhook_endpoint as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on platform.webhook_endpoint to aftercare_merchant;
grant insert, select, update on platform.webhook_endpoint to aftercare_staff;
grant insert, select, update on platform.webhook_endpoint to aftercare_system;

CREATE OR REPLACE FUNCTION platform.close_to_recipients(t regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format(
    'create policy recipient on %s as restrictive to aftercare_guest using (nullif(current_setting(''app.present_id'', true), '''') is null)', t);
end $function$
;

CREATE OR REPLACE FUNCTION platform.expect(touched bigint, wanted bigint, belief text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if touched is distinct from wanted then
    raise exception 'broken belief: % (found %, wanted %)', belief, touched, wanted using errcode = 'AC001';
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION platform.narrow_to_order(t regclass, order_column text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if order_column is null then
    execute format('create policy guest on %s as restrictive to aftercare_guest using (false)', t);
  else
    execute format('create policy guest on %s as restrictive to aftercare_guest using (%I = current_setting(''app.order_id'')::uuid)', t, order_column);
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION platform.open_to_recipients(t regclass, seen text, added text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION platform.protect(t regclass, order_column text, merchant_column text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION platform.protect_from_shoppers(t regclass, order_column text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('create policy shopper on %s to aftercare_shopper using (customer_id = current_setting(''app.customer_id'')::uuid)', t);
  perform platform.narrow_to_order(t, order_column);
end $function$
;

create schema returns;
grant usage on schema returns to aftercare_merchant;
grant usage on schema returns to aftercare_shopper;
grant usage on schema returns to aftercare_staff;
grant usage on schema returns to aftercare_system;

create domain returns.answered_by as text CHECK ((VALUE = ANY (ARRAY['person'::text, 'policy'::text, 'clock'::text])));
create domain returns.case_note as text CHECK ((length(VALUE) <= 2000));
create domain returns.case_state as text CHECK ((VALUE = ANY (ARRAY['submitted'::text, 'negotiating'::text, 'approved'::text, 'rejected'::text, 'completed'::text, 'withdrawn'::text, 'closed'::text])));
create domain returns.difference_state as text CHECK ((VALUE = ANY (ARRAY['none'::text, 'asked'::text, 'paid'::text, 'over'::text])));
create domain returns.dispute_state as text CHECK ((VALUE = ANY (ARRAY['none'::text, 'evidence'::text, 'review'::text, 'ruled'::text, 'appeal'::text, 'final'::text, 'closed'::text])));
create domain returns.goods_state as text CHECK ((VALUE = ANY (ARRAY['none'::text, 'awaiting-shipment'::text, 'in-transit'::text, 'arrived'::text, 'inspected'::text, 'lost'::text, 'not-sent'::text])));
create domain returns.interception_state as text CHECK ((VALUE = ANY (ARRAY['none'::text, 'wished'::text, 'wanted'::text, 'confirmed'::text, 'failed'::text])));
create domain returns.kind as text CHECK ((VALUE = ANY (ARRAY['cancel-before-shipment'::text, 'refund-only'::text, 'return-and-refund'::text, 'exchange'::text, 'repair'::text, 'reship'::text, 'price-protection'::text, 'refuse-delivery'::text])));
create domain returns.money_state as text CHECK ((VALUE = ANY (ARRAY['none'::text, 'due'::text, 'reserved'::text, 'sending'::text, 'unknown'::text, 'settled'::text, 'attention'::text])));
create domain returns.outbound_state as text CHECK ((VALUE = ANY (ARRAY['none'::text, 'to-ship'::text, 'shipped'::text, 'arrived'::text, 'delivered'::text, 'lost'::text, 'refused'::text, 'cancelled'::text])));
create domain returns.outbound_trouble as text CHECK ((VALUE = ANY (ARRAY['not-arrived'::text, 'wrong'::text, 'broken'::text, 'lost'::text, 'returned'::text, 'unconfirmed'::text])));
create domain returns.repair_outcome as text CHECK ((VALUE = ANY (ARRAY['repaired'::text, 'parts-replaced'::text, 'not-repairable'::text])));
create domain returns.verdict as text CHECK ((VALUE = ANY (ARRAY['ALLOW'::text, 'DENY'::text, 'REVIEW'::text])));
create domain returns.waiting_on as text CHECK ((VALUE = ANY (ARRAY['shopper'::text, 'merchant'::text, 'warehouse'::text, 'platform'::text, 'payment'::text, 'nobody'::text])));
create domain returns.ways_back as text[] CHECK (((cardinality(VALUE) > 0) AND (VALUE <@ ARRAY['pickup'::text, 'self-ship'::text, 'drop-off'::text, 'store'::text, 'refused-at-door'::text])));
create domain returns.words as jsonb CHECK ((jsonb_typeof(VALUE) = 'object'::text));

create table returns.case_line (
  customer_id uuid not null,
  case_id uuid not null,
  line_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  unit_nos integer[] not null,
  quantity integer not null,
  accepted_quantity integer,
  facts jsonb not null,
  verdict returns.verdict not null,
  requested_minor bigint not null,
  constraint case_line_pkey PRIMARY KEY (customer_id, case_id, line_id),
  constraint case_line_customer_id_case_id_fkey FOREIGN KEY (customer_id, case_id) REFERENCES returns.return_case(customer_id, id),
  constraint case_line_customer_id_line_id_fkey FOREIGN KEY (customer_id, line_id) REFERENCES orders.line(customer_id, id),
  constraint case_line_check CHECK (((accepted_quantity >= 0) AND (accepted_quantity <= quantity))),
  constraint case_line_check1 CHECK ((cardinality(unit_nos) = quantity)),
  constraint case_line_quantity_check CHECK ((quantity > 0)),
  constraint case_line_requested_minor_check CHECK ((requested_minor >= 0))
);
comment on table returns.case_line is 'kind: shopper. Which units, and the facts their decision was computed from';
alter table returns.case_line enable row level security;
alter table returns.case_line force row level security;
create policy guest on returns.case_line as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on returns.case_line as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on returns.case_line as restrictive for select to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (case_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy recipient_adds on returns.case_line as restrictive for insert to aftercare_guest with check (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (line_id IN ( SELECT l.id
   FROM orders.line l))));
create policy recipient_changes on returns.case_line as restrictive for update to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (case_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy recipient_removes on returns.case_line as restrictive for delete to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (case_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy shopper on returns.case_line as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.case_line as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.case_line as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.case_line to aftercare_merchant;
grant insert, select, update on returns.case_line to aftercare_shopper;
grant insert, select, update on returns.case_line to aftercare_staff;
grant insert, select, update on returns.case_line to aftercare_system;

create table returns.clock_pause (
  id uuid not null,
  merchant_id uuid,
  cause text not null,
  label jsonb not null,
  holds text[] not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  published_by text not null,
  published_at timestamp with time zone not null,
  moved integer default 0 not null,
  applied_at timestamp with time zone,
  constraint clock_pause_pkey PRIMARY KEY (id),
  constraint clock_pause_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint clock_pause_cause_check CHECK ((cause = ANY (ARRAY['festival'::text, 'peak'::text, 'force-majeure'::text]))),
  constraint clock_pause_check CHECK ((until_at > from_at)),
  constraint clock_pause_holds_check CHECK (((cardinality(holds) > 0) AND (holds <@ ARRAY['merchant'::text, 'warehouse'::text, 'shopper'::text]))),
  constraint clock_pause_moved_check CHECK ((moved >= 0))
);
comment on table returns.clock_pause is 'kind: reference. Stretches in which the clocks of open cases stand still, whatever policy they are pinned to; of the platform (merchant_id null) or of one merchant. Published once; moved and applied_at tell how far the open clocks follow';
CREATE INDEX clock_pause_by_end ON returns.clock_pause USING btree (until_at);
alter table returns.clock_pause enable row level security;
alter table returns.clock_pause force row level security;
create policy merchant_adds on returns.clock_pause as permissive for insert to aftercare_merchant with check ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy merchant_reads on returns.clock_pause as permissive for select to aftercare_merchant using (((merchant_id IS NULL) OR (merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif"))));
create policy shopper_reads on returns.clock_pause as permissive for select to aftercare_shopper using (true);
create policy staff on returns.clock_pause as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.clock_pause as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on returns.clock_pause to aftercare_merchant;
grant select on returns.clock_pause to aftercare_shopper;
grant insert, select on returns.clock_pause to aftercare_staff;
grant select on returns.clock_pause to aftercare_system;
grant update (moved, applied_at) on returns.clock_pause to aftercare_system;

create table returns.deduction_price (
  id uuid not null,
  merchant_id uuid,
  category_code text,
  grade text not null,
  percent integer,
  fixed_minor bigint,
  currency text,
  label jsonb not null,
  active boolean default true not null,
  version integer default 1 not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  constraint deduction_price_pkey PRIMARY KEY (id),
  constraint deduction_price_category_code_fkey FOREIGN KEY (category_code) REFERENCES catalog.category(code),
  constraint deduction_price_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint deduction_price_check CHECK (((percent IS NULL) <> (fixed_minor IS NULL))),
  constraint deduction_price_check1 CHECK (((fixed_minor IS NULL) = (currency IS NULL))),
  constraint deduction_price_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint deduction_price_fixed_minor_check CHECK ((fixed_minor > 0)),
  constraint deduction_price_grade_check CHECK ((grade = ANY (ARRAY['as-new'::text, 'opened'::text, 'used'::text, 'damaged'::text, 'wrong-item'::text, 'missing'::text]))),
  constraint deduction_price_percent_check CHECK (((percent >= 1) AND (percent <= 100))),
  constraint deduction_price_version_check CHECK ((version > 0))
);
comment on table returns.deduction_price is 'kind: reference. What a grade takes off the refund, of a category or of everything; of the platform (merchant_id null) or of one merchant';
comment on column returns.deduction_price.percent is 'of what was paid for the unit';
comment on column returns.deduction_price.fixed_minor is 'for each unit';
CREATE INDEX deduction_price_by_grade ON returns.deduction_price USING btree (grade, merchant_id) WHERE active;
alter table returns.deduction_price enable row level security;
alter table returns.deduction_price force row level security;
create policy merchant_adds on returns.deduction_price as permissive for insert to aftercare_merchant with check ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy merchant_changes on returns.deduction_price as permissive for update to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy merchant_reads on returns.deduction_price as permissive for select to aftercare_merchant using (((merchant_id IS NULL) OR (merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif"))));
create policy staff on returns.deduction_price as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.deduction_price as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.deduction_price to aftercare_merchant;
grant insert, select, update on returns.deduction_price to aftercare_staff;
grant insert, select, update on returns.deduction_price to aftercare_system;

create table returns.disposition_change (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  line_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  from_disposition text not null,
  to_disposition text not null,
  quantity integer not null,
  note text not null,
  changed_by text not null,
  at timestamp with time zone not null,
  constraint disposition_change_pkey PRIMARY KEY (customer_id, id),
  constraint disposition_change_customer_id_case_id_line_id_fkey FOREIGN KEY (customer_id, case_id, line_id) REFERENCES returns.case_line(customer_id, case_id, line_id),
  constraint disposition_change_check CHECK ((from_disposition <> to_disposition)),
  constraint disposition_change_from_disposition_check CHECK ((from_disposition = ANY (ARRAY['restock'::text, 'refurbish'::text, 'scrap'::text, 'return-to-shopper'::text, 'none'::text]))),
  constraint disposition_change_note_check CHECK ((length(note) <= 2000)),
  constraint disposition_change_quantity_check CHECK ((quantity > 0)),
  constraint disposition_change_to_disposition_check CHECK ((to_disposition = ANY (ARRAY['restock'::text, 'refurbish'::text, 'scrap'::text, 'return-to-shopper'::text, 'none'::text])))
);
comment on table returns.disposition_change is 'kind: shopper, append-only. Pieces that were dealt with otherwise after the count, by whom and why';
CREATE INDEX disposition_change_by_case ON returns.disposition_change USING btree (customer_id, case_id);
alter table returns.disposition_change enable row level security;
alter table returns.disposition_change force row level security;
create policy guest on returns.disposition_change as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on returns.disposition_change as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on returns.disposition_change as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on returns.disposition_change as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.disposition_change as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.disposition_change as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on returns.disposition_change to aftercare_merchant;
grant select on returns.disposition_change to aftercare_shopper;
grant insert, select on returns.disposition_change to aftercare_staff;
grant insert, select on returns.disposition_change to aftercare_system;

create table returns.dispute (
  customer_id uuid not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  claim text not null,
  shopper_stated_at timestamp with time zone,
  merchant_stated_at timestamp with time zone,
  blame text,
  ruling text,
  amount_minor bigint,
  ruling_note text,
  ruled_by text,
  ruled_at timestamp with time zone,
  appealed_by text,
  appealed_at timestamp with time zone,
  appeal_note text,
  closed_at timestamp with time zone,
  constraint dispute_pkey PRIMARY KEY (customer_id, case_id),
  constraint dispute_customer_id_case_id_fkey FOREIGN KEY (customer_id, case_id) REFERENCES returns.return_case(customer_id, id),
  constraint dispute_amount_minor_check CHECK ((amount_minor >= 0)),
  constraint dispute_appealed_by_check CHECK ((appealed_by = ANY (ARRAY['shopper'::text, 'merchant'::text]))),
  constraint dispute_blame_check CHECK ((blame = ANY (ARRAY['merchant'::text, 'shopper'::text, 'carrier'::text, 'nobody'::text]))),
  constraint dispute_check CHECK ((((ruling = 'partial'::text) = (amount_minor IS NOT NULL)) OR (ruling IS NULL))),
  constraint dispute_claim_check CHECK ((length(claim) <= 2000)),
  constraint dispute_ruling_check CHECK ((ruling = ANY (ARRAY['grant'::text, 'partial'::text, 'refuse'::text])))
);
comment on table returns.dispute is 'kind: shopper. A case before the platform: what both sides said, how it was ruled, who appealed';
alter table returns.dispute enable row level security;
alter table returns.dispute force row level security;
create policy guest on returns.dispute as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on returns.dispute as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on returns.dispute as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (case_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy shopper on returns.dispute as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.dispute as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.dispute as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.dispute to aftercare_merchant;
grant insert, select, update on returns.dispute to aftercare_shopper;
grant insert, select, update on returns.dispute to aftercare_staff;
grant insert, select, update on returns.dispute to aftercare_system;

create table returns.goods_in_house (
  customer_id uuid not null,
  case_id uuid not null,
  line_id uuid not null,
  disposition text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  quantity integer not null,
  since timestamp with time zone not null,
  constraint goods_in_house_pkey PRIMARY KEY (customer_id, case_id, line_id, disposition),
  constraint goods_in_house_customer_id_case_id_line_id_fkey FOREIGN KEY (customer_id, case_id, line_id) REFERENCES returns.case_line(customer_id, case_id, line_id),
  constraint goods_in_house_disposition_check CHECK ((disposition = ANY (ARRAY['restock'::text, 'refurbish'::text, 'scrap'::text, 'return-to-shopper'::text, 'none'::text]))),
  constraint goods_in_house_quantity_check CHECK ((quantity >= 0))
);
comment on table returns.goods_in_house is 'kind: shopper. How many received pieces of a line stand under each disposition';
comment on column returns.goods_in_house.since is 'when a piece last came under this disposition';
CREATE INDEX goods_in_house_waiting ON returns.goods_in_house USING btree (disposition, since, line_id) WHERE ((quantity > 0) AND (disposition = ANY (ARRAY['refurbish'::text, 'none'::text])));
CREATE INDEX goods_in_house_waiting_of ON returns.goods_in_house USING btree (merchant_id, disposition, since, line_id) WHERE ((quantity > 0) AND (disposition = ANY (ARRAY['refurbish'::text, 'none'::text])));
alter table returns.goods_in_house enable row level security;
alter table returns.goods_in_house force row level security;
create policy guest on returns.goods_in_house as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on returns.goods_in_house as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on returns.goods_in_house as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on returns.goods_in_house as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.goods_in_house as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.goods_in_house as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.goods_in_house to aftercare_merchant;
grant select on returns.goods_in_house to aftercare_shopper;
grant insert, select, update on returns.goods_in_house to aftercare_staff;
grant insert, select, update on returns.goods_in_house to aftercare_system;

create table returns.inspection (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  line_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  expected_quantity integer not null,
  received_quantity integer not null,
  accepted_quantity integer not null,
  grade text not null,
  disposition text not null,
  note text default ''::text not null,
  inspected_by text not null,
  at timestamp with time zone not null,
  photos uuid[] default '{}'::uuid[] not null,
  serials text[] default '{}'::text[] not null,
  constraint inspection_pkey PRIMARY KEY (customer_id, id),
  constraint inspection_customer_id_case_id_line_id_fkey FOREIGN KEY (customer_id, case_id, line_id) REFERENCES returns.case_line(customer_id, case_id, line_id),
  constraint inspection_check CHECK (((accepted_quantity >= 0) AND (accepted_quantity <= received_quantity))),
  constraint inspection_disposition_check CHECK ((disposition = ANY (ARRAY['restock'::text, 'refurbish'::text, 'scrap'::text, 'return-to-shopper'::text, 'none'::text]))),
  constraint inspection_grade_check CHECK ((grade = ANY (ARRAY['as-new'::text, 'opened'::text, 'used'::text, 'damaged'::text, 'wrong-item'::text, 'missing'::text]))),
  constraint inspection_note_check CHECK ((length(note) <= 2000)),
  constraint inspection_received_quantity_check CHECK ((received_quantity >= 0))
);
comment on table returns.inspection is 'kind: shopper, append-only. What the warehouse counted and how it graded it';
comment on column returns.inspection.photos is 'pictures of the case that were taken while this line was inspected';
comment on column returns.inspection.serials is 'serial numbers as they were scanned at the bench';
CREATE INDEX inspection_by_case ON returns.inspection USING btree (customer_id, case_id);
alter table returns.inspection enable row level security;
alter table returns.inspection force row level security;
create policy guest on returns.inspection as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on returns.inspection as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on returns.inspection as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (case_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy shopper on returns.inspection as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.inspection as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.inspection as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on returns.inspection to aftercare_merchant;
grant select on returns.inspection to aftercare_shopper;
grant insert, select on returns.inspection to aftercare_staff;
grant insert, select on returns.inspection to aftercare_system;

create table returns.loss (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  direction text not null,
  borne_by text not null,
  amount_minor bigint not null,
  currency text not null,
  decided_by text not null,
  at timestamp with time zone not null,
  carrier text,
  tracking_number text,
  constraint loss_pkey PRIMARY KEY (customer_id, id),
  constraint loss_customer_id_case_id_fkey FOREIGN KEY (customer_id, case_id) REFERENCES returns.return_case(customer_id, id),
  constraint loss_amount_minor_check CHECK ((amount_minor >= 0)),
  constraint loss_borne_by_check CHECK ((borne_by = ANY (ARRAY['carrier'::text, 'merchant'::text, 'platform'::text]))),
  constraint loss_direction_check CHECK ((direction = ANY (ARRAY['return'::text, 'outbound'::text])))
);
comment on table returns.loss is 'kind: shopper. Goods that were lost or spoilt on the way, and who bears it as the person who decided said';
comment on column returns.loss.carrier is 'who carried what was lost; null where it is the parcel the order came in';
CREATE INDEX loss_by_case ON returns.loss USING btree (customer_id, case_id);
CREATE INDEX loss_of_carriers ON returns.loss USING btree (at DESC, id DESC) WHERE (borne_by = 'carrier'::text);
alter table returns.loss enable row level security;
alter table returns.loss force row level security;
create policy guest on returns.loss as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on returns.loss as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on returns.loss as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on returns.loss as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.loss as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.loss as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on returns.loss to aftercare_merchant;
grant insert, select on returns.loss to aftercare_staff;
grant insert, select on returns.loss to aftercare_system;

create table returns.offer (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  offer_no integer not null,
  made_by text not null,
  kind text not null,
  to_kind text,
  amount_minor bigint,
  note text default ''::text not null,
  state text default 'open'::text not null,
  made_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  evidence_kind text,
  wanted jsonb,
  difference_minor bigint,
  constraint offer_pkey PRIMARY KEY (customer_id, id),
  constraint offer_customer_id_case_id_offer_no_key UNIQUE (customer_id, case_id, offer_no),
  constraint offer_customer_id_case_id_fkey FOREIGN KEY (customer_id, case_id) REFERENCES returns.return_case(customer_id, id),
  constraint offer_amount_minor_check CHECK ((amount_minor >= 0)),
  constraint offer_check CHECK (((kind = ANY (ARRAY['amount'::text, 'deduction'::text])) = (amount_minor IS NOT NULL))),
  constraint offer_check1 CHECK (((kind = 'kind'::text) = (to_kind IS NOT NULL))),
  constraint offer_evidence_kind CHECK (((evidence_kind IS NULL) OR ((kind = 'evidence'::text) AND (evidence_kind = ANY (ARRAY['photo'::text, 'video'::text, 'unboxing-video'::text, 'waybill'::text, 'report'::text]))))),
  constraint offer_goods CHECK ((((wanted IS NULL) = (difference_minor IS NULL)) AND ((wanted IS NULL) OR ((kind = 'kind'::text) AND (to_kind = 'exchange'::text))))),
  constraint offer_kind_check CHECK ((kind = ANY (ARRAY['amount'::text, 'kind'::text, 'evidence'::text, 'deduction'::text]))),
  constraint offer_made_by_check CHECK ((made_by = ANY (ARRAY['shopper'::text, 'merchant'::text, 'platform'::text]))),
  constraint offer_note_check CHECK ((length(note) <= 2000)),
  constraint offer_offer_no_check CHECK ((offer_no > 0)),
  constraint offer_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'withdrawn'::text])))
);
comment on table returns.offer is 'kind: shopper. What one side proposes to the other: another amount, another kind, more evidence, a deduction';
comment on column returns.offer.wanted is 'the product and variant that would go out';
comment on column returns.offer.difference_minor is 'what they cost more than was paid for the pieces; below zero so much comes back';
CREATE UNIQUE INDEX offer_open ON returns.offer USING btree (customer_id, case_id) WHERE (state = 'open'::text);
alter table returns.offer enable row level security;
alter table returns.offer force row level security;
create policy guest on returns.offer as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on returns.offer as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on returns.offer as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (case_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy shopper on returns.offer as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.offer as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.offer as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.offer to aftercare_merchant;
grant insert, select, update on returns.offer to aftercare_shopper;
grant insert, select, update on returns.offer to aftercare_staff;
grant insert, select, update on returns.offer to aftercare_system;

create table returns.peer_rate (
  category_code text not null,
  units bigint not null,
  returned bigint not null,
  counted_at timestamp with time zone not null,
  constraint peer_rate_pkey PRIMARY KEY (category_code),
  constraint peer_rate_check CHECK (((returned >= 0) AND (returned <= units))),
  constraint peer_rate_units_check CHECK ((units >= 0))
);
comment on table returns.peer_rate is 'kind: local. How many units of a category came back in half a year';
grant select on returns.peer_rate to aftercare_staff;
grant delete, insert, select, update on returns.peer_rate to aftercare_system;

create table returns.policy_draft (
  id uuid not null,
  policy_id text not null,
  merchant_id uuid,
  title jsonb not null,
  body jsonb not null,
  state text default 'draft'::text not null,
  version integer default 1 not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  published_version integer,
  constraint policy_draft_pkey PRIMARY KEY (id),
  constraint policy_draft_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint policy_draft_check CHECK (((state = 'published'::text) = (published_version IS NOT NULL))),
  constraint policy_draft_policy_id_check CHECK (((length(policy_id) <= 60) AND (policy_id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (policy_id <> 'built-in'::text))),
  constraint policy_draft_published_version_check CHECK ((published_version > 0)),
  constraint policy_draft_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'discarded'::text]))),
  constraint policy_draft_version_check CHECK ((version > 0))
);
comment on table returns.policy_draft is 'kind: reference. Policies being written; publishing one makes a version in platform.policy';
CREATE UNIQUE INDEX policy_draft_open ON returns.policy_draft USING btree (policy_id) WHERE (state = 'draft'::text);
CREATE UNIQUE INDEX policy_draft_published ON returns.policy_draft USING btree (policy_id, published_version) WHERE (state = 'published'::text);
CREATE INDEX policy_draft_recent ON returns.policy_draft USING btree (changed_at DESC, id DESC);
alter table returns.policy_draft enable row level security;
alter table returns.policy_draft force row level security;
create policy merchant on returns.policy_draft as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on returns.policy_draft as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.policy_draft as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.policy_draft to aftercare_merchant;
grant insert, select, update on returns.policy_draft to aftercare_staff;
grant insert, select, update on returns.policy_draft to aftercare_system;

create table returns.policy_replay (
  id uuid not null,
  draft_id uuid not null,
  draft_version integer not null,
  merchant_id uuid,
  policy_id text not null,
  body jsonb not null,
  cases_since timestamp with time zone not null,
  freight_minor bigint not null,
  state text default 'running'::text not null,
  cases_total bigint default 0 not null,
  cases_done bigint default 0 not null,
  result jsonb,
  error text,
  started_by text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint policy_replay_pkey PRIMARY KEY (id),
  constraint policy_replay_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES returns.policy_draft(id),
  constraint policy_replay_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint policy_replay_check CHECK (((state = 'done'::text) = (result IS NOT NULL))),
  constraint policy_replay_freight_minor_check CHECK ((freight_minor >= 0)),
  constraint policy_replay_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
);
comment on table returns.policy_replay is 'kind: local. A draft decided over past cases, so that it can be left and found again';
CREATE INDEX policy_replay_by_draft ON returns.policy_replay USING btree (draft_id, id DESC);
alter table returns.policy_replay enable row level security;
alter table returns.policy_replay force row level security;
create policy merchant on returns.policy_replay as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on returns.policy_replay as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.policy_replay as permissive for all to aftercare_system using (true) with check (true);
grant delete, insert, select, update on returns.policy_replay to aftercare_merchant;
grant delete, insert, select, update on returns.policy_replay to aftercare_staff;
grant delete, insert, select, update on returns.policy_replay to aftercare_system;

create table returns.policy_replay_change (
  replay_id uuid not null,
  change_no integer not null,
  merchant_id uuid,
  case_number text not null,
  category text not null,
  reason text not null,
  change jsonb not null,
  constraint policy_replay_change_pkey PRIMARY KEY (replay_id, change_no),
  constraint policy_replay_change_replay_id_fkey FOREIGN KEY (replay_id) REFERENCES returns.policy_replay(id) ON DELETE CASCADE,
  constraint policy_replay_change_change_no_check CHECK ((change_no > 0))
);
comment on table returns.policy_replay_change is 'kind: local. The cases a replay decides otherwise, with why';
alter table returns.policy_replay_change enable row level security;
alter table returns.policy_replay_change force row level security;
create policy merchant on returns.policy_replay_change as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy staff on returns.policy_replay_change as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.policy_replay_change as permissive for all to aftercare_system using (true) with check (true);
grant select on returns.policy_replay_change to aftercare_merchant;
grant select on returns.policy_replay_change to aftercare_staff;
grant delete, insert, select on returns.policy_replay_change to aftercare_system;

create table returns.reply_template (
  id uuid not null,
  merchant_id uuid,
  used_for text not null,
  label jsonb not null,
  text_zh text not null,
  text_en text default ''::text not null,
  active boolean default true not null,
  version integer default 1 not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  constraint reply_template_pkey PRIMARY KEY (id),
  constraint reply_template_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES parties.merchant(id),
  constraint reply_template_text_en_check CHECK ((length(text_en) <= 2000)),
  constraint reply_template_text_zh_check CHECK (((length(text_zh) >= 1) AND (length(text_zh) <= 2000))),
  constraint reply_template_used_for_check CHECK ((used_for = ANY (ARRAY['approve'::text, 'reject'::text, 'offer'::text, 'note'::text]))),
  constraint reply_template_version_check CHECK ((version > 0))
);
comment on table returns.reply_template is 'kind: reference. Words to answer shoppers with, with places for number, goods, amount and date; of the platform (merchant_id null) or of one merchant';
CREATE INDEX reply_template_by_use ON returns.reply_template USING btree (used_for, merchant_id) WHERE active;
alter table returns.reply_template enable row level security;
alter table returns.reply_template force row level security;
create policy merchant_adds on returns.reply_template as permissive for insert to aftercare_merchant with check ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy merchant_changes on returns.reply_template as permissive for update to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy merchant_reads on returns.reply_template as permissive for select to aftercare_merchant using (((merchant_id IS NULL) OR (merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif"))));
create policy staff on returns.reply_template as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.reply_template as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.reply_template to aftercare_merchant;
grant insert, select, update on returns.reply_template to aftercare_staff;
grant insert, select, update on returns.reply_template to aftercare_system;

create table returns.return_case (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  order_number text not null,
  merchant_id uuid not null,
  kind returns.kind not null,
  reason text not null,
  note returns.case_note default ''::text not null,
  case_state returns.case_state not null,
  goods_state returns.goods_state not null,
  money_state returns.money_state not null,
  waiting_on returns.waiting_on not null,
  due_at timestamp with time zone,
  due_action text,
  version integer default 1 not null,
  timeline_seq bigint default 0 not null,
  attempt integer default 1 not null,
  title text not null,
  title_en text not null,
  picture text default ''::text not null,
  units integer not null,
  verdict returns.verdict not null,
  best_route text,
  freight_payer text,
  policy_id text not null,
  policy_version integer not null,
  law_version text not null,
  requested_minor bigint not null,
  approved_minor bigint,
  refunded_minor bigint default 0 not null,
  currency text not null,
  way_back text,
  carrier text,
  tracking_number text,
  shipped_at timestamp with time zone,
  arrived_at timestamp with time zone,
  inspected_at timestamp with time zone,
  reject_reason text,
  shopper_mask text,
  search_text text default ''::text not null,
  assigned_to uuid,
  opened_by text not null,
  requested_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  closed_at timestamp with time zone,
  outbound_state returns.outbound_state default 'none'::text not null,
  dispute_state returns.dispute_state default 'none'::text not null,
  ship_first boolean default false not null,
  wanted jsonb,
  difference_minor bigint default 0 not null,
  allowance boolean default false not null,
  withheld_minor bigint default 0 not null,
  outbound_carrier text,
  outbound_tracking text,
  outbound_shipped_at timestamp with time zone,
  outbound_delivered_at timestamp with time zone,
  asked_kind text,
  asked_reason text,
  signals jsonb default '[]'::jsonb not null,
  difference_state returns.difference_state default 'none'::text not null,
  instant boolean default false not null,
  answered_at timestamp with time zone,
  answered_by returns.answered_by,
  freight_paid_minor bigint,
  freight_receipts uuid[] default '{}'::uuid[] not null,
  surcharge_minor bigint default 0 not null,
  units_out integer,
  outbound_attempt integer default 1 not null,
  outbound_trouble returns.outbound_trouble,
  reason_version integer default 1 not null,
  reason_words returns.words,
  ways_back returns.ways_back,
  fee_minor bigint default 0 not null,
  present_id uuid,
  present_quiet boolean default false not null,
  interception_state returns.interception_state default 'none'::text not null,
  bonus_minor bigint default 0 not null,
  repair_outcome returns.repair_outcome,
  country text default 'CN'::text not null,
  zone text default 'Asia/Shanghai'::text not null,
  constraint return_case_pkey PRIMARY KEY (customer_id, id),
  constraint return_case_customer_id_number_key UNIQUE (customer_id, number),
  constraint return_case_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint return_case_amounts_check CHECK ((LEAST(approved_minor, bonus_minor, fee_minor, refunded_minor, requested_minor, surcharge_minor, withheld_minor) >= 0)),
  constraint return_case_answered_check CHECK (((answered_at IS NULL) = (answered_by IS NULL))),
  constraint return_case_check CHECK (((units_out >= 1) AND (units_out <= units))),
  constraint return_case_check1 CHECK (((NOT present_quiet) OR (present_id IS NOT NULL))),
  constraint return_case_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint return_case_counts_check CHECK ((LEAST((units)::bigint, (outbound_attempt)::bigint, (reason_version)::bigint, freight_paid_minor) > 0))
);
comment on table returns.return_case is 'kind: shopper. One case of one merchant: what is asked, decided, sent back and repaid, on separate axes';
comment on column returns.return_case.shopper_mask is 'personal: name, masked';
comment on column returns.return_case.wanted is 'exchange: the product and variant that goes out instead';
comment on column returns.return_case.difference_minor is 'exchange: what the replacement costs more than was paid for the goods; below zero: less';
comment on column returns.return_case.allowance is 'the shopper keeps the goods at a lower price: what is paid is a reduction, and no unit comes back for it';
comment on column returns.return_case.withheld_minor is 'what was agreed to be kept from the refund for the state of the goods';
comment on column returns.return_case.signals is 'the signals that were open when it was asked: shown to who decides, and no part of any decision';
comment on column returns.return_case.difference_state is 'exchange for dearer goods: asked of the shopper, paid, or over because the exchange fell through and it went back';
comment on column returns.return_case.instant is 'the refund was lent before the goods were here; it is earned when they come, asked back when they do not';
comment on column returns.return_case.answered_at is 'the first yes, no or offer of the merchant''s side, or the clock in its place';
comment on column returns.return_case.surcharge_minor is 'of what this case settles, what was paid more in an exchange before; the rest is of the tenders of the order';
comment on column returns.return_case.units_out is 'pieces that go out, where fewer than were asked about were accepted';
comment on column returns.return_case.outbound_attempt is 'which parcel it is that goes out: after one that was lost or refused there is another';
comment on column returns.return_case.outbound_trouble is 'what is the matter with what was sent: the shopper''s word, the carrier''s, or that nobody said it arrived';
comment on column returns.return_case.country is 'where the goods went: whose law it is';
comment on column returns.return_case.zone is 'in which the days of its deadlines end';
CREATE INDEX return_case_assigned ON returns.return_case USING btree (assigned_to, due_at, id) WHERE ((closed_at IS NULL) AND (assigned_to IS NOT NULL));
CREATE INDEX return_case_dispute ON returns.return_case USING btree (dispute_state, due_at, id) WHERE ((closed_at IS NULL) AND ((dispute_state)::text <> 'none'::text));
CREATE INDEX return_case_due ON returns.return_case USING btree (due_at, id) WHERE (closed_at IS NULL);
CREATE INDEX return_case_goods ON returns.return_case USING btree (goods_state, due_at, id) WHERE ((closed_at IS NULL) AND ((goods_state)::text <> 'none'::text));
CREATE INDEX return_case_merchant_due ON returns.return_case USING btree (merchant_id, due_at, id) WHERE (closed_at IS NULL);
CREATE INDEX return_case_merchant_recent ON returns.return_case USING btree (merchant_id, requested_at DESC, id DESC);
CREATE INDEX return_case_recent ON returns.return_case USING btree (requested_at DESC, id DESC);
CREATE INDEX return_case_repaired ON returns.return_case USING btree (customer_id, order_number) WHERE ((repair_outcome)::text = ANY (ARRAY['repaired'::text, 'parts-replaced'::text]));
CREATE INDEX return_case_settled_beside ON returns.return_case USING btree (customer_id, order_id) WHERE ((withheld_minor > 0) OR (fee_minor > 0) OR (surcharge_minor > 0));
CREATE INDEX return_case_waiting ON returns.return_case USING btree (waiting_on, due_at, id) WHERE (closed_at IS NULL);
alter table returns.return_case enable row level security;
alter table returns.return_case force row level security;
create policy guest on returns.return_case as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on returns.return_case as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy quiet on returns.return_case as restrictive for all to aftercare_shopper using (((NOT present_quiet) OR (NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NOT NULL)));
create policy recipient on returns.return_case as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR ((present_id = (NULLIF(current_setting('app.present_id'::text, true), ''::text))::uuid) AND (order_id IN ( SELECT p.order_id
   FROM orders.present p)))));
create policy shopper on returns.return_case as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.return_case as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.return_case as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.return_case to aftercare_merchant;
grant insert, select, update on returns.return_case to aftercare_shopper;
grant insert, select, update on returns.return_case to aftercare_staff;
grant insert, select, update on returns.return_case to aftercare_system;

create table returns.risk_standing (
  customer_id uuid not null,
  signals jsonb not null,
  counted_at timestamp with time zone not null,
  constraint risk_standing_pkey PRIMARY KEY (customer_id)
);
comment on table returns.risk_standing is 'kind: shopper. The open signals of a shopper with their figures, counted each night and after an appeal';
alter table returns.risk_standing enable row level security;
alter table returns.risk_standing force row level security;
create policy guest on returns.risk_standing as restrictive for all to aftercare_guest using (false);
create policy recipient on returns.risk_standing as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on returns.risk_standing as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.risk_standing as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.risk_standing as permissive for all to aftercare_system using (true) with check (true);
grant select on returns.risk_standing to aftercare_shopper;
grant select on returns.risk_standing to aftercare_staff;
grant delete, insert, select, update on returns.risk_standing to aftercare_system;

create table returns.signal_appeal (
  customer_id uuid not null,
  id uuid not null,
  signal text not null,
  words text not null,
  state text default 'open'::text not null,
  made_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  decision_note text,
  quiet_until timestamp with time zone,
  constraint signal_appeal_pkey PRIMARY KEY (customer_id, id),
  constraint signal_appeal_check CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint signal_appeal_check1 CHECK (((state = 'upheld'::text) = (quiet_until IS NOT NULL))),
  constraint signal_appeal_state_check CHECK ((state = ANY (ARRAY['open'::text, 'upheld'::text, 'dismissed'::text]))),
  constraint signal_appeal_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
comment on table returns.signal_appeal is 'kind: shopper. A shopper says why a risk signal is wrong; upheld, it is quiet for a time';
CREATE UNIQUE INDEX signal_appeal_open ON returns.signal_appeal USING btree (customer_id, signal) WHERE (state = 'open'::text);
CREATE INDEX signal_appeal_waiting ON returns.signal_appeal USING btree (made_at, id) WHERE (state = 'open'::text);
alter table returns.signal_appeal enable row level security;
alter table returns.signal_appeal force row level security;
create policy guest on returns.signal_appeal as restrictive for all to aftercare_guest using (false);
create policy recipient on returns.signal_appeal as restrictive for all to aftercare_guest using ((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL));
create policy shopper on returns.signal_appeal as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.signal_appeal as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.signal_appeal as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on returns.signal_appeal to aftercare_shopper;
grant select, update on returns.signal_appeal to aftercare_staff;
grant delete, select on returns.signal_appeal to aftercare_system;

create table returns.statement (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  side text not null,
  words text not null,
  said_by text not null,
  at timestamp with time zone not null,
  constraint statement_pkey PRIMARY KEY (customer_id, id),
  constraint statement_customer_id_case_id_fkey FOREIGN KEY (customer_id, case_id) REFERENCES returns.dispute(customer_id, case_id),
  constraint statement_side_check CHECK ((side = ANY (ARRAY['shopper'::text, 'merchant'::text]))),
  constraint statement_words_check CHECK ((length(words) <= 2000))
);
comment on table returns.statement is 'kind: shopper. What a side says in a dispute, with the evidence uploaded to the case; nothing of it changes, only the words of a shopper who is erased go';
CREATE INDEX statement_by_case ON returns.statement USING btree (customer_id, case_id);
alter table returns.statement enable row level security;
alter table returns.statement force row level security;
create policy guest on returns.statement as restrictive for all to aftercare_guest using ((order_id = (current_setting('app.order_id'::text))::uuid));
create policy merchant on returns.statement as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy recipient on returns.statement as restrictive for all to aftercare_guest using (((NULLIF(current_setting('app.present_id'::text, true), ''::text) IS NULL) OR (case_id IN ( SELECT c.id
   FROM returns.return_case c))));
create policy shopper on returns.statement as permissive for all to aftercare_shopper using ((customer_id = (current_setting('app.customer_id'::text))::uuid));
create policy staff on returns.statement as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.statement as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on returns.statement to aftercare_merchant;
grant insert, select on returns.statement to aftercare_shopper;
grant insert, select on returns.statement to aftercare_staff;
grant insert, select on returns.statement to aftercare_system;
grant update (words) on returns.statement to aftercare_system;
