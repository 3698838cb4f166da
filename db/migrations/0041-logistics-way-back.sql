alter table logistics.shipment
  add column categories text[] not null default '{}',
  add column from_region text,
  add column freight_payer text not null default 'shopper' check (freight_payer in ('shopper', 'seller', 'platform', 'insurer', 'none'));
comment on column logistics.shipment.categories is 'Of the goods in it: where they go is decided again when it is known from where they come';
comment on column logistics.shipment.from_region is 'Province and city they come from, no address';
comment on column logistics.shipment.freight_payer is 'Who pays the carrier';

-- What becomes of goods is said when they are counted, so nobody can send them by it before.
alter table logistics.return_address drop column dispositions;

-- Who receives goods for a merchant calls off the courier that nobody needs any more.
grant update on logistics.booking, logistics.pickup_slot to aftercare_merchant;
