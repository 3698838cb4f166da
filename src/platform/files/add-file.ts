import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, type Permit } from "#platform/action";
import { principalName, type Tx } from "#platform/db";
import { numberShape, uuidShape } from "#platform/wire";
import { fileKinds, kindFits, plainKind } from "./evidence-kind.ts";
import type { FileRow } from "./links.ts";

export type Bound = { readonly customerId: string; readonly orderId: string };
/** Finds the order, or the case's order, as far as the caller may see it. */
export type FindBound = (
  tx: Tx,
  named: { readonly orderNumber?: string | undefined; readonly caseNumber?: string | undefined },
) => Promise<Bound | undefined>;

const unclaimedPerOrder = 30;

const input = z.strictObject({
  orderNumber: numberShape.optional(),
  caseNumber: numberShape.optional(),
  id: uuidShape,
  mediaType: z.enum(["image/jpeg", "image/webp", "video/mp4"]),
  /** Left out: a film is a film, anything else a photo. */
  kind: z.enum(fileKinds).optional(),
  bytes: z.number().int().positive(),
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const output = z.object({ id: uuidShape });

/** Notes an upload whose bytes are stored already. Bound to the order until a case uses it, it is removed after a day otherwise. */
export function addFile(findBound: FindBound, allow: Permit) {
  return action({
    name: "files.add",
    input,
    output,
    allow,
    idempotency: "none",
    refusals: ["order-not-found", "case-not-found", "files-too-many", "file-kind-differs"],
    subject: async (tx, { orderNumber, caseNumber }) => {
      const bound = await findBound(tx, { orderNumber, caseNumber });
      if (bound !== undefined) return grant(bound);
      return caseNumber === undefined
        ? refuse("order-not-found", { number: orderNumber ?? "" })
        : refuse("case-not-found", { number: caseNumber });
    },
    run: async ({ tx, input: file, subject: { customerId, orderId }, record, now }) => {
      const kind = file.kind ?? plainKind(file.mediaType);
      if (!kindFits(kind, file.mediaType)) return refuse("file-kind-differs", { kind });
      const { waiting } = await tx.one<{ waiting: number }>(
        "select count(*)::int as waiting from platform.file where customer_id = $1 and order_id = $2 and subject_kind = 'order'",
        [customerId, orderId],
      );
      if (waiting >= unclaimedPerOrder) return refuse("files-too-many", { limit: unclaimedPerOrder });
      const merchantId = tx.principal.kind === "merchant" ? tx.principal.merchantId : null;
      record.about({ kind: "file", id: file.id, customerId, orderId });
      tx.send(
        `insert into platform.file (customer_id, id, order_id, merchant_id, stored_id, subject_kind, media_type, bytes, width, height, sha256, uploaded_by, at, kind)
         values ($1, $2, $3, $4, $2, 'order', $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          ...[customerId, file.id, orderId, merchantId, file.mediaType, file.bytes, file.width, file.height],
          ...[file.sha256, principalName(tx.principal), now, kind],
        ],
      );
      return grant({ id: file.id });
    },
  });
}

export type NewFile = z.output<typeof input>;

export function rowOf(file: NewFile, uploadedBy: string, at: Temporal.Instant): FileRow {
  return {
    id: file.id,
    stored_id: file.id,
    media_type: file.mediaType,
    kind: file.kind ?? null,
    bytes: file.bytes,
    width: file.width,
    height: file.height,
    uploaded_by: uploadedBy,
    at,
  };
}
