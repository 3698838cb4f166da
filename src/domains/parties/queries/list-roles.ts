import { z } from "zod";
import { grant } from "#kernel/outcome";
import { query } from "#platform/action";
import { roles, rolesShape } from "../contract.ts";
import { rightsOf } from "../rules/roles.ts";
import { worksHere } from "../rules/who.ts";

export const listRoles = query({
  name: "parties.list-roles",
  input: z.object({}),
  output: rolesShape,
  allow: worksHere,
  run: async () => grant({ items: roles.map((role) => ({ role, rights: [...rightsOf(role)] })) }),
});
