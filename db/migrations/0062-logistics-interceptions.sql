-- A parcel on its way to the shopper is to be turned round: the carrier is asked under our id, persisted before anything is sent,
-- and says yes or no. Whoever does not answer in time has said no.
create table logistics.interception (
  customer_id uuid not null,
  id uuid not null,
  shipment_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  state text not null check (state in ('asked', 'confirmed', 'failed')),
  attempts int not null default 0,
  last_error text,
  asked_at timestamptz not null,
  answered_at timestamptz,
  primary key (customer_id, id),
  -- One parcel is asked for once.
  unique (customer_id, shipment_id),
  foreign key (customer_id, shipment_id) references logistics.shipment (customer_id, id),
  check ((answered_at is null) = (state = 'asked'))
);
comment on table logistics.interception is 'kind: shopper. What a carrier is asked to turn round on its way, and what it said';
create index interception_to_ask on logistics.interception (asked_at) where state = 'asked';
select platform.protect('logistics.interception', 'order_id', 'merchant_id');
grant select on logistics.interception to aftercare_shopper, aftercare_merchant, aftercare_staff;
grant select, insert, update on logistics.interception to aftercare_system;
