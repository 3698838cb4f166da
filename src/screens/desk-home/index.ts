import { z } from "zod";
import type { CaseRow } from "#contract/returns";
import { caseRowShape } from "#contract/returns";
import { countQueues, type ListCases, todaysFigures } from "#domains/returns";
import { grant } from "#kernel/outcome";
import { holds, type Query, query } from "#platform/action";
import { moneyShape } from "#platform/wire";

const dueSoonRows = 8;

/** The desk's first page: how long the queues are, what breaches next, what today brought. */
export function deskHome(listCases: ListCases): Query {
  return query({
    name: "screens.desk-home",
    input: z.object({}),
    output: z.object({
      queues: z.record(z.string(), z.number().int()),
      overdue: z.number().int(),
      dueSoon: z.array(caseRowShape),
      today: z.object({
        requested: z.number().int(),
        approved: z.number().int(),
        inspected: z.number().int(),
        refunded: z.array(moneyShape),
      }),
    }),
    allow: holds("cases.read"),
    run: async (tx) => {
      const [counts, due, today] = await Promise.all([
        countQueues.within(tx, {}),
        listCases.within(tx, { queue: "due", limit: dueSoonRows }),
        todaysFigures(tx),
      ]);
      const queues = counts.ok ? counts.value.counts : {};
      const dueSoon: CaseRow[] = due.ok ? due.value.items : [];
      return grant({ queues, overdue: queues["overdue"] ?? 0, dueSoon, today });
    },
  }) as Query;
}
