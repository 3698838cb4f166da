import assert from "node:assert/strict";
import { test } from "node:test";
import { type Id, newId } from "#kernel/ids";
import type { Caller } from "#platform/action";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import type { App, PublishedFact } from "#platform/domain";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { listInbox } from "./inbox/list-inbox.ts";
import { markRead } from "./inbox/mark-read.ts";
import { keepingMailer } from "./mail/keeping-mailer.ts";
import { createMessages } from "./messages.ts";
import type { Inbox } from "./shapes.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");
const lin = newId<"customer">();
const zhou = newId<"customer">();
const order = newId<"order">();

test("facts reach the shopper's inbox and mail", async (t) => {
  await withTestDatabase(
    async ({ db }) => {
      const sent: { customerId: string; messageId: string }[] = [];
      const app: App = {
        db,
        log: silentLog,
        nudge: () => {},
        jobs: { send: async (_tx, _queue, data) => void sent.push(data as { customerId: string; messageId: string }) },
      };
      const mailer = keepingMailer(silentLog);
      const contacts = new Map([[lin as string, { email: "lin@example.com" as string | null, locale: "en" }]]);
      const messages = createMessages({
        withMail: async (_tx, customerIds) => new Set(customerIds),
        mailer,
        contactOf: async (_tx, customerId) => contacts.get(customerId),
        app: () => app,
        publicUrl: "https://shop.example",
        zone: "Asia/Shanghai",
      });
      const tell = (...facts: PublishedFact[]) => db.withTx(system("relay"), (tx) => messages.tap(tx, facts));
      const mail = (data: object) => messages.jobs?.[0]?.run(app, data as Record<string, unknown>);

      await t.test("a fact told twice is one message and one mail", async () => {
        const approved = fact("returns.approved", { customerId: lin });
        await tell(
          approved,
          fact("returns.shipped", { customerId: zhou }),
          fact("orders.imported", { customerId: lin }),
        );
        await tell(approved);
        const inbox = await ask(db, shopper(lin));
        assert.deepEqual(
          inbox.items.map(({ id, kind, subjectNumber, readAt }) => ({ id, kind, subjectNumber, readAt })),
          [{ id: approved.id, kind: "returns.approved", subjectNumber: "AS-1", readAt: null }],
        );
        assert.equal(inbox.unread, 1);
        assert.deepEqual(sent, [{ customerId: lin, messageId: approved.id }]);
      });

      await t.test("the mail goes out once, in the shopper's language, also when the job comes twice", async () => {
        const [job] = sent;
        assert.ok(job);
        mailer.behave("failing");
        await assert.rejects(async () => mail(job), "a failing server makes the queue try again");
        mailer.behave("well");
        await mail(job);
        await mail(job);
        assert.deepEqual(
          mailer.mails.map(({ id, to, subject }) => ({ id, to, subject })),
          [{ id: job.messageId, to: "lin@example.com", subject: "Your request AS-1 is approved" }],
        );
      });

      await t.test("a refused address, a shopper without one and an unknown shopper end the mail quietly", async () => {
        const rejected = fact("returns.rejected", { customerId: lin });
        const others = fact("returns.rejected", { customerId: zhou });
        await tell(rejected, others);
        mailer.behave("refusing");
        await mail({ customerId: lin, messageId: rejected.id });
        mailer.behave("well");
        contacts.set(lin, { email: null, locale: "en" });
        await mail({ customerId: lin, messageId: rejected.id });
        await mail({ customerId: zhou, messageId: others.id });
        assert.equal(mailer.mails.length, 1);
      });

      await t.test("one's own note is not news, somebody else's is", async () => {
        const own = fact("returns.noted", { customerId: lin, subjectSeq: 3n });
        const others = fact("returns.noted", { customerId: lin, subjectSeq: 4n, subjectId: own.subjectId });
        await db.withTx(system("test"), (tx) =>
          tx.run(
            `insert into platform.timeline (customer_id, subject_kind, subject_id, seq, at, actor_kind, actor_id, kind)
             values ($1, 'case', $2, 3, $3, 'shopper', 'x', 'noted'), ($1, 'case', $2, 4, $3, 'merchant', 'y', 'noted')`,
            [lin, own.subjectId, tx.now],
          ),
        );
        await tell(own, others);
        const ids = (await ask(db, shopper(lin))).items.map((item) => item.id);
        assert.ok(ids.includes(others.id) && !ids.includes(own.id));
      });

      await t.test("pages follow each other without gap or repeat", async () => {
        const facts = Array.from({ length: 7 }, () => fact("returns.arrived", { customerId: zhou }));
        await tell(...facts);
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page: Inbox = await ask(db, shopper(zhou), { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
          seen.push(...page.items.map((item) => item.id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        assert.equal(seen.length, 9);
        assert.equal(new Set(seen).size, 9);
        assert.deepEqual(seen, seen.toSorted().reverse());
      });

      await t.test("a guest sees the messages of the one order, others see nothing of a shopper", async () => {
        const guests = fact("returns.arrived", { customerId: lin, orderId: order });
        await tell(guests);
        const inbox = await ask(db, { kind: "shopper", customerId: lin, orderId: order });
        assert.deepEqual(
          inbox.items.map((item) => item.id),
          [guests.id],
        );
        assert.equal(inbox.unread, 1);
        const staff = await listInbox.ask(caller(db, system("test")), {});
        assert.ok(!staff.outcome.ok && staff.outcome.code === "forbidden");
      });

      await t.test("marks are the reader's own", async () => {
        const [newest] = (await ask(db, shopper(zhou))).items;
        assert.ok(newest);
        const foreign = await markRead.execute(caller(db, shopper(lin)), { ids: [newest.id] });
        assert.ok(foreign.outcome.ok);
        assert.equal((await ask(db, shopper(zhou))).unread, 9);
        const own = await markRead.execute(caller(db, shopper(zhou)), { ids: [newest.id] });
        assert.deepEqual(own.outcome, { ok: true, value: { unread: 8 } });
        await markRead.execute(caller(db, shopper(zhou)), { all: true });
        const after = await ask(db, shopper(zhou));
        assert.equal(after.unread, 0);
        assert.equal(after.items[0]?.readAt, "2026-11-21T02:00:00Z");
        const nothing = await markRead.execute(caller(db, shopper(zhou)), {});
        assert.ok(!nothing.outcome.ok && nothing.outcome.code === "invalid-input");
      });

      await t.test("a person's messages are handed over and erased", async () => {
        const doors = messages.personalData;
        assert.ok(doors);
        const told = await db.withTx(system("privacy"), async (tx) => {
          const copy = await doors.exportFor(tx, zhou);
          const first = await doors.eraseFor(tx, zhou);
          return { copy, first, second: await doors.eraseFor(tx, zhou) };
        });
        assert.equal((told.copy.messages as unknown[]).length, 9);
        assert.deepEqual(told.first, { erased: ["messages"], kept: [] });
        assert.deepEqual(told.second, { erased: [], kept: [] });
        assert.equal((await ask(db, shopper(zhou))).items.length, 0);
        assert.ok((await ask(db, shopper(lin))).items.length > 0);
      });
    },
    { clock },
  );
});

const shopper = (customerId: Id<"customer">): Principal => ({ kind: "shopper", customerId });
const caller = (db: Db, principal: Principal): Caller => ({ db, principal });

async function ask(db: Db, principal: Principal, input: object = {}): Promise<Inbox> {
  const { outcome } = await listInbox.ask(caller(db, principal), input);
  assert.ok(outcome.ok);
  return outcome.value;
}

function fact(kind: string, is: Partial<PublishedFact> & { orderId?: string }): PublishedFact {
  const { orderId = newId(), ...rest } = is;
  return {
    id: newId(),
    at: clock.now(),
    kind,
    version: 1,
    customerId: null,
    merchantId: newId(),
    subjectKind: "case",
    subjectId: newId(),
    subjectSeq: 1n,
    payload: {
      number: "AS-1",
      orderId,
      orderNumber: "20261118-0042",
      titleZh: "耳机",
      titleEn: "Headphones",
      kind: "refund-only",
      reason: "quality-fault",
      amount: { amount: "12.30", currency: "CNY" },
      waitingOn: "shopper",
      dueAt: null,
    },
    ...rest,
  };
}
