-- An offer to exchange may name the goods, with what they make against what was paid on the day it is made.
alter table returns.offer
  add column wanted jsonb,
  add column difference_minor bigint,
  add constraint offer_goods check (
    (wanted is null) = (difference_minor is null) and (wanted is null or (kind = 'kind' and to_kind = 'exchange'))
  );
comment on column returns.offer.wanted is 'the product and variant that would go out';
comment on column returns.offer.difference_minor is 'what they cost more than was paid for the pieces; below zero so much comes back';
