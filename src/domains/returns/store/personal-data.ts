import type { PersonalData } from "#platform/domain";

/** Cases name a shopper only by a mask and by what the shopper wrote. Transaction records stay three years (E-commerce Law 31). */
export const personalData: PersonalData = {
  exportFor: async (tx, customerId) => ({
    cases: await tx.rows(
      "select number, order_number, kind, reason, note, case_state, goods_state, money_state, requested_minor::text as requested_minor, refunded_minor::text as refunded_minor, currency, requested_at::text as requested_at from returns.return_case where customer_id = $1 order by requested_at",
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
    // Signals serve nobody once their shopper is gone.
    tx.send("delete from returns.risk_standing where customer_id = $1", [customerId]);
    tx.send("delete from returns.signal_appeal where customer_id = $1", [customerId]);
    const until = kept?.until?.toString() ?? null;
    return {
      erased: ["shopper-mask", "notes-of-closed-cases", "risk-signals", "signal-appeals"],
      kept: until === null ? [] : [{ what: "cases", until, because: "CN-PI-08" }],
    };
  },
};
