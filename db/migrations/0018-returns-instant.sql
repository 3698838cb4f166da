-- Paid back out of the shopper's credit while the goods are still on their way.
alter table returns.return_case add column instant boolean not null default false;
comment on column returns.return_case.instant is 'the refund was lent before the goods were here; it is earned when they come, asked back when they do not';
