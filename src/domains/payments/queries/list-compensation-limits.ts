import { z } from "zod";
import { currency, money, toWire } from "#kernel/money";
import { grant } from "#kernel/outcome";
import { all, holds, is, not, query } from "#platform/action";
import { type CompensationLimit, compensationLimitsShape, limitedBy } from "../contract.ts";
import type { LimitRow } from "../rules/limits.ts";

/** GET /api/v1/compensation-limits: what counts now, and what did before, with who changed it and why. */
export const listCompensationLimits = query({
  name: "payments.list-compensation-limits",
  input: z.object({}),
  output: compensationLimitsShape,
  allow: all(holds("staff.read"), not(is("merchant"))),
  run: async (tx) => {
    const rows = await tx.rows<
      LimitRow & { version: number; note: string; since: Temporal.Instant; set_by: string | null }
    >(
      `select l.what, l.currency, l.version, l.limit_minor, l.note, l.since, s.name as set_by from payments.compensation_limit l
         left join parties.staff s on 'staff:' || s.id = l.set_by order by l.currency <> 'CNY', l.currency, l.version desc limit 2000`,
    );
    const groups = Map.groupBy(rows, ({ what, currency: code }) => `${what} ${code}`);
    const items = [...groups.values()].flatMap((versions): CompensationLimit[] => {
      const [now] = versions;
      if (now === undefined) return [];
      return [
        {
          what: now.what,
          currency: now.currency,
          versions: versions.map((row) => ({
            version: row.version,
            limit: toWire(money(row.limit_minor, currency(row.currency))),
            note: row.note,
            setBy: row.set_by,
            since: row.since.toString(),
          })),
        },
      ];
    });
    const place = ({ what }: CompensationLimit) => limitedBy.indexOf(what);
    return grant({ items: items.toSorted((a, b) => place(a) - place(b)) });
  },
});
