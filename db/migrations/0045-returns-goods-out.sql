-- Goods that go out may be lost, refused, wrong or broken on the way: who sent them sends again or pays, and the platform decides
-- where nobody does. Silence ends a case only once the carrier has said that they are there.
alter table returns.return_case
  drop constraint return_case_outbound_state_check,
  add constraint return_case_outbound_state_check check (outbound_state in ('none', 'to-ship', 'shipped', 'arrived', 'delivered', 'lost', 'refused', 'cancelled')),
  add column units_out int check (units_out between 1 and units),
  add column outbound_attempt int not null default 1 check (outbound_attempt > 0),
  add column outbound_trouble text check (outbound_trouble in ('not-arrived', 'wrong', 'broken', 'lost', 'returned', 'unconfirmed'));
comment on column returns.return_case.units_out is 'pieces that go out, where fewer than were asked about were accepted';
comment on column returns.return_case.outbound_attempt is 'which parcel it is that goes out: after one that was lost or refused there is another';
comment on column returns.return_case.outbound_trouble is 'what is the matter with what was sent: the shopper''s word, the carrier''s, or that nobody said it arrived';

-- Until now silence ended every case whose goods were sent out: those that wait today wait on until somebody says where they are.
update returns.return_case set due_action = 'look-into' where closed_at is null and outbound_state = 'shipped' and due_action = 'complete';

create table returns.loss (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  order_id uuid not null,
  merchant_id uuid not null,
  direction text not null check (direction in ('return', 'outbound')),
  borne_by text not null check (borne_by in ('carrier', 'merchant', 'platform')),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  decided_by text not null,
  at timestamptz not null,
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references returns.return_case (customer_id, id)
);
comment on table returns.loss is 'kind: shopper. Goods that were lost or spoilt on the way, and who bears it as the person who decided said';
create index loss_by_case on returns.loss (customer_id, case_id);
select platform.protect('returns.loss', 'order_id', 'merchant_id');
grant select on returns.loss to aftercare_merchant, aftercare_staff, aftercare_system;
grant insert on returns.loss to aftercare_merchant, aftercare_staff;

-- What somebody else than the merchant bears comes back to the merchant in the books.
alter table payments.ledger_line
  drop constraint ledger_line_has_a_cause,
  add column loss_id uuid,
  add constraint ledger_line_has_a_cause check (num_nonnulls(refund_id, payout_id, collection_id, loss_id) = 1);
create unique index ledger_line_of_loss on payments.ledger_line (customer_id, loss_id, line_no) where loss_id is not null;
