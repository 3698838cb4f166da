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
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token),
  constraint "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
comment on table auth.session is 'kind: local. Open sessions; orderId narrows a guest to one order; updatedAt is when it was last seen, to five minutes';
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
create policy shopper on compliance.privacy_request as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND ((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL)));
create policy staff on compliance.privacy_request as permissive for all to aftercare_staff using (true) with check (true);
create policy system on compliance.privacy_request as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on compliance.privacy_request to aftercare_shopper;
grant insert, select, update on compliance.privacy_request to aftercare_staff;
grant insert, select, update on compliance.privacy_request to aftercare_system;

create schema orders;
grant usage on schema orders to aftercare_merchant;
grant usage on schema orders to aftercare_shopper;
grant usage on schema orders to aftercare_staff;
grant usage on schema orders to aftercare_system;

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
create policy merchant on orders.confirmation as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on orders.confirmation as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
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
alter table orders.line enable row level security;
alter table orders.line force row level security;
create policy merchant on orders.line as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on orders.line as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
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
  constraint parcel_pkey PRIMARY KEY (customer_id, id),
  constraint parcel_customer_id_order_id_parcel_no_key UNIQUE (customer_id, order_id, parcel_no),
  constraint parcel_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint parcel_parcel_no_check CHECK ((parcel_no > 0)),
  constraint parcel_signed_by_check CHECK ((signed_by = ANY (ARRAY['consignee'::text, 'proxy'::text, 'proxy-without-consent'::text, 'locker'::text, 'unknown'::text])))
);
comment on table orders.parcel is 'kind: shopper. What was sent when, and how it was handed over';
alter table orders.parcel enable row level security;
alter table orders.parcel force row level security;
create policy merchant on orders.parcel as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on orders.parcel as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
create policy staff on orders.parcel as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.parcel as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.parcel to aftercare_merchant;
grant select on orders.parcel to aftercare_shopper;
grant delete, insert, select, update on orders.parcel to aftercare_staff;
grant delete, insert, select, update on orders.parcel to aftercare_system;

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
  country text not null,
  zone text not null,
  currency text not null,
  list_minor bigint not null,
  freight_minor bigint not null,
  paid_minor bigint not null,
  context jsonb default '{}'::jsonb not null,
  promotions jsonb default '[]'::jsonb not null,
  policy_id text not null,
  policy_version integer not null,
  shift_days integer default 0 not null,
  consumer_purchase boolean default true not null,
  has_case boolean default false not null,
  cancelled_at timestamp with time zone,
  recipient_name_enc bytea,
  recipient_name_mask text,
  recipient_phone_enc bytea,
  recipient_phone_mask text,
  recipient_phone_index text,
  address_enc bytea,
  address_mask text,
  imported_at timestamp with time zone not null,
  constraint shop_order_pkey PRIMARY KEY (customer_id, id),
  constraint shop_order_customer_id_number_key UNIQUE (customer_id, number),
  constraint shop_order_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint shop_order_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint shop_order_freight_minor_check CHECK ((freight_minor >= 0)),
  constraint shop_order_list_minor_check CHECK ((list_minor >= 0)),
  constraint shop_order_paid_minor_check CHECK ((paid_minor >= 0))
);
comment on table orders.shop_order is 'kind: shopper. Our faithful copy of the shop''s order with purchase context and policy pin';
comment on column orders.shop_order.recipient_name_enc is 'personal: name';
comment on column orders.shop_order.recipient_name_mask is 'personal: name, masked';
comment on column orders.shop_order.recipient_phone_enc is 'personal: phone';
comment on column orders.shop_order.recipient_phone_mask is 'personal: phone, masked';
comment on column orders.shop_order.recipient_phone_index is 'personal: phone, blind index';
comment on column orders.shop_order.address_enc is 'personal: address';
comment on column orders.shop_order.address_mask is 'personal: address, masked';
CREATE INDEX shop_order_by_age ON orders.shop_order USING btree (placed_at DESC, id DESC);
CREATE INDEX shop_order_by_merchant ON orders.shop_order USING gin (merchant_ids);
CREATE INDEX shop_order_by_time ON orders.shop_order USING btree (customer_id, placed_at DESC, id DESC);
alter table orders.shop_order enable row level security;
alter table orders.shop_order force row level security;
create policy merchant on orders.shop_order as permissive for all to aftercare_merchant using ((( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif") = ANY (merchant_ids)));
create policy shopper on orders.shop_order as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
create policy staff on orders.shop_order as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.shop_order as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.shop_order to aftercare_merchant;
grant select on orders.shop_order to aftercare_shopper;
grant insert, select, update on orders.shop_order to aftercare_staff;
grant insert, select, update on orders.shop_order to aftercare_system;
grant update (has_case) on orders.shop_order to aftercare_merchant;
grant update (has_case) on orders.shop_order to aftercare_shopper;
grant update (has_case) on orders.shop_order to aftercare_staff;

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
  constraint tender_pkey PRIMARY KEY (customer_id, id),
  constraint tender_customer_id_order_id_tender_no_key UNIQUE (customer_id, order_id, tender_no),
  constraint tender_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint tender_captured_minor_check CHECK ((captured_minor >= 0)),
  constraint tender_kind_check CHECK ((kind = ANY (ARRAY['card'::text, 'wechat-pay'::text, 'alipay'::text, 'wallet'::text, 'gift-card'::text, 'points'::text, 'coupon'::text, 'voucher'::text, 'transfer'::text, 'cash'::text, 'other'::text]))),
  constraint tender_never_refunds_more_than_captured CHECK (((reserved_minor + refunded_minor) <= captured_minor)),
  constraint tender_refunded_minor_check CHECK ((refunded_minor >= 0)),
  constraint tender_reserved_minor_check CHECK ((reserved_minor >= 0))
);
comment on table orders.tender is 'kind: shopper. How it was paid; reserved and refunded never exceed captured';
alter table orders.tender enable row level security;
alter table orders.tender force row level security;
create policy merchant on orders.tender as permissive for all to aftercare_merchant using ((( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif") = ANY (merchant_ids)));
create policy shopper on orders.tender as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
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
  returned_for text,
  constraint unit_pkey PRIMARY KEY (customer_id, line_id, unit_no),
  constraint unit_customer_id_line_id_fkey FOREIGN KEY (customer_id, line_id) REFERENCES orders.line(customer_id, id),
  constraint unit_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint unit_customer_id_parcel_id_fkey FOREIGN KEY (customer_id, parcel_id) REFERENCES orders.parcel(customer_id, id),
  constraint unit_check CHECK (((returned_at IS NULL) = (returned_for IS NULL))),
  constraint unit_paid_minor_check CHECK ((paid_minor >= 0)),
  constraint unit_returned_for_check CHECK ((returned_for = ANY (ARRAY['changed-mind'::text, 'sellers-fault'::text]))),
  constraint unit_unit_no_check CHECK ((unit_no > 0))
);
comment on table orders.unit is 'kind: shopper. One piece of a line: where it is, what was paid for it, which open case holds it';
CREATE INDEX unit_by_order ON orders.unit USING btree (customer_id, order_id);
alter table orders.unit enable row level security;
alter table orders.unit force row level security;
create policy merchant on orders.unit as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on orders.unit as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
create policy staff on orders.unit as permissive for all to aftercare_staff using (true) with check (true);
create policy system on orders.unit as permissive for all to aftercare_system using (true) with check (true);
grant select on orders.unit to aftercare_merchant;
grant select on orders.unit to aftercare_shopper;
grant delete, insert, select, update on orders.unit to aftercare_staff;
grant delete, insert, select, update on orders.unit to aftercare_system;
grant update (case_id, returned_at, returned_for) on orders.unit to aftercare_merchant;
grant update (case_id, returned_at, returned_for) on orders.unit to aftercare_shopper;
grant update (case_id, returned_at, returned_for) on orders.unit to aftercare_staff;

create schema parties;
grant usage on schema parties to aftercare_auth;
grant usage on schema parties to aftercare_merchant;
grant usage on schema parties to aftercare_shopper;
grant usage on schema parties to aftercare_staff;
grant usage on schema parties to aftercare_system;

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
create policy shopper on parties.person_link as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND ((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL)));
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
create policy guest on parties.shopper as permissive for select to aftercare_shopper using ((customer_id = ( SELECT (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on parties.shopper as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND ((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL)));
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
create policy shopper on parties.shopper_key as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND ((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL)));
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

create table payments.ledger_line (
  customer_id uuid not null,
  posting_id uuid not null,
  line_no integer not null,
  order_id uuid not null,
  merchant_id uuid not null,
  refund_id uuid not null,
  account text not null,
  amount_minor bigint not null,
  currency text not null,
  at timestamp with time zone not null,
  constraint ledger_line_pkey PRIMARY KEY (customer_id, posting_id, line_no)
);
comment on table payments.ledger_line is 'kind: shopper, append-only. Double entry; the lines of a posting sum to nothing';
CREATE INDEX ledger_line_by_refund ON payments.ledger_line USING btree (customer_id, refund_id);
alter table payments.ledger_line enable row level security;
alter table payments.ledger_line force row level security;
create policy merchant on payments.ledger_line as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on payments.ledger_line as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
create policy staff on payments.ledger_line as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.ledger_line as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.ledger_line to aftercare_merchant;
grant select on payments.ledger_line to aftercare_shopper;
grant select on payments.ledger_line to aftercare_staff;
grant insert, select on payments.ledger_line to aftercare_system;

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
  constraint refund_pkey PRIMARY KEY (customer_id, id),
  constraint refund_customer_id_cause_id_kind_key UNIQUE (customer_id, cause_id, kind),
  constraint refund_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint refund_amount_minor_check CHECK ((amount_minor > 0)),
  constraint refund_kind_check CHECK ((kind = ANY (ARRAY['goods'::text, 'freight'::text, 'goodwill'::text]))),
  constraint refund_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'sending'::text, 'unknown'::text, 'settled'::text, 'refused'::text, 'mismatched'::text])))
);
comment on table payments.refund is 'kind: shopper. Money on its way back; one per cause and kind';
CREATE INDEX refund_by_order ON payments.refund USING btree (customer_id, order_id);
CREATE INDEX refund_open ON payments.refund USING btree (reserved_at) WHERE (state <> ALL (ARRAY['settled'::text, 'refused'::text]));
alter table payments.refund enable row level security;
alter table payments.refund force row level security;
create policy merchant on payments.refund as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on payments.refund as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
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
  constraint refund_part_pkey PRIMARY KEY (customer_id, refund_id, tender_id),
  constraint refund_part_customer_id_id_key UNIQUE (customer_id, id),
  constraint refund_part_customer_id_refund_id_fkey FOREIGN KEY (customer_id, refund_id) REFERENCES payments.refund(customer_id, id),
  constraint refund_part_customer_id_tender_id_fkey FOREIGN KEY (customer_id, tender_id) REFERENCES orders.tender(customer_id, id),
  constraint refund_part_amount_minor_check CHECK ((amount_minor > 0)),
  constraint refund_part_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'sending'::text, 'unknown'::text, 'settled'::text, 'refused'::text, 'mismatched'::text])))
);
comment on table payments.refund_part is 'kind: shopper. The share of one tender; its id is the number the provider knows, persisted before anything is sent';
alter table payments.refund_part enable row level security;
alter table payments.refund_part force row level security;
create policy merchant on payments.refund_part as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on payments.refund_part as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
create policy staff on payments.refund_part as permissive for all to aftercare_staff using (true) with check (true);
create policy system on payments.refund_part as permissive for all to aftercare_system using (true) with check (true);
grant select on payments.refund_part to aftercare_merchant;
grant select on payments.refund_part to aftercare_shopper;
grant select on payments.refund_part to aftercare_staff;
grant insert, select, update on payments.refund_part to aftercare_system;

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
  constraint deadline_pkey PRIMARY KEY (id),
  constraint deadline_subject_id_kind_epoch_key UNIQUE (subject_id, kind, epoch),
  constraint deadline_paused_seconds_check CHECK ((paused_seconds >= 0))
);
comment on table platform.deadline is 'kind: local. Who is waited for and until when; claimed when due and re-checked in the subject''s own transaction';
CREATE INDEX deadline_due ON platform.deadline USING btree (due_at) WHERE ((fired_at IS NULL) AND (cancelled_at IS NULL));
alter table platform.deadline enable row level security;
alter table platform.deadline force row level security;
create policy merchant on platform.deadline as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on platform.deadline as permissive for all to aftercare_shopper using ((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid));
create policy staff on platform.deadline as permissive for all to aftercare_staff using (true) with check (true);
create policy system on platform.deadline as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on platform.deadline to aftercare_merchant;
grant insert, select on platform.deadline to aftercare_shopper;
grant insert, select on platform.deadline to aftercare_staff;
grant delete, insert, select, update on platform.deadline to aftercare_system;
grant update (epoch, due_at, paused_seconds, cancelled_at) on platform.deadline to aftercare_merchant;
grant update (epoch, due_at, paused_seconds, cancelled_at) on platform.deadline to aftercare_shopper;
grant update (epoch, due_at, paused_seconds, cancelled_at) on platform.deadline to aftercare_staff;
grant update (epoch, due_at, paused_seconds, cancelled_at) on platform.deadline to aftercare_system;

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
  constraint file_pkey PRIMARY KEY (customer_id, id),
  constraint file_bytes_check CHECK ((bytes > 0)),
  constraint file_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['order'::text, 'case'::text])))
);
comment on table platform.file is 'kind: shopper. Uploaded evidence; the bytes lie behind the file store under stored_id, which several cases of one request share';
CREATE INDEX file_by_bytes ON platform.file USING btree (stored_id);
CREATE INDEX file_by_subject ON platform.file USING btree (customer_id, subject_id);
CREATE INDEX file_unclaimed ON platform.file USING btree (id) WHERE (subject_kind = 'order'::text);
alter table platform.file enable row level security;
alter table platform.file force row level security;
create policy merchant on platform.file as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on platform.file as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
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
create policy shopper on platform.message as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
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
CREATE INDEX outbox_done ON platform.outbox USING brin (done_at);
CREATE INDEX outbox_pending ON platform.outbox USING btree (id) WHERE (done_at IS NULL);
grant insert on platform.outbox to aftercare_merchant;
grant insert on platform.outbox to aftercare_shopper;
grant insert, select on platform.outbox to aftercare_staff;
grant delete, insert, select, update on platform.outbox to aftercare_system;

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
comment on table platform.policy is 'kind: reference. Published policy versions; an order pins the one in force at purchase';
CREATE INDEX policy_by_merchant ON platform.policy USING btree (merchant_id, effective_from DESC);
grant select on platform.policy to aftercare_merchant;
grant select on platform.policy to aftercare_shopper;
grant insert, select, update on platform.policy to aftercare_staff;
grant insert, select, update on platform.policy to aftercare_system;

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
create policy merchant on platform.timeline as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on platform.timeline as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
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

CREATE OR REPLACE FUNCTION platform.protect(t regclass, order_column text, merchant_column text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION platform.protect_from_shoppers(t regclass, order_column text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  own text := 'customer_id = nullif(current_setting(''app.customer_id'', true), '''')::uuid';
  scope text := 'nullif(current_setting(''app.order_id'', true), '''')::uuid';
begin
  if order_column is null then
    execute format('create policy shopper on %s to aftercare_shopper using (%s and %s is null)', t, own, scope);
  else
    execute format('create policy shopper on %s to aftercare_shopper using (%s and (%s is null or %I = %s))', t, own, scope, order_column, scope);
  end if;
end $function$
;

create schema returns;
grant usage on schema returns to aftercare_merchant;
grant usage on schema returns to aftercare_shopper;
grant usage on schema returns to aftercare_staff;
grant usage on schema returns to aftercare_system;

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
  verdict text not null,
  requested_minor bigint not null,
  constraint case_line_pkey PRIMARY KEY (customer_id, case_id, line_id),
  constraint case_line_customer_id_case_id_fkey FOREIGN KEY (customer_id, case_id) REFERENCES returns.return_case(customer_id, id),
  constraint case_line_customer_id_line_id_fkey FOREIGN KEY (customer_id, line_id) REFERENCES orders.line(customer_id, id),
  constraint case_line_check CHECK (((accepted_quantity >= 0) AND (accepted_quantity <= quantity))),
  constraint case_line_check1 CHECK ((cardinality(unit_nos) = quantity)),
  constraint case_line_quantity_check CHECK ((quantity > 0)),
  constraint case_line_requested_minor_check CHECK ((requested_minor >= 0)),
  constraint case_line_verdict_check CHECK ((verdict = ANY (ARRAY['ALLOW'::text, 'DENY'::text, 'REVIEW'::text])))
);
comment on table returns.case_line is 'kind: shopper. Which units, and the facts their decision was computed from';
alter table returns.case_line enable row level security;
alter table returns.case_line force row level security;
create policy merchant on returns.case_line as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on returns.case_line as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
create policy staff on returns.case_line as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.case_line as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.case_line to aftercare_merchant;
grant insert, select, update on returns.case_line to aftercare_shopper;
grant insert, select, update on returns.case_line to aftercare_staff;
grant insert, select, update on returns.case_line to aftercare_system;

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
  constraint inspection_pkey PRIMARY KEY (customer_id, id),
  constraint inspection_customer_id_case_id_line_id_fkey FOREIGN KEY (customer_id, case_id, line_id) REFERENCES returns.case_line(customer_id, case_id, line_id),
  constraint inspection_check CHECK (((accepted_quantity >= 0) AND (accepted_quantity <= received_quantity))),
  constraint inspection_disposition_check CHECK ((disposition = ANY (ARRAY['restock'::text, 'refurbish'::text, 'scrap'::text, 'return-to-shopper'::text, 'none'::text]))),
  constraint inspection_grade_check CHECK ((grade = ANY (ARRAY['as-new'::text, 'opened'::text, 'used'::text, 'damaged'::text, 'wrong-item'::text, 'missing'::text]))),
  constraint inspection_note_check CHECK ((length(note) <= 2000)),
  constraint inspection_received_quantity_check CHECK ((received_quantity >= 0))
);
comment on table returns.inspection is 'kind: shopper, append-only. What the warehouse counted and how it graded it';
CREATE INDEX inspection_by_case ON returns.inspection USING btree (customer_id, case_id);
alter table returns.inspection enable row level security;
alter table returns.inspection force row level security;
create policy merchant on returns.inspection as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on returns.inspection as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
create policy staff on returns.inspection as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.inspection as permissive for all to aftercare_system using (true) with check (true);
grant insert, select on returns.inspection to aftercare_merchant;
grant select on returns.inspection to aftercare_shopper;
grant insert, select on returns.inspection to aftercare_staff;
grant insert, select on returns.inspection to aftercare_system;

create table returns.return_case (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  order_number text not null,
  merchant_id uuid not null,
  kind text not null,
  reason text not null,
  note text default ''::text not null,
  case_state text not null,
  goods_state text not null,
  money_state text not null,
  waiting_on text not null,
  due_at timestamp with time zone,
  due_action text,
  version integer default 1 not null,
  timeline_seq bigint default 0 not null,
  attempt integer default 1 not null,
  title text not null,
  title_en text not null,
  picture text default ''::text not null,
  units integer not null,
  verdict text not null,
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
  constraint return_case_pkey PRIMARY KEY (customer_id, id),
  constraint return_case_customer_id_number_key UNIQUE (customer_id, number),
  constraint return_case_customer_id_order_id_fkey FOREIGN KEY (customer_id, order_id) REFERENCES orders.shop_order(customer_id, id),
  constraint return_case_approved_minor_check CHECK ((approved_minor >= 0)),
  constraint return_case_case_state_check CHECK ((case_state = ANY (ARRAY['submitted'::text, 'approved'::text, 'completed'::text, 'rejected'::text, 'withdrawn'::text, 'closed'::text]))),
  constraint return_case_goods_state_check CHECK ((goods_state = ANY (ARRAY['none'::text, 'awaiting-shipment'::text, 'in-transit'::text, 'arrived'::text, 'inspected'::text, 'lost'::text, 'not-sent'::text]))),
  constraint return_case_kind_check CHECK ((kind = ANY (ARRAY['cancel-before-shipment'::text, 'refund-only'::text, 'return-and-refund'::text]))),
  constraint return_case_money_state_check CHECK ((money_state = ANY (ARRAY['none'::text, 'due'::text, 'reserved'::text, 'sending'::text, 'unknown'::text, 'settled'::text, 'attention'::text]))),
  constraint return_case_note_check CHECK ((length(note) <= 2000)),
  constraint return_case_refunded_minor_check CHECK ((refunded_minor >= 0)),
  constraint return_case_requested_minor_check CHECK ((requested_minor >= 0)),
  constraint return_case_units_check CHECK ((units > 0)),
  constraint return_case_verdict_check CHECK ((verdict = ANY (ARRAY['ALLOW'::text, 'DENY'::text, 'REVIEW'::text]))),
  constraint return_case_waiting_on_check CHECK ((waiting_on = ANY (ARRAY['shopper'::text, 'merchant'::text, 'warehouse'::text, 'platform'::text, 'payment'::text, 'nobody'::text])))
);
comment on table returns.return_case is 'kind: shopper. One case of one merchant: what is asked, decided, sent back and repaid, on separate axes';
comment on column returns.return_case.shopper_mask is 'personal: name, masked';
CREATE INDEX return_case_assigned ON returns.return_case USING btree (assigned_to, due_at, id) WHERE ((closed_at IS NULL) AND (assigned_to IS NOT NULL));
CREATE INDEX return_case_due ON returns.return_case USING btree (due_at, id) WHERE (closed_at IS NULL);
CREATE INDEX return_case_goods ON returns.return_case USING btree (goods_state, due_at, id) WHERE ((closed_at IS NULL) AND (goods_state <> 'none'::text));
CREATE INDEX return_case_merchant_due ON returns.return_case USING btree (merchant_id, due_at, id) WHERE (closed_at IS NULL);
CREATE INDEX return_case_merchant_recent ON returns.return_case USING btree (merchant_id, requested_at DESC, id DESC);
CREATE INDEX return_case_recent ON returns.return_case USING btree (requested_at DESC, id DESC);
CREATE INDEX return_case_waiting ON returns.return_case USING btree (waiting_on, due_at, id) WHERE (closed_at IS NULL);
alter table returns.return_case enable row level security;
alter table returns.return_case force row level security;
create policy merchant on returns.return_case as permissive for all to aftercare_merchant using ((merchant_id = ( SELECT (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid AS "nullif")));
create policy shopper on returns.return_case as permissive for all to aftercare_shopper using (((customer_id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::uuid) AND (((NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid IS NULL) OR (order_id = (NULLIF(current_setting('app.order_id'::text, true), ''::text))::uuid))));
create policy staff on returns.return_case as permissive for all to aftercare_staff using (true) with check (true);
create policy system on returns.return_case as permissive for all to aftercare_system using (true) with check (true);
grant insert, select, update on returns.return_case to aftercare_merchant;
grant insert, select, update on returns.return_case to aftercare_shopper;
grant insert, select, update on returns.return_case to aftercare_staff;
grant insert, select, update on returns.return_case to aftercare_system;
