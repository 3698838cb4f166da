-- The premium of freight insurance is in the books with who pays it, once for each cover. Of what was given before nobody was asked.
alter table payments.freight_cover
  add column premium_state text not null default 'waived' check (premium_state in ('due', 'charged', 'waived'));
alter table payments.freight_cover alter column premium_state set default 'due';
comment on column payments.freight_cover.premium_state is 'due: the system charges it; charged: it is in the books; waived: covered before premiums were charged';
alter table payments.ledger_line
  add column cover_id uuid,
  drop constraint ledger_line_has_a_cause,
  add constraint ledger_line_has_a_cause check (num_nonnulls(refund_id, payout_id, collection_id, loss_id, discrepancy_id, cover_id) = 1);
create index ledger_line_by_cover on payments.ledger_line (customer_id, cover_id) where cover_id is not null;
create index freight_cover_due on payments.freight_cover (covered_from, id) where premium_state = 'due';
