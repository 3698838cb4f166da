import { z } from "zod";
import { newId } from "#kernel/ids";
import { assert, grant } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { principalName } from "#platform/db";
import { importFormats, importRunShape } from "../contract.ts";
import { readRuns } from "../queries/list-imports.ts";
import { startRun } from "../store/import-run.ts";

/** An uploaded file that lies in the imports folder already, under a name made there. */
export const startImportInput = z.strictObject({
  format: z.enum(importFormats).exclude(["olist"]),
  file: z.string().regex(/^[0-9a-f-]{36}\.(jsonl|csv)(\.gz)?$/),
  name: z.string().min(1).max(200),
});

/** Opens the books of an import and asks for it; a job reads the file after the commit. */
export const startImport = action({
  name: "orders.start-import",
  input: startImportInput,
  output: importRunShape,
  allow: holds("imports.run"),
  idempotency: "optional",
  refusals: [],
  subject: async () => grant(),
  run: async ({ tx, input, principal, record }) => {
    const id = newId<"import">();
    startRun(tx, { id, format: input.format, source: input.name, shiftDays: 0, startedBy: principalName(principal) });
    const [run] = await readRuns(tx, "where id = $1", [id]);
    assert(run !== undefined, "a run that was just written is there");
    record.about({ kind: "import", id });
    record.fact({
      kind: "orders.import-asked",
      version: 1,
      payload: { runId: id, format: input.format, file: input.file, name: input.name },
    });
    return grant(run);
  },
});
