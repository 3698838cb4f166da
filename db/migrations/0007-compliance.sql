create schema compliance;
grant usage on schema compliance to aftercare_shopper, aftercare_staff, aftercare_system;

create table compliance.privacy_request (
  customer_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('export', 'erase')),
  state text not null check (state in ('received', 'done', 'refused')),
  asked_by text not null,
  received_at timestamptz not null,
  finished_at timestamptz,
  outcome jsonb not null default '{}',
  kept_until date,
  primary key (customer_id, id)
);
comment on column compliance.privacy_request.kept_until is 'The day on which the first of what the law made us keep may be erased too';
comment on table compliance.privacy_request is 'kind: shopper. A shopper''s request for a copy or for erasure, and what was done';
create index privacy_request_to_finish on compliance.privacy_request (kept_until) where kept_until is not null;
create index privacy_request_left on compliance.privacy_request (received_at) where state = 'received';
create index privacy_request_by_time on compliance.privacy_request (received_at desc, id desc);
select platform.protect('compliance.privacy_request', null, null);

grant select, insert, update on compliance.privacy_request to aftercare_shopper, aftercare_staff, aftercare_system;
