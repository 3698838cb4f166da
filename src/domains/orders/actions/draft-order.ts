import { hash } from "node:crypto";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { type OrderInput, orderInput } from "../contract.ts";
import type { OrderDraft } from "../model.ts";
import { freezeOrder } from "../rules/freeze-order.ts";
import type { FreezeRefusal } from "../rules/unfit.ts";

/** Reads an order as a source tells it. The mark is made before the shift, so that the same words have the same mark on any day. */
export function draftOrder(told: unknown, shiftDays: number): Outcome<OrderDraft, FreezeRefusal | "invalid-input"> {
  const parsed = orderInput.safeParse(told);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuse("invalid-input", {
      field: issue?.path.join(".") ?? "",
      rule: issue === undefined ? "" : issue.code === "custom" ? issue.message : issue.code,
    });
  }
  return draftParsed(parsed.data, shiftDays);
}

export function draftParsed(
  input: OrderInput,
  shiftDays: number,
): Outcome<OrderDraft, FreezeRefusal | "invalid-input"> {
  const words = JSON.stringify(input);
  // PostgreSQL text holds any character but this one.
  if (words.includes("\\u0000")) return refuse("invalid-input", { field: "", rule: "no-nul-character" });
  const frozen = freezeOrder(input, shiftDays);
  return frozen.ok ? grant({ input, frozen: frozen.value, hash: hash("sha256", words, "base64url") }) : frozen;
}
