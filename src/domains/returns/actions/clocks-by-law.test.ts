import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { inTrade } from "../../../../tests/support/trade.ts";
import { as, placeOrder, staff } from "../../../../tests/support/world.ts";
import type { Case } from "../contract.ts";
import { extendClock } from "./extend-clock.ts";
import { publishPause } from "./publish-pause.ts";

const byLaw = ({ dueAt, next }: Case) => [
  dueAt,
  next.byLaw?.duty ?? null,
  next.byLaw?.lastDay ?? null,
  next.byLaw === null ? null : `${next.byLaw.citation.rule} ${next.byLaw.citation.article}`,
];

test("a German order goes through its deadlines by the law of the Union, in Berlin's days", () =>
  inTrade(async (trade) => {
    const { db, world, ask, does, page, running } = trade;
    const order = await placeOrder(db, world, { country: "DE", zone: "Europe/Berlin", currency: "EUR" });
    const asked = await ask("return-and-refund", { order });
    // No directive says in how many days to answer.
    assert.deepEqual(byLaw(await page(asked)), ["2026-11-22T04:00:00Z", null, null, null]);
    const approved = await does(asked, "approve");
    // The policy alone gives seven days.
    assert.deepEqual(byLaw(approved), ["2026-12-04T23:00:00Z", "send-back", "2026-12-04", "EU-CRD-14-1 14(1)"]);
    const arrived = await does(asked, "ship", "receive");
    const refund = ["refund", "2026-12-04", "EU-CRD-13-1 13(1), 13(3)"];
    assert.deepEqual(byLaw(arrived), ["2026-11-23T04:00:00Z", ...refund]);
    const pause = {
      id: newId(),
      cause: "festival",
      label: { zh: "店庆", en: "Anniversary" },
      holds: ["warehouse"],
      from: "2026-11-21T00:00:00+08:00",
      until: "2026-12-20T00:00:00+08:00",
    };
    const { outcome } = await publishPause.execute(as(db, staff("policies.read", "policies.write")), pause);
    assert.ok(outcome.ok);
    await running.until("the clock has followed", async () => (await page(asked)).dueAt !== arrived.dueAt);
    assert.deepEqual(byLaw(await page(asked)), ["2026-12-04T23:00:00Z", ...refund]);
    const more = { number: asked.number, days: 2, note: "the bench is ill" };
    const extended = await extendClock.execute(as(db, staff()), more);
    assert.equal(extended.outcome.ok ? "done" : extended.outcome.code, "longer-than-law");
    await does(asked, "inspect");
    assert.equal((await trade.settled(asked)).moneyState, "settled");
  }));

test("what is broken goes back by the policy's own time, and a Chinese order by China's law", () =>
  inTrade(async ({ db, world, ask, does, page }) => {
    const order = await placeOrder(db, world, { country: "DE", zone: "Europe/Berlin", currency: "EUR" });
    const broken = await ask("return-and-refund", { order, reason: "quality-fault" });
    assert.deepEqual(byLaw(await does(broken, "approve")), ["2026-11-27T04:00:00Z", null, null, null]);
    const chinese = await ask("return-and-refund");
    assert.deepEqual(byLaw(await page(chinese)).slice(1), ["answer", "2026-12-05", "CN-NRR-07 9(一)"]);
    assert.deepEqual(byLaw(await does(chinese, "approve")).slice(1), [null, null, null]);
    assert.deepEqual(byLaw(await does(chinese, "ship", "receive")).slice(1), [
      "refund",
      "2026-11-27",
      "CN-NRR-08 25(3)",
    ]);
  }));
