-- What the page, the live room or the checkout said before the order was placed, as far as the shop told us: promises beyond its
-- policy, the price compared with, the information on the right to withdraw, who was shown as the seller. Frozen like the allocation.
alter table orders.line add column told jsonb;
comment on column orders.line.told is 'what was said of the goods before they were bought; null: not known';
