create index return_freight_to_decide on payments.return_freight (due_at, id) where state = 'to-decide';
create index return_freight_recent on payments.return_freight (asked_at desc, id desc);
