import { readConfig, StartError } from "#platform/config";
import { createPersonal } from "#platform/personal";
import { refuseWhileServed, resetDemo } from "../demo/reset.ts";
import { readArguments, UsageError } from "./arguments.ts";
import { type Opened, withDatabase } from "./with-database.ts";

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
  const reset = async ({ secrets, db, adminUrl, log }: Opened) => {
    const personal = createPersonal(secrets);
    const report = await resetDemo({ db, personal, adminUrl, dataDir: config.dataDir, log });
    if (values.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
    else
      process.stdout.write(
        `The demo shop is loaded anew: ${Object.entries(report.counts)
          .map(([name, count]) => `${count} ${name}`)
          .join(", ")}, in ${report.seconds} s.\n`,
      );
    return 0;
  };
  return withDatabase(reset, { config, before: refuseWhileServed });
}
