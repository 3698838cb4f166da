-- Freight goes back as a return freight and goodwill as a compensation; nothing was ever refunded under these names.
alter table payments.refund drop constraint refund_kind_check;
alter table payments.refund add constraint refund_kind_check check (kind in ('goods', 'allowance'));
