import { z } from "zod";
import {
  becauseShape,
  instantShape,
  moneyShape,
  numberShape,
  pageOf,
  pageQuery,
  titleShape,
  uuidShape,
} from "#platform/wire";
import { dispositions, grades, limits } from "../model.ts";

/** The bench: what the state of goods takes off, by a table that people can read. */

/** Exactly one of the two: a share of what was paid for the unit, or so much for each unit. */
const worth = {
  percent: z.number().int().min(1).max(100).nullable().default(null),
  fixed: moneyShape.nullable().default(null),
};
export const deductionPriceShape = z
  .object({
    id: uuidShape,
    /** Null: the platform's, for every shop. */
    merchantId: uuidShape.nullable(),
    merchantName: titleShape.nullable(),
    /** Null: for goods of every category. */
    category: z.object({ code: z.string(), name: titleShape }).nullable(),
    grade: z.enum(grades),
    percent: z.number().int().nullable(),
    fixed: moneyShape.nullable(),
    label: titleShape,
    active: z.boolean(),
    version: z.number().int(),
    changedAt: instantShape,
    /** Whether the viewer may change it. */
    own: z.boolean(),
  })
  .meta({ id: "DeductionPrice" });
export type DeductionPrice = z.infer<typeof deductionPriceShape>;

export const labelInput = z.strictObject({
  zh: z.string().trim().min(1).max(60),
  en: z.string().trim().max(60).default(""),
});
/** PUT /api/v1/deduction-prices/{id} — `version` 0 begins it. A merchant's person writes for the own shop, whatever is said. */
export const savePriceInput = z
  .strictObject({
    id: uuidShape,
    version: z.number().int().min(0),
    merchantId: uuidShape.nullable().default(null),
    category: z.string().max(60).nullable().default(null),
    grade: z.enum(grades),
    ...worth,
    label: labelInput,
    active: z.boolean().default(true),
  })
  .refine(({ percent, fixed }) => (percent === null) !== (fixed === null), "percent-or-fixed")
  .refine(({ fixed }) => fixed === null || Number(fixed.amount) > 0, { path: ["fixed"], message: "above-zero" });
export const savedEntryShape = z.object({ id: uuidShape, version: z.number().int() });

/** GET /api/v1/deduction-prices — the table, with the categories it may name. */
export const deductionPricesShape = z.object({
  items: z.array(deductionPriceShape),
  categories: z.array(z.object({ code: z.string(), name: titleShape })),
  nextCursor: z.null(),
});

/** POST /api/v1/cases/{number}/deduction — what the table takes off for these grades; writes nothing. */
export const proposeDeductionInput = z.strictObject({
  number: numberShape,
  lines: z
    .array(
      z.strictObject({
        lineId: uuidShape,
        grade: z.enum(grades),
        accepted: z.number().int().min(0).max(1000),
        /** Left out: the entry that fits best; null: none. */
        priceId: uuidShape.nullable().optional(),
      }),
    )
    .max(limits.linesPerRequest),
});
export const deductionProposalShape = z
  .object({
    lines: z.array(
      z.object({
        lineId: uuidShape,
        choices: z.array(
          z.object({
            id: uuidShape,
            label: titleShape,
            percent: z.number().int().nullable(),
            fixed: moneyShape.nullable(),
          }),
        ),
        step: z
          .object({
            priceId: uuidShape,
            label: titleShape,
            quantity: z.number().int(),
            /** What was asked for these units; no step takes off more. */
            base: moneyShape,
            percent: z.number().int().nullable(),
            fixed: moneyShape.nullable(),
            amount: moneyShape,
          })
          .nullable(),
      }),
    ),
    total: moneyShape,
    /** Less than the sum of the steps: what was asked for is the most. */
    capped: z.boolean(),
    /** Why nothing may be taken off. */
    because: becauseShape.nullable(),
  })
  .meta({ id: "DeductionProposal" });
export type DeductionProposal = z.infer<typeof deductionProposalShape>;

/** POST /api/v1/cases/{number}/disposition — so many pieces of a line are dealt with otherwise than the count said. */
export const changeDispositionInput = z.strictObject({
  number: numberShape,
  version: z.number().int().min(1).optional(),
  lineId: uuidShape,
  from: z.enum(dispositions),
  to: z.enum(dispositions),
  quantity: z.number().int().min(1).max(1000),
  note: z.string().max(limits.noteLength).default(""),
});
const dispositionChange = {
  lineId: uuidShape,
  from: z.enum(dispositions),
  to: z.enum(dispositions),
  quantity: z.number().int(),
};
export const dispositionChangedShape = z.object({ number: z.string(), ...dispositionChange });
/** For whoever keeps the shop's stock. */
export const benchFacts = {
  "returns.disposition-changed": z.object({ caseId: uuidShape, number: z.string(), ...dispositionChange }),
} as const;

/** GET /api/v1/goods-waiting — pieces that were counted and wait for what is to become of them, longest first. */
export const goodsWaitingQuery = z.object({
  disposition: z.enum(["refurbish", "none"]).default("refurbish"),
  ...pageQuery,
});
export const goodsWaitingShape = pageOf(
  z
    .object({
      number: z.string(),
      lineId: uuidShape,
      productNumber: z.string(),
      title: titleShape,
      variant: z.string(),
      picture: z.string(),
      merchantName: titleShape,
      grade: z.enum(grades),
      note: z.string(),
      disposition: z.enum(dispositions),
      quantity: z.number().int(),
      /** What may become of them. */
      next: z.array(z.enum(dispositions)),
      since: instantShape,
    })
    .meta({ id: "GoodsWaiting" }),
);
export type GoodsWaiting = z.infer<typeof goodsWaitingShape>["items"][number];
