import { system } from "#platform/db";
import type { App, Job } from "#platform/domain";
import { recountSignals } from "../actions/recount-signals.ts";
import { thresholds } from "../rules/risk-signals.ts";

const customersAtOnce = 500;

/** What is usual in each category, then the signals of everybody who asked for something in the time looked at. */
export const everyNightCountSignals: Job = {
  queue: "returns.count-signals",
  cron: "17 19 * * *",
  expireSeconds: 3_600,
  run: async (app) => {
    await countPeers(app);
    for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
      const rows = await app.db.withTx(system("signals"), (tx) =>
        tx.rows<{ customer_id: string }>(
          "select distinct customer_id from returns.return_case where customer_id > $1 and requested_at > $2 order by customer_id limit $3",
          [after, tx.now.subtract({ hours: 24 * thresholds.days }), customersAtOnce],
        ),
      );
      for (const { customer_id } of rows)
        await recountSignals.execute({ db: app.db, principal: system("signals") }, { customerId: customer_id });
      const last = rows.at(-1);
      if (last === undefined || rows.length < customersAtOnce) return;
      after = last.customer_id;
    }
  },
};

async function countPeers(app: App): Promise<void> {
  await app.db.withTx(system("signals"), (tx) =>
    tx.run(
      `insert into returns.peer_rate (category_code, units, returned, counted_at)
       select l.category_code, count(*), count(u.returned_at), $2
         from orders.shop_order o
         join orders.line l on l.customer_id = o.customer_id and l.order_id = o.id and not l.is_adjustment and not l.is_gift
         join orders.unit u on u.customer_id = l.customer_id and u.line_id = l.id
        where o.placed_at > $1 group by l.category_code
       on conflict (category_code) do update set units = excluded.units, returned = excluded.returned, counted_at = excluded.counted_at`,
      [tx.now.subtract({ hours: 24 * thresholds.days }), tx.now],
    ),
  );
}
