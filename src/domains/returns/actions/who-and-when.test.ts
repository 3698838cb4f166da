import assert from "node:assert/strict";
import { test } from "node:test";
import { type Asked, inTrade, type Trade, type Verb } from "../../../../tests/support/trade.ts";
import { merchant, shopper, staff } from "../../../../tests/support/world.ts";

type Turn = {
  readonly verb: Verb;
  /** The case where it is this verb's turn. */
  readonly at: (trade: Trade) => Promise<Asked>;
  readonly who: "shopper" | "merchant" | "platform";
  /** What is said to who does it again. */
  readonly again: string;
};

const stepped =
  (kind: Parameters<Trade["ask"]>[0], ...verbs: Parameters<Trade["does"]>[1][]) =>
  async ({ ask, does }: Trade) => {
    const asked = await ask(kind);
    await does(asked, ...verbs);
    return asked;
  };
const heard = ["reject", "escalate", "state"] as const;
const turns: readonly Turn[] = [
  { verb: "offer", at: stepped("return-and-refund"), who: "merchant", again: "move-not-allowed" },
  { verb: "answer-offer", at: stepped("refund-only", "offer"), who: "shopper", again: "offer-not-open" },
  {
    verb: "ship-replacement",
    at: stepped("reship", "approve"),
    who: "merchant",
    again: "move-not-allowed",
  },
  {
    verb: "confirm-replacement",
    at: stepped("reship", "approve", "ship-replacement"),
    who: "shopper",
    again: "move-not-allowed",
  },
  { verb: "escalate", at: stepped("return-and-refund", "reject"), who: "shopper", again: "move-not-allowed" },
  { verb: "state", at: stepped("return-and-refund", "reject", "escalate"), who: "shopper", again: "done" },
  {
    verb: "rule",
    at: async (trade) => {
      const asked = await stepped("return-and-refund", ...heard)(trade);
      await trade.does(asked, ["state", {}, trade.seller]);
      return asked;
    },
    who: "platform",
    again: "move-not-allowed",
  },
  {
    verb: "appeal",
    at: async (trade) => {
      const asked = await stepped("return-and-refund", ...heard)(trade);
      await trade.does(asked, ["state", {}, trade.seller], "rule");
      return asked;
    },
    who: "merchant",
    again: "move-not-allowed",
  },
];

for (const { verb, at, who, again } of turns)
  test(`${verb}: not on a version nobody saw, not by who may not, not by another shop or shopper, and once`, () =>
    inTrade(async (trade) => {
      const { act, page, world, buyer } = trade;
      const asked = await at(trade);
      const { version } = await page(asked);
      assert.equal(await act(asked, verb, { version: version + 1 }), "version-changed");
      const strangers = { shopper: shopper(world.otherCustomerId), merchant: merchant(world.otherMerchantId) };
      if (who === "shopper") assert.equal(await act(asked, verb, {}, strangers.shopper), "case-not-found");
      if (who === "merchant") assert.equal(await act(asked, verb, {}, strangers.merchant), "case-not-found");
      const mayNot = who === "merchant" ? merchant(world.merchantId, "cases.read") : staff("cases.read");
      assert.equal(await act(asked, verb, {}, mayNot), "forbidden");
      if (who === "platform")
        for (const side of [buyer, trade.seller]) assert.equal(await act(asked, verb, {}, side), "forbidden");
      assert.equal((await page(asked)).version, version);
      assert.equal(await act(asked, verb, { version }), "done");
      assert.equal(await act(asked, verb), again);
    }));
