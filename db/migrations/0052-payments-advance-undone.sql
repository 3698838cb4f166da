-- An advance that was paid back: the goods are the shopper's again, and what was paid for them once more can be refunded once more.
alter table payments.instant_advance add column undone_at timestamptz check (undone_at is null or state = 'recovered');
comment on column payments.instant_advance.undone_at is 'paid back, and its case over: the units are free again and the refund counts no longer towards what was settled';
