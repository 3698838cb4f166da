import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff, type World } from "../../../../tests/support/world.ts";
import { countPastCases, pastCases } from "../queries/past-cases.ts";
import { checkDraft, getDraft, listDrafts } from "../queries/read-drafts.ts";
import { getPolicy } from "../queries/read-policies.ts";
import { getLatestReplay, listReplayChanges } from "../queries/read-replays.ts";
import { replayDraft } from "../reactions/on-replay-asked.ts";
import { discardPolicyDraft } from "./discard-policy-draft.ts";
import { publishPolicy } from "./publish-policy.ts";
import { requestReturn } from "./request-return.ts";
import { savePolicyDraft } from "./save-policy-draft.ts";
import { startPolicyReplay } from "./start-policy-replay.ts";

const noon = "2026-11-20T12:00:00+08:00";
const operations = () => staff("policies.write", "policies.read");
const noReason = (days: number) => ({
  id: "return-window",
  reasons: ["no-longer-wanted"],
  remedies: ["return"],
  window: { days, from: "delivered" },
  conditions: ["intact"],
  freight: "seller",
});

test("a draft is begun, saved and published, and the version can be read by everybody and changed by nobody", () =>
  inShop(async ({ db }) => {
    const id = newId();
    assert.deepEqual(await saved(db, operations(), draft(id, 0, [noReason(15)])), { version: 1, state: "draft" });
    assert.deepEqual(await saved(db, operations(), draft(id, 1, [noReason(30)])), { version: 2, state: "draft" });
    const published = await publishPolicy.execute(as(db, operations()), { id, version: 2 });
    assert.deepEqual(published.outcome.ok && published.outcome.value, {
      id,
      policyId: "summer",
      state: "published",
      version: 3,
      publishedVersion: 1,
    });
    const read = await getPolicy.ask(as(db, staff("policies.read")), { id: "summer", version: 1 });
    assert.ok(read.outcome.ok);
    const { effectiveFrom, body } = read.outcome.value;
    assert.equal(effectiveFrom, Temporal.Instant.from(noon).toString());
    const { policy } = body as { policy: { version: string; effectiveFrom: string; clauses: { window: object }[] } };
    assert.deepEqual(
      [policy.version, policy.effectiveFrom, policy.clauses[0]?.window],
      ["1", "2026-11-20", { days: 30, from: "delivered" }],
    );
    for (const change of ["update platform.policy set title = '{}'", "delete from platform.policy"])
      await assert.rejects(
        db.withTx(system("test"), (tx) => tx.run(change)),
        /permission denied/,
      );
    assert.equal(codeOf(await publishPolicy.execute(as(db, operations()), { id, version: 3 })), "draft-not-open");
    assert.equal(await codeOfSave(db, operations(), draft(id, 3, [])), "draft-not-open");
  }));

test("two people who save the same version: the first is kept, the second is told that the draft has changed", () =>
  inShop(async ({ db }) => {
    const id = newId();
    await saved(db, operations(), draft(id, 0, []));
    const twins = await Promise.all([
      codeOfSave(db, operations(), draft(id, 1, [noReason(15)])),
      codeOfSave(db, operations(), draft(id, 1, [noReason(30)])),
    ]);
    assert.deepEqual(twins.sort(), ["done", "draft-changed"]);
  }));

test("two people who begin the same policy meet: the second is led to the first one's draft", () =>
  inShop(async ({ db }) => {
    const id = newId();
    await saved(db, operations(), draft(id, 0, []));
    const second = await savePolicyDraft.execute(as(db, operations()), draft(newId(), 0, []));
    assert.deepEqual(second.outcome, { ok: false, code: "draft-exists", params: { id, policyId: "summer" } });
    await discardPolicyDraft.execute(as(db, operations()), { id, version: 1 });
    assert.equal(await codeOfSave(db, operations(), draft(newId(), 0, [])), "done");
  }));

test("what promises less than the law is not published, and the refusal names the article", () =>
  inShop(async ({ db }) => {
    const id = newId();
    await saved(db, operations(), draft(id, 0, [noReason(3)]));
    const { outcome } = await publishPolicy.execute(as(db, operations()), { id, version: 1 });
    assert.deepEqual(outcome, {
      ok: false,
      code: "policy-below-law",
      params: { errors: 1, clause: "return-window", rule: "CN-NRR-01", article: "2, 25(1)" },
    });
    const read = await getDraft.ask(as(db, operations()), { id });
    assert.ok(read.outcome.ok);
    assert.equal(
      read.outcome.value.abilities.find(({ action }) => action === "publish")?.because?.code,
      "policy-below-law",
    );
    const live = await checkDraft.ask(as(db, operations()), { body: draft(id, 1, [noReason(7)]).body });
    assert.deepEqual(live.outcome.ok && live.outcome.value.findings.map(({ severity }) => severity), ["warning"]);
  }));

test("a version never comes into force in the past, nor before one that is published already", () =>
  inShop(async ({ db }) => {
    const first = newId();
    await saved(db, operations(), draft(first, 0, []));
    const at = (effectiveFrom: string) =>
      publishPolicy.execute(as(db, operations()), { id: first, version: 1, effectiveFrom });
    assert.equal(codeOf(await at("2026-11-20T11:59:59+08:00")), "effective-in-past");
    assert.equal(codeOf(await at("2026-12-20T00:00:00+08:00")), "done");
    const second = newId();
    await saved(db, operations(), draft(second, 0, []));
    const early = await publishPolicy.execute(as(db, operations()), { id: second, version: 1 });
    assert.equal(codeOf(early), "effective-before-latest");
  }));

test("a merchant's person writes for the own shop, sees no other's drafts, and takes nobody's name", () =>
  inShop(async ({ db, world }) => {
    const mine = merchant(world.merchantId, "policies.write", "policies.read");
    const theirs = merchant(world.otherMerchantId, "policies.write", "policies.read");
    const [ours, platforms] = [newId(), newId()];
    await saved(db, operations(), draft(platforms, 0, []));
    await saved(db, mine, { ...draft(ours, 0, [noReason(15)]), policyId: "lark" });
    for (const id of [ours, platforms]) {
      assert.equal(codeOf(await getDraft.ask(as(db, theirs), { id })), "draft-not-found");
      for (const action of [discardPolicyDraft, publishPolicy, startPolicyReplay])
        assert.equal(
          codeOf(await action.execute(as(db, theirs), action === startPolicyReplay ? { id } : { id, version: 1 })),
          "draft-not-found",
        );
      assert.equal(await codeOfSave(db, theirs, draft(id, 1, [])), "draft-not-found");
    }
    const listed = await listDrafts.ask(as(db, mine), {});
    assert.deepEqual(listed.outcome.ok && listed.outcome.value.items.map(({ id }) => id), [ours]);
    const foreign = { ...draft(newId(), 0, []), policyId: "wilds", merchantId: world.otherMerchantId };
    assert.equal(await codeOfSave(db, mine, foreign), "forbidden");
    assert.equal(await codeOfSave(db, theirs, draft(newId(), 0, [])), "policy-id-taken");
    assert.equal(codeOf(await publishPolicy.execute(as(db, mine), { id: ours, version: 1 })), "done");
    assert.equal(await codeOfSave(db, theirs, { ...draft(newId(), 0, []), policyId: "lark" }), "policy-id-taken");
    await assert.rejects(
      db.withTx(theirs, (tx) =>
        tx.run(
          `insert into platform.policy (id, version, merchant_id, title, body, effective_from, published_at, published_by)
           values ('forged', 1, $1, '{}', '{}', $2, $2, 'x')`,
          [world.merchantId, tx.now],
        ),
      ),
      /row-level security/,
    );
  }));

test("whoever only reads policies writes none", () =>
  inShop(async ({ db }) => {
    assert.equal(await codeOfSave(db, staff("policies.read"), draft(newId(), 0, [])), "forbidden");
    assert.equal(codeOf(await listDrafts.ask(as(db, staff("policies.read")), {})), "forbidden");
  }));

test("a replay decides the shop's real cases by the draft: figures, cases and reasons", () =>
  inShop(async ({ db, world }) => {
    const asked = await askFor(db, world, "2026-11-18T10:00:00+08:00");
    await askFor(db, world, "2026-11-18T10:00:00+08:00", world.otherMerchantId);
    const id = newId();
    const mine = merchant(world.merchantId, "policies.write");
    const body = draft(id, 0, [noReason(15)]).body;
    const atOnce = { autoApprove: { kinds: ["return-and-refund"], upToMinor: "50000" }, merchantAnswersHours: 24 };
    await saved(db, mine, { ...draft(id, 0, []), policyId: "lark", body: { ...body, handling: atOnce } });
    const started = await startPolicyReplay.execute(as(db, mine), { id, freight: "12.00" });
    assert.ok(started.outcome.ok);
    assert.deepEqual([started.outcome.value.state, started.outcome.value.result], ["running", null]);
    const replayId = started.outcome.value.id;
    await replayDraft(db, replayId);
    await replayDraft(db, replayId);
    const found = await getLatestReplay.ask(as(db, mine), { id });
    assert.ok(found.outcome.ok);
    const replay = found.outcome.value;
    assert.deepEqual([replay?.state, replay?.casesTotal, replay?.casesDone], ["done", 1, 1]);
    const yuan = (amount: string) => ({ amount, currency: "CNY" });
    assert.deepEqual(replay?.result?.was, {
      outcomes: { refused: 0, review: 0, agreed: 1, "at-once": 0 },
      money: [{ refund: yuan("399.00"), freight: yuan("0.00"), atStake: yuan("0.00"), onTop: yuan("0.00") }],
      hours: { merchant: 120, shopper: 168 },
    });
    assert.deepEqual(replay?.result?.would, {
      outcomes: { refused: 0, review: 0, agreed: 0, "at-once": 1 },
      money: [{ refund: yuan("399.00"), freight: yuan("12.00"), atStake: yuan("0.00"), onTop: yuan("0.00") }],
      hours: { merchant: 72, shopper: 168 },
    });
    assert.deepEqual([replay?.result?.better, replay?.result?.worse], [1, 0]);
    const changes = await listReplayChanges.ask(as(db, mine), { id: replayId, category: "other" });
    assert.ok(changes.outcome.ok);
    const [change] = changes.outcome.value.items;
    assert.deepEqual(
      [change?.number, change?.was.freightPayer, change?.would.freightPayer, change?.costs.amount, change?.why.rule],
      [asked, "shopper", "seller", "12.00", "return-window"],
    );
    const other = merchant(world.otherMerchantId, "policies.write");
    assert.equal(codeOf(await listReplayChanges.ask(as(db, other), { id: replayId })), "replay-not-found");
  }));

test("past cases come in batches, each once, and those of several merchants' orders count for the platform", () =>
  inShop(async ({ db, world }) => {
    for (let i = 0; i < 3; i++) await askFor(db, world, "2026-11-18T10:00:00+08:00");
    const since = Temporal.Instant.from("2026-11-01T00:00:00Z");
    const numbers: string[] = [];
    for await (const batch of pastCases(db, { merchantId: null, since }))
      numbers.push(...batch.map(({ past }) => past.number));
    assert.equal(new Set(numbers).size, 3);
    assert.equal(await countPastCases(db, { merchantId: null, since }), 3);
    assert.equal(await countPastCases(db, { merchantId: world.otherMerchantId, since }), 0);
  }));

async function askFor(db: Db, world: World, deliveredAt: string, merchantId = world.merchantId): Promise<string> {
  const order = await placeOrder(db, world, { deliveredAt, lines: [{ list: 39_900n, merchantId }] });
  const { outcome } = await requestReturn.execute(as(db, shopper(world.customerId)), {
    number: order.number,
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    lines: [{ lineId: order.lineIds[0], quantity: 1 }],
  });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value.cases[0]?.number ?? "";
}

function draft(id: string, version: number, clauses: object[]) {
  return {
    id,
    version,
    policyId: "summer",
    title: { zh: "夏天", en: "Summer" },
    body: { policy: { id: "any", version: "any", effectiveFrom: "2026-01-01", clauses }, handling: {} },
  };
}

async function saved(db: Db, by: Principal, input: object): Promise<object> {
  const { outcome } = await savePolicyDraft.execute(as(db, by), input);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return { version: outcome.value.version, state: outcome.value.state };
}

async function codeOfSave(db: Db, by: Principal, input: object): Promise<string> {
  return codeOf(await savePolicyDraft.execute(as(db, by), input));
}

function codeOf({ outcome }: { outcome: { ok: true } | { ok: false; code: string } }): string {
  return outcome.ok ? "done" : outcome.code;
}

function inShop(test: (shop: { db: Db; world: World }) => Promise<void>): Promise<void> {
  return withTestDatabase(async ({ db }) => test({ db, world: await createWorld(db) }), {
    clock: createStoppedClock(noon),
  });
}
