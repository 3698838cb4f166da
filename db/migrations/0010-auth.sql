-- Sign-in. Everything here is local to the coordinator and belongs to the role aftercare_auth alone: no other role may read it.
-- The first six tables are better-auth's own (made with its getMigrations, checked by a test); sessions and codes keep real time.
create schema auth;
grant usage on schema auth to aftercare_auth;

create table auth."user" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz default CURRENT_TIMESTAMP not null,
  "twoFactorEnabled" boolean,
  "customerId" text unique
);
comment on table auth."user" is 'kind: local. Who can sign in: staff by e-mail, shoppers by customer id (their phone and e-mail are not here)';

create table auth.session (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "orderId" text
);
comment on table auth.session is 'kind: local. Open sessions; orderId narrows a guest to one order; updatedAt is when it was last seen, to five minutes';
create index "session_userId_idx" on auth.session ("userId");
create index session_by_end on auth.session ("expiresAt");

create table auth.account (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz not null
);
comment on table auth.account is 'kind: local. Password hashes (scrypt)';
create index "account_userId_idx" on auth.account ("userId");

create table auth.verification (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz default CURRENT_TIMESTAMP not null,
  "updatedAt" timestamptz default CURRENT_TIMESTAMP not null
);
comment on table auth.verification is 'kind: local. Invitations, password links and started second factors, under the hash of their token';
create index "verification_identifier_idx" on auth.verification ("identifier");
create index verification_by_end on auth.verification ("expiresAt");

create table auth."twoFactor" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
comment on table auth."twoFactor" is 'kind: local. Second factors; secret and backup codes are encrypted with the session key';
create index "twoFactor_secret_idx" on auth."twoFactor" ("secret");
create index "twoFactor_userId_idx" on auth."twoFactor" ("userId");

create table auth.apikey (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "configId" text not null,
  "name" text,
  "start" text,
  "referenceId" text not null,
  "prefix" text,
  "key" text not null,
  "refillInterval" integer,
  "refillAmount" integer,
  "lastRefillAt" timestamptz,
  "enabled" boolean,
  "rateLimitEnabled" boolean,
  "rateLimitTimeWindow" integer,
  "rateLimitMax" integer,
  "requestCount" integer,
  "remaining" integer,
  "lastRequest" timestamptz,
  "expiresAt" timestamptz,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  "permissions" text,
  "metadata" text
);
comment on table auth.apikey is 'kind: local. API keys by hash, with the rights they were given';
create index "apikey_configId_idx" on auth.apikey ("configId");
create index "apikey_referenceId_idx" on auth.apikey ("referenceId");
create index "apikey_key_idx" on auth.apikey ("key");

create table auth.code (
  subject text primary key,
  hash text not null,
  customer_id uuid,
  order_id uuid,
  tries int not null default 0 check (tries >= 0),
  made_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table auth.code is 'kind: local. The one live code of a number or address, hashed; a row without customer_id belongs to nobody and opens nothing';
create index code_by_end on auth.code (expires_at);

create table auth.tally (
  subject text primary key,
  since timestamptz not null,
  until timestamptz not null,
  count int not null
);
comment on table auth.tally is 'kind: local. Tries per account, number, order and address in a window; subjects are hashed';
create index tally_by_end on auth.tally (until);

create table auth.used_code (
  user_id uuid not null references auth."user" ("id") on delete cascade,
  hash text not null,
  used_at timestamptz not null,
  primary key (user_id, hash)
);
comment on table auth.used_code is 'kind: local. Codes of second factors that were taken, because each may be taken once';

create table auth.handover (
  hash text primary key,
  customer_id uuid not null,
  return_to text not null,
  expires_at timestamptz not null
);
comment on table auth.handover is 'kind: local. Hand-overs by the shop that wait to be taken, by hash of the token';
create index handover_by_end on auth.handover (expires_at);

grant select, insert, update, delete on all tables in schema auth to aftercare_auth;
-- A merchant's person chooses the language of the pages, as everyone does.
grant update (locale, updated_at) on parties.staff to aftercare_merchant;
