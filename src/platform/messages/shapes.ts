import { z } from "zod";
import { instantShape, moneyShape, pageOf, pageQuery, uuidShape } from "#platform/wire";

/** What a message is about; its wording is the page's. */
export const newsParamsShape = z.object({
  number: z.string(),
  orderNumber: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  kind: z.string(),
  reason: z.string(),
  amount: moneyShape.nullable(),
  waitingOn: z.string(),
  dueAt: instantShape.nullable(),
});
export type NewsParams = z.infer<typeof newsParamsShape>;

/** GET /api/v1/inbox — newest first. */
export const inboxQuery = z.strictObject(pageQuery);
export const inboxMessageShape = z
  .object({
    id: uuidShape,
    at: instantShape,
    /** The kind of the fact that the message tells of. */
    kind: z.string(),
    params: newsParamsShape,
    subjectKind: z.string(),
    subjectNumber: z.string(),
    readAt: instantShape.nullable(),
  })
  .meta({ id: "InboxMessage" });
/** `unread` counts up to 100. */
export const inboxShape = pageOf(inboxMessageShape).extend({ unread: z.number().int() });
export type Inbox = z.infer<typeof inboxShape>;

/** POST /api/v1/inbox/read — some by id, or all. */
export const readInput = z
  .strictObject({ ids: z.array(uuidShape).max(100).default([]), all: z.boolean().default(false) })
  .refine(({ ids, all }) => all || ids.length > 0, "ids-or-all");
export const readShape = z.object({ unread: z.number().int() });
