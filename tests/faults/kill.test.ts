import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { seedOrders } from "../../bench/support/seed.ts";
import { type SpawnedServer, spawnServer, withDatabase } from "../../bench/support/server.ts";
import { makeKey, signInShopper } from "../../bench/support/sign-in.ts";

/** Milliseconds after the inspection: somewhere between due, reserved, sending, answered, settled and told. */
const moments = [0, 15, 40, 90, 180, 350];
const settleSeconds = 90;

type Standing = { caseState: string; moneyState: string; refunded: { amount: string } };

for (const victim of ["server", "database"] as const) {
  test(`the ${victim} is killed between any two steps of a refund: exactly one refund, and the shopper sees the truth`, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "aftercare-kill-"));
    let server = await spawnServer({ dataDir });
    try {
      let key = "";
      let cookie = "";
      let orders: { number: string; lineIds: readonly [string, string] }[] = [];
      await withDatabase(server, async (inside) => {
        const seeded = await seedOrders(inside.db, inside.secrets, moments.length, 1);
        orders = [...seeded.orders];
        cookie = await signInShopper(server.port, seeded.shoppers[0]?.phone ?? "");
        key = await makeKey(
          { ...inside, port: server.port },
          ["cases.read", "cases.decide", "cases.receive", "cases.inspect"],
          seeded.merchantId,
        );
      });
      const numbers: string[] = [];
      for (const [i, moment] of moments.entries()) {
        const order = orders[i];
        assert.ok(order);
        numbers.push(await inspected(server, order, cookie, key));
        await new Promise((resolve) => setTimeout(resolve, moment));
        if (victim === "server") {
          await server.kill();
          server = await spawnServer({ dataDir });
        } else {
          const pid = Number((await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n")[0]);
          process.kill(pid, "SIGKILL");
        }
      }
      for (const number of numbers) {
        const standing = await settled(server, number, cookie);
        assert.deepEqual(
          [standing.caseState, standing.moneyState, standing.refunded.amount],
          ["completed", "settled", "180.00"],
        );
      }
      const kept = (await readFile(join(dataDir, "payment-stand-in.jsonl"), "utf8"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { number: string; amount: string });
      assert.equal(
        new Set(kept.map((refund) => refund.number)).size,
        moments.length,
        "one number per refund at the provider",
      );
      for (const refund of kept) assert.equal(refund.amount, "18000");
    } finally {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}

/** From request to inspection over HTTP; a request that meets a database on its way up is sent again under its key. */
async function inspected(
  server: SpawnedServer,
  order: { number: string; lineIds: readonly string[] },
  cookie: string,
  key: string,
): Promise<string> {
  const shopper = { cookie };
  const staff = { "x-api-key": key };
  const asked = (await send(server, `/api/v1/orders/${order.number}/cases`, shopper, {
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    lines: order.lineIds.map((lineId) => ({ lineId, quantity: 1 })),
  })) as { cases: { number: string }[] };
  const number = asked.cases[0]?.number ?? "";
  const path = `/api/v1/cases/${number}`;
  await send(server, `${path}/approve`, staff, {});
  await send(server, `${path}/ship`, shopper, {
    way: "self-ship",
    carrier: "顺丰",
    trackingNumber: `SF${order.number}`,
  });
  await send(server, `${path}/receive`, staff, {});
  await send(server, `${path}/inspect`, staff, {
    lines: order.lineIds.map((lineId) => ({
      lineId,
      received: 1,
      accepted: 1,
      grade: "as-new",
      disposition: "restock",
    })),
  });
  return number;
}

async function send(server: SpawnedServer, path: string, who: Record<string, string>, body: object): Promise<unknown> {
  const idempotencyKey = newId();
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-requested-with": "aftercare",
        "idempotency-key": idempotencyKey,
        ...who,
      },
      body: JSON.stringify(body),
    }).catch((error: Error) => error);
    if (response instanceof Response && response.ok) return response.json();
    const said = response instanceof Response ? `${response.status} ${await response.text()}` : response.message;
    assert.ok(!(response instanceof Response) || response.status === 503, `${path} answered ${said}`);
    assert.ok(attempt < 60, `${path} never succeeded: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function settled(server: SpawnedServer, number: string, cookie: string): Promise<Standing> {
  const end = Date.now() + settleSeconds * 1_000;
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/cases/${number}`, {
      headers: { cookie },
    }).catch(() => undefined);
    const standing = response?.ok === true ? ((await response.json()) as Standing) : undefined;
    if (standing?.moneyState === "settled" || Date.now() > end)
      return standing ?? { caseState: "unreachable", moneyState: "unreachable", refunded: { amount: "" } };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
