import { z } from "zod";
import { instantShape, pageOf, pageQuery, uuidShape } from "#platform/wire";

/** GET /api/v1/audit — who did what; newest first. */
export const auditQuery = z.object({
  action: z.string().max(80).optional(),
  principal: z.string().max(80).optional(),
  subject: z.string().max(80).optional(),
  from: instantShape.optional(),
  until: instantShape.optional(),
  ...pageQuery,
});
export const auditRowShape = z.object({
  id: uuidShape,
  at: instantShape,
  principalKind: z.string(),
  principalId: z.string(),
  principalName: z.string().nullable(),
  action: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  /** The number of a case, order or refund, or the name of a member of staff: what people call it. */
  subjectName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  seq: z.number().int().nullable(),
  hash: z.string().nullable(),
});
export type AuditRow = z.infer<typeof auditRowShape>;
export const auditPageShape = pageOf(auditRowShape);
/** GET /api/v1/audit/chain — is the chain whole? Looks at what is new since the last look, with `full=1` at all of it. */
export const auditChainQuery = z.strictObject({ full: z.enum(["0", "1"]).default("0") });
export const auditChainShape = z.object({
  /** What is wrong with it, where something is: missing, changed, rewritten, cut, forged. */
  what: z.enum(["missing", "changed", "rewritten", "cut", "forged"]).nullable(),
  rows: z.number().int(),
  /** Up to this number it was checked. */
  sealed: z.number().int(),
  /** Up to this number an earlier look had found it whole, and this one relied on that. */
  since: z.number().int(),
  /** When all of it was last looked at and found whole, as far as this process knows. */
  wholeAt: instantShape.nullable(),
  whole: z.boolean(),
  firstBad: z.number().int().nullable(),
  head: z.string().nullable(),
  headAt: instantShape.nullable(),
});

/** Privacy requests: POST /api/v1/privacy/{customerId}/export|erase (compliance), POST /api/v1/me/export|erase (the shopper). */
export const privacyInput = z.strictObject({ customerId: uuidShape });
export const privacyRequestShape = z.object({
  id: uuidShape,
  customerId: uuidShape,
  kind: z.enum(["export", "erase"]),
  state: z.enum(["received", "done", "refused"]),
  askedBy: z.string(),
  receivedAt: instantShape,
  finishedAt: instantShape.nullable(),
  outcome: z.record(z.string(), z.unknown()),
});
/** POST …/export — one JSON document with everything that is kept about a shopper, by part of the system. */
export const exportShape = z
  .object({ customerId: uuidShape, exportedAt: instantShape, data: z.record(z.string(), z.unknown()) })
  .meta({ id: "PersonalDataExport" });
export type PersonalDataExport = z.infer<typeof exportShape>;
export const privacyListQuery = z.strictObject(pageQuery);
export const privacyPageShape = pageOf(privacyRequestShape);
export const refusals = ["shopper-not-found", "too-many-requests"] as const;
