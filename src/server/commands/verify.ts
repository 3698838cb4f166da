import { readConfig, readSecrets } from "#platform/config";
import { pendingMigrations } from "#platform/db";
import { silentLog } from "#platform/log";
import { openDatabase } from "#platform/postgres";
import { connect } from "../start.ts";
import { verifyAll } from "../verify.ts";
import { readArguments } from "./arguments.ts";

/** `verify`: every invariant and the audit chain over the whole database; exit 1 if any is broken. */
export default async function verify(args: string[]): Promise<number> {
  const { values } = readArguments(args, { json: { type: "boolean" } });
  const config = readConfig();
  const database = await openDatabase(config, { log: silentLog });
  try {
    const pending = await pendingMigrations(database.adminUrl);
    if (pending.length > 0) {
      process.stderr.write(`The database is not up to date (${pending.join(", ")}): start the server once.\n`);
      return 1;
    }
    const secrets = await readSecrets(config);
    const db = await connect(config, secrets, database, silentLog);
    try {
      const report = await verifyAll(config, secrets, db);
      if (values.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
      else {
        for (const { invariant, violations } of report.invariants) {
          process.stdout.write(`${violations.length === 0 ? "holds " : "BROKEN"}  ${invariant}\n`);
          for (const violation of violations) process.stdout.write(`          ${violation}\n`);
        }
      }
      return report.ok ? 0 : 1;
    } finally {
      await db.end();
    }
  } finally {
    await database.release();
  }
}
