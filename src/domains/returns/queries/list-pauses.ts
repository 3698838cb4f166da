import { z } from "zod";
import { assert, grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { type ClockPause, pausePageShape } from "../contract.ts";

/** A few a year for each shop. */
const shown = 500;

/** GET /api/v1/clock-pauses — when clocks stand still, the latest end first. Row security shows a merchant the own shop's and the platform's. */
export const listPauses = query({
  name: "returns.clock-pauses",
  input: z.object({}),
  output: pausePageShape,
  allow: holds("policies.read"),
  run: async (tx) => {
    const rows = await tx.rows<Row>(`${selected} order by p.until_at desc, p.id desc limit $1`, [shown]);
    return grant({ items: rows.map((row) => onWire(row, tx.now)), nextCursor: null });
  },
});

export async function onePause(tx: Tx, id: string): Promise<ClockPause> {
  const row = await tx.maybe<Row>(`${selected} where p.id = $1`, [id]);
  assert(row !== undefined, "a pause that was just published is there");
  return onWire(row, tx.now);
}

type Row = {
  id: string;
  merchant_id: string | null;
  merchant_name: string | null;
  merchant_name_en: string | null;
  cause: ClockPause["cause"];
  label: ClockPause["label"];
  holds: ClockPause["holds"];
  from_at: Temporal.Instant;
  until_at: Temporal.Instant;
  published_at: Temporal.Instant;
  moved: number;
  applied_at: Temporal.Instant | null;
};

const selected = `select p.id, p.merchant_id, m.name as merchant_name, m.name_en as merchant_name_en, p.cause, p.label, p.holds,
       p.from_at, p.until_at, p.published_at, p.moved, p.applied_at
  from returns.clock_pause p left join parties.merchant m on m.id = p.merchant_id`;

function onWire(row: Row, now: Temporal.Instant): ClockPause {
  const begun = Temporal.Instant.compare(row.from_at, now) <= 0;
  const over = Temporal.Instant.compare(row.until_at, now) <= 0;
  return {
    id: row.id,
    merchantId: row.merchant_id,
    merchantName: row.merchant_id === null ? null : { zh: row.merchant_name ?? "", en: row.merchant_name_en ?? "" },
    cause: row.cause,
    label: row.label,
    holds: row.holds,
    from: row.from_at.toString(),
    until: row.until_at.toString(),
    state: over ? "over" : begun ? "now" : "ahead",
    publishedAt: row.published_at.toString(),
    moved: row.moved,
    appliedAt: row.applied_at?.toString() ?? null,
  };
}
