-- Only the sweep asks for facts by the time they were done. A summary that also covers the waiting ones was chosen to find
-- them, and read everything added since the last summary for each batch that was done.
drop index platform.outbox_done;
create index outbox_done on platform.outbox using brin (done_at) where done_at is not null;
