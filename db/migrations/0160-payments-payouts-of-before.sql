-- Payouts of refunds that came wrong before 0142: what is in the books of one is known to have come, so that it is booked no second
-- time when the provider says it again or corrects it; of others the provider is asked once more, also where their refund has
-- another way by now.
update payments.payout p set paid_minor = l.paid, version = p.version + 1
  from (select customer_id, payout_id, sum(amount_minor) as paid from payments.ledger_line where payout_id is not null and account = 'shopper-payout' group by 1, 2) l
 where l.customer_id = p.customer_id and l.payout_id = p.id and p.cause_kind = 'refund' and p.state <> 'settled' and p.paid_minor is null and l.paid > 0;
update payments.payout p set state = 'unknown', version = version + 1
 where p.state = 'mismatched' and p.cause_kind = 'refund' and p.paid_minor is null
   and not exists (select 1 from payments.discrepancy x where x.customer_id = p.customer_id and x.payout_id = p.id);
