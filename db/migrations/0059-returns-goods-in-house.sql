-- What becomes of goods after the count: where their pieces stand now, and how they came there.
create table returns.goods_in_house (
  customer_id uuid not null,
  case_id uuid not null,
  line_id uuid not null,
  disposition text not null check (disposition in ('restock', 'refurbish', 'scrap', 'return-to-shopper', 'none')),
  order_id uuid not null,
  merchant_id uuid not null,
  quantity int not null check (quantity >= 0),
  since timestamptz not null,
  primary key (customer_id, case_id, line_id, disposition),
  foreign key (customer_id, case_id, line_id) references returns.case_line (customer_id, case_id, line_id)
);
comment on table returns.goods_in_house is 'kind: shopper. How many received pieces of a line stand under each disposition';
comment on column returns.goods_in_house.since is 'when a piece last came under this disposition';
-- What waits, longest first: of one shop and of all.
create index goods_in_house_waiting on returns.goods_in_house (disposition, since, line_id) where quantity > 0 and disposition in ('refurbish', 'none');
create index goods_in_house_waiting_of on returns.goods_in_house (merchant_id, disposition, since, line_id) where quantity > 0 and disposition in ('refurbish', 'none');
select platform.protect('returns.goods_in_house', 'order_id', 'merchant_id');

create table returns.disposition_change (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  line_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  from_disposition text not null check (from_disposition in ('restock', 'refurbish', 'scrap', 'return-to-shopper', 'none')),
  to_disposition text not null check (to_disposition in ('restock', 'refurbish', 'scrap', 'return-to-shopper', 'none')),
  quantity int not null check (quantity > 0),
  note text not null check (length(note) <= 2000),
  changed_by text not null,
  at timestamptz not null,
  primary key (customer_id, id),
  foreign key (customer_id, case_id, line_id) references returns.case_line (customer_id, case_id, line_id),
  check (from_disposition <> to_disposition)
);
comment on table returns.disposition_change is 'kind: shopper, append-only. Pieces that were dealt with otherwise after the count, by whom and why';
create index disposition_change_by_case on returns.disposition_change (customer_id, case_id);
select platform.protect('returns.disposition_change', 'order_id', 'merchant_id');

grant select on returns.goods_in_house, returns.disposition_change to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on returns.goods_in_house to aftercare_merchant, aftercare_staff, aftercare_system;
grant insert on returns.disposition_change to aftercare_merchant, aftercare_staff, aftercare_system;

insert into returns.goods_in_house (customer_id, case_id, line_id, disposition, order_id, merchant_id, quantity, since)
select distinct on (customer_id, case_id, line_id) customer_id, case_id, line_id, disposition, order_id, merchant_id, received_quantity, at
  from returns.inspection where received_quantity > 0 order by customer_id, case_id, line_id, at desc;
