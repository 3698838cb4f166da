import { z } from "zod";
import { grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Param } from "#platform/db";
import { queueCountsShape, queues } from "../contract.ts";
import { queueFilter } from "./list-cases.ts";

/** Counted no further: a queue this long is "999+". */
const capped = 1_000;

/** How many wait in each queue, and how much return freight, money that came wrong and payouts that did not go wait for somebody. */
export const countQueues = query({
  name: "returns.counts",
  input: z.object({}),
  output: queueCountsShape,
  allow: holds("cases.read"),
  run: async (tx) => {
    const params: Param[] = [];
    const merchant =
      tx.principal.kind === "merchant" ? [`c.merchant_id = $${params.push(tx.principal.merchantId)}`] : [];
    const selects = queues.map(
      (queue) =>
        `(select count(*)::int from (select 1 from returns.return_case c where ${["true", ...merchant, ...queueFilter(queue, tx, params)].join(" and ")} limit ${capped}) q) as "${queue}"`,
    );
    const overdue = `(select count(*)::int from (select 1 from returns.return_case c where ${[...merchant, "c.closed_at is null", `c.due_at < $${params.push(tx.now)}`].join(" and ")} limit ${capped}) q) as overdue`;
    // Freight above the policy's sum and money that came wrong wait on when their case is over.
    const shop = tx.principal.kind === "merchant" ? `f.merchant_id = $${params.push(tx.principal.merchantId)} and` : "";
    const beside = (table: string, state: string, name: string) =>
      `(select count(*)::int from (select 1 from payments.${table} f where ${shop} f.state = '${state}' limit ${capped}) q) as "${name}"`;
    const freight = beside("return_freight", "to-decide", "freight-to-decide");
    const wrong = beside("discrepancy", "open", "discrepancies-open");
    const stuck = `(select count(*)::int from (select 1 from payments.payout f where ${shop} f.due_at is not null limit ${capped}) q) as "payouts-stuck"`;
    const row = await tx.one<Record<string, number>>(
      `select ${[...selects, overdue, freight, wrong, stuck].join(", ")}`,
      params,
    );
    return grant({ counts: row, capped });
  },
});
