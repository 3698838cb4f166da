-- One shelf's number says nothing about another shop's: a parcel is parked once for each of them.
drop index logistics.parked_parcel_once;
create unique index parked_parcel_once on logistics.parked_parcel (coalesce(merchant_id, '00000000-0000-0000-0000-000000000000'), upper(tracking_number))
  where tracking_number is not null and state = 'parked';
