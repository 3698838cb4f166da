import { importOrders } from "#domains/orders";
import { createClock } from "#platform/clock";
import { readConfig, readSecrets } from "#platform/config";
import { createDb, createPools } from "#platform/db";
import { silentLog } from "#platform/log";
import { createPersonal } from "#platform/personal";
import { openDatabase } from "#platform/postgres";

/** Imports a file into a test database until it is killed: `importing.ts FILE REJECTS_FOLDER DATABASE`, settings from the environment. */
const [path = "", rejectsFolder = "", database = ""] = process.argv.slice(2);
const config = readConfig();
const server = await openDatabase(config, { log: silentLog });
const secrets = await readSecrets(config);
const address = {
  host: server.host,
  port: server.port,
  database,
  ssl: server.ssl,
  passwords: secrets.databasePasswords,
};
const db = createDb(
  createPools(address, { shopper: 1, guest: 1, merchant: 1, staff: 1, system: 4, auth: 1 }, () => {}),
  createClock(),
);
await importOrders(db, createPersonal(secrets), { format: "jsonl", path }, { rejectsFolder });
await db.end();
await server.release();
