import type { PersonalData } from "#platform/domain";

/** What was paid to and by a shopper stays three years, as records of trade do (E-commerce Law 31); words that name an account go. */
export const personalData: PersonalData = {
  exportFor: async (tx, customerId) => {
    const of = (sql: string) => tx.rows(sql, [customerId]);
    const [
      refunds,
      shares,
      detours,
      discrepancies,
      collections,
      payouts,
      compensations,
      credit,
      advances,
      covers,
      claims,
      freight,
    ] = await Promise.all([
      of(
        "select id, number, kind, state, amount_minor::text as amount_minor, currency, reserved_at::text as reserved_at, settled_at::text as settled_at from payments.refund where customer_id = $1 order by reserved_at",
      ),
      of(
        "select refund_id, amount_minor::text as amount_minor, state, settled_by, provider_status, settled_at::text as settled_at from payments.refund_part where customer_id = $1 order by refund_id, id",
      ),
      of(
        "select refund_id, state, amount_minor::text as amount_minor, currency, way, reference, note, ahead, opened_at::text as opened_at from payments.detour where customer_id = $1 order by opened_at",
      ),
      of(
        "select number, kind, state, came_minor::text as came_minor, amount_minor::text as amount_minor, currency, ending, opened_at::text as opened_at, ended_at::text as ended_at from payments.discrepancy where customer_id = $1 order by opened_at",
      ),
      of(
        "select number, cause_kind, cause_number, state, amount_minor::text as amount_minor, received_minor::text as received_minor, currency, asked_at::text as asked_at, received_at::text as received_at from payments.collection where customer_id = $1 order by asked_at",
      ),
      of(
        "select number, cause_kind, state, amount_minor::text as amount_minor, currency, payer, reserved_at::text as reserved_at, settled_at::text as settled_at from payments.payout where customer_id = $1 order by reserved_at",
      ),
      of(
        "select number, case_number, kind, ground, rule, state, amount_minor::text as amount_minor, currency, payer, decided_at::text as decided_at, paid_at::text as paid_at from payments.compensation where customer_id = $1 and state in ('approved', 'paying', 'paid') order by proposed_at",
      ),
      of(
        "select currency, limit_minor::text as limit_minor, used_minor::text as used_minor, changed_at::text as changed_at from payments.instant_credit where customer_id = $1",
      ),
      of(
        "select cause_number, state, amount_minor::text as amount_minor, currency, taken_at::text as taken_at, ended_at::text as ended_at from payments.instant_advance where customer_id = $1 order by taken_at",
      ),
      of(
        "select product_id, premium_minor::text as premium_minor, premium_payer, covered_from::text as covered_from, covered_until::text as covered_until from payments.freight_cover where customer_id = $1 order by covered_from",
      ),
      of(
        "select case_number, state, amount_minor::text as amount_minor, currency, decided_at::text as decided_at, paid_at::text as paid_at from payments.freight_claim where customer_id = $1 order by decided_at",
      ),
      of(
        "select number, case_number, state, paid_by_shopper_minor::text as paid_by_shopper_minor, amount_minor::text as amount_minor, currency, payer, asked_at::text as asked_at, paid_at::text as paid_at from payments.return_freight where customer_id = $1 order by asked_at",
      ),
    ]);
    return {
      refunds,
      shares,
      otherWays: detours,
      cameWrong: discrepancies,
      collections,
      payouts,
      compensations,
      instantCredit: credit,
      instantRefunds: advances,
      freightCovers: covers,
      freightClaims: claims,
      returnFreight: freight,
    };
  },
  eraseFor: async (tx, customerId) => {
    const kept = await tx.maybe<{ until: Temporal.Instant | null }>(
      `select max(at) + interval '3 years' as until from (select reserved_at as at from payments.refund where customer_id = $1
         union all select reserved_at from payments.payout where customer_id = $1 union all select asked_at from payments.collection where customer_id = $1) p`,
      [customerId],
    );
    tx.send(
      "update payments.detour set reference = '', note = '' where customer_id = $1 and state in ('settled', 'dropped')",
      [customerId],
    );
    tx.send("update payments.discrepancy set note = '' where customer_id = $1 and state = 'ended'", [customerId]);
    const until = kept?.until?.toString() ?? null;
    return {
      erased: ["words-of-transfers"],
      kept: until === null ? [] : [{ what: "payments", until, because: "CN-PI-08" }],
    };
  },
};
