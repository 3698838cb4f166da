import { roles } from "#contract/parties";
import { addStaff } from "#domains/parties";
import { system } from "#platform/db";
import { compose } from "../system.ts";
import { readArguments, UsageError } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

/** A merchant's person belongs to a merchant, which an administrator chooses on the desk. */
const platformRoles = roles.filter((role) => role !== "merchant");

/** `staff add`: somebody of the platform, and a one-use link to set a password. An e-mail that is known is refused. */
export default async function staff(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    email: { type: "string" },
    name: { type: "string" },
    role: { type: "string" },
    json: { type: "boolean" },
  });
  if (positionals.length !== 1 || positionals[0] !== "add") throw new UsageError("Say what: staff add.");
  const { email, name } = values;
  if (email === undefined || name === undefined) throw new UsageError("Say who: --email and --name.");
  const role = platformRoles.find((one) => one === values.role);
  if (role === undefined) throw new UsageError(`--role is one of ${platformRoles.join(", ")}.`);
  return withDatabase(async ({ config, secrets, db, log }) => {
    const { outcome } = await addStaff.execute({ db, principal: system("command-line") }, { email, name, role });
    if (!outcome.ok) {
      if (outcome.code === "invalid-input") throw new UsageError("--email or --name cannot be right.");
      process.stderr.write(`${email} is known already: change the person on the desk, or take another address.\n`);
      return 1;
    }
    const { auth } = compose({ config, secrets, db, log, demo: false, paymentsUrl: "" });
    const link = await auth.logins.linkFor(outcome.value.id);
    process.stdout.write(
      values.json === true
        ? `${JSON.stringify({ id: outcome.value.id, email: outcome.value.email, role, link })}\n`
        : `${name} is ${role} now. This link sets the password, once and within seven days:\n${link}\n`,
    );
    return 0;
  });
}
