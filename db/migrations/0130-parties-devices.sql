-- Which browsers a shopper signed in on, so that many people behind one device can be counted as many behind one address are.
create table parties.device (
  customer_id uuid not null references parties.shopper (customer_id),
  device_index text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (customer_id, device_index),
  check (first_seen_at <= last_seen_at)
);
comment on table parties.device is 'kind: shopper. A browser the shopper signed in on, known by a random value of our own; kept 180 days after the last sign-in';
comment on column parties.device.device_index is 'personal: device, blind index';
-- Asked across shoppers: who else signed in there, and what nobody needs any more.
create index device_by_index on parties.device (device_index);
create index device_by_age on parties.device (last_seen_at);
select platform.protect('parties.device', null, null);
-- Nobody but the system ever reads which device it was: people see a count.
grant select, insert, update, delete on parties.device to aftercare_system;
