import { money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { any, holds, is, query } from "#platform/action";
import { holdsRight, type Tx } from "#platform/db";
import { roleOf } from "../actions/propose-compensation.ts";
import {
  type CaseCompensations,
  type Compensation,
  caseCompensationsShape,
  compensationNumberInput,
  statutoryGrounds,
} from "../contract.ts";
import { type Limits, limitsOf } from "../rules/limits.ts";
import { statutoryClaim } from "../rules/statutory-claim.ts";
import { type CaseForMoney, caseForMoney } from "./case-for-money.ts";
import {
  compensationOnWire,
  type ListedCompensation,
  listedColumns,
  listedJoin,
  shopperColumns,
} from "./compensation-row.ts";
import { goodwillAgreedSoFar, goodwillLeft } from "./goodwill-left.ts";
import { limitsNow } from "./limits-now.ts";

/** GET /api/v1/cases/{number}/compensations: what is given beside the price, and what the viewer may propose, with the law's sums. */
export const caseCompensations = query({
  name: "payments.case-compensations",
  input: compensationNumberInput,
  output: caseCompensationsShape,
  allow: any(is("shopper"), holds("cases.read")),
  run: async (tx, { number }) => {
    const about = await caseForMoney(tx, number);
    if (about === undefined) return refuse("case-not-found", { number });
    // What shoppers are told of has been agreed to.
    const limits = tx.principal.kind === "shopper" ? limitsOf([]) : await limitsNow(tx);
    const [items, left, agreed] = await Promise.all([
      compensationsOf(tx, about.customerId, about.caseId, limits),
      tx.principal.kind === "shopper" ? 0n : goodwillLeft(tx, about, limits),
      tx.principal.kind === "shopper" ? 0n : goodwillAgreedSoFar(tx, about, about.paid.currency),
    ]);
    return grant({ items, proposing: proposingOf(tx, about, { left, agreed, limits, items }) });
  },
});

/** Compensations of a case, newest first; a shopper hears only of what is given. */
async function compensationsOf(tx: Tx, customerId: string, caseId: string, limits: Limits): Promise<Compensation[]> {
  const shopper = tx.principal.kind === "shopper";
  const rows = await tx.rows<ListedCompensation>(
    `select ${tx.principal.kind === "staff" ? listedColumns : shopperColumns} from payments.compensation c ${listedJoin}
      where c.customer_id = $1 and c.case_id = $2 and ($3 or c.state in ('approved', 'paying', 'paid')) order by c.proposed_at desc, c.id desc`,
    [customerId, caseId, !shopper],
  );
  return rows.map((row) => compensationOnWire(row, tx.principal, limits));
}

function proposingOf(
  tx: Tx,
  about: CaseForMoney,
  {
    left,
    agreed,
    limits,
    items,
  }: {
    readonly left: bigint;
    readonly agreed: bigint;
    readonly limits: Limits;
    readonly items: readonly Compensation[];
  },
): CaseCompensations["proposing"] {
  const { principal } = tx;
  if (principal.kind === "shopper" || !holdsRight(principal, "compensation.propose")) return null;
  const code = about.paid.currency;
  const limit = limits.of(roleOf(principal), code);
  return {
    paid: toWire(about.paid),
    goodwillLeft: toWire(money(left, code)),
    ownLimit: limit === undefined ? null : toWire(money(limit > agreed ? limit - agreed : 0n, code)),
    payers: principal.kind === "merchant" ? ["merchant"] : ["merchant", "platform"],
    statutory: statutoryGrounds.map((ground) => {
      const claim = statutoryClaim(ground, { ...about, orderedAt: about.placedAt, claimedAt: tx.now });
      return claim.ok
        ? {
            ground,
            rule: claim.value.rule,
            basis: claim.value.basis,
            amount: toWire(claim.value.amount),
            citations: claim.value.citations.map(({ source, article }) => ({ source, article })),
          }
        : { ground, rule: null, basis: null, amount: null, citations: [] };
    }),
    compensatedByLaw: items.some(({ kind, state }) => kind === "statutory" && state !== "refused"),
  };
}
