-- The closed lists of the widest rows are domains: a column's CHECK is read from its text by every statement that writes the
-- table, a domain's once per connection. A list that grows changes its domain.
create domain returns.answered_by as text check (value in ('person', 'policy', 'clock'));
create domain returns.case_state as text check (value in ('submitted', 'negotiating', 'approved', 'rejected', 'completed', 'withdrawn', 'closed'));
create domain returns.difference_state as text check (value in ('none', 'asked', 'paid', 'over'));
create domain returns.dispute_state as text check (value in ('none', 'evidence', 'review', 'ruled', 'appeal', 'final', 'closed'));
create domain returns.goods_state as text check (value in ('none', 'awaiting-shipment', 'in-transit', 'arrived', 'inspected', 'lost', 'not-sent'));
create domain returns.interception_state as text check (value in ('none', 'wished', 'wanted', 'confirmed', 'failed'));
create domain returns.kind as text check (value in ('cancel-before-shipment', 'refund-only', 'return-and-refund', 'exchange', 'repair', 'reship', 'price-protection', 'refuse-delivery'));
create domain returns.money_state as text check (value in ('none', 'due', 'reserved', 'sending', 'unknown', 'settled', 'attention'));
create domain returns.outbound_state as text check (value in ('none', 'to-ship', 'shipped', 'arrived', 'delivered', 'lost', 'refused', 'cancelled'));
create domain returns.outbound_trouble as text check (value in ('not-arrived', 'wrong', 'broken', 'lost', 'returned', 'unconfirmed'));
create domain returns.repair_outcome as text check (value in ('repaired', 'parts-replaced', 'not-repairable'));
create domain returns.verdict as text check (value in ('ALLOW', 'DENY', 'REVIEW'));
create domain returns.waiting_on as text check (value in ('shopper', 'merchant', 'warehouse', 'platform', 'payment', 'nobody'));
alter table returns.return_case
  drop constraint return_case_answered_by_check, alter column answered_by type returns.answered_by,
  drop constraint return_case_case_state_check, alter column case_state type returns.case_state,
  drop constraint return_case_difference_state_check, alter column difference_state type returns.difference_state,
  drop constraint return_case_dispute_state_check, alter column dispute_state type returns.dispute_state,
  drop constraint return_case_goods_state_check, alter column goods_state type returns.goods_state,
  drop constraint return_case_interception_state_check, alter column interception_state type returns.interception_state,
  drop constraint return_case_kind_check, alter column kind type returns.kind,
  drop constraint return_case_money_state_check, alter column money_state type returns.money_state,
  drop constraint return_case_outbound_state_check, alter column outbound_state type returns.outbound_state,
  drop constraint return_case_outbound_trouble_check, alter column outbound_trouble type returns.outbound_trouble,
  drop constraint return_case_repair_outcome_check, alter column repair_outcome type returns.repair_outcome,
  drop constraint return_case_verdict_check, alter column verdict type returns.verdict,
  drop constraint return_case_waiting_on_check, alter column waiting_on type returns.waiting_on;
alter table returns.case_line
  drop constraint case_line_verdict_check, alter column verdict type returns.verdict;
create domain orders.returned_for as text check (value in ('changed-mind', 'sellers-fault'));
alter table orders.unit
  drop constraint unit_returned_for_check, alter column returned_for type orders.returned_for;
create domain orders.country as text check (value ~ '^[A-Z]{2}$');
create domain orders.currency as text check (value ~ '^[A-Z]{3}$');
alter table orders.shop_order
  drop constraint shop_order_country_check, alter column country type orders.country,
  drop constraint shop_order_currency_check, alter column currency type orders.currency;
-- For the same reason one rule for all amounts of a case.
alter table returns.return_case
  drop constraint return_case_approved_minor_check,
  drop constraint return_case_bonus_minor_check,
  drop constraint return_case_fee_minor_check,
  drop constraint return_case_refunded_minor_check,
  drop constraint return_case_requested_minor_check,
  drop constraint return_case_surcharge_minor_check,
  drop constraint return_case_withheld_minor_check,
  add constraint return_case_amounts_check
    check (least(approved_minor, bonus_minor, fee_minor, refunded_minor, requested_minor, surcharge_minor, withheld_minor) >= 0);
