import { readConfig, readSecrets, StartError } from "#platform/config";
import { migrate } from "#platform/db";
import { createLog } from "#platform/log";
import { createPersonal } from "#platform/personal";
import { openDatabase } from "#platform/postgres";
import { refuseWhileServed, resetDemo } from "../demo/reset.ts";
import { connect } from "../start.ts";
import { readArguments, UsageError } from "./arguments.ts";

/** `demo reset`: the demo shop anew, relative to now. Refused where the database holds anything else, and in production. */
export default async function demo(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { json: { type: "boolean" } });
  if (positionals.length !== 1 || positionals[0] !== "reset") throw new UsageError("Say what: demo reset.");
  const config = readConfig();
  if (config.environment === "production")
    throw new StartError({
      what: "The demo shop is not for production",
      where: "NODE_ENV=production",
      todo: "unset it, or leave the demo",
    });
  const log = createLog("warn", (line) => process.stderr.write(line));
  const database = await openDatabase(config, { log });
  try {
    const secrets = await readSecrets(config);
    await migrate(database.adminUrl, secrets.databasePasswords);
    await refuseWhileServed(database.adminUrl);
    const db = await connect(config, secrets, database, log);
    try {
      const report = await resetDemo({
        db,
        personal: createPersonal(secrets),
        adminUrl: database.adminUrl,
        dataDir: config.dataDir,
        log,
      });
      if (values.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
      else
        process.stdout.write(
          `The demo shop is loaded anew: ${Object.entries(report.counts)
            .map(([name, count]) => `${count} ${name}`)
            .join(", ")}, in ${report.seconds} s.\n`,
        );
      return 0;
    } finally {
      await db.end();
    }
  } finally {
    await database.release();
  }
}
