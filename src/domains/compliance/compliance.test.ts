import assert from "node:assert/strict";
import { test } from "node:test";
import { type Id, newId } from "#kernel/ids";
import type { Caller } from "#platform/action";
import { anchorAudit, auditKey, sealAudit, type Witness } from "#platform/audit";
import { createStoppedClock } from "#platform/clock";
import { type Principal, system } from "#platform/db";
import type { App } from "#platform/domain";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../tests/support/database.ts";
import type { AuditRow } from "./contract.ts";
import { compliance } from "./routes.ts";
import type { PersonalDoor } from "./store.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");
const key = auditKey({ blindIndexKey: new Uint8Array(32).fill(5) });
const noWitness: Witness = { write: async () => {}, read: async () => undefined };
const lin = newId<"customer">();
const zhou = newId<"customer">();
const officerId = newId<"staff">();
const officer: Principal = {
  kind: "staff",
  staffId: officerId,
  role: "compliance",
  rights: new Set(["privacy.handle", "audit.read"]),
};
const agent: Principal = { kind: "staff", staffId: newId(), role: "agent", rights: new Set(["cases.read"]) };
const merchant: Principal = {
  kind: "merchant",
  staffId: newId(),
  merchantId: newId(),
  rights: new Set(["privacy.handle"]),
};
const shopper = (customerId: Id<"customer">): Principal => ({ kind: "shopper", customerId });
const guest: Principal = { kind: "shopper", customerId: lin, orderId: newId() };

test("shoppers get what is kept about them and are erased; the audit trail is read and proven", async (t) => {
  await withTestDatabase(
    async ({ db }) => {
      const steps: string[] = [];
      let trouble = false;
      const doors: PersonalDoor[] = [
        {
          name: "parties",
          exportFor: async () => ({ shopper: { phone: "13800002207", since: clock.now(), points: 12n } }),
          eraseFor: async () => {
            steps.push("parties");
            return { erased: ["phone", "key"], kept: [] };
          },
        },
        {
          name: "orders",
          exportFor: async (tx, customerId) => tx.one("select $1::text as of", [customerId]),
          eraseFor: async (tx) => {
            steps.push("orders");
            if (trouble) throw new Error("the database went away");
            const kept = tx.now.epochMilliseconds < Date.parse("2029-11-22T00:00:00Z");
            return {
              erased: ["address"],
              kept: kept ? [{ what: "orders", until: "2029-11-21", because: "CN-PI-08" }] : [],
            };
          },
        },
      ];
      const domain = compliance({
        auditKey: key,
        witness: noWitness,
        personalData: doors,
        endSessions: async (customerId) => void steps.push(`sign out ${customerId}`),
        people: {
          namesOf: async () => new Map([[officerId, "顾言"]]),
          called: async (_tx, words) => (words === "顾言" ? [officerId] : []),
        },
      });
      const app: App = { db, log: silentLog, nudge: () => {}, jobs: { send: async () => {} } };
      const does = async (path: string, principal: Principal, input: object = {}) => {
        const route = domain.routes.find((each) => each.path === path);
        const caller: Caller = { db, principal, idempotencyKey: "k" };
        const answer = route?.action
          ? await route.action.execute(caller, input)
          : await route?.query?.ask(caller, input);
        assert.ok(answer);
        return answer.outcome;
      };
      const granted = async <T>(path: string, principal: Principal, input: object = {}): Promise<T> => {
        const outcome = await does(path, principal, input);
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value as T;
      };
      const refused = async (path: string, principal: Principal, input: object = {}) => {
        const outcome = await does(path, principal, input);
        return outcome.ok ? "granted" : outcome.code;
      };
      const requests = async () =>
        (
          await granted<{
            items: {
              customerId: string;
              kind: string;
              state: string;
              askedBy: string;
              outcome: Record<string, unknown>;
            }[];
          }>("/privacy", officer)
        ).items;
      const keptOf = async (customerId: string) => {
        const request = (await requests()).find((each) => each.customerId === customerId && each.kind === "erase");
        assert.ok(request);
        return request.outcome.kept as unknown[];
      };
      const job = (queue: string) => domain.jobs?.find((each) => each.queue === queue)?.run(app, {});
      await db.withTx(system("test"), async (tx) => {
        for (const customer of [lin, zhou])
          await tx.run(
            "insert into platform.directory (kind, key, customer_id, id) values ('shopper', $1::text, $2, $2)",
            [customer, customer],
          );
      });

      await t.test("a shopper gets one document with everything, and nobody else's", async () => {
        const document = await granted<{ customerId: string; data: Record<string, Record<string, unknown>> }>(
          "/me/export",
          shopper(lin),
        );
        assert.equal(document.customerId, lin);
        assert.deepEqual(document.data["parties"], {
          shopper: { phone: "13800002207", since: "2026-11-21T02:00:00Z", points: "12" },
        });
        assert.deepEqual(document.data["orders"], { of: lin });
        const own = document.data["compliance"] as { requests: unknown[]; trail: { action: string }[] };
        assert.deepEqual(
          own.trail.map((row) => row.action),
          ["compliance.export-own"],
        );
        assert.equal(await refused("/me/export", shopper(lin), { customerId: zhou }), "invalid-input");
      });

      await t.test("staff with the right get it for a shopper; guests, merchants and others do not", async () => {
        const document = await granted<{ customerId: string }>("/privacy/{customerId}/export", officer, {
          customerId: zhou,
        });
        assert.equal(document.customerId, zhou);
        for (const verb of ["export", "erase"]) {
          assert.equal(await refused(`/me/${verb}`, guest), "forbidden");
          assert.equal(await refused(`/me/${verb}`, officer), "forbidden");
          const others: Principal[] = [agent, merchant, shopper(zhou), guest];
          for (const principal of others)
            assert.equal(await refused(`/privacy/{customerId}/${verb}`, principal, { customerId: zhou }), "forbidden");
          assert.equal(
            await refused(`/privacy/{customerId}/${verb}`, officer, { customerId: newId() }),
            "shopper-not-found",
          );
        }
        assert.equal(await refused("/privacy", agent), "forbidden");
        assert.deepEqual(
          (await requests()).map((each) => [each.customerId, each.kind, each.state, each.askedBy]),
          [
            [zhou, "export", "done", "staff"],
            [lin, "export", "done", "shopper"],
          ],
        );
      });

      await t.test(
        "an erasure signs out, goes through the house from the top, and says what stays until when",
        async () => {
          steps.length = 0;
          const request = await granted<{ state: string; outcome: object }>("/me/erase", shopper(lin));
          assert.deepEqual(steps, [`sign out ${lin}`, "orders", "parties"]);
          assert.equal(request.state, "done");
          assert.deepEqual(request.outcome, {
            erased: ["orders.address", "parties.phone", "parties.key"],
            kept: [{ what: "orders.orders", until: "2029-11-21", because: "CN-PI-08" }],
          });
        },
      );

      await t.test("an erasure that a failure interrupts is not forgotten", async () => {
        trouble = true;
        await assert.rejects(does("/privacy/{customerId}/erase", officer, { customerId: zhou }), /went away/);
        assert.deepEqual((await requests()).map((each) => each.state).slice(0, 1), ["received"]);
        trouble = false;
        await job("privacy.finish-requests");
        assert.equal((await requests())[0]?.state, "received", "it may still be under way");
        clock.forward(700);
        await db.withTx(system("test"), (tx) =>
          tx.run("insert into compliance.privacy_request values ($1, $2, 'export', 'received', 'shopper:x', $3)", [
            zhou,
            newId(),
            tx.now.subtract({ hours: 1 }),
          ]),
        );
        await job("privacy.finish-requests");
        const all = await requests();
        assert.deepEqual(
          all.filter((each) => each.state === "received"),
          [],
        );
        assert.equal(all.find((each) => each.customerId === zhou && each.kind === "erase")?.state, "done");
        assert.deepEqual(all.find((each) => each.state === "refused")?.outcome, { because: "interrupted" });
      });

      await t.test("what had to be kept goes on the day it may", async () => {
        clock.set("2029-11-21T12:00:00Z");
        await job("privacy.erase-what-was-kept");
        assert.equal((await keptOf(lin)).length, 1);
        clock.set("2029-11-22T02:31:00Z");
        await job("privacy.erase-what-was-kept");
        assert.deepEqual(await keptOf(lin), []);
        const { waiting } = await db.withTx(system("test"), (tx) =>
          tx.one<{ waiting: number }>(
            "select count(*)::int as waiting from compliance.privacy_request where kept_until is not null",
          ),
        );
        assert.equal(waiting, 0);
      });

      await t.test("ten requests a day are enough", async () => {
        for (let i = 0; i < 10; i++) await granted("/me/export", shopper(lin));
        assert.equal(await refused("/me/export", shopper(lin)), "too-many-requests");
      });

      await t.test("no answer with personal data is kept anywhere", async () => {
        const kept = await db.withTx(system("test"), (tx) =>
          tx.rows(
            `select 1 from platform.idempotency where response like '%13800002207%' union all select 1 from platform.audit where detail::text like '%13800002207%'
             union all select 1 from compliance.privacy_request where outcome::text like '%13800002207%'`,
          ),
        );
        assert.deepEqual(kept, []);
      });

      await t.test("the trail is read by who, what, whom and when, page by page", async () => {
        const caseId = newId<"case">();
        await db.withTx(system("test"), async (tx) => {
          await tx.run("insert into platform.directory (kind, key, customer_id, id) values ('case', 'AS-1', $1, $2)", [
            lin,
            caseId,
          ]);
          await tx.run(
            "insert into platform.audit (id, at, principal_kind, principal_id, action, subject_kind, subject_id, customer_id) values ($1, $2, 'staff', $3, 'returns.approve', 'case', $4, $5)",
            [newId(), tx.now, officerId, caseId, lin],
          );
          await tx.run(
            "insert into platform.audit (id, at, principal_kind, principal_id, action, subject_kind, subject_id) values ($1, $2, 'system', 'test', 'parties.change-staff', 'staff', $3)",
            [newId(), tx.now, officerId],
          );
        });
        const found = async (asked: object) =>
          (await granted<{ items: AuditRow[] }>("/audit", officer, { limit: 100, ...asked })).items;
        assert.equal((await found({ subject: "AS-1" })).length, 1);
        assert.equal((await found({ subject: caseId }))[0]?.principalName, "顾言");
        assert.equal((await found({ subject: caseId }))[0]?.subjectName, "AS-1");
        assert.equal((await found({ subject: officerId }))[0]?.subjectName, "顾言");
        const shoppers = (await found({})).filter((row) => row.subjectKind === "shopper");
        assert.ok(shoppers.length > 0 && shoppers.every((row) => row.subjectName === null), "a shopper has no number");
        assert.equal((await found({ subject: "AS-2" })).length, 0);
        assert.deepEqual([...new Set((await found({ principal: "顾言" })).map((row) => row.principalId))], [officerId]);
        assert.deepEqual(
          [...new Set((await found({ principal: "shopper" })).map((row) => row.principalKind))],
          ["shopper"],
        );
        assert.ok((await found({ action: "compliance." })).every((row) => row.action.startsWith("compliance.")));
        assert.equal((await found({ action: "compliance.%" })).length, 0, "no pattern, only a beginning");
        assert.equal(
          (await found({ from: "2029-11-22T02:31:00Z" })).length +
            (await found({ until: "2029-11-22T02:31:00Z" })).length,
          (await found({})).length,
        );
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: { items: AuditRow[]; nextCursor: string | null } = await granted("/audit", officer, {
            limit: 7,
            ...(cursor === null ? {} : { cursor }),
          });
          seen.push(...page.items.map((row) => row.id));
          cursor = page.nextCursor;
        } while (cursor !== null);
        assert.equal(new Set(seen).size, seen.length);
        assert.equal(seen.length, (await found({})).length);
        assert.equal(await refused("/audit", agent), "forbidden");
      });

      await t.test("the chain tells whether it is whole", async () => {
        await sealAudit(db);
        await anchorAudit(db, key);
        const chain = await granted<Record<string, unknown>>("/audit/chain", officer);
        assert.deepEqual(
          [chain["whole"], chain["firstBad"], chain["what"], chain["rows"]],
          [true, null, null, chain["sealed"]],
        );
        assert.match(String(chain["head"]), /^[0-9a-f]{64}$/);
        await db.withTx(system("test"), (tx) => tx.run("update platform.audit set hash = '\\x00' where seq = 3"));
        const quick = await granted<Record<string, unknown>>("/audit/chain", officer);
        assert.deepEqual(
          [quick["whole"], quick["since"], quick["sealed"], quick["wholeAt"]],
          [true, chain["sealed"], chain["sealed"], chain["wholeAt"]],
          "a quick look says what it relied on",
        );
        const broken = await granted<Record<string, unknown>>("/audit/chain", officer, { full: "1" });
        assert.deepEqual([broken["whole"], broken["firstBad"], broken["what"]], [false, 3, "changed"]);
        assert.equal(await refused("/audit/chain", agent), "forbidden");
      });
    },
    { clock },
  );
});
