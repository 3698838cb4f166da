import { z } from "zod";
import { dateShape, titleShape, uuidShape } from "#platform/wire";
import { figures } from "../model.ts";

export type { Figure } from "../model.ts";

/** How shops keep their deadlines; each figure is a filter of the list of cases, so that it can be opened. */
export const performanceFiguresShape = z.object({
  counts: z.record(z.enum(figures), z.number().int()),
  /** Half of the first answers by people took no longer; null: no person answered. */
  medianMinutes: z.number().int().nullable(),
});
export type PerformanceFigures = z.infer<typeof performanceFiguresShape>;

/** GET /api/v1/performance — cases asked for in the last weeks, this one included. */
export const performanceQuery = z.object({
  weeks: z.coerce.number().int().min(1).max(26).default(8),
  merchantId: uuidShape.optional(),
});
export const performanceShape = z
  .object({
    /** The first day, and the first day after, in China. */
    from: dateShape,
    until: dateShape,
    total: performanceFiguresShape,
    weeks: z.array(performanceFiguresShape.extend({ from: dateShape, until: dateShape })),
    /** The shops with most cases first. */
    merchants: z.array(performanceFiguresShape.extend({ merchantId: uuidShape, name: titleShape })),
  })
  .meta({ id: "Performance" });
export type Performance = z.infer<typeof performanceShape>;
