import type { PersonalData } from "#platform/domain";

/** Cases name a shopper only by a mask and by what the shopper wrote. Transaction records stay three years (E-commerce Law 31). */
export const personalData: PersonalData = {
  exportFor: async (tx, customerId) => ({
    cases: await tx.rows(
      "select number, order_number, kind, reason, note, case_state, goods_state, money_state, requested_minor::text as requested_minor, refunded_minor::text as refunded_minor, currency, requested_at::text as requested_at from returns.return_case where customer_id = $1 order by requested_at",
      [customerId],
    ),
    goods: await tx.rows(
      "select c.number, l.line_id, l.quantity, l.accepted_quantity, l.verdict, l.facts from returns.case_line l join returns.return_case c on c.customer_id = l.customer_id and c.id = l.case_id where l.customer_id = $1 order by c.requested_at, l.line_id",
      [customerId],
    ),
    inspections: await tx.rows(
      "select case_id, line_id, received_quantity, accepted_quantity, grade, disposition, note, at::text as at from returns.inspection where customer_id = $1 order by at",
      [customerId],
    ),
    offers: await tx.rows(
      "select case_id, offer_no, made_by, kind, to_kind, amount_minor::text as amount_minor, note, state, made_at::text as made_at from returns.offer where customer_id = $1 order by made_at",
      [customerId],
    ),
    disputes: await tx.rows(
      "select case_id, opened_at::text as opened_at, claim, blame, ruling, amount_minor::text as amount_minor, ruling_note, ruled_at::text as ruled_at, appealed_by, appeal_note from returns.dispute where customer_id = $1 order by opened_at",
      [customerId],
    ),
    losses: await tx.rows(
      "select case_id, direction, borne_by, carrier, tracking_number, amount_minor::text as amount_minor, currency, at::text as at from returns.loss where customer_id = $1 order by at",
      [customerId],
    ),
    statements: await tx.rows(
      "select words, at::text as at from returns.statement where customer_id = $1 and side = 'shopper' order by at",
      [customerId],
    ),
    signals: await tx.rows(
      "select signals, counted_at::text as counted_at from returns.risk_standing where customer_id = $1",
      [customerId],
    ),
    appeals: await tx.rows(
      "select signal, words, state, made_at::text as made_at from returns.signal_appeal where customer_id = $1 order by made_at",
      [customerId],
    ),
  }),
  eraseFor: async (tx, customerId) => {
    const kept = await tx.maybe<{ until: Temporal.Instant | null }>(
      "select max(requested_at) + interval '3 years' as until from returns.return_case where customer_id = $1",
      [customerId],
    );
    tx.send(
      "update returns.return_case set shopper_mask = null, note = case when closed_at is null then note else '' end where customer_id = $1",
      [customerId],
    );
    // What the shopper said is the shopper's; what was ruled stays with the records of trade.
    tx.send("update returns.offer set note = '' where customer_id = $1 and made_by = 'shopper' and state <> 'open'", [
      customerId,
    ]);
    tx.send(
      "update returns.dispute set claim = '', appeal_note = case when appealed_by = 'shopper' then null else appeal_note end where customer_id = $1 and closed_at is not null",
      [customerId],
    );
    tx.send(
      `update returns.statement s set words = '' where s.customer_id = $1 and s.side = 'shopper'
          and exists (select 1 from returns.dispute d where d.customer_id = $1 and d.case_id = s.case_id and d.closed_at is not null)`,
      [customerId],
    );
    // Signals serve nobody once their shopper is gone.
    tx.send("delete from returns.risk_standing where customer_id = $1", [customerId]);
    tx.send("delete from returns.signal_appeal where customer_id = $1", [customerId]);
    const until = kept?.until?.toString() ?? null;
    return {
      erased: ["shopper-mask", "notes-of-closed-cases", "words-in-closed-disputes", "risk-signals", "signal-appeals"],
      kept: until === null ? [] : [{ what: "cases", until, because: "CN-PI-08" }],
    };
  },
};
