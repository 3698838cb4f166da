-- Goods sent in to be mended: the same ones go out again. How it ended is the repairer's record, which the law counts.
alter table returns.return_case
  drop constraint return_case_kind_check,
  add constraint return_case_kind_check check (kind in ('cancel-before-shipment', 'refund-only', 'return-and-refund', 'exchange', 'repair', 'reship', 'price-protection', 'refuse-delivery')),
  add column repair_outcome text check (repair_outcome in ('repaired', 'parts-replaced', 'not-repairable'));
create index return_case_repaired on returns.return_case (customer_id, order_number) where repair_outcome in ('repaired', 'parts-replaced');
