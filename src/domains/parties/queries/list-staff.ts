import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { pageQuery } from "#platform/wire";
import { type StaffRow, staffPageShape } from "../contract.ts";

/** Everybody who works here, the newest first. */
export const listStaff = query({
  name: "parties.list-staff",
  input: z.object(pageQuery),
  output: staffPageShape,
  allow: holds("staff.read"),
  run: async (tx, { cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const rows = await tx.rows<StaffRecord>(
      `${staffSql} where $1::timestamptz is null or (p.created_at, p.id) < ($1, $2::uuid) order by p.created_at desc, p.id desc limit $3`,
      [after?.at, after?.id, limit + 1],
    );
    return grant(pageOfRows(rows, limit, (row) => ({ at: row.created_at, id: row.id }), staffRow));
  },
});

export const staffSql = `
  select p.id, p.name, p.email, p.role, p.merchant_id, m.name as merchant_name, m.name_en as merchant_name_en, t.name as team, p.state, p.login_id is not null as has_login, p.created_at
    from parties.staff p left join parties.merchant m on m.id = p.merchant_id left join parties.team t on t.id = p.team_id`;

export type StaffRecord = {
  id: string;
  name: string;
  email: string;
  role: StaffRow["role"];
  merchant_id: string | null;
  merchant_name: string | null;
  merchant_name_en: string | null;
  team: string | null;
  state: StaffRow["state"];
  has_login: boolean;
  created_at: Temporal.Instant;
};

export function staffRow(row: StaffRecord): StaffRow {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    merchantId: row.merchant_id,
    merchantName: row.merchant_name === null ? null : { zh: row.merchant_name, en: row.merchant_name_en ?? "" },
    team: row.team,
    state: row.state,
    hasLogin: row.has_login,
    createdAt: row.created_at.toString(),
  };
}
