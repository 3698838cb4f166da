-- Up to how much a role agrees alone to what is given beside the price, and how much goodwill there is: data that administrators
-- change, each change a version of its own.
create table payments.compensation_limit (
  what text not null check (what in ('agent', 'supervisor', 'operations', 'merchant', 'per-case', 'per-month')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  version int not null check (version > 0),
  limit_minor bigint not null check (limit_minor >= 0),
  note text not null default '' check (length(note) <= 500),
  set_by text not null,
  since timestamptz not null,
  primary key (what, currency, version)
);
comment on table payments.compensation_limit is 'kind: reference. Up to how much a role agrees alone to a compensation, in one currency, and how much goodwill a case and a shopper''s month have; the last version counts';
grant select on payments.compensation_limit to aftercare_merchant, aftercare_staff, aftercare_system;
grant insert on payments.compensation_limit to aftercare_staff;

-- What was in the code until now. In other currencies no role agreed alone, and goodwill had the same figures.
insert into payments.compensation_limit (what, currency, version, limit_minor, set_by, since)
select what, 'CNY', 1, limit_minor, 'system:migration', timestamptz '2020-01-01T00:00:00+08:00'
  from (values ('agent', 5000), ('supervisor', 50000), ('operations', 500000), ('merchant', 200000)) as l (what, limit_minor)
union all
select what, currency, 1, limit_minor, 'system:migration', timestamptz '2020-01-01T00:00:00+08:00'
  from (values ('per-case', 500000), ('per-month', 1000000)) as l (what, limit_minor)
 cross join unnest(array['CNY', 'EUR', 'GBP', 'HKD', 'JPY', 'USD']) as c (currency);
