import { currency, money, toWire } from "#kernel/money";
import { holdsRight, type Principal } from "#platform/db";
import { roleOf } from "../actions/propose-compensation.ts";
import type { Compensation } from "../contract.ts";
import type { RefundState } from "../model.ts";
import { agree } from "../rules/approval.ts";
import type { Limits } from "../rules/limits.ts";
import type { CompensationRow } from "../store/compensation.ts";

type Approval = { readonly by: string; readonly role: string; readonly at: string; readonly name: string | null };

export type ListedCompensation = CompensationRow & {
  readonly proposer: string | null;
  readonly approvals: readonly Approval[];
  readonly payout_number: string | null;
  readonly payout_state: RefundState | null;
  readonly payout_settled_at: Temporal.Instant | null;
};

/** Columns of a compensation with who proposed and agreed, and where its money is; `c` is its alias. */
export const listedColumns = `c.customer_id, c.id, c.number, c.order_id, c.merchant_id, c.case_id, c.case_number, c.kind, c.ground, c.rule, c.reckoning, c.state, c.amount_minor,
  c.currency, c.payer, c.note, c.approvals_needed, c.proposed_by, c.proposed_role, c.proposed_at, c.decided_at, c.refused_because, c.refusal_note, c.paid_at, c.version,
  (select s.name from parties.staff s where s.id = c.proposed_by) as proposer,
  (select coalesce(jsonb_agg(jsonb_build_object('by', a.approved_by, 'role', a.role, 'at', a.at, 'name', (select s.name from parties.staff s where s.id = a.approved_by)) order by a.at), '[]')
     from payments.compensation_approval a where a.customer_id = c.customer_id and a.compensation_id = c.id) as approvals,
  p.number as payout_number, p.state as payout_state, p.settled_at as payout_settled_at`;
export const listedJoin =
  "left join payments.payout p on p.customer_id = c.customer_id and p.cause_kind = 'compensation' and p.cause_id = c.id";
/** Shoppers and shops are not told who of the platform it was. */
export const shopperColumns = listedColumns
  .replace(/\(select s\.name from parties\.staff s where s\.id = c\.proposed_by\)/, "null::text")
  .replace(/\(select s\.name from parties\.staff s where s\.id = a\.approved_by\)/, "null");

type Reckoning = {
  readonly paid?: Compensation["paid"];
  readonly basisPoints?: number;
  readonly basis?: string;
  readonly citations?: readonly { readonly source: string; readonly article: string }[];
};

export function compensationOnWire(row: ListedCompensation, principal: Principal, limits: Limits): Compensation {
  const reckoning = row.reckoning as Reckoning;
  const ofPlatform = principal.kind === "staff";
  return {
    number: row.number,
    caseNumber: row.case_number,
    kind: row.kind,
    ground: row.ground,
    rule: row.rule,
    paid: reckoning.paid ?? null,
    basisPoints: reckoning.basisPoints ?? null,
    basis: reckoning.basis ?? null,
    citations: (reckoning.citations ?? []).map(({ source, article }) => ({ source, article })),
    state: row.state,
    amount: toWire(money(row.amount_minor, currency(row.currency))),
    payer: row.payer,
    note: principal.kind === "shopper" ? "" : row.note,
    approvalsNeeded: row.approvals_needed,
    approvals: row.approvals.map(({ name, role, at }) => ({ name, role, at: Temporal.Instant.from(at).toString() })),
    proposedBy: ofPlatform ? row.proposer : null,
    proposedRole: row.proposed_role,
    proposedAt: row.proposed_at.toString(),
    decidedAt: row.decided_at?.toString() ?? null,
    refusedBecause: row.refused_because,
    refusalNote: principal.kind === "shopper" ? "" : row.refusal_note,
    payout:
      row.payout_number === null || row.payout_state === null
        ? null
        : {
            number: row.payout_number,
            state: row.payout_state,
            settledAt: row.payout_settled_at?.toString() ?? null,
          },
    abilities: abilitiesOf(row, principal, limits),
  };
}

/** What the viewer may do, and why not; the actions ask the same again. */
function abilitiesOf(row: ListedCompensation, principal: Principal, limits: Limits): Compensation["abilities"] {
  if (principal.kind === "shopper" || principal.kind === "system") return [];
  const waiting = row.state === "proposed" || row.state === "awaiting-approval";
  const abilities: Compensation["abilities"] = [];
  if (waiting && holdsRight(principal, "compensation.approve")) {
    const agreed = agree(
      { minor: row.amount_minor, currency: row.currency },
      {
        staffId: principal.staffId,
        role: roleOf(principal),
        proposedBy: row.proposed_by,
        approvedBy: row.approvals.map(({ by }) => by),
        needed: row.approvals_needed,
      },
      limits,
    );
    abilities.push({
      action: "approve",
      allowed: agreed.ok,
      because: agreed.ok ? null : { code: agreed.code, params: agreed.params },
    });
  }
  if (waiting && (principal.staffId === row.proposed_by || holdsRight(principal, "compensation.approve")))
    abilities.push({ action: "refuse", allowed: true, because: null });
  if (row.payout_state === "refused" && holdsRight(principal, "refunds.resolve"))
    abilities.push({ action: "retry-payout", allowed: true, because: null });
  return abilities;
}
