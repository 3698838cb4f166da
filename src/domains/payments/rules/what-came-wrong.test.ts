import assert from "node:assert/strict";
import { test } from "node:test";
import { whatCameMore, whatCameWrong } from "./what-came-wrong.ts";

const asked = { amount_minor: 100n, currency: "CNY" };

test("More than was asked is too much by the rest; other money is wrong as a whole; less is only missing", () => {
  const of = (amountMinor: bigint, currency = "CNY") => {
    const wrong = whatCameWrong(asked, { amountMinor, currency });
    return wrong === undefined ? null : [wrong.kind, wrong.tooMuchMinor];
  };
  assert.deepEqual(of(130n), ["too-much", 30n]);
  assert.deepEqual(of(100n, "USD"), ["other-currency", 100n]);
  assert.deepEqual(of(14n, "USD"), ["other-currency", 14n]);
  assert.equal(of(100n), null);
  assert.equal(of(99n), null);
  assert.equal(of(0n, "USD"), null);
});

test("What was made up for in vain is undone; what the provider took back, and what was made up for rightly, is not", () => {
  const due = { amount_minor: 100n, currency: "CNY", payment: "p" };
  const one = (ending: "asked-back" | "borne" | "taken-back", amount_minor: bigint) => ({
    ...({ kind: "too-much", payment: "p", state: "ended", ending, came_minor: 100n + amount_minor } as const),
    ...{ amount_minor, currency: "CNY" },
  });
  const says = (amountMinor: bigint, ...known: ReturnType<typeof one>[]) => {
    const { over, more } = whatCameMore(due, { amountMinor, currency: "CNY", payment: "p" }, known);
    return [over.map(({ ending }) => ending), more?.tooMuchMinor];
  };
  assert.deepEqual(says(100n, one("asked-back", 30n)), [["asked-back"], undefined]);
  assert.deepEqual(says(110n, one("borne", 30n)), [["borne"], 10n]);
  assert.deepEqual(says(140n, one("asked-back", 30n)), [[], 10n]);
  assert.deepEqual(says(100n, one("taken-back", 30n)), [[], undefined]);
  assert.deepEqual(says(110n, one("taken-back", 5n), one("asked-back", 30n)), [["asked-back"], 5n]);
});
