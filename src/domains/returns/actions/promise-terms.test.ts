import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { inTrade, yuan } from "../../../../tests/support/trade.ts";

const storeOnly = {
  policy: {
    id: "store-only",
    version: "1",
    effectiveFrom: "2026-01-01",
    clauses: [
      {
        id: "thirty-days",
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 30, from: "delivered" },
        waysBack: ["store"],
        fee: { basisPoints: 1_000 },
      },
    ],
  },
  handling: {},
};

test("beyond the statute goods come back as the promise says, and its fee is taken off for what is accepted", () =>
  inTrade(async ({ db, ask, act, does, page, settled }) => {
    await db.withTx(system("test"), (tx) =>
      tx.run(
        'insert into platform.policy (id, version, title, body, effective_from, published_at, published_by) values (\'store-only\', 1, \'{"zh": "门店", "en": "store"}\', $1, $2, $2, \'test\')',
        [storeOnly, tx.now],
      ),
    );
    const sketch = {
      policyId: "store-only",
      deliveredAt: "2026-11-05T10:00:00+08:00",
      lines: [{ list: 10_000n, quantity: 2 }],
    };
    const asked = await ask("return-and-refund", { sketch, quantity: 2 });
    const before = await does(asked, "approve");
    assert.deepEqual(before.wayBack.offered, ["store"]);
    assert.deepEqual(before.requested, yuan("180.00"));
    assert.equal(before.receipt.steps.at(-1)?.code, "restocking-fee");
    assert.equal(before.abilities.find(({ action }) => action === "ship")?.because?.code, "way-not-offered");
    assert.equal(await act(asked, "ship"), "way-not-offered");
    await does(asked, ["ship", { way: "store" }], "receive", ["inspect", { accepted: 1 }]);
    const after = await settled(asked);
    assert.deepEqual(after.refunded, yuan("90.00"));
    assert.deepEqual(after.receipt.steps.at(-1), { code: "restocking-fee", params: {}, amount: yuan("-10.00") });
    // What was kept for this piece is kept from no other refund of the order.
    const rest = await ask("return-and-refund", { order: asked.order, quantity: 1 });
    assert.deepEqual((await page(rest)).requested, yuan("90.00"));
  }));

test("within the seven days of the law nothing is taken off, and every way is open", () =>
  inTrade(async ({ db, ask, does }) => {
    await db.withTx(system("test"), (tx) =>
      tx.run(
        'insert into platform.policy (id, version, title, body, effective_from, published_at, published_by) values (\'store-only\', 1, \'{"zh": "门店", "en": "store"}\', $1, $2, $2, \'test\')',
        [storeOnly, tx.now],
      ),
    );
    const asked = await ask("return-and-refund", { sketch: { policyId: "store-only" } });
    const seen = await does(asked, "approve", "ship");
    assert.deepEqual([seen.wayBack.offered, seen.requested], [null, yuan("399.00")]);
  }));
