-- The carrier's time to answer is the deadline of the interception itself, and is read from there.
alter table returns.return_case drop column interception_asked_at;
