-- What is usual for a category, so that a shopper is compared with those who buy the same; counted anew each night.
create table returns.peer_rate (
  category_code text primary key,
  units bigint not null check (units >= 0),
  returned bigint not null check (returned between 0 and units),
  counted_at timestamptz not null
);
comment on table returns.peer_rate is 'kind: local. How many units of a category came back in half a year';
grant select on returns.peer_rate to aftercare_staff, aftercare_system;
grant insert, update, delete on returns.peer_rate to aftercare_system;

create table returns.risk_standing (
  customer_id uuid primary key,
  signals jsonb not null,
  counted_at timestamptz not null
);
comment on table returns.risk_standing is 'kind: shopper. The open signals of a shopper with their figures, counted each night and after an appeal';
select platform.protect('returns.risk_standing', null, null);
grant select on returns.risk_standing to aftercare_shopper, aftercare_staff, aftercare_system;
grant insert, update, delete on returns.risk_standing to aftercare_system;
alter table returns.return_case add column signals jsonb not null default '[]';
comment on column returns.return_case.signals is 'the signals that were open when it was asked: shown to who decides, and no part of any decision';

create table returns.signal_appeal (
  customer_id uuid not null,
  id uuid not null,
  signal text not null,
  words text not null check (length(words) between 1 and 2000),
  state text not null default 'open' check (state in ('open', 'upheld', 'dismissed')),
  made_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  decision_note text,
  quiet_until timestamptz,
  primary key (customer_id, id),
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'upheld') = (quiet_until is not null))
);
comment on table returns.signal_appeal is 'kind: shopper. A shopper says why a risk signal is wrong; upheld, it is quiet for a time';
create unique index signal_appeal_open on returns.signal_appeal (customer_id, signal) where state = 'open';
create index signal_appeal_waiting on returns.signal_appeal (made_at, id) where state = 'open';
select platform.protect('returns.signal_appeal', null, null);
grant select on returns.signal_appeal to aftercare_shopper, aftercare_staff, aftercare_system;
grant insert on returns.signal_appeal to aftercare_shopper;
grant delete on returns.signal_appeal to aftercare_system;
grant update on returns.signal_appeal to aftercare_staff;
-- Asked across shoppers: who else is behind a phone.
create index shop_order_by_phone on orders.shop_order (recipient_phone_index) where recipient_phone_index is not null;
