import { Client } from "./support/client.ts";
import { type BenchLine, rounded, timesOf } from "./support/line.ts";
import { seedOrders } from "./support/seed.ts";
import { type BenchServer, inBulk, settle, withServer } from "./support/server.ts";
import { makeKey } from "./support/sign-in.ts";

const sizes = [10_000, 1_000_000] as const;
const orders = 10_000;
const pages = 600;
const searches = 300;
const looks = 20;
const warm = 50;
const promisedRatio = 1.5;
const promisedLookMs = 1_000;
const queues = ["due", "to-decide", "to-inspect", "to-send", "open", "all"] as const;

/**
 * What the desk reads over HTTP at 10,000 and at 1,000,000 cases: pages of its queues, first ones and deeper ones; searches by
 * number, by words that are found and by words that are not; the performance of the last twelve weeks. For the first two the
 * ratio of their p95 is promised.
 */
export default async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  await withServer({}, async (server) => {
    const seeded = await seedOrders(server.db, server.secrets, orders, 2_000);
    const key = await makeKey(server, ["cases.read", "shoppers.read"]);
    const small = new Map<string, number>();
    let have = 0;
    for (const size of sizes) {
      const began = performance.now();
      await addCases(server, seeded.merchantId, have, size - have);
      have = size;
      await settle(server);
      process.stderr.write(`seeded ${size} in ${performance.now() - began}\n`);
      lines.push({
        name: `list: seeded up to ${size} cases`,
        value: rounded((performance.now() - began) / 1_000, 1),
        unit: "s",
        n: 1,
      });
      const client = await Client.open(server.port);
      const get = async (path: string) => {
        const sent = performance.now();
        const answer = await client.send("GET", path, `x-api-key: ${key}\r\n`);
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
        return { ms: performance.now() - sent, body: JSON.parse(answer.body) as { nextCursor: string | null } };
      };
      for (const [what, times] of [
        ["a page of the queue", await readPages(get)],
        ["a search", await readSearches(get, size)],
      ] as const) {
        const figures = timesOf(times);
        const first = small.get(what);
        lines.push({
          name: `list: ${what} at ${size} cases`,
          value: figures.p95,
          unit: "ms p95",
          ...figures,
          n: times.length,
        });
        if (first === undefined) small.set(what, figures.p95);
        else {
          const ratio = figures.p95 / first;
          lines.push({
            name: `list: p95 of ${what} at ${size} cases over p95 at ${sizes[0]}`,
            value: rounded(ratio),
            unit: "ratio",
            n: times.length,
            against: promisedRatio,
            ratio: rounded(ratio / promisedRatio),
          });
        }
      }
      const figures = timesOf(await readPerformance(get));
      lines.push({
        name: `list: the performance of twelve weeks at ${size} cases`,
        value: figures.p95,
        unit: "ms p95",
        ...figures,
        n: looks,
        against: promisedLookMs,
        ratio: rounded(figures.p95 / promisedLookMs),
      });
      client.close();
    }
  });
  return lines;
}

type Get = (path: string) => Promise<{ ms: number; body: { nextCursor: string | null } }>;

async function readPages(get: Get): Promise<number[]> {
  const cursors = new Map<string, string | null>();
  return timed(pages, async (i) => {
    const queue = queues[i % queues.length] ?? "due";
    const cursor = cursors.get(queue);
    const next = cursor == null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const { ms, body } = await get(`/api/v1/cases?queue=${queue}&limit=20${next}`);
    cursors.set(queue, body.nextCursor);
    return ms;
  });
}

function readSearches(get: Get, size: number): Promise<number[]> {
  return timed(searches, async (i) => {
    const no = (i * 7_919) % size;
    const words = [
      `AS-${no}`,
      `B${String(no % orders).padStart(7, "0")}`,
      "头戴耳机",
      `热水壶 ${i % 10}`,
      "13900000007",
    ];
    const queue = i % 2 === 0 ? "all" : "open";
    const { ms } = await get(`/api/v1/cases?queue=${queue}&limit=20&q=${encodeURIComponent(words[i % 5] ?? "")}`);
    return ms;
  });
}

function readPerformance(get: Get): Promise<number[]> {
  return timed(looks, async () => (await get("/api/v1/performance?weeks=12")).ms, 2);
}

async function timed(count: number, once: (i: number) => Promise<number>, before = warm): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count + before; i += 1) {
    const ms = await once(i);
    if (i >= before) times.push(ms);
  }
  return times;
}

/**
 * Four in ten are open; their states and due instants are spread as on a busy day. What is over was answered, came back and was
 * paid. They are written in the order in which they were asked for, as they would lie in the table, and where there are more cases
 * there are more people: each has five, and each order one.
 */
function addCases(server: BenchServer, merchantId: string, from: number, count: number): Promise<void> {
  return inBulk(server, ["returns.return_case", "payments.refund"], async (client) => {
    await client.query(
      `with o as (select row_number() over (order by number) - 1 as no, customer_id, id, number from orders.shop_order),
            c as (select n, coalesce(o.customer_id, md5('person ' || n / 5)::uuid) as customer_id, coalesce(o.id, md5('order ' || n)::uuid) as order_id,
                         coalesce(o.number, 'B' || n) as order_number, n % 10 as kind, $4::timestamptz - n * interval '1 minute' as at
                    from generate_series($2::int, $3::int) n left join o on o.no = n),
            cases as (
       insert into returns.return_case (customer_id, id, number, order_id, order_number, merchant_id, kind, reason, case_state, goods_state, money_state, waiting_on, due_at, due_action, title, title_en, search_text, units, verdict, policy_id, policy_version, law_version, requested_minor, currency, opened_by, requested_at, answered_at, answered_by, decided_at, arrived_at, closed_at)
       select customer_id, uuidv7(), 'AS-' || n, order_id, order_number, $1, 'return-and-refund', 'no-longer-wanted',
              case when kind >= 4 then 'completed' when kind = 0 then 'submitted' else 'approved' end,
              case kind when 0 then 'none' when 1 then 'awaiting-shipment' when 2 then 'in-transit' when 3 then 'arrived' else 'inspected' end,
              case when kind >= 4 then 'settled' else 'none' end,
              case kind when 0 then 'merchant' when 1 then 'shopper' when 2 then 'warehouse' when 3 then 'warehouse' else 'nobody' end,
              case when kind < 4 then $4::timestamptz + (n % 1000) * interval '11 minutes' end, case when kind < 4 then 'approve' end,
              '降噪头戴耳机', 'Headphones', 'AS-' || n || ' ' || order_number || ' 降噪头戴耳机 月白 Headphones', 1, 'ALLOW', 'built-in', 1, 'cn', 9000, 'CNY', 'bench', at,
              case when kind >= 1 then at + interval '3 hours' end, case when kind >= 1 then 'person' end, case when kind >= 1 then at + interval '3 hours' end,
              case when kind >= 3 then at + interval '3 days' end, case when kind >= 4 then at + interval '4 days' end
         from c order by n desc returning customer_id, id, number, order_id, merchant_id, closed_at),
            named as (
       insert into platform.directory (kind, key, customer_id, id) select 'case', number, customer_id, id from cases)
       insert into payments.refund (customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, kind, state, amount_minor, currency, receipt, reserved_at, settled_at)
       select customer_id, uuidv7(), 'RF-' || number, order_id, merchant_id, 'case', id, 'goods', 'settled', 9000, 'CNY', '{}', closed_at, closed_at
         from cases where closed_at is not null`,
      [merchantId, from, from + count - 1, new Date()],
    );
  });
}
