import assert from "node:assert/strict";
import { test } from "node:test";
import { inTrade } from "../../../../tests/support/trade.ts";

const kinds = ({ timeline }: { timeline: readonly { kind: string }[] }) =>
  timeline.filter(({ kind }) => kind === "reminded").length;

test("whoever is waited for is reminded at half and at nine tenths of the time, once each", () =>
  inTrade(async ({ ask, page, pass }) => {
    const asked = await ask("return-and-refund");
    const heard: number[] = [];
    for (const hours of [23, 1, 0, 19, 1, 4]) {
      await pass({ hours });
      heard.push(kinds(await page(asked)));
    }
    assert.deepEqual(heard, [0, 1, 1, 1, 2, 2]);
    const { timeline, caseState } = await page(asked);
    assert.equal(timeline.find(({ kind }) => kind === "reminded")?.data["waitingOn"], "merchant");
    // The deadline itself is not late for having been reminded of.
    assert.equal(caseState, "approved");
  }));

test("after an answer nobody is reminded of the old time, only of the new one", () =>
  inTrade(async ({ ask, does, page, pass }) => {
    const asked = await ask("return-and-refund");
    await pass({ hours: 12 });
    await does(asked, "approve");
    await pass({ hours: 60 });
    assert.equal(kinds(await page(asked)), 0);
    await pass({ hours: 24 });
    const seen = await page(asked);
    assert.deepEqual([kinds(seen), seen.timeline[0]?.data["waitingOn"]], [1, "shopper"]);
  }));

test("a long sleep reminds once, and where the time is over the deadline speaks for itself", () =>
  inTrade(async ({ ask, page, pass }) => {
    const once = await ask("return-and-refund");
    await pass({ hours: 47 });
    assert.equal(kinds(await page(once)), 1);
    const never = await ask("return-and-refund");
    await pass({ hours: 50 });
    const { timeline } = await page(never);
    assert.equal(kinds({ timeline }), 0);
    assert.equal(timeline[0]?.kind, "approved-by-deadline");
  }));

test("a case that is over reminds nobody", () =>
  inTrade(async ({ ask, does, page, pass }) => {
    const asked = await ask("return-and-refund");
    await does(asked, "withdraw");
    await pass({ hours: 47 });
    assert.equal(kinds(await page(asked)), 0);
  }));
