-- What every domain leans on. Kinds of tables (see ARCHITECTURE.md, data rules) are written as comments
-- that tests/architecture reads: 'shopper' (customer_id first), 'reference' (points at no shopper table), 'local' (no customer-first key).
create schema platform;

grant usage on schema platform to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system, aftercare_auth;

-- Row security for a shopper table. Each role has its own policy, so that none needs an "or" on settings:
-- a shopper sees own rows, a guest only those of one order, a merchant those that carry its id, staff and system what rights allow.
-- order_column: the column that holds the order id (null: guests see nothing). merchant_column: uuid or uuid[] (null: merchants see nothing).
create function platform.protect(t regclass, order_column text, merchant_column text) returns void language plpgsql as $$
declare
  own text := 'customer_id = (select nullif(current_setting(''app.customer_id'', true), '''')::uuid)';
  scope text := '(select nullif(current_setting(''app.order_id'', true), '''')::uuid)';
  merchant text := '(select nullif(current_setting(''app.merchant_id'', true), '''')::uuid)';
  is_array boolean;
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  if order_column is null then
    execute format('create policy shopper on %s to aftercare_shopper using (%s and %s is null)', t, own, scope);
  else
    execute format('create policy shopper on %s to aftercare_shopper using (%s and (%s is null or %I = %s))', t, own, scope, order_column, scope);
  end if;
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

-- Believe it twice: a guarded write that touched another number of rows than it must aborts the transaction, also when it was
-- sent together with the commit.
create function platform.expect(touched bigint, wanted bigint, belief text) returns void language plpgsql as $$
begin
  if touched is distinct from wanted then
    raise exception 'broken belief: % (found %, wanted %)', belief, touched, wanted using errcode = 'AC001';
  end if;
end $$;

create table platform.clock (
  id int primary key check (id = 1),
  offset_seconds bigint not null default 0 check (offset_seconds >= 0)
);
comment on table platform.clock is 'kind: reference. The sandbox clock: business time runs this many seconds ahead of real time, forward only';
insert into platform.clock values (1, 0);

create table platform.setting (
  key text primary key,
  value jsonb not null
);
comment on table platform.setting is 'kind: reference. Facts about this deployment that are not configuration, such as when the demo shop was loaded';

create table platform.calendar_day (
  calendar text not null,
  day date not null,
  kind text not null check (kind in ('work', 'rest', 'holiday')),
  primary key (calendar, day)
);
comment on table platform.calendar_day is 'kind: reference. Days that override or extend the packaged calendars, such as a newly published year';

create table platform.policy (
  id text not null,
  version int not null check (version > 0),
  merchant_id uuid,
  title jsonb not null,
  body jsonb not null,
  effective_from timestamptz not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (id, version)
);
comment on table platform.policy is 'kind: reference. Published policy versions; an order pins the one in force at purchase';
create index policy_by_merchant on platform.policy (merchant_id, effective_from desc);

create table platform.directory (
  kind text not null,
  key text not null,
  customer_id uuid not null,
  id uuid not null,
  primary key (kind, key)
);
comment on table platform.directory is 'kind: local. Global uniqueness and look-up of order, case, refund and tracking numbers and blind-indexed logins';
create index directory_by_customer on platform.directory (customer_id, kind);

create table platform.idempotency (
  principal text not null,
  action text not null,
  key text not null check (length(key) between 1 and 255),
  body_hash text not null,
  response text not null,
  at timestamptz not null,
  replayed int not null default 0,
  last_replay_at timestamptz,
  primary key (principal, action, key)
);
comment on table platform.idempotency is 'kind: local. Answers by principal, action and key, kept 30 days; replaying one writes a row, so that its durability is that of the first answer';
create index idempotency_by_age on platform.idempotency (at);

create table platform.outbox (
  id uuid primary key,
  at timestamptz not null,
  kind text not null,
  version int not null,
  customer_id uuid,
  merchant_id uuid,
  subject_kind text not null,
  subject_id uuid not null,
  subject_seq bigint not null,
  payload jsonb not null,
  claimed_until timestamptz,
  attempts int not null default 0,
  done_at timestamptz
);
comment on table platform.outbox is 'kind: local. Facts written with the change they tell of; relayed after commit';
create index outbox_pending on platform.outbox (id) where done_at is null;
create index outbox_done on platform.outbox (done_at) where done_at is not null;

create table platform.deadline (
  id uuid primary key,
  customer_id uuid not null,
  merchant_id uuid,
  subject_kind text not null,
  subject_id uuid not null,
  kind text not null,
  epoch int not null,
  waiting_on text not null,
  starts_at timestamptz not null,
  due_at timestamptz not null,
  calendar text not null,
  paused_seconds bigint not null default 0 check (paused_seconds >= 0),
  fired_at timestamptz,
  cancelled_at timestamptz,
  claimed_until timestamptz,
  unique (subject_id, kind, epoch)
);
comment on table platform.deadline is 'kind: local. Who is waited for and until when; claimed when due and re-checked in the subject''s own transaction';
create index deadline_due on platform.deadline (due_at) where fired_at is null and cancelled_at is null;

create table platform.timeline (
  customer_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  seq bigint not null,
  order_id uuid,
  merchant_id uuid,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  kind text not null,
  data jsonb not null default '{}',
  primary key (customer_id, subject_id, seq)
);
comment on table platform.timeline is 'kind: shopper, append-only. What happened, in order, as everyone may read it';
select platform.protect('platform.timeline', 'order_id', 'merchant_id');

create table platform.audit (
  id uuid primary key,
  at timestamptz not null,
  principal_kind text not null,
  principal_id text not null,
  action text not null,
  outcome text not null default 'done',
  subject_kind text,
  subject_id text,
  customer_id uuid,
  merchant_id uuid,
  request_id text,
  detail jsonb not null default '{}',
  seq bigint,
  hash bytea
);
comment on table platform.audit is 'kind: local, append-only. Who did what to whom; commits with the action, chained within a second. Ids are in order of time';
create unique index audit_sealed on platform.audit (seq) where seq is not null;
create index audit_unsealed on platform.audit (id) where seq is null;

create table platform.audit_anchor (
  seq bigint primary key,
  hash bytea not null,
  at timestamptz not null,
  signature bytea not null
);
comment on table platform.audit_anchor is 'kind: local, append-only. Signed heads of the audit chain, so that a rewritten tail shows';

create table platform.stream_head (
  subject text primary key,
  seq bigint not null
);
comment on table platform.stream_head is 'kind: local. Last sequence number of each realtime subject';

create table platform.stream_event (
  subject text not null,
  seq bigint not null,
  at timestamptz not null,
  kind text not null,
  data jsonb not null,
  primary key (subject, seq)
);
comment on table platform.stream_event is 'kind: local. What was pushed, so that a client that was away can resume; kept a day';
create index stream_event_by_age on platform.stream_event (at);

create unlogged table platform.presence (
  subject text not null,
  viewer_id text not null,
  name text not null,
  until timestamptz not null,
  primary key (subject, viewer_id)
);
comment on table platform.presence is 'kind: local. Which staff look at what right now; worth nothing after half a minute, so it is not logged';

create table platform.message (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid,
  at timestamptz not null,
  kind text not null,
  params jsonb not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_number text not null,
  read_at timestamptz,
  mailed_at timestamptz,
  primary key (customer_id, id)
);
comment on table platform.message is 'kind: shopper. The in-app inbox';
create index message_by_time on platform.message (customer_id, at desc, id desc);
select platform.protect('platform.message', 'order_id', null);

create table platform.file (
  customer_id uuid not null,
  id uuid not null,
  order_id uuid,
  merchant_id uuid,
  stored_id uuid not null,
  subject_kind text not null check (subject_kind in ('order', 'case')),
  subject_id uuid,
  media_type text not null,
  bytes int not null check (bytes > 0),
  width int,
  height int,
  sha256 text not null,
  uploaded_by text not null,
  at timestamptz not null,
  primary key (customer_id, id)
);
comment on table platform.file is 'kind: shopper. Uploaded evidence; the bytes lie behind the file store under stored_id, which several cases of one request share';
create index file_by_subject on platform.file (customer_id, subject_id);
create index file_unclaimed on platform.file (id) where subject_kind = 'order';
create index file_by_bytes on platform.file (stored_id);
select platform.protect('platform.file', 'order_id', 'merchant_id');

create table platform.webhook_endpoint (
  id uuid primary key,
  merchant_id uuid,
  url text not null check (length(url) <= 2000),
  facts text[] not null,
  secret text not null,
  state text not null check (state in ('active', 'paused', 'deleted')),
  pause_reason text check (pause_reason in ('asked', 'failing')),
  paused_at timestamptz,
  last_attempt_at timestamptz,
  last_status int,
  last_delivered_at timestamptz,
  created_at timestamptz not null,
  created_by text not null
);
comment on table platform.webhook_endpoint is 'kind: reference. Where facts are sent; the secret is sealed with the field key';

create table platform.webhook_delivery (
  id uuid primary key,
  endpoint_id uuid not null references platform.webhook_endpoint (id),
  fact_id uuid not null,
  fact_kind text not null,
  body text not null,
  state text not null check (state in ('pending', 'delivered', 'failed')),
  attempts int not null default 0,
  last_status int,
  last_error text,
  created_at timestamptz not null,
  last_attempt_at timestamptz,
  next_attempt_at timestamptz,
  milliseconds int,
  unique (endpoint_id, fact_id)
);
comment on table platform.webhook_delivery is 'kind: local. One fact for one endpoint, and how its delivery went';
create index webhook_delivery_by_age on platform.webhook_delivery (created_at);
create index webhook_delivery_by_endpoint on platform.webhook_delivery (endpoint_id, created_at desc, id desc);

-- Rights. Append-only tables give nobody update or delete; only the system seals audit rows and clears what has aged.
grant select on all tables in schema platform to aftercare_staff, aftercare_system;
grant insert on platform.outbox, platform.deadline, platform.timeline, platform.audit, platform.idempotency, platform.directory
  to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant select, update (replayed, last_replay_at) on platform.idempotency to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant select, update (cancelled_at, due_at, paused_seconds, epoch) on platform.deadline to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant select on platform.timeline, platform.directory, platform.policy, platform.clock, platform.setting, platform.calendar_day to aftercare_shopper, aftercare_merchant;
grant select on platform.clock, platform.directory to aftercare_auth;
grant insert on platform.directory, platform.audit to aftercare_auth;
grant select, update (read_at) on platform.message to aftercare_shopper;
grant select, insert on platform.file to aftercare_shopper, aftercare_merchant, aftercare_staff;
grant update (subject_kind, subject_id, merchant_id), delete on platform.file to aftercare_shopper, aftercare_merchant, aftercare_staff;
-- Evidence that a case uses stays, whoever asks.
create policy unclaimed on platform.file as restrictive for delete to aftercare_shopper, aftercare_merchant, aftercare_staff using (subject_kind = 'order');
grant insert, update on platform.policy, platform.setting, platform.calendar_day, platform.webhook_endpoint, platform.webhook_delivery to aftercare_staff, aftercare_system;
grant select, insert, update on platform.webhook_endpoint, platform.webhook_delivery to aftercare_merchant;
grant insert, update, delete on platform.clock, platform.message, platform.file, platform.stream_head, platform.stream_event, platform.presence, platform.deadline, platform.outbox, platform.directory to aftercare_system;
grant update (seq, hash) on platform.audit to aftercare_system;
grant insert on platform.audit_anchor to aftercare_system;
grant delete on platform.idempotency, platform.webhook_delivery to aftercare_system;

alter table platform.deadline enable row level security;
alter table platform.deadline force row level security;
create policy shopper on platform.deadline to aftercare_shopper using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
create policy merchant on platform.deadline to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on platform.deadline to aftercare_staff using (true) with check (true);
create policy system on platform.deadline to aftercare_system using (true) with check (true);

alter table platform.idempotency enable row level security;
alter table platform.idempotency force row level security;
create policy principal on platform.idempotency to aftercare_shopper, aftercare_merchant, aftercare_staff
  using (principal = (select current_setting('app.principal', true)));
create policy system on platform.idempotency to aftercare_system using (true) with check (true);

alter table platform.webhook_endpoint enable row level security;
alter table platform.webhook_endpoint force row level security;
create policy merchant on platform.webhook_endpoint to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on platform.webhook_endpoint to aftercare_staff using (true) with check (true);
create policy system on platform.webhook_endpoint to aftercare_system using (true) with check (true);

alter table platform.webhook_delivery enable row level security;
alter table platform.webhook_delivery force row level security;
create policy merchant on platform.webhook_delivery to aftercare_merchant using (endpoint_id in (select id from platform.webhook_endpoint));
create policy staff on platform.webhook_delivery to aftercare_staff using (true) with check (true);
create policy system on platform.webhook_delivery to aftercare_system using (true) with check (true);
