import { fromWire, type MoneyOnWire } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import type { CaseRow } from "../store/case.ts";

/** Nothing of these ever came: what is sent after is the whole piece. */
const wholePiece: ReadonlySet<string> = new Set(["never-arrived", "no-tracking", "empty-parcel"]);

/** Only a part is sent after: the shopper has the goods, and what the part is worth is for a person to say. */
export function sendsParts({ kind, reason }: Pick<CaseRow, "kind" | "reason">): boolean {
  return kind === "reship" && !wholePiece.has(reason);
}

/** What the missing part is worth, as a person says: never more than the goods. Undefined: nobody said, or nobody need. */
export function worthOfParts(
  row: Pick<CaseRow, "kind" | "reason" | "number" | "requested_minor" | "currency">,
  said: MoneyOnWire | undefined,
): Outcome<bigint | undefined, "amount-not-asked" | "offer-too-high"> {
  if (said === undefined) return grant(undefined);
  if (!sendsParts(row)) return refuse("amount-not-asked", { number: row.number });
  const { minor, currency } = fromWire(said);
  return currency !== row.currency || minor <= 0n || minor > row.requested_minor
    ? refuse("offer-too-high", { number: row.number })
    : grant(minor);
}

/** What was to be sent after is paid for: the piece that never came, or only the part, and the goods stay. */
export function paidFor(partsMinor: bigint | undefined) {
  const turned = { kind: "refund-only" } as const;
  return partsMinor === undefined ? turned : ({ ...turned, allowance: true, requested_minor: partsMinor } as const);
}
