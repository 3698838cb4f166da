import { z } from "zod";
import { fromWire } from "#kernel/money";

export {
  enterCodeInput,
  enterGuestCodeInput,
  enterPresentInput,
  requestCodeInput,
  requestGuestCodeInput,
} from "./sign-in.ts";

/** Shapes that every contract shares. Pure; web may import it. */

export const moneyShape = z
  .strictObject({ amount: z.string().regex(/^-?\d{1,15}(\.\d{1,3})?$/), currency: z.string().regex(/^[A-Z]{3}$/) })
  .refine(isMoney, "money")
  .meta({ id: "Money", description: "Decimal amount and ISO 4217 currency" });
export type MoneyOnWire = z.infer<typeof moneyShape>;

/** In a currency there is, and with no more digits than it has. */
function isMoney(wire: { readonly amount: string; readonly currency: string }): boolean {
  try {
    fromWire(wire);
    return true;
  } catch {
    return false;
  }
}

/** RFC 3339, always with offset. */
export const instantShape = z
  .string()
  .max(40)
  .refine(
    (text) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text) &&
      !Number.isNaN(Date.parse(text)) &&
      isDay(text.slice(0, 10)),
    "instant",
  )
  .meta({ format: "date-time" });
export const dateShape = z
  .string()
  .refine((text) => /^\d{4}-\d\d-\d\d$/.test(text) && isDay(text), "date")
  .meta({ format: "date" });

/** Date.parse takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
export const uuidShape = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  .meta({ format: "uuid" });

/** Human numbers of orders, cases and refunds. */
export const numberShape = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9._-]+$/);

export const pageSizeLimit = 100;
export const pageQuery = {
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(pageSizeLimit).default(20),
};
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** A reason a machine can compare and a text file can word. */
export const becauseShape = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type Because = z.infer<typeof becauseShape>;

/** What the viewer may do now, and why not the rest. Buttons come from here. */
export const abilityShape = z.object({
  action: z.string(),
  allowed: z.boolean(),
  because: becauseShape.nullable(),
});
export type Ability = z.infer<typeof abilityShape>;

export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    params: z.record(z.string(), z.unknown()),
    errors: z.array(z.object({ field: z.string(), rule: z.string(), detail: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem document" });
export type Problem = z.infer<typeof problemShape>;

/** Text with its English twin, as the shop gave it. */
export const titleShape = z.object({ zh: z.string(), en: z.string() });

export const timelineLineShape = z.object({
  seq: z.number().int(),
  at: instantShape,
  actor: z.enum(["shopper", "guest", "recipient", "merchant", "staff", "key", "system"]),
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
});
