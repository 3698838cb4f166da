-- Files from before say by their media type what they are.
alter table platform.file add column kind text check (kind in ('photo', 'video', 'unboxing-video', 'waybill', 'report'));
