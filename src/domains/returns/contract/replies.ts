import { z } from "zod";
import { instantShape, titleShape, uuidShape } from "#platform/wire";
import { limits, replyUses } from "../model.ts";
import { labelInput } from "./bench.ts";

/** Words that people answer with again and again. `{{number}}`, `{{goods}}`, `{{amount}}`, `{{date}}` are filled in by the page. */
export const replyTemplateShape = z
  .object({
    id: uuidShape,
    /** Null: the platform's, for every shop. */
    merchantId: uuidShape.nullable(),
    merchantName: titleShape.nullable(),
    usedFor: z.enum(replyUses),
    label: titleShape,
    text: titleShape,
    active: z.boolean(),
    version: z.number().int(),
    changedAt: instantShape,
    /** Whether the viewer may change it. */
    own: z.boolean(),
  })
  .meta({ id: "ReplyTemplate" });
export type ReplyTemplate = z.infer<typeof replyTemplateShape>;
export const replyTemplatesShape = z.object({ items: z.array(replyTemplateShape), nextCursor: z.null() });

/** PUT /api/v1/reply-templates/{id} — `version` 0 begins it. A merchant's person writes for the own shop, whatever is said. */
export const saveReplyInput = z.strictObject({
  id: uuidShape,
  version: z.number().int().min(0),
  merchantId: uuidShape.nullable().default(null),
  usedFor: z.enum(replyUses),
  label: labelInput,
  text: z.strictObject({
    zh: z.string().trim().min(1).max(limits.noteLength),
    en: z.string().trim().max(limits.noteLength).default(""),
  }),
  active: z.boolean().default(true),
});
