import type { LoadedLine } from "#domains/orders";
import { parseFacts } from "#law";
import type { CaseKind, Reason } from "../model.ts";
import type { CaseRow } from "../store/case.ts";

/** A repair that succeeded, of one piece; without an end the goods are not back yet. */
export type PastRepair = {
  readonly lineId: string;
  readonly unitNo: number;
  readonly reason: Reason;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant | null;
};

type Goods = Pick<LoadedLine, "law_category" | "special_class" | "category_special">;

/** Why these goods cannot be asked to be repaired, whatever the law says; undefined where they can. */
export function whyNotRepaired(
  { law_category, special_class, category_special }: Goods,
  pieces: number,
): "repair-one-piece" | "not-repairable-goods" | undefined {
  // One piece is mended, or it is not: its history, its parcel and its outcome are its own.
  if (pieces > 1) return "repair-one-piece";
  const isUsedUp = usedUp.has(law_category ?? "other") || usedUp.has(special_class ?? category_special ?? "none");
  return isUsedUp ? "not-repairable-goods" : undefined;
}

const usedUp: ReadonlySet<string> = new Set([
  "food",
  "cosmetics",
  "contraceptive",
  "perishable",
  "medicine",
  "ticket",
  "digital-download",
]);

/** How often these goods were mended before, as the facts of a line say; repairs before a replacement were on others. */
export function mendedBefore(facts: unknown): number {
  const read = parseFacts(facts);
  if (!read.ok) return 0;
  const { repairs, days } = read.value;
  return repairs.filter(({ from }) => from >= (days.replaced ?? from)).length;
}

/**
 * What a case is about once its goods are accepted. An exchange whose dearer goods nobody has paid for is a return. Of a repair
 * the same goods go out where they are mended; where they cannot be, their price comes back; where nobody said so in time, or the
 * platform grants what the bench refused, others go out.
 */
export function kindOnceAccepted({
  kind,
  difference_state,
  repair_outcome,
}: Pick<CaseRow, "kind" | "difference_state" | "repair_outcome">): CaseKind {
  if (kind === "exchange" && difference_state === "over") return "return-and-refund";
  if (kind !== "repair") return kind;
  if (repair_outcome === null) return "exchange";
  return repair_outcome === "not-repairable" ? "return-and-refund" : "repair";
}
