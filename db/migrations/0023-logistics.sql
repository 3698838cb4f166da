create schema logistics;
grant usage on schema logistics to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;

create table logistics.return_address (
  id uuid primary key,
  merchant_id uuid not null references parties.merchant (id),
  label text not null check (length(label) between 1 and 60),
  place jsonb not null,
  categories text[] not null default '{}',
  regions text[] not null default '{}',
  dispositions text[] not null default '{}',
  priority int not null check (priority between 0 and 1000),
  active boolean not null default true,
  version int not null default 1,
  changed_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
comment on table logistics.return_address is 'kind: reference. Where a merchant takes goods back, and which goods; empty lists take everything';
create index return_address_by_merchant on logistics.return_address (merchant_id, active, priority desc);
alter table logistics.return_address enable row level security;
alter table logistics.return_address force row level security;
create policy shopper on logistics.return_address for select to aftercare_shopper using (true);
create policy merchant on logistics.return_address to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on logistics.return_address to aftercare_staff using (true) with check (true);
create policy system on logistics.return_address to aftercare_system using (true) with check (true);

create table logistics.pickup_area (
  id uuid primary key,
  title jsonb not null,
  regions text[] not null,
  zone text not null,
  hours text not null,
  slot_minutes int not null check (slot_minutes between 30 and 720),
  capacity int not null check (capacity between 0 and 10000),
  lead_minutes int not null check (lead_minutes between 0 and 10080),
  days_ahead int not null check (days_ahead between 1 and 14),
  active boolean not null default true
);
comment on table logistics.pickup_area is 'kind: reference. Where couriers collect, in which hours, and how many parcels in each slot';

create table logistics.pickup_slot (
  area_id uuid not null references logistics.pickup_area (id),
  starts_at timestamptz not null,
  until_at timestamptz not null,
  capacity int not null check (capacity >= 0),
  taken int not null default 0 check (taken >= 0),
  primary key (area_id, starts_at),
  check (until_at > starts_at),
  constraint slot_never_overbooked check (taken <= capacity)
);
comment on table logistics.pickup_slot is 'kind: local. Places of a slot that somebody has booked or staff have changed; a slot without a row is empty and as large as its area says';

create table logistics.drop_off_point (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('point', 'store', 'locker')),
  title jsonb not null,
  place jsonb not null,
  region text not null,
  zone text not null,
  hours text not null,
  carrier text,
  latitude_micro int not null check (latitude_micro between -90000000 and 90000000),
  longitude_micro int not null check (longitude_micro between -180000000 and 180000000),
  active boolean not null default true
);
comment on table logistics.drop_off_point is 'kind: reference. Where a shopper may hand a parcel in: drop-off points, stores, lockers; positions in millionths of a degree';

create table logistics.shipment (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  merchant_id uuid not null,
  direction text not null check (direction in ('return', 'outbound')),
  purpose text not null check (purpose in ('return', 'exchange', 'reship', 'repair', 'recall')),
  subject_kind text not null,
  subject_id uuid not null,
  subject_number text not null,
  attempt int not null check (attempt > 0),
  way text check (way in ('pickup', 'self-ship', 'drop-off', 'store', 'refusal')),
  state text not null check (state in ('expected', 'handed-in', 'picked-up', 'in-transit', 'out-for-delivery', 'waiting-for-pickup', 'delivered', 'refused', 'returning', 'returned', 'exception', 'lost', 'cancelled')),
  reason text,
  state_at timestamptz,
  carrier text,
  tracking_number text,
  goes_to jsonb,
  goes_to_because jsonb,
  contents jsonb not null default '[]',
  version int not null default 1,
  opened_at timestamptz not null,
  arrived_at timestamptz,
  ask_at timestamptz,
  primary key (customer_id, id),
  unique (customer_id, number),
  unique (customer_id, subject_id, purpose, direction, attempt),
  foreign key (customer_id, order_id) references orders.shop_order (customer_id, id),
  check ((carrier is null) = (tracking_number is null))
);
comment on table logistics.shipment is 'kind: shopper. One parcel on its way back or out, for whoever asked for it; its state follows the carrier''s events';
create index shipment_by_subject on logistics.shipment (customer_id, subject_id);
create index shipment_by_order on logistics.shipment (customer_id, order_id);
create index shipment_to_ask on logistics.shipment (ask_at) where ask_at is not null;
create index shipment_by_tracking on logistics.shipment (upper(tracking_number)) where tracking_number is not null;
select platform.protect('logistics.shipment', 'order_id', 'merchant_id');

create table logistics.tracking_event (
  customer_id uuid not null,
  shipment_id uuid not null,
  event_key text not null check (length(event_key) between 1 and 200),
  order_id uuid not null,
  merchant_id uuid not null,
  at timestamptz not null,
  state text not null,
  reason text,
  code_set text not null,
  code text not null,
  place text not null default '' check (length(place) <= 200),
  heard_at timestamptz not null,
  primary key (customer_id, shipment_id, event_key),
  foreign key (customer_id, shipment_id) references logistics.shipment (customer_id, id)
);
comment on table logistics.tracking_event is 'kind: shopper, append-only. What the carrier told, once each, in its own code and in ours; its free text may name people and is not kept';
select platform.protect('logistics.tracking_event', 'order_id', 'merchant_id');

create table logistics.booking (
  customer_id uuid not null,
  id uuid not null,
  number text not null,
  shipment_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  kind text not null check (kind in ('pickup', 'waybill')),
  state text not null check (state in ('reserved', 'sending', 'unknown', 'booked', 'missed', 'cancelling', 'collected', 'refused', 'cancelled')),
  area_id uuid,
  slot_from_at timestamptz,
  slot_until_at timestamptz,
  contact_name_enc bytea,
  contact_name_mask text,
  contact_phone_enc bytea,
  contact_phone_mask text,
  address_enc bytea,
  address_mask text,
  carrier_reference text,
  attempts int not null default 0,
  last_error text,
  version int not null default 1,
  reserved_at timestamptz not null,
  settled_at timestamptz,
  primary key (customer_id, id),
  unique (customer_id, number),
  foreign key (customer_id, shipment_id) references logistics.shipment (customer_id, id),
  check ((kind = 'pickup') = (area_id is not null and slot_from_at is not null and slot_until_at is not null))
);
comment on table logistics.booking is 'kind: shopper. What a carrier is asked for: to collect at the door, or a waybill; its id is the number the carrier knows, persisted before anything is sent';
comment on column logistics.booking.contact_name_enc is 'personal: name';
comment on column logistics.booking.contact_name_mask is 'personal: name, masked';
comment on column logistics.booking.contact_phone_enc is 'personal: phone';
comment on column logistics.booking.contact_phone_mask is 'personal: phone, masked';
comment on column logistics.booking.address_enc is 'personal: address';
comment on column logistics.booking.address_mask is 'personal: address, masked';
-- A parcel waits for one courier at a time; the one it waited for before may still be being called off.
create unique index booking_open on logistics.booking (customer_id, shipment_id) where state in ('reserved', 'sending', 'unknown', 'booked');
create index booking_by_shipment on logistics.booking (customer_id, shipment_id, reserved_at desc);
create index booking_to_send on logistics.booking (reserved_at) where state in ('reserved', 'sending', 'unknown', 'cancelling');
create index booking_by_slot on logistics.booking (area_id, slot_from_at) where area_id is not null;
select platform.protect('logistics.booking', 'order_id', 'merchant_id');

create table logistics.parked_parcel (
  id uuid primary key,
  number text not null unique,
  merchant_id uuid references parties.merchant (id),
  state text not null check (state in ('parked', 'matched', 'disposed')),
  carrier text,
  tracking_number text,
  slip_number text,
  sender_name_mask text,
  sender_name_index text,
  sender_last4_index text,
  shelf text not null check (length(shelf) between 1 and 60),
  note text not null default '' check (length(note) <= 2000),
  subject_kind text,
  subject_id uuid,
  subject_number text,
  customer_id uuid,
  dispose_reason text,
  version int not null default 1,
  found_by text not null,
  found_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  check ((state = 'matched') = (subject_id is not null and customer_id is not null)),
  check ((state = 'parked') = (ended_at is null))
);
comment on table logistics.parked_parcel is 'kind: local. Parcels that came without a case and lie on a shelf until somebody says whose they are; no shopper is known yet';
comment on column logistics.parked_parcel.sender_name_mask is 'personal: name, masked';
comment on column logistics.parked_parcel.sender_name_index is 'personal: name, blind index';
comment on column logistics.parked_parcel.sender_last4_index is 'personal: phone, blind index';
create index parked_parcel_by_time on logistics.parked_parcel (state, found_at desc, id desc);
create unique index parked_parcel_once on logistics.parked_parcel (upper(tracking_number)) where tracking_number is not null and state = 'parked';
alter table logistics.parked_parcel enable row level security;
alter table logistics.parked_parcel force row level security;
create policy merchant on logistics.parked_parcel to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on logistics.parked_parcel to aftercare_staff using (true) with check (true);
create policy system on logistics.parked_parcel to aftercare_system using (true) with check (true);

create table logistics.custody (
  id uuid primary key,
  subject_kind text not null check (subject_kind in ('shipment', 'parked-parcel')),
  subject_id uuid not null,
  merchant_id uuid,
  step text not null check (step in ('handed-in', 'found', 'moved', 'weighed', 'received', 'opened', 'matched', 'disposed')),
  place text not null check (length(place) between 1 and 120),
  weight_grams int check (weight_grams between 1 and 1000000),
  photos text[] not null default '{}' check (cardinality(photos) <= 20),
  note text not null default '' check (length(note) <= 500),
  by_kind text not null,
  by_id text not null,
  at timestamptz not null
);
comment on table logistics.custody is 'kind: local, append-only. Every hand a parcel passes through: who, where, when, its weight, and the fingerprints of the photos taken';
create index custody_by_subject on logistics.custody (subject_id, at, id);
alter table logistics.custody enable row level security;
alter table logistics.custody force row level security;
create policy merchant on logistics.custody to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on logistics.custody to aftercare_staff using (true) with check (true);
create policy system on logistics.custody to aftercare_system using (true) with check (true);

create table logistics.provider_event (
  provider text not null,
  event_id text not null,
  received_at timestamptz not null,
  primary key (provider, event_id)
);
comment on table logistics.provider_event is 'kind: local. Notices from carriers; the key makes a repeat harmless';

grant select on logistics.return_address, logistics.pickup_area, logistics.pickup_slot, logistics.drop_off_point, logistics.shipment, logistics.tracking_event, logistics.booking
  to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on logistics.return_address to aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on logistics.pickup_area, logistics.drop_off_point to aftercare_staff, aftercare_system;
grant insert, update on logistics.pickup_slot, logistics.booking to aftercare_shopper, aftercare_staff, aftercare_system;
grant insert, update on logistics.shipment to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert on logistics.tracking_event to aftercare_merchant, aftercare_staff, aftercare_system;
grant select, insert, update on logistics.parked_parcel to aftercare_merchant, aftercare_staff, aftercare_system;
grant select, insert on logistics.custody to aftercare_merchant, aftercare_staff, aftercare_system;
grant select, insert on logistics.provider_event to aftercare_system;
grant select on logistics.provider_event to aftercare_staff;

-- A guest who books a courier tells an address, which is sealed like everybody's: the wrapped key opens nothing by itself.
create policy guest on parties.shopper_key for select to aftercare_shopper
  using (customer_id = nullif(current_setting('app.customer_id', true), '')::uuid);
