import { newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds } from "#platform/action";
import { addStaffInput, staffShape } from "../contract.ts";
import { type StaffRecord, staffRow, staffSql } from "../queries/list-staff.ts";
import { inPerson } from "../rules/who.ts";
import { teamNamed } from "./change-staff.ts";

/** Takes somebody on. A one-use link to set a password goes by mail after the commit. */
export const addStaff = action({
  name: "parties.add-staff",
  input: addStaffInput,
  output: staffShape,
  allow: all(holds("staff.write"), inPerson),
  idempotency: "optional",
  refusals: ["email-taken", "merchant-needed"],
  subject: async () => grant(),
  run: async ({ tx, now, principal, input, record }) => {
    if ((input.role === "merchant") !== (input.merchantId !== undefined))
      return refuse("merchant-needed", { role: input.role });
    if (input.merchantId !== undefined) {
      const merchant = await tx.maybe("select id from parties.merchant where id = $1", [input.merchantId]);
      if (merchant === undefined) return refuse("merchant-needed", { role: input.role });
    }
    const id = newId<"staff">();
    const team = input.team === undefined ? null : await teamNamed(tx, input.team);
    const added = await tx.run(
      `insert into parties.staff (id, name, email, role, merchant_id, team_id, state, created_at, updated_at)
       values ($1, $2, lower($3), $4, $5, $6, 'active', $7, $7) on conflict (email) do nothing`,
      [id, input.name.trim(), input.email, input.role, input.merchantId, team, now],
    );
    if (added === 0) return refuse("email-taken");
    record.about({ kind: "staff", id });
    record.detail({ role: input.role });
    // Whoever sits at the command line is shown the link; a mail would make that one stop working.
    if (principal.kind !== "system")
      record.fact({ kind: "parties.staff-invited", version: 1, payload: { staffId: id } });
    return grant(staffRow(await tx.one<StaffRecord>(`${staffSql} where p.id = $1`, [id])));
  },
});
