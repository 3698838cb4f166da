import type { Told } from "#domains/orders";
import { assert } from "#kernel/outcome";
import { decide, type FactsOnWire, factsSchema, type PolicyVersion, parseFacts } from "#law";
import type { EvidenceKind } from "../contract/reasons.ts";
import { type CaseKind, type Reason, reasons } from "../model.ts";
import { filmsToo, wrongsClaimed } from "./facts-of-line.ts";
import { type Standing, whatIsOffered, worstOf } from "./what-is-offered.ts";

type Said = {
  readonly kind: CaseKind;
  readonly reason: Reason;
  /** Whether the reason was another one until now: then this is when the seller first hears of it. */
  readonly anew: boolean;
  readonly shown: readonly EvidenceKind[];
  readonly now: Temporal.Instant;
  /** What somebody found out about a purchase by a child. */
  readonly found?: Omit<NonNullable<FactsOnWire["minor"]>, "age">;
};

export type JudgedAgain = {
  readonly lines: readonly { readonly lineId: string; readonly facts: FactsOnWire; readonly standing: Standing }[];
  readonly standing: Standing;
};

/** A case whose shopper says or shows more: its stored facts with that, under the policy it was asked under. */
export function judgeAgain(
  lines: readonly { readonly line_id: string; readonly facts: Record<string, unknown>; readonly told?: Told | null }[],
  policy: PolicyVersion,
  { kind, reason, anew, shown, now, found }: Said,
): JudgedAgain {
  const judged = lines.map(({ line_id, facts: stored, told = null }) => {
    const before = factsSchema.parse(stored);
    const { claim, delivery, minor } = before;
    const facts: FactsOnWire = {
      ...before,
      claim: {
        ...claim,
        ...(anew ? { reason: reasons[reason].claim, noticeAt: now.toString() } : {}),
        evidence: filmsToo([...claim.evidence, ...shown]),
      },
      ...(found === undefined || minor === null ? {} : { minor: { ...minor, ...found } }),
      ...(anew ? { minor: null, price: {}, ...wrongsClaimed(reason, told, before.money.paid.currency) } : {}),
    };
    const read = parseFacts(facts);
    assert(read.ok, "facts that were read once can be read again");
    const where =
      delivery.deliveredAt !== null ? "delivered" : delivery.shippedAt !== null ? "on-the-way" : ("not-sent" as const);
    return { lineId: line_id, facts, standing: whatIsOffered(kind, reason, where, decide(read.value, policy)) };
  });
  return { lines: judged, standing: worstOf(judged.map(({ standing }) => standing)) };
}
