-- A clock that stands still during a pause, or that was given more time: what it was given is kept, so that its end can be
-- worked out again from its beginning, however often.
alter table platform.deadline
  add column given_seconds bigint check (given_seconds >= 0),
  add column extended_seconds bigint not null default 0 check (extended_seconds >= 0),
  add column extended_times int not null default 0 check (extended_times >= 0);
grant update (extended_seconds, extended_times, reminders) on platform.deadline to aftercare_merchant, aftercare_staff, aftercare_system;
