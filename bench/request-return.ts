import { bareMinimum } from "./support/bare-minimum.ts";
import { Client } from "./support/client.ts";
import { type BenchLine, median, rounded, timesOf } from "./support/line.ts";
import { type Seeded, seedOrders } from "./support/seed.ts";
import { type BenchServer, settle, withServer } from "./support/server.ts";
import { signInShopper } from "./support/sign-in.ts";

const runs = 5;
const secondsPerRun = 2.5;
const orderCount = 60_000;
const shopperCount = 64;

/**
 * Requests for a return over HTTP, everything committed, against what the bare minimum costs statement by statement on the
 * same PostgreSQL in the same run: select order and two lines, insert request, two lines, event, outbox row, idempotency
 * key, commit. Runs take turns; medians of five.
 */
export default async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  await withServer({}, async (server) => {
    const seeded = await seedOrders(server.db, server.secrets, orderCount, shopperCount);
    const cookies = await Promise.all(seeded.shoppers.map(({ phone }) => signInShopper(server.port, phone)));
    const next = { order: 0 };
    const bare = await bareMinimum(server.database.adminUrl);
    try {
      await closedLoop(server, seeded, cookies, next, 8, 4);
      await settle(server);
      for (const clients of [8, 32]) {
        const ours: number[] = [];
        const theirs: number[] = [];
        const times: number[] = [];
        for (let run = 0; run < runs; run++) {
          theirs.push(await bare.run(clients, secondsPerRun));
          const measured = await closedLoop(server, seeded, cookies, next, clients, secondsPerRun);
          ours.push(measured.perSecond);
          times.push(...measured.times);
        }
        const value = median(ours);
        const against = median(theirs);
        lines.push({
          name: `request-return, ${clients} clients, against ${bare.name}`,
          value: rounded(value, 0),
          unit: "1/s",
          ...timesOf(times),
          n: times.length,
          against: rounded(against, 0),
          ratio: rounded(value / against),
        });
        if (clients === 8) {
          const half = await openLoop(server, seeded, cookies, next, value / 2, 10);
          lines.push({
            name: "request-return at half load, from the intended start",
            value: timesOf(half).p99,
            unit: "ms p99",
            ...timesOf(half),
            n: half.length,
            against: 50,
            ratio: rounded(timesOf(half).p99 / 50),
          });
        }
      }
    } finally {
      await bare.close();
    }
  });
  return lines;
}

type Next = { order: number };

function requestOf(
  seeded: Seeded,
  cookies: readonly string[],
  next: Next,
): { path: string; headers: string; body: object } {
  const order = seeded.orders[next.order++];
  if (order === undefined) throw new Error("the benchmark ran out of orders");
  return {
    path: `/api/v1/orders/${order.number}/cases`,
    headers: `cookie: ${cookies[order.shopper]}\r\nidempotency-key: ${order.number}\r\n`,
    body: {
      number: undefined,
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: order.lineIds.map((lineId) => ({ lineId, quantity: 1 })),
    },
  };
}

async function closedLoop(
  server: BenchServer,
  seeded: Seeded,
  cookies: readonly string[],
  next: Next,
  clients: number,
  seconds: number,
): Promise<{ perSecond: number; times: number[] }> {
  const times: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = await Client.open(server.port);
      while (performance.now() < end) {
        const { path, headers, body } = requestOf(seeded, cookies, next);
        const sent = performance.now();
        const answer = await client.send("POST", path, headers, body);
        if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${answer.body}`);
        times.push(performance.now() - sent);
      }
      client.close();
    }),
  );
  return { perSecond: times.length / ((performance.now() - began) / 1_000), times };
}

/** Requests at a fixed rate whatever the answers do; waiting in line counts. */
async function openLoop(
  server: BenchServer,
  seeded: Seeded,
  cookies: readonly string[],
  next: Next,
  perSecond: number,
  seconds: number,
): Promise<number[]> {
  const idle = await Promise.all(Array.from({ length: 64 }, () => Client.open(server.port)));
  const waiting: (() => void)[] = [];
  const times: number[] = [];
  const began = performance.now();
  const count = Math.floor(perSecond * seconds);
  const send = async (intended: number) => {
    if (idle.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    const client = idle.pop();
    if (client === undefined) throw new Error("no connection");
    const { path, headers, body } = requestOf(seeded, cookies, next);
    const answer = await client.send("POST", path, headers, body);
    if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${answer.body}`);
    times.push(performance.now() - intended);
    idle.push(client);
    waiting.shift()?.();
  };
  const sent: Promise<void>[] = [];
  for (let i = 0; i < count; i++) {
    const intended = began + (i * 1_000) / perSecond;
    const wait = intended - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    sent.push(send(intended));
  }
  await Promise.all(sent);
  for (const client of idle) client.close();
  return times;
}
