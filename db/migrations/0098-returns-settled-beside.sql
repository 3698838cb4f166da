-- What a case settled beside its refund is asked for with every request for the same order: one index of the few cases that have any.
drop index returns.return_case_withheld;
drop index returns.return_case_surcharge;
create index return_case_settled_beside on returns.return_case (customer_id, order_id)
  where withheld_minor > 0 or fee_minor > 0 or surcharge_minor > 0;
