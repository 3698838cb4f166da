import { describe, readConfig } from "#platform/config";
import { pendingMigrations } from "#platform/db";
import { doctor } from "#platform/doctor";
import { readArguments } from "./arguments.ts";

export default async function doctorCommand(args: string[]): Promise<number> {
  const { values } = readArguments(args, { json: { type: "boolean" } });
  const config = readConfig();
  const checks = await doctor(config, { pendingMigrations: (database) => pendingMigrations(database.adminUrl) });
  const ok = checks.every((check) => check.ok);
  if (values.json === true) process.stdout.write(`${JSON.stringify({ ok, checks, config: describe(config) })}\n`);
  else {
    for (const check of checks)
      process.stdout.write(
        `${check.ok ? (check.todo === undefined ? "ok  " : "note") : "FAIL"}  ${check.name}: ${check.detail}${check.todo === undefined ? "" : ` → ${check.todo}`}\n`,
      );
    process.stdout.write(`\nConfiguration\n${JSON.stringify(describe(config), null, 2)}\n`);
  }
  return ok ? 0 : 1;
}
