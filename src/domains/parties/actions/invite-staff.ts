import { grant, refuse } from "#kernel/outcome";
import { action, all, holds } from "#platform/action";
import { doneShape, staffIdInput } from "../contract.ts";
import { inPerson } from "../rules/who.ts";

/** Sends the link to set a password once more; earlier links stop working. */
export const inviteStaff = action({
  name: "parties.invite-staff",
  input: staffIdInput,
  output: doneShape,
  allow: all(holds("staff.write"), inPerson),
  idempotency: "optional",
  refusals: ["staff-not-found"],
  subject: async (tx, { staffId }) => {
    const person = await tx.maybe<{ id: string }>(
      "select id from parties.staff where id = $1 and state = 'active' for update",
      [staffId],
    );
    return person === undefined ? refuse("staff-not-found", { staffId }) : grant(person);
  },
  run: async ({ subject: { id }, record }) => {
    record.about({ kind: "staff", id });
    record.fact({ kind: "parties.staff-invited", version: 1, payload: { staffId: id } });
    return grant({ done: true as const });
  },
});
