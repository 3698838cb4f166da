-- What a policy promised before anybody asked is owed as what the law gives is: no goodwill. What was paid until now stays the goodwill it was taken from.
alter table payments.compensation
  drop constraint compensation_kind_check,
  add constraint compensation_kind_check check (kind in ('fixed', 'percent', 'statutory', 'promised'));
update payments.compensation set kind = 'promised' where ground = 'exchange-bonus' and state = 'approved';
comment on table payments.compensation is 'kind: shopper. What a shopper is given beside the price of the goods: by goodwill (fixed, percent), by law (statutory) or because a policy promised it (promised); people propose and decide goodwill and law, the system pays';
