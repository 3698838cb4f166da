import { z } from "zod";
import { instantShape, numberShape, pageOf, titleShape, uuidShape } from "#platform/wire";
import { limits, pauseCauses, pausedClocks } from "../model.ts";

export { pauseCauses, pausedClocks };

/** How long a pause may be and how much of a year a shop may stand still; how far back what nobody could foresee may begin. */
export const pauseLimits = {
  platformDays: 31,
  merchantDays: 15,
  merchantDaysInAYear: 30,
  backDays: 7,
} as const;

/** How much more time may be given at once, and how often for one clock: by the platform, and by the seller to the shopper. */
export const extensionLimits = { days: 7, byPlatform: 2, bySeller: 1 } as const;

const label = z.strictObject({ zh: z.string().min(1).max(60), en: z.string().min(1).max(60) });

/** POST /api/v1/clock-pauses — from now on, and for the open cases, the clocks named stand still from `from` until `until`. */
export const publishPauseInput = z
  .strictObject({
    /** Made by whoever publishes, so that twice is once. */
    id: uuidShape,
    /** Null: of the platform, for every shop. */
    merchantId: uuidShape.nullable().default(null),
    cause: z.enum(pauseCauses),
    label,
    holds: z
      .array(z.enum(pausedClocks))
      .min(1)
      .max(pausedClocks.length)
      .refine((names) => new Set(names).size === names.length, "twice"),
    from: instantShape,
    until: instantShape,
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    path: ["until"],
    message: "pause-ends-before-it-begins",
  });

export const pauseShape = z
  .object({
    id: uuidShape,
    merchantId: uuidShape.nullable(),
    merchantName: titleShape.nullable(),
    cause: z.enum(pauseCauses),
    label: titleShape,
    holds: z.array(z.enum(pausedClocks)),
    from: instantShape,
    until: instantShape,
    state: z.enum(["ahead", "now", "over"]),
    publishedAt: instantShape,
    /** How many open deadlines have been moved so far, and since when all of them are. */
    moved: z.number().int(),
    appliedAt: instantShape.nullable(),
  })
  .meta({ id: "ClockPause" });
export type ClockPause = z.infer<typeof pauseShape>;
export const pausePageShape = pageOf(pauseShape);

/** POST /api/v1/cases/{number}/extend — gives whoever is waited for more time, with the reason. */
export const extendInput = z.strictObject({
  number: numberShape,
  version: z.number().int().min(1).optional(),
  days: z.number().int().min(1).max(extensionLimits.days),
  note: z.string().min(1).max(limits.noteLength),
});

/** What somebody owes by a time that a statute sets. */
export const statutoryDuties = ["answer", "refund", "refund-unsent", "repair", "send-back"] as const;

/** Why a case's deadline is later than the policy alone would have it. */
export const stretchedShape = z.object({
  pauses: z.array(z.object({ cause: z.enum(pauseCauses), label: titleShape, from: instantShape, until: instantShape })),
  extendedDays: z.number(),
});

export const clockFacts = {
  "returns.clock-pause-published": z.object({ pauseId: uuidShape, merchantId: uuidShape.nullable() }),
} as const;
