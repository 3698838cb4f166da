import type { FrozenOrder, Returned } from "#law";
import { type ReceiptInputs, receiptInputsShape } from "../contract.ts";

/** What was paid more in an exchange for one piece that comes back. */
type DifferenceInput = {
  readonly line: string;
  readonly unit: number;
  readonly paid: bigint;
  readonly before: bigint;
};

/** What a refund was computed from, as its receipt keeps it: anybody can do the arithmetic again with it. */
export function receiptInputs(
  order: FrozenOrder,
  returned: Returned,
  differences?: readonly DifferenceInput[],
): ReceiptInputs {
  const text = JSON.stringify({ order, returned, differences }, (_name, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  return receiptInputsShape.parse(JSON.parse(text));
}
