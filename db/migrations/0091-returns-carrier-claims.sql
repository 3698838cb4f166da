-- Whose parcel it was is kept with the loss: the case forgets it when it is sent again.
alter table returns.loss
  add column carrier text,
  add column tracking_number text;
comment on column returns.loss.carrier is 'who carried what was lost; null where it is the parcel the order came in';
-- A ruling is also carried out by the clock.
grant insert on returns.loss to aftercare_system;
create index loss_of_carriers on returns.loss (at desc, id desc) where borne_by = 'carrier';

update returns.loss x set carrier = c.carrier, tracking_number = c.tracking_number
  from returns.return_case c
 where c.customer_id = x.customer_id and c.id = x.case_id and x.direction = 'return' and x.borne_by = 'carrier';
