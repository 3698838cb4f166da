import { newId } from "#kernel/ids";
import { type Db, system } from "#platform/db";
import { Client } from "./support/client.ts";
import { type BenchLine, rounded, timesOf } from "./support/line.ts";
import { seedOrders } from "./support/seed.ts";
import { settle, withServer } from "./support/server.ts";
import { makeKey } from "./support/sign-in.ts";

const sizes = [10_000, 200_000] as const;
const pages = 600;
const promisedRatio = 1.5;
const queues = ["due", "to-decide", "to-inspect", "to-send", "open", "all"] as const;

/** A page of the case queue over HTTP, first pages and deeper ones, at 10,000 and at 200,000 cases: the ratio of their p95. */
export default async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  await withServer({}, async (server) => {
    const seeded = await seedOrders(server.db, server.secrets, 1_000, 50);
    const key = await makeKey(server, ["cases.read"]);
    const customers = seeded.orders.map((order) => seeded.shoppers[order.shopper]?.customerId ?? "");
    const ids = await server.db.withTx(system("bench"), (tx) =>
      tx.rows<{ number: string; id: string }>("select number, id from orders.shop_order"),
    );
    const idOf = new Map(ids.map((row) => [row.number, row.id]));
    const orderIds = seeded.orders.map((order) => idOf.get(order.number) ?? "");
    let first: number | undefined;
    let have = 0;
    for (const size of sizes) {
      await addCases(server.db, seeded.merchantId, customers, orderIds, have, size - have);
      await settle(server);
      have = size;
      const times = await readPages(server.port, key);
      const { p50, p95, p99 } = timesOf(times);
      first ??= p95;
      lines.push({
        name: `list: a page of the queue at ${size} cases`,
        value: p95,
        unit: "ms p95",
        p50,
        p95,
        p99,
        n: times.length,
        against: rounded(first),
        ratio: rounded(p95 / first / promisedRatio),
      });
    }
    lines.push({
      name: "list: p95 at 200,000 cases over p95 at 10,000",
      value: rounded((lines[1]?.p95 ?? 0) / (lines[0]?.p95 ?? 1)),
      unit: "ratio",
      n: pages,
      against: promisedRatio,
      ratio: rounded((lines[1]?.p95 ?? 0) / (lines[0]?.p95 ?? 1) / promisedRatio),
    });
  });
  return lines;
}

async function readPages(port: number, key: string): Promise<number[]> {
  const client = await Client.open(port);
  const times: number[] = [];
  const cursors = new Map<string, string | null>();
  for (let i = 0; i < pages + 50; i++) {
    const queue = queues[i % queues.length] ?? "due";
    const cursor = cursors.get(queue);
    const sent = performance.now();
    const answer = await client.send(
      "GET",
      `/api/v1/cases?queue=${queue}&limit=20${cursor == null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
      `x-api-key: ${key}\r\n`,
    );
    if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${answer.body}`);
    if (i >= 50) times.push(performance.now() - sent);
    cursors.set(queue, (JSON.parse(answer.body) as { nextCursor: string | null }).nextCursor);
  }
  client.close();
  return times;
}

/** Four in ten are open; their states and due instants are spread as on a busy day. */
async function addCases(
  db: Db,
  merchantId: string,
  customers: readonly string[],
  orderIds: readonly string[],
  from: number,
  count: number,
): Promise<void> {
  const chunk = 10_000;
  for (let start = from; start < from + count; start += chunk) {
    const n = Math.min(chunk, from + count - start);
    const numbers = Array.from({ length: n }, (_, i) => start + i);
    await db.withTx(system("bench"), (tx) =>
      tx.run(
        `insert into returns.return_case (customer_id, id, number, order_id, order_number, merchant_id, kind, reason, case_state, goods_state, money_state, waiting_on, due_at, due_action, title, title_en, units, verdict, policy_id, policy_version, law_version, requested_minor, currency, opened_by, requested_at, closed_at)
         select c.customer, c.id, 'AS-' || c.n, c.order_id, 'B' || c.n, $5, 'return-and-refund', 'no-longer-wanted',
                case when c.n % 10 >= 4 then 'completed' when c.n % 10 = 0 then 'submitted' else 'approved' end,
                case c.n % 10 when 0 then 'none' when 1 then 'awaiting-shipment' when 2 then 'in-transit' when 3 then 'arrived' else 'inspected' end,
                case when c.n % 10 >= 4 then 'settled' else 'none' end,
                case c.n % 10 when 0 then 'merchant' when 1 then 'shopper' when 2 then 'warehouse' when 3 then 'warehouse' else 'nobody' end,
                case when c.n % 10 < 4 then $6::timestamptz + (c.n % 1000) * interval '11 minutes' end, case when c.n % 10 < 4 then 'approve' end,
                '降噪头戴耳机', 'Headphones', 1, 'ALLOW', 'built-in', 1, 'cn', 9000, 'CNY', 'bench', $6::timestamptz - c.n * interval '1 minute', case when c.n % 10 >= 4 then $6::timestamptz end
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) c (customer, order_id, id, n)`,
        [
          numbers.map((i) => customers[i % customers.length]),
          numbers.map((i) => orderIds[i % orderIds.length]),
          numbers.map(() => newId()),
          numbers,
          merchantId,
          tx.now,
        ],
      ),
    );
  }
}
