-- Whoever is waited for is reminded before the time is over; the instants that are still to come, earliest first.
alter table platform.deadline add column reminders timestamptz[] not null default '{}';
create index deadline_reminds on platform.deadline ((reminders[1])) where reminders <> '{}' and fired_at is null and cancelled_at is null;
