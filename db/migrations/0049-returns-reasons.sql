-- Cases asked under the first list of reasons kept no words; the second is versioned and keeps them.
alter table returns.return_case add column reason_version integer not null default 1 check (reason_version > 0);
alter table returns.return_case add column reason_words jsonb check (jsonb_typeof(reason_words) = 'object');
-- What is asked for to show it; null: whatever does.
alter table returns.offer add column evidence_kind text
  check (kind = 'evidence' and evidence_kind in ('photo', 'video', 'unboxing-video', 'waybill', 'report'));
