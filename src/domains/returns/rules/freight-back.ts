import { currency, money, toWire } from "#kernel/money";
import type { Because } from "#platform/wire";
import type { CaseRow } from "../store/case.ts";

type OfCase = Pick<CaseRow, "freight_payer" | "present_id" | "currency">;

/** Who owes a shopper what the way back cost; null where the shopper bears it, or somebody else than who paid for the goods sends. */
export function owesFreight({ freight_payer, present_id }: OfCase): "merchant" | "platform" | null {
  if (present_id !== null) return null;
  if (freight_payer === "seller") return "merchant";
  return freight_payer === "platform" ? "platform" : null;
}

/** Why what a shopper says to have paid cannot be taken; undefined where it can. It is shown by a receipt. */
export function freightHindrance(
  row: OfCase,
  told: { readonly minor: bigint; readonly currency: string; readonly receipts: number },
  mostMinor: bigint,
): Because | undefined {
  if (owesFreight(row) === null) return { code: "freight-not-owed", params: {} };
  if (told.currency !== row.currency) return { code: "currency-differs", params: { currency: row.currency } };
  const most = toWire(money(mostMinor, currency(row.currency)));
  if (told.minor <= 0n || told.minor > mostMinor)
    return { code: "freight-out-of-range", params: { amount: most.amount, currency: most.currency } };
  return told.receipts === 0 ? { code: "freight-receipt-needed", params: {} } : undefined;
}
