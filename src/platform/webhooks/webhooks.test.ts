import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { newId } from "#kernel/ids";
import type { Action, Answer, Caller } from "#platform/action";
import { type Db, type Principal, system } from "#platform/db";
import type { App, PublishedFact } from "#platform/domain";
import { createLog } from "#platform/log";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { listDeliveries } from "./managing/list-deliveries.ts";
import { listWebhooks } from "./managing/list-webhooks.ts";
import { createWebhooks } from "./webhooks.ts";

const merchant = newId<"merchant">();
const otherMerchant = newId<"merchant">();
const manages = new Set(["webhooks.manage"]);
const staff: Principal = { kind: "staff", staffId: newId(), role: "admin", rights: manages };
const owner: Principal = { kind: "merchant", staffId: newId(), merchantId: merchant, rights: manages };
const rival: Principal = { kind: "merchant", staffId: newId(), merchantId: otherMerchant, rights: manages };
const trainee: Principal = { kind: "staff", staffId: newId(), role: "agent", rights: new Set() };

type Sent = { queue: string; data: Record<string, unknown>; after: number };

test("facts are sent to webhooks", async (t) => {
  const received: { headers: IncomingMessage["headers"]; body: string }[] = [];
  let status = 204;
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((ready) => receiver.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`;
  try {
    await withTestDatabase(async ({ db, secrets }) => {
      const queue: Sent[] = [];
      const said: string[] = [];
      const app: App = {
        db,
        log: createLog("warn", (line) => said.push(line)),
        nudge: () => {},
        jobs: {
          send: async (_tx, name, data, options) =>
            void queue.push({
              queue: name,
              data: data as Record<string, unknown>,
              after: options?.startAfterSeconds ?? 0,
            }),
        },
      };
      const webhooks = createWebhooks({
        app: () => app,
        facts: { "returns.approved": z.object({}), "returns.rejected": z.object({}) },
        secrets,
        anywhere: true,
      });
      const tell = (...facts: PublishedFact[]) => db.withTx(system("relay"), (tx) => webhooks.tap(tx, facts));
      const run = (data: object) => webhooks.jobs?.[0]?.run(app, data as Record<string, unknown>);
      /** Does what is queued, and what that queues in turn, without waiting for its time; answers the waits. */
      const work = async (): Promise<number[]> => {
        const waits: number[] = [];
        for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
          waits.push(job.after);
          await run(job.data);
        }
        return waits;
      };
      /** Carries the facts of actions to the reaction, as the relay does. */
      const relay = async (): Promise<void> => {
        const facts = await db.withTx(system("relay"), (tx) =>
          tx.rows<{ id: string; subject_id: string; payload: Record<string, unknown> }>(
            "update platform.outbox set done_at = $1 where done_at is null and kind = 'webhooks.delivery-asked' returning id, subject_id, payload",
            [tx.now],
          ),
        );
        for (const row of facts)
          await webhooks.reactions?.[0]?.react(app, {
            ...fact("webhooks.delivery-asked"),
            subjectId: row.subject_id,
            payload: row.payload,
          });
      };
      const does = async (name: string, principal: Principal, input: object) => {
        const action = webhooks.actions.find((each) => each.meta.name === name) as Action<
          never,
          Record<string, string>
        >;
        return (await action.execute(caller(db, principal), input)).outcome;
      };
      const make = async (principal: Principal, facts = ["returns.approved"], to = url) => {
        const outcome = await does("webhooks.add", principal, { url: to, facts });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return { id: outcome.value["id"] ?? "", secret: outcome.value["secret"] ?? "" };
      };
      const log = async (principal: Principal, id: string) => {
        const { outcome } = await listDeliveries.ask(caller(db, principal), { id });
        assert.ok(outcome.ok);
        return outcome.value.items;
      };

      await t.test("a fact arrives signed, once, with its own id", async () => {
        const { id, secret } = await make(staff);
        const approved = fact("returns.approved");
        await tell(approved, fact("returns.rejected"), fact("returns.withdrawn"));
        await tell(approved);
        assert.equal(queue.length, 1);
        await run(queue[0]?.data ?? {});
        await work();
        assert.equal(received.length, 1, "the job that came twice sent once");
        const [message] = received;
        const body = new Webhook(secret).verify(message?.body ?? "", message?.headers as Record<string, string>);
        assert.deepEqual(body, {
          id: approved.id,
          type: "returns.approved",
          version: 1,
          timestamp: "2026-11-21T02:00:00Z",
          data: { number: "AS-1" },
        });
        assert.equal(message?.headers["webhook-id"], approved.id);
        const [entry] = await log(staff, id);
        assert.deepEqual(
          [entry?.state, entry?.status, entry?.attempts, entry?.error, entry?.nextAt],
          ["delivered", 204, 1, null, null],
        );
        const stored = await db.withTx(system("test"), (tx) =>
          tx.one<{ secret: string }>("select secret from platform.webhook_endpoint where id = $1", [id]),
        );
        assert.ok(!stored.secret.includes(secret.slice(6)), "the secret is sealed");
        await does("webhooks.delete", staff, { id });
      });

      await t.test("a merchant's webhook hears its own facts only, and only its people see it", async () => {
        received.length = 0;
        const { id } = await make(owner);
        await tell(
          fact("returns.approved", { merchantId: otherMerchant }),
          fact("returns.approved", { merchantId: null }),
          fact("returns.approved", { merchantId: merchant, payload: { number: "AS-OWN" } }),
        );
        await work();
        assert.deepEqual(
          received.map((message) => JSON.parse(message.body).data.number),
          ["AS-OWN"],
        );
        const seen = async (principal: Principal) => {
          const { outcome } = await listWebhooks.ask(caller(db, principal), {});
          return outcome.ok ? outcome.value.items.map((each) => each.id) : outcome.code;
        };
        assert.deepEqual(await seen(owner), [id]);
        assert.deepEqual(await seen(rival), []);
        assert.deepEqual(await seen(staff), [id]);
        assert.equal(await seen(trainee), "forbidden");
        const [delivery] = await log(owner, id);
        const foreign = await listDeliveries.ask(caller(db, rival), { id });
        assert.ok(!foreign.outcome.ok && foreign.outcome.code === "webhook-not-found");
        for (const verb of ["pause", "resume", "delete", "test"]) {
          const outcome = await does(`webhooks.${verb}`, rival, { id });
          assert.ok(!outcome.ok && outcome.code === "webhook-not-found", verb);
        }
        const resend = await does("webhooks.resend", rival, { id: delivery?.id });
        assert.ok(!resend.ok && resend.code === "delivery-not-found");
        await does("webhooks.delete", owner, { id });
      });

      await t.test(
        "failures wait longer and longer, for three days; then the webhook is paused and says so",
        async () => {
          received.length = 0;
          status = 503;
          const { id } = await make(owner);
          await tell(fact("returns.approved", { merchantId: merchant }));
          const waits = await work();
          assert.deepEqual(waits, [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
          assert.equal(received.length, 10);
          assert.equal(new Set(received.map((message) => message.body)).size, 1, "every attempt says the same");
          const [entry] = await log(owner, id);
          assert.deepEqual([entry?.state, entry?.attempts, entry?.status, entry?.error], ["failed", 10, 503, "503"]);
          const { outcome } = await listWebhooks.ask(caller(db, owner), {});
          assert.ok(outcome.ok);
          assert.deepEqual([outcome.value.items[0]?.state, outcome.value.items[0]?.pauseReason], ["paused", "failing"]);
          assert.match(said.join(), /a webhook was paused/);
          await tell(fact("returns.approved", { merchantId: merchant }));
          assert.equal(queue.length, 0, "a paused webhook is told nothing new");

          status = 200;
          assert.ok((await does("webhooks.resume", owner, { id })).ok);
          assert.ok((await does("webhooks.resend", owner, { id: entry?.id })).ok);
          await relay();
          await work();
          assert.deepEqual(
            (await log(owner, id)).map((each) => [each.state, each.attempts]),
            [["delivered", 1]],
          );
          assert.equal(received.at(-1)?.headers["webhook-id"], received[0]?.headers["webhook-id"], "the same id again");
          await does("webhooks.delete", owner, { id });
        },
      );

      await t.test("an address that says it is gone is paused at once", async () => {
        status = 410;
        const { id } = await make(owner);
        await tell(fact("returns.approved", { merchantId: merchant }));
        assert.deepEqual(await work(), [0]);
        const { outcome } = await listWebhooks.ask(caller(db, owner), {});
        assert.ok(outcome.ok && outcome.value.items[0]?.pauseReason === "failing");
        status = 200;
        await does("webhooks.delete", owner, { id });
      });

      await t.test(
        "what waited while it was paused is sent when it is resumed; a test says webhooks.test",
        async () => {
          received.length = 0;
          const { id } = await make(owner);
          await tell(fact("returns.approved", { merchantId: merchant }));
          await does("webhooks.pause", owner, { id });
          await work();
          assert.equal(received.length, 0);
          await does("webhooks.resume", owner, { id });
          assert.ok((await does("webhooks.test", owner, { id })).ok);
          await relay();
          await work();
          assert.deepEqual(received.map((message) => JSON.parse(message.body).type).toSorted(), [
            "returns.approved",
            "webhooks.test",
          ]);
          await does("webhooks.delete", owner, { id });
          assert.deepEqual(await log(staff, id).catch(() => "gone"), "gone");
          await webhooks.jobs?.[1]?.run(app, {});
          const left = await db.withTx(system("test"), (tx) =>
            tx.one<{ n: number }>("select count(*)::int as n from platform.webhook_delivery"),
          );
          assert.equal(left.n, 0);
        },
      );

      await t.test("two deliveries to one receiver at a time, the others wait for their turn", async () => {
        const slow = createServer((_request, response) => setTimeout(() => response.end(), 120));
        await new Promise<void>((ready) => slow.listen(0, "127.0.0.1", ready));
        const { id } = await make(
          owner,
          ["returns.approved"],
          `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`,
        );
        await tell(...Array.from({ length: 5 }, () => fact("returns.approved", { merchantId: merchant })));
        const jobs = queue.splice(0);
        await Promise.all(jobs.map(async (job) => run(job.data)));
        assert.deepEqual(
          queue.map((job) => job.after),
          [2, 2, 2],
        );
        await work();
        assert.equal((await log(owner, id)).filter((each) => each.state === "delivered").length, 5);
        slow.close();
        await does("webhooks.delete", owner, { id });
      });

      await t.test(
        "a webhook is refused for unknown facts, bad addresses, too many of them, and without the right",
        async () => {
          const refusal = async (input: object, principal: Principal = owner) => {
            const outcome = await does("webhooks.add", principal, input);
            return outcome.ok ? "added" : outcome.code;
          };
          assert.equal(await refusal({ url, facts: ["returns.invented"] }), "fact-unknown");
          assert.equal(
            await refusal({ url: "http://user:pass@shop.example/", facts: ["returns.approved"] }),
            "address-refused",
          );
          assert.equal(await refusal({ url: "file:///etc/passwd", facts: ["returns.approved"] }), "invalid-input");
          assert.equal(await refusal({ url, facts: [] }), "invalid-input");
          assert.equal(await refusal({ url, facts: ["returns.approved"], secret: "mine" }), "invalid-input");
          assert.equal(await refusal({ url, facts: ["returns.approved"] }, trainee), "forbidden");
          for (let i = 0; i < 20; i++) await make(rival);
          assert.equal(await refusal({ url, facts: ["returns.approved"] }, rival), "too-many-webhooks");
          const strict = createWebhooks({
            app: () => app,
            facts: { "returns.approved": z.object({}) },
            secrets,
            anywhere: false,
          });
          for (const inner of [url, "https://10.0.0.1/", "https://[::1]/"]) {
            const answer: Answer<unknown> | undefined = await strict.actions[0]?.execute(caller(db, owner), {
              url: inner,
              facts: ["returns.approved"],
            });
            assert.ok(answer && !answer.outcome.ok && answer.outcome.code === "address-refused", inner);
          }
        },
      );

      await t.test("the secret is not kept with the answer, not in the audit trail, not for a repeat", async () => {
        const action = webhooks.actions[0];
        assert.ok(action);
        const keyed = { ...caller(db, owner), idempotencyKey: "k-1" };
        const first = await action.execute(keyed, { url, facts: ["returns.approved"] });
        assert.ok(first.outcome.ok);
        const secret = (first.outcome.value as { secret: string }).secret.slice(6);
        const found = await db.withTx(system("test"), (tx) =>
          tx.rows(
            `select 1 from platform.idempotency where response like $1 union all select 1 from platform.audit where detail::text like $1
             union all select 1 from platform.outbox where payload::text like $1`,
            [`%${secret}%`],
          ),
        );
        assert.equal(found.length, 0);
      });
    });
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
});

const caller = (db: Db, principal: Principal): Caller => ({ db, principal });

function fact(kind: string, is: Partial<PublishedFact> = {}): PublishedFact {
  return {
    id: newId(),
    at: Temporal.Instant.from("2026-11-21T02:00:00Z"),
    kind,
    version: 1,
    customerId: newId(),
    merchantId: newId(),
    subjectKind: "case",
    subjectId: newId(),
    subjectSeq: 1n,
    payload: { number: "AS-1" },
    ...is,
  };
}
