import { z } from "zod";
import { instantShape, moneyShape, numberShape } from "#platform/wire";

export const refundStates = ["reserved", "sending", "unknown", "settled", "refused", "mismatched"] as const;

/** How the amount came about: steps that add up, so that a page can recompute it. */
export const receiptShape = z.object({
  steps: z.array(
    z.object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      amount: moneyShape,
    }),
  ),
  total: moneyShape,
  /** What the kept goods cost above what was paid; told, never charged. */
  shortfall: moneyShape.nullable(),
});
export type Receipt = z.infer<typeof receiptShape>;

export const refundShape = z
  .object({
    number: z.string(),
    kind: z.enum(["goods", "freight", "goodwill"]),
    state: z.enum(refundStates),
    amount: moneyShape,
    receipt: receiptShape,
    reservedAt: instantShape,
    settledAt: instantShape.nullable(),
    parts: z.array(
      z.object({
        tender: z.string(),
        amount: moneyShape,
        state: z.enum(refundStates),
        attempts: z.number().int(),
        providerStatus: z.string().nullable(),
        settledAt: instantShape.nullable(),
      }),
    ),
  })
  .meta({ id: "Refund" });
export type Refund = z.infer<typeof refundShape>;

export const refundNumberInput = z.strictObject({ number: numberShape });

export const refusals = ["refund-not-found", "refund-exceeds-paid", "refund-not-open"] as const;

export const factPayloads = {
  "payments.refund-moved": z.object({
    refundId: z.string(),
    number: z.string(),
    causeKind: z.string(),
    causeId: z.string(),
    orderId: z.string(),
    state: z.enum(refundStates),
    amountMinor: z.string(),
    currency: z.string(),
  }),
  "payments.retry-asked": z.object({ customerId: z.string(), refundId: z.string(), number: z.string() }),
} as const;
