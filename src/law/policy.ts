import * as z from "zod";
import { remedies } from "./decision.ts";
import { categories, channels, evidenceKinds, reasons } from "./facts.ts";

/** What must be so for a clause to hold; what cannot be seen yet is taken from what the shopper says. */
const conditions = [
  "before-shipment",
  "after-shipment",
  "unopened",
  "intact",
  "not-activated",
  "not-caused-by-shopper",
] as const;

/** Where a clause's time starts. */
const startEvents = ["ordered", "shipped", "delivered", "installed"] as const;

const freightPayers = ["seller", "platform", "insurer", "shopper"] as const;
const payments = ["paid", "bad-share", "price-difference"] as const;
const waysBack = ["pickup", "self-ship", "drop-off", "store", "refused-at-door"] as const;
const rollModes = ["restDay", "holidayOnly", "none"] as const;

/** Every word a clause may be written in, for forms that write one. */
export const policyTerms = {
  categories,
  channels,
  reasons,
  remedies,
  conditions,
  startEvents,
  evidenceKinds,
  freightPayers,
  payments,
  waysBack,
  rollModes,
} as const;

const names = z.array(z.string().min(1).max(100)).min(1).max(500).optional();

const clauseSchema = z.strictObject({
  /** Stays the same from version to version, so that a reason can be followed. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** Whom and what it is for; what is left out does not limit. */
  scope: z
    .strictObject({
      categories: z.array(z.enum(categories)).min(1).optional(),
      channels: z.array(z.enum(channels)).min(1).optional(),
      merchants: names,
      regions: names,
      tiers: names,
      campaigns: names,
    })
    .prefault({}),
  reasons: z.array(z.enum(reasons)).min(1),
  remedies: z.array(z.enum(remedies)).min(1),
  /** D+days, the start day not counted; or hours to the second. Null: no limit of time. */
  window: z
    .union([
      z.strictObject({ days: z.number().int().min(1).max(3_650), from: z.enum(startEvents) }),
      z.strictObject({ hours: z.number().int().min(1).max(8_760), from: z.enum(startEvents) }),
    ])
    .nullable()
    .default(null),
  conditions: z.array(z.enum(conditions)).default([]),
  /** Any one of these is needed; an empty list asks for nothing. */
  evidence: z.array(z.enum(evidenceKinds)).default([]),
  freight: z.enum(freightPayers).default("shopper"),
  /** Whether what was paid for sending the goods out comes back too. */
  outboundFreight: z.boolean().default(false),
  pays: z.enum(payments).default("paid"),
  /** How goods may come back; an empty list leaves every way. */
  waysBack: z.array(z.enum(waysBack)).default([]),
  /** What taking goods back costs the shopper, a share of what they paid or so much for a line; where the statute gives nothing. */
  fee: z
    .union([
      z.strictObject({ basisPoints: z.number().int().min(1).max(5_000) }),
      z.strictObject({ minor: z.string().regex(/^[1-9]\d{0,9}$/) }),
    ])
    .nullable()
    .default(null),
});

/** One version of a shop's or the platform's promises. A clause can only add to what the law gives. */
export const policySchema = z
  .strictObject({
    id: z.string().min(1).max(100),
    version: z.string().min(1).max(100),
    /** For orders from this day on, "2026-11-21". */
    effectiveFrom: z.iso.date(),
    /** How a statutory day that falls on a rest day moves on; which reading is right is disputed. */
    rollMode: z.enum(rollModes).default("restDay"),
    clauses: z.array(clauseSchema).max(500).default([]),
  })
  .refine(({ clauses }) => new Set(clauses.map(({ id }) => id)).size === clauses.length, {
    path: ["clauses"],
    message: "every clause has an id of its own",
  });

export type PolicyVersion = z.output<typeof policySchema>;
export type PolicyOnWire = z.input<typeof policySchema>;
export type Clause = z.output<typeof clauseSchema>;

/** Promises only the statute: it holds where no policy was in force at purchase. */
export const builtInPolicy: PolicyVersion = policySchema.parse({
  id: "built-in",
  version: "1",
  effectiveFrom: "2000-01-01",
});
