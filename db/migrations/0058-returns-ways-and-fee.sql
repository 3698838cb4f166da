-- What a promise beyond the statute says of the way back and of what restocking costs, as it stood when it was asked for.
-- ways_back null: every way. A fee is taken off the refund once the goods are accepted.
alter table returns.return_case
  add column ways_back text[] check (cardinality(ways_back) > 0 and ways_back <@ array['pickup', 'self-ship', 'drop-off', 'store', 'refused-at-door']),
  add column fee_minor bigint not null default 0 check (fee_minor >= 0);
alter table logistics.shipment add column ways text[] check (cardinality(ways) > 0);
