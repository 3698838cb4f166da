-- Pictures of parcels in somebody's hands. A parcel on the shelf has no shopper yet, so they belong to a shop, not to a shopper.
create table platform.parcel_photo (
  id uuid primary key,
  subject_kind text,
  subject_id uuid,
  merchant_id uuid,
  customer_id uuid,
  media_type text not null check (media_type in ('image/jpeg', 'image/webp')),
  bytes int not null check (bytes > 0),
  width int not null,
  height int not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  uploaded_by text not null,
  at timestamptz not null,
  check ((subject_kind is null) = (subject_id is null))
);
comment on table platform.parcel_photo is 'kind: local. Photos of parcels as they passed through hands; the bytes lie behind the file store under the id, and the fingerprint is in the chain of custody. Without a subject until a scan uses it';
create index parcel_photo_by_subject on platform.parcel_photo (subject_id) where subject_id is not null;
create index parcel_photo_by_shopper on platform.parcel_photo (customer_id) where customer_id is not null;
create index parcel_photo_by_age on platform.parcel_photo (at);
alter table platform.parcel_photo enable row level security;
alter table platform.parcel_photo force row level security;
create policy merchant on platform.parcel_photo to aftercare_merchant using (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid));
create policy staff on platform.parcel_photo to aftercare_staff using (true) with check (true);
create policy system on platform.parcel_photo to aftercare_system using (true) with check (true);
-- What a scan uses stays, whoever asks.
create policy unclaimed on platform.parcel_photo as restrictive for delete to aftercare_merchant, aftercare_staff using (subject_id is null);
grant select, insert, delete, update (subject_kind, subject_id, merchant_id, customer_id) on platform.parcel_photo to aftercare_merchant, aftercare_staff;
grant select, insert, update, delete on platform.parcel_photo to aftercare_system;
