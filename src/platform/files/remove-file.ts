import { z } from "zod";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { action, type Permit } from "#platform/action";
import { principalName } from "#platform/db";
import { uuidShape } from "#platform/wire";
import { namesOf } from "./claim-files.ts";

/** Takes an upload back before a case or a scan uses it. */
export function removeFile(allow: Permit) {
  return action({
    name: "files.remove",
    input: z.strictObject({ id: uuidShape }),
    output: z.object({ storedId: uuidShape }),
    allow,
    idempotency: "none",
    refusals: ["file-not-found"],
    subject: async (tx, { id }): Promise<Outcome<{ customerId: string | undefined }, "file-not-found">> => {
      const row = await tx.maybe<{ customer_id: string }>(
        "select customer_id from platform.file where id = $1 and subject_kind = 'order' and uploaded_by = any($2::text[])",
        [id, namesOf(tx.principal)],
      );
      if (row !== undefined) return grant({ customerId: row.customer_id });
      // Shoppers have no picture of a parcel, and no door to that table.
      const ofParcel =
        tx.principal.kind === "shopper"
          ? undefined
          : await tx.maybe(
              "select 1 as found from platform.parcel_photo where id = $1 and subject_id is null and uploaded_by = $2",
              [id, principalName(tx.principal)],
            );
      return ofParcel === undefined ? refuse("file-not-found", { id }) : grant({ customerId: undefined });
    },
    run: async ({ tx, input: { id }, subject: { customerId }, record }) => {
      const gone =
        customerId === undefined
          ? await tx.maybe<{ stored_id: string }>(
              "delete from platform.parcel_photo where id = $1 and subject_id is null returning id as stored_id",
              [id],
            )
          : await tx.maybe<{ stored_id: string }>(
              "delete from platform.file where customer_id = $1 and id = $2 and subject_kind = 'order' returning stored_id",
              [customerId, id],
            );
      if (gone === undefined) return refuse("file-not-found", { id });
      record.about({ kind: "file", id, ...(customerId === undefined ? {} : { customerId }) });
      return grant({ storedId: gone.stored_id });
    },
  });
}
