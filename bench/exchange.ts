import { newId } from "#kernel/ids";
import { system } from "#platform/db";
import { Client } from "./support/client.ts";
import { type BenchLine, median, rounded, timesOf } from "./support/line.ts";
import { seedOrders } from "./support/seed.ts";
import { settle, withServer } from "./support/server.ts";
import { makeKey, signInShopper } from "./support/sign-in.ts";

const runs = 3;
const secondsPerRun = 5;
const clients = 8;
const paidWithinSeconds = 30;

/**
 * Exchanges for dearer goods over HTTP, from the request until the replacement is there: request, approve, pay the difference at
 * the till, ship, receive, inspect, ship out, confirm. How long the money took is told beside it: until there was something to
 * pay, until it could be paid, and until the exchange went on.
 */
export default async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  await withServer({}, async (server) => {
    const seeded = await seedOrders(server.db, server.secrets, 8_000, 32);
    await server.db.withTx(system("bench"), (tx) =>
      tx.run(
        `insert into catalog.product (id, number, merchant_id, title, title_en, category_code, list_minor, currency, picture, source, state, created_at, updated_at)
         values ($1, 'DEARER', $2, '降噪头戴耳机 Pro', 'Headphones Pro', 'general', 12900, 'CNY', '', 'bench', 'on-sale', $3, $3)`,
        [newId(), seeded.merchantId, tx.now],
      ),
    );
    const cookies = await Promise.all(seeded.shoppers.map(({ phone }) => signInShopper(server.port, phone)));
    const key = await makeKey(
      server,
      ["cases.read", "cases.decide", "cases.receive", "cases.inspect", "cases.send"],
      seeded.merchantId,
    );
    let next = 0;
    const rates: number[] = [];
    const whole: number[] = [];
    const asked: number[] = [];
    const opened: number[] = [];
    const wentOn: number[] = [];
    for (let run = 0; run <= runs; run++) {
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
            const send = async (what: string, path: string, who: string, body: object) => {
              const head = `${who}idempotency-key: ${order.number}-${what}\r\n`;
              const answer = await client.send("POST", path, head, body);
              if (answer.status !== 200) throw new Error(`${what} answered ${answer.status}: ${answer.body}`);
              return JSON.parse(answer.body) as { cases?: { number: string }[] };
            };
            /** Asks until it is so, as a page that waits; answers in how many milliseconds. */
            const until = async (path: string, so: (body: string) => boolean) => {
              const from = performance.now();
              for (;;) {
                const { body } = await client.send("GET", path, shopper);
                if (so(body)) return { ms: performance.now() - from, body };
                if (performance.now() - from > paidWithinSeconds * 1_000) throw new Error(`waited in vain: ${body}`);
                await new Promise((resolve) => setTimeout(resolve, 20));
              }
            };
            const [lineId = ""] = order.lineIds;
            const request = await send("request", `/api/v1/orders/${order.number}/cases`, shopper, {
              kind: "exchange",
              reason: "does-not-fit",
              lines: [{ lineId, quantity: 1 }],
              wanted: { productNumber: "DEARER" },
            });
            const path = `/api/v1/cases/${request.cases?.[0]?.number}`;
            await send("approve", `${path}/approve`, staff, {});
            const toPay = await until(path, (body) => collectionOf(body) !== null);
            const collection = `/api/v1/collections/${collectionOf(toPay.body)}`;
            await send("pay", `${collection}/pay`, shopper, {});
            const till = await until(collection, (body) => (JSON.parse(body) as { ready: boolean }).ready);
            await send("till", `/api/v1/payments/stand-in/${collectionOf(toPay.body)}/pay`, shopper, {});
            const goesOn = await until(path, (body) => goodsOf(body) === "awaiting-shipment");
            const parcel = { carrier: "sf", trackingNumber: `SF${order.number}` };
            await send("ship", `${path}/ship`, shopper, { way: "self-ship", ...parcel });
            await send("receive", `${path}/receive`, staff, {});
            const counted = { lineId, received: 1, accepted: 1, grade: "as-new", disposition: "restock" };
            await send("inspect", `${path}/inspect`, staff, { lines: [counted] });
            await send("send", `${path}/ship-replacement`, staff, { ...parcel, trackingNumber: `SR${order.number}` });
            await send("confirm", `${path}/confirm-replacement`, shopper, {});
            done += 1;
            if (run === 0) continue;
            whole.push(performance.now() - started);
            asked.push(toPay.ms);
            opened.push(till.ms);
            wentOn.push(goesOn.ms);
          }
          client.close();
        }),
      );
      if (run === 0) await settle(server);
      else rates.push(done / ((performance.now() - began) / 1_000));
    }
    lines.push({
      name: `exchange: with a difference, from the request to the replacement, ${clients} clients`,
      value: rounded(median(rates), 1),
      unit: "1/s, times in ms",
      ...timesOf(whole),
      n: whole.length,
    });
    for (const [name, times] of [
      ["approved until there is something to pay", asked],
      ["wanting to pay until the till is open", opened],
      ["paid until the exchange goes on", wentOn],
    ] as const) {
      const figures = timesOf(times);
      lines.push({ name: `exchange: ${name}`, value: figures.p95, unit: "ms p95", ...figures, n: times.length });
    }
  });
  return lines;
}

type Page = { readonly goodsState: string; readonly outbound: { readonly collection: string | null } };

function collectionOf(body: string): string | null {
  return (JSON.parse(body) as Page).outbound.collection;
}

function goodsOf(body: string): string {
  return (JSON.parse(body) as Page).goodsState;
}
