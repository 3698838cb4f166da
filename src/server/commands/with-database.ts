import { type Config, readConfig, readSecrets, type Secrets } from "#platform/config";
import { type Db, migrate } from "#platform/db";
import { createLog, type Log } from "#platform/log";
import { openDatabase } from "#platform/postgres";
import { connect } from "../start.ts";

export type Opened = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly db: Db;
  readonly adminUrl: string;
  /** Warnings and errors, on stderr: stdout belongs to the answer. */
  readonly log: Log;
};

/**
 * Opens the database of this installation for one command, brings it up to date, and lets go of it afterwards. What must be
 * asked while this command is not yet connected itself is `before`.
 */
export async function withDatabase<T>(
  work: (opened: Opened) => Promise<T>,
  {
    config = readConfig(),
    before = async () => {},
  }: { config?: Config; before?: (adminUrl: string) => Promise<void> } = {},
): Promise<T> {
  const log = createLog("warn", (line) => process.stderr.write(line));
  const database = await openDatabase(config, { log });
  try {
    const secrets = await readSecrets(config);
    await migrate(database.adminUrl, secrets.databasePasswords);
    await before(database.adminUrl);
    const db = await connect(config, secrets, database, log);
    try {
      return await work({ config, secrets, db, adminUrl: database.adminUrl, log });
    } finally {
      await db.end();
    }
  } finally {
    await database.release();
  }
}
