import { humanNumber, newId } from "#kernel/ids";
import { type Currency, fromWire, type Money, toWire } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { localDateAt, zone } from "#kernel/time";
import { action, all, holds, sameMerchant } from "#platform/action";
import type { Principal } from "#platform/db";
import { compensationMovedShape, type ProposeCompensation, proposeCompensationInput } from "../contract.ts";
import { type CaseForMoney, caseForMoney } from "../queries/case-for-money.ts";
import { goodwillAgreed, goodwillLeft } from "../queries/goodwill-left.ts";
import { limitsNow } from "../queries/limits-now.ts";
import { approvalsNeeded } from "../rules/approval.ts";
import { compensationMoved } from "../rules/facts.ts";
import { percentOfPaid } from "../rules/goodwill.ts";
import type { Limits } from "../rules/limits.ts";
import { statutoryClaim } from "../rules/statutory-claim.ts";
import { insertCompensation, type NewCompensation } from "../store/compensation.ts";

/**
 * Somebody proposes to give a shopper something beside the price: a sum, a share of what was paid, or what the law gives for a
 * wrong that was found. Within the proposer's own limit it is approved at once.
 */
export const proposeCompensation = action({
  name: "payments.propose-compensation",
  input: proposeCompensationInput,
  output: compensationMovedShape,
  allow: all(holds("compensation.propose"), sameMerchant),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "amount-not-positive",
    "currency-differs",
    "payer-not-allowed",
    "no-sum-by-law",
    "compensated-already",
    "goodwill-above-limit",
    "no-goodwill-in-currency",
  ],
  subject: async (tx, { number }) => {
    const about = await caseForMoney(tx, number);
    if (about === undefined) return refuse("case-not-found", { number });
    const agreed = await goodwillAgreed(tx, about, about.paid.currency);
    const limits = await limitsNow(tx);
    const [left, earlier] = await Promise.all([
      goodwillLeft(tx, about, limits),
      tx.rows<{ rule: string }>(
        "select rule from payments.compensation where customer_id = $1 and case_id = $2 and kind = 'statutory' and state <> 'refused'",
        [about.customerId, about.caseId],
      ),
    ]);
    return grant({ ...about, limits, agreed, left, compensated: new Set(earlier.map(({ rule }) => rule)) });
  },
  run: async ({ input, subject, principal, record, now }) => {
    if (principal.kind === "merchant" && input.payer !== "merchant") return refuse("payer-not-allowed");
    const reckoned = reckon(input, subject, now);
    if (!reckoned.ok) return reckoned;
    const { amount, rule, reckoning, ground } = reckoned.value;
    if (amount.minor <= 0n) return refuse("amount-not-positive");
    if (rule === null && subject.limits.of("per-case", amount.currency) === undefined)
      return refuse("no-goodwill-in-currency", { currency: amount.currency });
    if (rule === null && amount.minor > subject.left)
      return refuse("goodwill-above-limit", {
        ...toWire({ minor: subject.left, currency: amount.currency }),
        caseAmount: limitText(subject.limits, "per-case", amount.currency),
        monthAmount: limitText(subject.limits, "per-month", amount.currency),
      });
    // One wrong is compensated once, whatever the law calls it.
    if (rule !== null && subject.compensated.size > 0) return refuse("compensated-already", { rule });
    const sum = { ...amount, minor: amount.minor + (rule === null ? subject.agreed : 0n) };
    const needed = approvalsNeeded(sum, roleOf(principal), subject.limits);
    const id = newId<"compensation">();
    const row: NewCompensation = {
      customer_id: subject.customerId,
      id,
      number: humanNumber("CP", localDateAt(now, zone("Asia/Shanghai"))),
      order_id: subject.orderId,
      merchant_id: subject.merchantId,
      case_id: subject.caseId,
      case_number: subject.number,
      kind: input.what.kind,
      ground,
      rule,
      reckoning,
      state: needed === 0 ? "approved" : "proposed",
      amount_minor: amount.minor,
      currency: amount.currency,
      payer: input.payer,
      note: input.note ?? "",
      approvals_needed: needed,
      proposed_by: "staffId" in principal ? principal.staffId : null,
      proposed_role: roleOf(principal),
    };
    insertCompensation(record, row, now);
    record.about({
      kind: "compensation",
      id,
      customerId: subject.customerId,
      merchantId: subject.merchantId,
      orderId: subject.orderId,
    });
    record.directory("compensation", row.number, subject.customerId, id);
    record.fact(compensationMoved(row, row.state));
    record.detail({
      case: subject.number,
      kind: row.kind,
      ground,
      amountMinor: amount.minor.toString(),
      currency: amount.currency,
      payer: row.payer,
      state: row.state,
    });
    return grant({ number: row.number, state: row.state, amount: toWire(amount) });
  },
});

/** The name under which limits are kept: a merchant's person decides about the merchant's own money. */
export function roleOf(principal: Principal): string {
  return principal.kind === "staff" ? principal.role : principal.kind;
}

function limitText(limits: Limits, what: "per-case" | "per-month", code: Currency): string {
  return toWire({ minor: limits.of(what, code) ?? 0n, currency: code }).amount;
}

type Reckoned = {
  readonly amount: Money;
  readonly ground: string;
  readonly rule: string | null;
  readonly reckoning: Readonly<Record<string, unknown>>;
};

/** How much, and how it came about: kept with the row, so that it can be recomputed. */
function reckon(
  { what }: ProposeCompensation,
  about: CaseForMoney,
  now: Temporal.Instant,
): Outcome<Reckoned, "currency-differs" | "no-sum-by-law"> {
  const paid = toWire(about.paid);
  switch (what.kind) {
    case "fixed": {
      const amount = fromWire(what.amount);
      if (amount.currency !== about.paid.currency) return refuse("currency-differs", { currency: about.paid.currency });
      return grant({ amount, ground: what.reason, rule: null, reckoning: { paid } });
    }
    case "percent": {
      const minor = percentOfPaid(about.paid.minor, what.basisPoints);
      return grant({
        amount: { minor, currency: about.paid.currency },
        ground: what.reason,
        rule: null,
        reckoning: { paid, basisPoints: what.basisPoints },
      });
    }
    case "statutory": {
      const claim = statutoryClaim(what.ground, { ...about, orderedAt: about.placedAt, claimedAt: now });
      if (!claim.ok) return claim;
      const { amount, rule, basis, citations } = claim.value;
      return grant({ amount, ground: what.ground, rule, reckoning: { paid, basis, citations } });
    }
  }
}
