import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, type Permit } from "#platform/action";
import { uuidShape } from "#platform/wire";
import { namesOf } from "./claim-files.ts";

/** Takes an upload back before a case uses it. */
export function removeFile(allow: Permit) {
  return action({
    name: "files.remove",
    input: z.strictObject({ id: uuidShape }),
    output: z.object({ storedId: uuidShape }),
    allow,
    idempotency: "none",
    refusals: ["file-not-found"],
    subject: async (tx, { id }) => {
      const row = await tx.maybe<{ customer_id: string }>(
        "select customer_id from platform.file where id = $1 and subject_kind = 'order' and uploaded_by = any($2::text[])",
        [id, namesOf(tx.principal)],
      );
      return row === undefined ? refuse("file-not-found", { id }) : grant(row);
    },
    run: async ({ tx, input, subject, record }) => {
      const gone = await tx.maybe<{ stored_id: string }>(
        "delete from platform.file where customer_id = $1 and id = $2 and subject_kind = 'order' returning stored_id",
        [subject.customer_id, input.id],
      );
      if (gone === undefined) return refuse("file-not-found", { id: input.id });
      record.about({ kind: "file", id: input.id, customerId: subject.customer_id });
      return grant({ storedId: gone.stored_id });
    },
  });
}
