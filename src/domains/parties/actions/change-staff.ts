import { newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds } from "#platform/action";
import type { Tx } from "#platform/db";
import { changeStaffInput, staffShape } from "../contract.ts";
import { type StaffRecord, staffRow, staffSql } from "../queries/list-staff.ts";
import { inPerson } from "../rules/who.ts";

/** Role, team, in service or not. What is taken away is gone within a second; nobody changes their own, and one admin stays. */
export const changeStaff = action({
  name: "parties.change-staff",
  input: changeStaffInput,
  output: staffShape,
  allow: all(holds("staff.write"), inPerson),
  idempotency: "optional",
  refusals: ["staff-not-found", "own-role", "last-admin", "merchant-needed"],
  subject: async (tx, { staffId }) => {
    // All admins are locked, in one order, so that two of them cannot disable each other at once.
    const rows = await tx.rows<Locked>(
      "select id, role, merchant_id, state from parties.staff where id = $1 or role = 'admin' order by id for update",
      [staffId],
    );
    const person = rows.find((row) => row.id === staffId);
    if (person === undefined) return refuse("staff-not-found", { staffId });
    return grant({
      person,
      otherAdmins: rows.filter((row) => row.id !== staffId && row.role === "admin" && row.state === "active").length,
    });
  },
  run: async ({ tx, now, principal, input, subject: { person, otherAdmins }, record }) => {
    const role = input.role ?? person.role;
    const state = input.state ?? person.state;
    const own = principal.kind === "staff" && principal.staffId === person.id;
    if (own && (role !== person.role || state !== person.state)) return refuse("own-role");
    if (role === "merchant" && person.merchant_id === null) return refuse("merchant-needed", { role });
    const staysAdmin = role === "admin" && state === "active";
    if (person.role === "admin" && person.state === "active" && !staysAdmin && otherAdmins === 0)
      return refuse("last-admin");

    await tx.run("update parties.staff set role = $2, state = $3, merchant_id = $4, updated_at = $5 where id = $1", [
      person.id,
      role,
      state,
      role === "merchant" ? person.merchant_id : null,
      now,
    ]);
    if (input.team !== undefined)
      await tx.run("update parties.staff set team_id = $2 where id = $1", [
        person.id,
        input.team === null ? null : await teamNamed(tx, input.team),
      ]);
    record.about({ kind: "staff", id: person.id });
    record.detail({ roleBefore: person.role, role, stateBefore: person.state, state });
    if (state === "disabled" && person.state !== "disabled")
      record.fact({ kind: "parties.staff-disabled", version: 1, payload: { staffId: person.id } });
    return grant(staffRow(await tx.one<StaffRecord>(`${staffSql} where p.id = $1`, [person.id])));
  },
});

type Locked = { id: string; role: string; merchant_id: string | null; state: "active" | "disabled" };

/** The team of this name, made when it is new. */
export async function teamNamed(tx: Tx, name: string): Promise<string> {
  await tx.run("insert into parties.team (id, name, created_at) values ($1, $2, $3) on conflict (name) do nothing", [
    newId(),
    name.trim(),
    tx.now,
  ]);
  return (await tx.one<{ id: string }>("select id from parties.team where name = $1", [name.trim()])).id;
}
