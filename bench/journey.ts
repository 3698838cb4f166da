import { system } from "#platform/db";
import { bareMinimum } from "./support/bare-minimum.ts";
import { Client } from "./support/client.ts";
import { type BenchLine, median, rounded, timesOf } from "./support/line.ts";
import { seedOrders } from "./support/seed.ts";
import { settle, withServer } from "./support/server.ts";
import { makeKey, signInShopper } from "./support/sign-in.ts";

const runs = 5;
const secondsPerRun = 4;
const clients = 8;
const promisedPerSecond = 50;
/** What the bare minimum of `request-return` does on the two cores the promise is about. */
const bareThere = 2_200;

/** Whole returns over HTTP: request, approve, ship, receive, inspect. The run then waits for every refund and says how long they took. */
export default async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  await withServer({}, async (server) => {
    const seeded = await seedOrders(server.db, server.secrets, 20_000, 32);
    const cookies = await Promise.all(seeded.shoppers.map(({ phone }) => signInShopper(server.port, phone)));
    const key = await makeKey(
      server,
      ["cases.read", "cases.decide", "cases.receive", "cases.inspect"],
      seeded.merchantId,
    );
    const bare = await bareMinimum(server.database.adminUrl);
    let next = 0;
    const bareRates: number[] = [];
    const rates: number[] = [];
    const times: number[] = [];
    for (let run = 0; run <= runs; run++) {
      if (run > 0) bareRates.push(await bare.run(clients, 2));
      const began = performance.now();
      const end = began + secondsPerRun * 1_000;
      let done = 0;
      await Promise.all(
        Array.from({ length: clients }, async () => {
          const client = await Client.open(server.port);
          while (performance.now() < end) {
            const order = seeded.orders[next++];
            if (order === undefined) throw new Error("the benchmark ran out of orders");
            const started = performance.now();
            const shopper = `cookie: ${cookies[order.shopper]}\r\n`;
            const staff = `x-api-key: ${key}\r\n`;
            const send = async (verb: string, path: string, who: string, body: object) => {
              const answer = await client.send(
                "POST",
                path,
                `${who}idempotency-key: ${order.number}-${verb}\r\n`,
                body,
              );
              if (answer.status !== 200) throw new Error(`${verb} answered ${answer.status}: ${answer.body}`);
              return JSON.parse(answer.body) as { cases?: { number: string }[] };
            };
            const lineIds = order.lineIds;
            const asked = await send("request", `/api/v1/orders/${order.number}/cases`, shopper, {
              kind: "return-and-refund",
              reason: "no-longer-wanted",
              lines: lineIds.map((lineId) => ({ lineId, quantity: 1 })),
            });
            const path = `/api/v1/cases/${asked.cases?.[0]?.number}`;
            await send("approve", `${path}/approve`, staff, {});
            await send("ship", `${path}/ship`, shopper, {
              way: "self-ship",
              carrier: "顺丰",
              trackingNumber: `SF${order.number}`,
            });
            await send("receive", `${path}/receive`, staff, {});
            await send("inspect", `${path}/inspect`, staff, {
              lines: lineIds.map((lineId) => ({
                lineId,
                received: 1,
                accepted: 1,
                grade: "as-new",
                disposition: "restock",
              })),
            });
            if (run > 0) times.push(performance.now() - started);
            done += 1;
          }
          client.close();
        }),
      );
      if (run === 0) await settle(server);
      else rates.push(done / ((performance.now() - began) / 1_000));
    }
    const value = median(rates);
    lines.push({
      name: "journey: request, approve, ship, receive, inspect",
      value: rounded(value, 1),
      unit: "1/s",
      ...timesOf(times),
      n: times.length,
      against: promisedPerSecond,
      ratio: rounded(value / promisedPerSecond),
    });
    const bareHere = median(bareRates);
    lines.push({
      name: `journey: as many as ${promisedPerSecond} where ${bare.name} does ${bareThere}`,
      value: rounded(value, 1),
      unit: "1/s",
      n: bareRates.length,
      against: rounded((promisedPerSecond * bareHere) / bareThere, 1),
      ratio: rounded((value / promisedPerSecond / bareHere) * bareThere),
    });
    lines.push(await refunds());
    await bare.close();

    async function refunds(): Promise<BenchLine> {
      const waited = performance.now();
      for (;;) {
        const { open } = await server.db.withTx(system("bench"), (tx) =>
          tx.one<{ open: bigint }>(
            "select count(*) as open from returns.return_case where goods_state = 'inspected' and money_state <> 'settled'",
          ),
        );
        if (open === 0n) break;
        if (performance.now() - waited > 600_000) throw new Error(`${open} refunds did not settle`);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      const settled = await server.db.withTx(system("bench"), (tx) =>
        tx.rows<{ ms: number; at: Temporal.Instant }>(
          "select extract(epoch from (r.settled_at - c.inspected_at))::float8 * 1000 as ms, r.settled_at as at from payments.refund r join returns.return_case c on c.customer_id = r.customer_id and c.id = r.cause_id order by r.settled_at",
        ),
      );
      const spans = settled.map((row) => row.ms);
      const first = settled[0]?.at;
      const last = settled.at(-1)?.at;
      const seconds =
        first === undefined || last === undefined ? 1 : (last.epochMilliseconds - first.epochMilliseconds) / 1_000;
      return {
        name: "journey: inspected to refund settled",
        value: rounded(settled.length / seconds, 1),
        unit: "1/s settled, times in ms",
        ...timesOf(spans),
        n: spans.length,
      };
    }
  });
  return lines;
}
