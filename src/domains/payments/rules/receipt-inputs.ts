import type { FrozenOrder, Returned } from "#law";
import { type ReceiptInputs, receiptInputsShape } from "../contract.ts";

/** What a refund was computed from, as its receipt keeps it: anybody can do the arithmetic again with it. */
export function receiptInputs(order: FrozenOrder, returned: Returned): ReceiptInputs {
  const text = JSON.stringify({ order, returned }, (_name, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  return receiptInputsShape.parse(JSON.parse(text));
}
