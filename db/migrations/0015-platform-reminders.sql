-- Whoever is waited for is reminded before the time is over; the instants that are still to come, earliest first.
alter table platform.deadline add column remind_at timestamptz[] not null default '{}';
create index deadline_reminds on platform.deadline ((remind_at[1])) where remind_at <> '{}' and fired_at is null and cancelled_at is null;
