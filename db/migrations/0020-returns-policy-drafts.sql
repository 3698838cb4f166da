-- Drafts of policies, and what they would have changed. Both belong to the platform (merchant_id null) or to one merchant.
create table returns.policy_draft (
  id uuid primary key,
  policy_id text not null check (length(policy_id) <= 60 and policy_id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and policy_id <> 'built-in'),
  merchant_id uuid references parties.merchant (id),
  title jsonb not null,
  body jsonb not null,
  state text not null default 'draft' check (state in ('draft', 'published', 'discarded')),
  version int not null default 1 check (version > 0),
  created_by text not null,
  created_at timestamptz not null,
  changed_by text not null,
  changed_at timestamptz not null,
  published_version int check (published_version > 0),
  check ((state = 'published') = (published_version is not null))
);
comment on table returns.policy_draft is 'kind: reference. Policies being written; publishing one makes a version in platform.policy';
-- Two people who begin the next version of one policy meet in the same draft.
create unique index policy_draft_open on returns.policy_draft (policy_id) where state = 'draft';
create unique index policy_draft_published on returns.policy_draft (policy_id, published_version) where state = 'published';
create index policy_draft_recent on returns.policy_draft (changed_at desc, id desc);

create table returns.policy_replay (
  id uuid primary key,
  draft_id uuid not null references returns.policy_draft (id),
  draft_version int not null,
  merchant_id uuid references parties.merchant (id),
  policy_id text not null,
  body jsonb not null,
  cases_since timestamptz not null,
  freight_minor bigint not null check (freight_minor >= 0),
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  cases_total bigint not null default 0,
  cases_done bigint not null default 0,
  result jsonb,
  error text,
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  check ((state = 'done') = (result is not null))
);
comment on table returns.policy_replay is 'kind: local. A draft decided over past cases, so that it can be left and found again';
create index policy_replay_by_draft on returns.policy_replay (draft_id, id desc);

create table returns.policy_replay_change (
  replay_id uuid not null references returns.policy_replay (id) on delete cascade,
  change_no int not null check (change_no > 0),
  merchant_id uuid,
  case_number text not null,
  category text not null,
  reason text not null,
  change jsonb not null,
  primary key (replay_id, change_no)
);
comment on table returns.policy_replay_change is 'kind: local. The cases a replay decides otherwise, with why';

do $$
declare
  t regclass;
begin
  foreach t in array array['returns.policy_draft', 'returns.policy_replay', 'returns.policy_replay_change']::regclass[] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy merchant on %s to aftercare_merchant using (merchant_id = (select nullif(current_setting(''app.merchant_id'', true), '''')::uuid))', t);
    execute format('create policy staff on %s to aftercare_staff using (true) with check (true)', t);
    execute format('create policy system on %s to aftercare_system using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert, update on returns.policy_draft to aftercare_merchant, aftercare_staff, aftercare_system;
grant select, insert, update, delete on returns.policy_replay to aftercare_merchant, aftercare_staff, aftercare_system;
grant select on returns.policy_replay_change to aftercare_merchant, aftercare_staff;
grant select, insert, delete on returns.policy_replay_change to aftercare_system;

-- A published version is read by everybody, written once by its owner, and changed by nobody.
revoke update on platform.policy from aftercare_staff, aftercare_system;
grant insert on platform.policy to aftercare_merchant;
comment on table platform.policy is 'kind: reference, append-only. Published policy versions; an order pins the one in force at purchase';
alter table platform.policy enable row level security;
alter table platform.policy force row level security;
create policy readers on platform.policy for select to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system using (true);
create policy merchant on platform.policy for insert to aftercare_merchant
  with check (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on platform.policy for insert to aftercare_staff with check (true);
create policy system on platform.policy for insert to aftercare_system with check (true);
