-- What the policy gives on top to who exchanges instead of sending back: promised with the request, given when the goods are there.
alter table returns.return_case
  add column bonus_minor bigint not null default 0 check (bonus_minor >= 0);
create unique index compensation_bonus on payments.compensation (customer_id, case_id) where ground = 'exchange-bonus';
