import { join } from "node:path";
import { system } from "#platform/db";
import type { Job, Reaction } from "#platform/domain";
import type { Personal } from "#platform/personal";
import { importOrders } from "../actions/import-orders.ts";
import { SourceError } from "../adapters/source/index.ts";
import { factPayloads } from "../contract.ts";

const queue = "orders.import";

/** Hands an uploaded file to the job queue, once, however often the fact is heard. */
export const onImportAsked: Reaction = {
  name: "orders.on-import-asked",
  on: ["orders.import-asked"],
  react: async (app, fact) => {
    await app.db.withTx(system("import"), (tx) => app.jobs.send(tx, queue, fact.payload, { singletonKey: fact.id }));
  },
};

/** Reads an uploaded file. Killed halfway it is read again, and imports nothing twice. */
export function importJob(personal: Personal, folder: string): Job {
  return {
    queue,
    retries: 3,
    run: async (app, data) => {
      const { runId, format, file, name } = asked.parse(data);
      try {
        await importOrders(
          app.db,
          personal,
          { format, path: join(folder, file), name },
          { runId, rejectsFolder: folder },
        );
        app.log.info("an uploaded import was read", { runId });
      } catch (error) {
        // A file that cannot be read will not be readable later; the run says why.
        if (!(error instanceof SourceError)) throw error;
        app.log.warn("an uploaded import could not be read", { runId, error: error.message });
      }
    },
  };
}

const asked = factPayloads["orders.import-asked"];
