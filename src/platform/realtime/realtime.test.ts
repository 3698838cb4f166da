import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { type Id, newId } from "#kernel/ids";
import { type Db, type Principal, system } from "#platform/db";
import type { App, PublishedFact } from "#platform/domain";
import { type ApiServer, createServer } from "#platform/http";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { createRealtime, type Realtime } from "./realtime.ts";

const lin = newId<"customer">();
const zhou = newId<"customer">();
const order = newId<"order">();
const otherOrder = newId<"order">();
const shop = newId<"merchant">();
const otherShop = newId<"merchant">();
const theCase = newId<"case">();
const otherCase = newId<"case">();
const reads = new Set(["cases.read"]);
const agentId = newId<"staff">();
const leadId = newId<"staff">();

const people: Record<string, Principal> = {
  lin: { kind: "shopper", customerId: lin },
  guest: { kind: "shopper", customerId: lin, orderId: order },
  otherGuest: { kind: "shopper", customerId: lin, orderId: otherOrder },
  zhou: { kind: "shopper", customerId: zhou },
  shop: { kind: "merchant", staffId: newId(), merchantId: shop, rights: reads },
  otherShop: { kind: "merchant", staffId: newId(), merchantId: otherShop, rights: reads },
  agent: { kind: "staff", staffId: agentId, role: "agent", rights: reads },
  lead: { kind: "staff", staffId: leadId, role: "supervisor", rights: reads },
  trainee: { kind: "staff", staffId: newId(), role: "agent", rights: new Set() },
  program: { kind: "staff", staffId: agentId, role: "agent", rights: reads, key: "k1" },
};

type Heard = Record<string, unknown> & { subject?: string; seq?: number };

test("pages hear of changes while they are open", async (t) => {
  await withTestDatabase(async ({ db }) => {
    await writeCase(db, "AS-1", theCase, lin, order, shop);
    await writeCase(db, "AS-2", otherCase, zhou, newId(), otherShop);
    const sessions = new Map(Object.entries(people));
    const read = async (request: { headers: Record<string, unknown> }) => {
      const principal = sessions.get(String(request.headers["cookie"]));
      return principal && { principal, byCookie: !("key" in principal) };
    };
    let counted = 0;
    const parts = {
      db,
      log: silentLog,
      readSession: (request: Parameters<typeof read>[0]) => {
        counted += 1;
        return read(request);
      },
      peekSession: read,
      nameOf: async (_tx: unknown, id: string) => (id === agentId ? "周敏" : id === leadId ? "顾言" : undefined),
    };
    const realtime = createRealtime(parts);
    const { server, port } = await serve(db, realtime, sessions);
    const tell = async (...facts: PublishedFact[]) => {
      await db.withTx(system("relay"), (tx) => realtime.tap(tx, facts));
      realtime.afterRelay(facts);
    };
    const open = (who: string, origin = `http://127.0.0.1:${port}`) => Client.open(port, who, origin);
    try {
      await t.test("a client is told what to ask anew, then of each change, numbered", async () => {
        const page = await open("lin");
        page.say({ follow: "case:AS-1", after: null });
        assert.deepEqual(await page.next(), { subject: "case:AS-1", reset: true, seq: 0 });
        await tell(fact("returns.approved"), fact("returns.shipped"));
        const [first, second] = [await page.next(), await page.next()];
        assert.deepEqual(first, {
          subject: "case:AS-1",
          seq: 1,
          at: "2026-11-21T02:00:00Z",
          kind: "returns.approved",
          data: { number: "AS-1" },
        });
        assert.deepEqual([second.seq, second["kind"]], [2, "returns.shipped"]);
        assert.doesNotMatch(JSON.stringify(first), /林|138|amount|title/, "nothing of the person or the case itself");
        page.close();
      });

      await t.test("who was away hears what was missed, in order; who was away too long asks anew", async () => {
        const early = await open("lin");
        early.say({ follow: "case:AS-1", after: 1 });
        assert.equal((await early.next()).seq, 2);
        early.close();
        const page = await open("lin");
        page.say({ follow: "case:AS-1", after: 2 });
        await tell(fact("returns.arrived"));
        assert.equal((await page.next()).seq, 3, "nothing to catch up with, then the next");
        page.say({ follow: "case:AS-1", after: 99 });
        assert.deepEqual(await page.next(), { subject: "case:AS-1", reset: true, seq: 3 });
        await db.withTx(system("test"), (tx) => tx.run("delete from platform.stream_event where seq < 3"));
        page.say({ follow: "case:AS-1", after: 1 });
        assert.deepEqual(await page.next(), { subject: "case:AS-1", reset: true, seq: 3 });
        page.say({ follow: "case:AS-1", after: 2 });
        assert.equal((await page.next()).seq, 3);
        page.close();
      });

      await t.test("whoever may not read a case does not hear of it, on any path", async () => {
        const expected: [string, string, boolean][] = [
          ["lin", "case:AS-1", true],
          ["lin", "case:AS-2", false],
          ["lin", "inbox", true],
          ["lin", "queue", false],
          ["guest", "case:AS-1", true],
          ["guest", "inbox", false],
          ["guest", "queue", false],
          ["otherGuest", "case:AS-1", false],
          ["zhou", "case:AS-1", false],
          ["zhou", "case:AS-2", true],
          ["shop", "case:AS-1", true],
          ["shop", "case:AS-2", false],
          ["shop", "queue", true],
          ["shop", "inbox", false],
          ["otherShop", "case:AS-1", false],
          ["otherShop", "case:AS-2", true],
          ["agent", "case:AS-1", true],
          ["agent", "case:AS-2", true],
          ["agent", "queue", true],
          ["agent", "inbox", false],
          ["trainee", "case:AS-1", false],
          ["trainee", "queue", false],
          ["program", "queue", true],
          ["lin", `inbox:${zhou}`, false],
          ["lin", `case:${theCase}`, false],
          ["agent", "queue:staff", false],
          ["lin", "case:", false],
          ["lin", "case:AS-9", false],
          ["lin", "case:' or 1=1 --", false],
          ["lin", "constructor", false],
        ];
        for (const [who, subject, may] of expected) {
          const page = await open(who);
          page.say({ follow: subject, after: null });
          const answer = await page.next();
          assert.equal(answer["refused"] === undefined, may, `${who} ${subject}: ${JSON.stringify(answer)}`);
          page.close();
        }
      });

      await t.test("each change reaches the queues and the inbox it belongs to, and no other", async () => {
        const pages = {
          staff: await open("agent"),
          shop: await open("shop"),
          otherShop: await open("otherShop"),
          lin: await open("lin"),
          zhou: await open("zhou"),
        };
        for (const [who, page] of Object.entries(pages)) {
          page.say({ follow: who === "lin" || who === "zhou" ? "inbox" : "queue", after: null });
          assert.equal((await page.next())["reset"], true);
        }
        await tell(fact("returns.rejected"), fact("returns.refund-due"), {
          ...fact("orders.imported"),
          subjectKind: "order",
        });
        for (const page of [pages.staff, pages.shop]) {
          assert.equal((await page.next())["kind"], "returns.rejected");
          assert.equal((await page.next())["kind"], "returns.refund-due");
        }
        assert.equal((await pages.lin.next())["kind"], "returns.rejected");
        await sleep(100);
        for (const page of Object.values(pages)) {
          assert.deepEqual(page.unheard(), []);
          page.close();
        }
      });

      await t.test("what another process relayed is heard within a second or two", async () => {
        const page = await open("lin");
        page.say({ follow: "case:AS-1", after: null });
        await page.next();
        await db.withTx(system("relay"), (tx) => realtime.tap(tx, [fact("returns.closed")]));
        assert.equal((await page.next(2_500))["kind"], "returns.closed");
        page.close();
      });

      await t.test("nothing is lost or doubled while many change, come and go", async () => {
        const pages = await Promise.all(Array.from({ length: 8 }, () => open("lin")));
        const heard = pages.map((): number[] => []);
        let told = 0;
        const telling = (async () => {
          for (let round = 0; round < 30; round++) {
            await tell(fact("returns.noted"), fact("returns.noted"));
            told += 2;
          }
        })();
        const listening = pages.map(async (page, index) => {
          page.say({ follow: "case:AS-1", after: null });
          const start = (await page.next()).seq ?? 0;
          let last = start;
          for (let round = 0; round < 6; round++) {
            await sleep(10);
            for (const event of page.unheard()) {
              heard[index]?.push(event.seq ?? 0);
              last = event.seq ?? last;
            }
            page.say({ unfollow: "case:AS-1" }, { follow: "case:AS-1", after: last });
            await sleep(5);
          }
          return start;
        });
        await telling;
        const starts = await Promise.all(listening);
        await sleep(300);
        const head = await db.withTx(system("test"), (tx) =>
          tx.one<{ seq: bigint }>("select seq from platform.stream_head where subject = $1", [`case:${theCase}`]),
        );
        assert.ok(told === 60);
        for (const [index, page] of pages.entries()) {
          heard[index]?.push(...page.unheard().map((event) => event.seq ?? 0));
          const start = starts[index] ?? 0;
          // A follow with the last number heard may repeat what was under way; a client drops what is not newer.
          const fresh = (heard[index] ?? []).filter((seq, at, all) => all.slice(0, at).every((before) => before < seq));
          assert.deepEqual(
            fresh,
            Array.from({ length: Number(head.seq) - start }, (_, i) => start + i + 1),
          );
          page.close();
        }
      });

      await t.test("colleagues see who looks at a case, shoppers and merchants do not", async () => {
        const [agent, lead, shopper, merchant] = [
          await open("agent"),
          await open("lead"),
          await open("lin"),
          await open("shop"),
        ];
        for (const page of [agent, lead, shopper, merchant]) {
          page.say({ follow: "case:AS-1", after: null });
          await page.next();
        }
        for (const page of [shopper, merchant]) page.say({ looking: "case:AS-1" });
        agent.say({ looking: "case:AS-1" }, { looking: "queue" }, { looking: "case:AS-2" });
        const viewers = [{ id: agentId, name: "周敏" }];
        assert.deepEqual((await lead.next())["viewers"], viewers);
        assert.deepEqual(await db.withTx(system("test"), (tx) => realtime.viewersOf(tx, theCase)), viewers);
        const late = await open("lead");
        late.say({ follow: "case:AS-1", after: null });
        await late.next();
        assert.deepEqual((await late.next())["viewers"], viewers, "who comes later sees them at once");
        late.close();
        agent.close();
        assert.deepEqual((await lead.next())["viewers"], []);
        assert.deepEqual([...shopper.unheard(), ...merchant.unheard()], []);
        for (const page of [lead, shopper, merchant]) page.close();
      });

      await t.test("a stranger, a foreign site and one socket too many are not let in", async () => {
        await assert.rejects(open("nobody"), /401/);
        await assert.rejects(open("lin", "https://evil.example"), /403/);
        await assert.rejects(open("lin", ""), /403/);
        (await open("program", "")).close();
        const pages = await Promise.all(Array.from({ length: 20 }, () => open("zhou")));
        await assert.rejects(open("zhou"), /429/);
        for (const page of pages) page.close();
        await sleep(100);
        (await open("zhou")).close();
      });

      await t.test("a session that ends closes its socket at once, one that changes too", async () => {
        const page = await open("lin");
        page.say({ follow: "inbox", after: null });
        await page.next();
        sessions.delete("lin");
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/sign-out`, {
          method: "POST",
          headers: { cookie: "lin" },
        });
        assert.equal(answer.status, 200);
        assert.equal(await page.closed, 4401);
        sessions.set("lin", people["lin"] as Principal);

        const agent = await open("agent");
        const before = counted;
        sessions.set("agent", people["trainee"] as Principal);
        await fetch(`http://127.0.0.1:${port}/api/v1/sign-out`, { method: "POST", headers: { cookie: "agent" } });
        assert.equal(await agent.closed, 4401);
        assert.equal(counted, before, "a look at an open socket is not a sign of life");
        sessions.set("agent", people["agent"] as Principal);
      });

      await t.test("somebody put out of service hears nothing more, at once, and colleagues hear on", async () => {
        const [agent, lead] = [await open("agent"), await open("lead")];
        for (const page of [agent, lead]) {
          page.say({ follow: "queue", after: null });
          await page.next();
        }
        realtime.endStaff(agentId);
        await tell(fact("returns.approved"));
        assert.equal(await agent.closed, 4401);
        assert.deepEqual(agent.unheard(), []);
        assert.equal((await lead.next())["kind"], "returns.approved");
        lead.close();
      });

      await t.test("whatever is sent, only the sender's own socket suffers", async () => {
        const witness = await open("agent");
        witness.say({ follow: "queue", after: null });
        await witness.next();
        const nonsense: (string | Buffer)[] = [
          "",
          "{",
          "null",
          "[]",
          "7",
          '"follow"',
          "{}",
          '{"follow":7}',
          '{"follow":""}',
          '{"follow":"inbox","after":-1}',
          '{"follow":"inbox","after":1.5}',
          '{"follow":"inbox","after":1e99}',
          '{"follow":"inbox","extra":1}',
          '{"__proto__":{"follow":"inbox"}}',
          `{"follow":"${"x".repeat(81)}"}`,
          `${"[".repeat(2_000)}${"]".repeat(2_000)}`,
          "\0",
          '{"follow":"inbox"',
          Buffer.from([0xff, 0xfe, 0x00]),
          Buffer.from('{"follow":"inbox"}'),
          "😀".repeat(500),
        ];
        for (const one of nonsense) {
          const page = await open("lin");
          page.raw(one);
          assert.deepEqual(await page.next(), { problem: "malformed" }, String(one).slice(0, 40));
          page.close();
        }
        const stubborn = await open("lin");
        for (let i = 0; i < 10; i++) stubborn.raw("nonsense");
        assert.equal(await stubborn.closed, 4400);
        const huge = await open("lin");
        huge.raw("x".repeat(4_097));
        assert.equal(await huge.closed, 1009);
        const flood = await open("lin");
        for (let i = 0; i < 60; i++) flood.say({ unfollow: "inbox" });
        assert.equal(await flood.closed, 4429);
        const broken = await open("lin");
        broken.breakFrame();
        assert.ok([1002, 1006].includes(await broken.closed));
        assert.equal(
          (
            await fetch(`http://127.0.0.1:${port}/api/v1/live`, {
              headers: { cookie: "lin", origin: `http://127.0.0.1:${port}` },
            })
          ).status,
          404,
        );
        await tell(fact("returns.approved"));
        assert.equal((await witness.next())["kind"], "returns.approved", "the server is well");
        witness.close();
      });

      await t.test("a socket follows fifty subjects, and one that does not read is let go", async () => {
        const greedy = await open("agent");
        for (let i = 0; i < 51; i++) {
          await writeCase(db, `AS-X${i}`, newId(), lin, order, shop);
          greedy.say({ follow: `case:AS-X${i}`, after: null });
          const answer = await greedy.next();
          assert.equal(answer["refused"], i < 50 ? undefined : "too-many-subjects");
          if (i % 15 === 14) await sleep(1_000);
        }
        greedy.say({ unfollow: "case:AS-X0" });
        await sleep(50);
        greedy.say({ follow: "case:AS-X50", after: null });
        assert.equal((await greedy.next())["reset"], true);
        greedy.close();

        const deaf = await open("agent");
        deaf.say({ follow: "queue", after: null });
        await deaf.next();
        deaf.stopReading();
        const long = { ...fact("returns.noted"), payload: { number: `AS-${"x".repeat(60)}` } };
        for (let i = 0; i < 400 && deaf.state() === WebSocket.OPEN; i++) {
          await tell(...Array.from({ length: 100 }, () => ({ ...long, id: newId() })));
          if (server.fastify.websocketServer.clients.size === 0) break;
        }
        await sleep(200);
        assert.equal(server.fastify.websocketServer.clients.size, 0);
        deaf.destroy();
      });

      await t.test("after a day events are cleared, and a viewer who left without a word as well", async () => {
        const app: App = { db, log: silentLog, nudge: () => {}, jobs: { send: async () => {} } };
        await db.withTx(system("test"), (tx) =>
          tx.run("insert into platform.presence values ('case:x', 'y', 'z', $1)", [
            Temporal.Now.instant().subtract({ minutes: 1 }),
          ]),
        );
        await db.withTx(system("test"), (tx) =>
          tx.run("update platform.stream_event set at = $1 where subject = 'queue:staff'", [
            tx.now.subtract({ hours: 25 }),
          ]),
        );
        await realtime.jobs[0]?.run(app, {});
        const left = await db.withTx(system("test"), (tx) =>
          tx.one<{ events: number; viewers: number }>(
            "select (select count(*)::int from platform.stream_event where subject = 'queue:staff') as events, (select count(*)::int from platform.presence) as viewers",
          ),
        );
        assert.deepEqual(left, { events: 0, viewers: 0 });
      });

      await t.test("a stopping server closes its sockets", async () => {
        const page = await open("agent");
        await server.fastify.close();
        await page.closed;
      });
    } finally {
      await server.fastify.close();
    }
  });
});

test("two relays at once number a stream without gap or double", async () => {
  await withTestDatabase(async ({ db }) => {
    const { tap } = createRealtime({
      db,
      log: silentLog,
      readSession: async () => undefined,
      peekSession: async () => undefined,
      nameOf: async () => undefined,
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        db.withTx(system("relay"), (tx) =>
          tap(tx, [fact("returns.noted"), { ...fact("returns.noted"), ...(i % 2 ? { merchantId: otherShop } : {}) }]),
        ),
      ),
    );
    const rows = await db.withTx(system("test"), (tx) =>
      tx.rows<{ subject: string; n: number; low: bigint; high: bigint }>(
        "select subject, count(*)::int as n, min(seq) as low, max(seq) as high from platform.stream_event group by subject",
      ),
    );
    for (const row of rows) assert.deepEqual([row.low, row.high], [1n, BigInt(row.n)], row.subject);
    assert.equal(rows.find((row) => row.subject === "queue:staff")?.n, 40);
  });
});

function fact(kind: string): PublishedFact {
  return {
    id: newId(),
    at: Temporal.Instant.from("2026-11-21T02:00:00Z"),
    kind,
    version: 1,
    customerId: lin,
    merchantId: shop,
    subjectKind: "case",
    subjectId: theCase,
    subjectSeq: 1n,
    payload: { number: "AS-1", titleZh: "耳机", amount: { amount: "1.00", currency: "CNY" } },
  };
}

async function writeCase(
  db: Db,
  number: string,
  id: Id<"case">,
  customer: Id<"customer">,
  orderId: Id<"order">,
  merchant: Id<"merchant">,
): Promise<void> {
  await db.withTx(system("test"), async (tx) => {
    await tx.run("insert into platform.directory (kind, key, customer_id, id) values ('case', $1, $2, $3)", [
      number,
      customer,
      id,
    ]);
    await tx.run(
      `insert into platform.timeline (customer_id, subject_kind, subject_id, seq, order_id, merchant_id, at, actor_kind, actor_id, kind)
       values ($1, 'case', $2, 1, $3, $4, $5, 'shopper', 'x', 'requested')`,
      [customer, id, orderId, merchant, tx.now],
    );
  });
}

async function serve(
  db: Db,
  realtime: Realtime,
  sessions: Map<string, Principal>,
): Promise<{ server: ApiServer; port: number }> {
  const server = await createServer({
    db,
    log: silentLog,
    routes: [],
    readSession: async (request) => {
      const principal = sessions.get(String(request.headers.cookie));
      return principal && { principal, byCookie: true };
    },
    nudge: () => {},
    limits: {
      bodyBytes: 1_000_000,
      uploadBytes: 1,
      uploadFiles: 1,
      requestsPerMinute: 100_000,
      requestTimeoutMs: 30_000,
    },
    trustProxy: false,
    secure: false,
    ready: async () => true,
    plugins: [
      realtime.plugin,
      async ({ fastify }) => void fastify.post("/api/v1/sign-out", async () => ({ signedOut: true })),
    ],
  });
  await server.fastify.listen({ host: "127.0.0.1", port: 0 });
  return { server, port: (server.fastify.server.address() as AddressInfo).port };
}

/** A browser's end of the line. */
class Client {
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #heard: Heard[] = [];
  #wake: (() => void) | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.on("close", (code) => resolve(code)));
    socket.on("error", () => {});
    socket.on("message", (data) => {
      this.#heard.push(JSON.parse(String(data)));
      this.#wake?.();
    });
  }

  static async open(port: number, who: string, origin: string): Promise<Client> {
    const headers = { cookie: who, ...(origin === "" ? {} : { origin }) };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, { headers });
    const client = new Client(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("unexpected-response", (_request, response) => reject(new Error(String(response.statusCode))));
      socket.once("error", reject);
    });
    return client;
  }

  say(...messages: object[]): void {
    for (const message of messages) this.#socket.send(JSON.stringify(message));
  }

  raw(data: string | Buffer): void {
    this.#socket.send(data);
  }

  /** Skips news of viewers unless nothing else is expected. */
  async next(patienceMs = 3_000): Promise<Heard> {
    const until = Date.now() + patienceMs;
    for (;;) {
      const message = this.#heard.shift();
      if (message !== undefined) return message;
      if (Date.now() > until) throw new Error("nothing was heard");
      await Promise.race([new Promise<void>((wake) => (this.#wake = wake)), sleep(50)]);
    }
  }

  unheard(): Heard[] {
    return this.#heard.splice(0);
  }

  breakFrame(): void {
    (this.#socket as unknown as { _socket: { write(data: Buffer): void } })._socket.write(
      Buffer.from([0xff, 0xff, 0xff]),
    );
  }

  stopReading(): void {
    this.#socket.pause();
  }

  state(): number {
    return this.#socket.readyState;
  }

  close(): void {
    this.#socket.close();
  }

  destroy(): void {
    this.#socket.terminate();
  }
}
