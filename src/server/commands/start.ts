import { startServer } from "../start.ts";
import { type ServerRole, serverRoles } from "../system.ts";
import { readArguments, UsageError } from "./arguments.ts";

/** `start`: serves until SIGTERM or SIGINT, then drains and ends with 0. */
export default async function start(args: string[]): Promise<number> {
  const { values } = readArguments(args, { role: { type: "string" }, "no-demo": { type: "boolean" } });
  const roles = (values.role ?? serverRoles.join(",")).split(",").map((role) => role.trim());
  for (const role of roles)
    if (!serverRoles.includes(role as ServerRole))
      throw new UsageError(`There is no role "${role}"; the roles are: ${serverRoles.join(", ")}.`);
  const server = await startServer({ roles: roles as ServerRole[], demo: values["no-demo"] !== true });
  return server.ended;
}
