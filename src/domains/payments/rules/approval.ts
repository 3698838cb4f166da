import { grant, type Outcome, refuse } from "#kernel/outcome";

/** Up to how much a role decides alone, in fen. Other currencies always need two people. */
export const approvalLimits: Readonly<Record<string, bigint>> = {
  agent: 5_000n,
  supervisor: 50_000n,
  operations: 500_000n,
  /** Its own money only, which the row's policy in the database sees to. */
  merchant: 200_000n,
};
/** Above every limit two of this role agree. */
const lastWord = "operations";

type Sum = { readonly minor: bigint; readonly currency: string };

/** How many others must agree to what somebody of this role proposes: nobody, one who may, or two. */
export function approvalsNeeded(sum: Sum, role: string): 0 | 1 | 2 {
  if (mayDecide(sum, role)) return 0;
  return mayDecide(sum, lastWord) ? 1 : 2;
}

export type Agreeing = {
  readonly staffId: string;
  readonly role: string;
  readonly proposedBy: string | null;
  readonly approvedBy: readonly string[];
  readonly needed: number;
};

/** Whether this person may agree, and what stands then. Never the proposer, and nobody twice. */
export function agree(
  sum: Sum,
  { staffId, role, proposedBy, approvedBy, needed }: Agreeing,
): Outcome<"approved" | "awaiting-approval", "own-proposal" | "agreed-already" | "above-own-limit"> {
  if (staffId === proposedBy) return refuse("own-proposal");
  if (approvedBy.includes(staffId)) return refuse("agreed-already");
  const mayAgree = needed > 1 ? role === lastWord : mayDecide(sum, role);
  if (!mayAgree) return refuse("above-own-limit", { role });
  return grant(approvedBy.length + 1 >= needed ? "approved" : "awaiting-approval");
}

function mayDecide({ minor, currency }: Sum, role: string): boolean {
  const limit = approvalLimits[role];
  return limit !== undefined && currency === "CNY" && minor <= limit;
}
