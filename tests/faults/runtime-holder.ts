/** A process that opens the database of AFTERCARE_DATA_DIR, says so in one JSON line, and leaves when its input ends. */
import { readConfig, StartError } from "#platform/config";
import { createLog } from "#platform/log";
import { openDatabase } from "#platform/postgres";

const as = process.argv[2] === "server" ? "server" : "command";
const log = createLog("info", (line) => process.stderr.write(line));

try {
  const database = await openDatabase(readConfig(), { as, log, onLost: (error) => say({ lost: error.message }) });
  const { adminUrl, host, port, version } = database;
  say({ adminUrl, host, port, version });
  process.stdin.resume();
  process.stdin.once("end", () => void database.release().then(() => process.exit(0)));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  say({ refused: error.message });
  process.exit(1);
}

function say(fact: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
}
