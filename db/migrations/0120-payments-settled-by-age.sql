-- What was settled in the last weeks is found without reading what was settled in all years; to write it costs next to nothing.
create index refund_settled_by_age on payments.refund using brin (settled_at) with (pages_per_range = 32, autosummarize = on);
