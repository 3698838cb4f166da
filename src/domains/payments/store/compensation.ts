import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { compensationKinds } from "../contract.ts";
import type { CompensationState } from "../model.ts";
import type { GoodwillScope } from "../rules/goodwill.ts";

export type CompensationRow = {
  customer_id: string;
  id: string;
  number: string;
  order_id: string;
  merchant_id: string;
  case_id: string;
  case_number: string;
  kind: (typeof compensationKinds)[number];
  ground: string;
  rule: string | null;
  reckoning: unknown;
  state: CompensationState;
  amount_minor: bigint;
  currency: string;
  payer: "merchant" | "platform";
  note: string;
  approvals_needed: number;
  proposed_by: string | null;
  proposed_role: string;
  proposed_at: Temporal.Instant;
  decided_at: Temporal.Instant | null;
  refused_because: string | null;
  refusal_note: string;
  paid_at: Temporal.Instant | null;
  version: number;
};

export const compensationColumns =
  "customer_id, id, number, order_id, merchant_id, case_id, case_number, kind, ground, rule, reckoning, state, amount_minor, currency, payer, note, approvals_needed, proposed_by, proposed_role, proposed_at, decided_at, refused_because, refusal_note, paid_at, version";

export function lockCompensation(tx: Tx, customerId: string, id: string): Promise<CompensationRow | undefined> {
  return tx.maybe<CompensationRow>(
    `select ${compensationColumns} from payments.compensation where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

export function readCompensation(tx: Tx, customerId: string, id: string): Promise<CompensationRow | undefined> {
  return tx.maybe<CompensationRow>(
    `select ${compensationColumns} from payments.compensation where customer_id = $1 and id = $2`,
    [customerId, id],
  );
}

export async function approvedBy(tx: Tx, customerId: string, id: string): Promise<string[]> {
  const rows = await tx.rows<{ approved_by: string }>(
    "select approved_by from payments.compensation_approval where customer_id = $1 and compensation_id = $2",
    [customerId, id],
  );
  return rows.map((row) => row.approved_by);
}

export type NewCompensation = Omit<
  CompensationRow,
  "decided_at" | "refused_because" | "refusal_note" | "paid_at" | "version" | "proposed_at"
>;

export function insertCompensation(record: Recorder, row: NewCompensation, now: Temporal.Instant): void {
  record.insert(
    "payments.compensation (customer_id, id, number, order_id, merchant_id, case_id, case_number, kind, ground, rule, reckoning, state, amount_minor, currency, payer, note, approvals_needed, proposed_by, proposed_role, proposed_at, decided_at)",
    [
      row.customer_id,
      row.id,
      row.number,
      row.order_id,
      row.merchant_id,
      row.case_id,
      row.case_number,
      row.kind,
      row.ground,
      row.rule,
      row.reckoning as object,
      row.state,
      row.amount_minor,
      row.currency,
      row.payer,
      row.note,
      row.approvals_needed,
      row.proposed_by,
      row.proposed_role,
      now,
      row.state === "approved" ? now : null,
    ],
  );
}

/** A decision of people, who may change nothing else of it. */
export function decideCompensation(
  record: Recorder,
  row: CompensationRow,
  decision: { readonly state: CompensationState; readonly because?: string; readonly note?: string },
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.compensation set state = $3, decided_at = $4, refused_because = $5, refusal_note = $6, version = version + 1
      where customer_id = $1 and id = $2 and version = $7 returning 1`,
    [
      row.customer_id,
      row.id,
      decision.state,
      decision.state === "awaiting-approval" ? null : now,
      decision.because,
      decision.note ?? "",
      row.version,
    ],
    { touch: 1, belief: "a compensation is decided from the version that was read" },
  );
}

/** What the system does with what was decided. */
export function moveCompensation(
  record: Recorder,
  row: CompensationRow,
  changes: Partial<Pick<CompensationRow, "state" | "refused_because" | "paid_at">>,
): void {
  const after = { ...row, ...changes };
  record.change(
    `update payments.compensation set state = $3, refused_because = $4, paid_at = $5, version = version + 1
      where customer_id = $1 and id = $2 and version = $6 returning 1`,
    [row.customer_id, row.id, after.state, after.refused_because, after.paid_at, row.version],
    { touch: 1, belief: "a compensation moves from the version that was read" },
  );
}

export function insertApproval(
  record: Recorder,
  row: CompensationRow,
  by: { readonly staffId: string; readonly role: string },
  now: Temporal.Instant,
): void {
  record.insert(
    "payments.compensation_approval (customer_id, compensation_id, approved_by, order_id, merchant_id, role, at)",
    [row.customer_id, row.id, by.staffId, row.order_id, row.merchant_id, by.role, now],
  );
}

/** Spends goodwill in every scope, or in none where one has no room. Two of one shopper wait for each other. */
export async function spendGoodwill(
  tx: Tx,
  customerId: string,
  scopes: readonly GoodwillScope[],
  minor: bigint,
): Promise<boolean> {
  if (scopes.length === 0) return true;
  const names = scopes.map(({ scope }) => scope);
  tx.send(
    `insert into payments.goodwill_use (customer_id, scope, used_minor, limit_minor)
     select $1, s.scope, 0, s.most from unnest($2::text[], $3::bigint[]) s (scope, most) order by s.scope
     on conflict (customer_id, scope) do update set limit_minor = greatest(excluded.limit_minor, payments.goodwill_use.used_minor)`,
    [customerId, names, scopes.map(({ limitMinor }) => limitMinor)],
  );
  const rows = await tx.rows<{ room: bigint }>(
    "select limit_minor - used_minor as room from payments.goodwill_use where customer_id = $1 and scope = any ($2::text[]) order by scope for update",
    [customerId, names],
  );
  if (rows.some(({ room }) => room < minor)) return false;
  addToGoodwill(tx, customerId, names, minor);
  return true;
}

/** It was not given after all. */
export function unspendGoodwill(tx: Tx, customerId: string, scopes: readonly GoodwillScope[], minor: bigint): void {
  const names = scopes.map(({ scope }) => scope);
  addToGoodwill(tx, customerId, names, -minor);
}

function addToGoodwill(tx: Tx, customerId: string, scopes: readonly string[], minor: bigint): void {
  tx.send(
    "update payments.goodwill_use set used_minor = used_minor + $3 where customer_id = $1 and scope = any ($2::text[])",
    [customerId, scopes, minor],
  );
}
