import assert from "node:assert/strict";
import { test } from "node:test";
import { dateShape, instantShape, moneyShape } from "./index.ts";

test("money is of a currency there is, with no more digits than it has", () => {
  const read = (amount: string, currency: string) => moneyShape.safeParse({ amount, currency }).success;
  for (const [amount, currency] of [
    ["1.50", "CNY"],
    ["-3", "CNY"],
    ["0.00", "CNY"],
    ["100", "JPY"],
    ["1.234", "KWD"],
  ] as const)
    assert.ok(read(amount, currency), `${amount} ${currency}`);
  for (const [amount, currency] of [
    ["1.234", "CNY"],
    ["007.00", "CNY"],
    ["1.5", "JPY"],
    ["1.00", "ZZZ"],
    ["1e3", "CNY"],
  ] as const)
    assert.ok(!read(amount, currency), `${amount} ${currency}`);
});

test("a day is one of the calendar, alone and in an instant", () => {
  for (const day of ["2026-02-28", "2028-02-29", "9999-12-31"]) {
    assert.ok(dateShape.safeParse(day).success, day);
    assert.ok(instantShape.safeParse(`${day}T00:00:00+08:00`).success, day);
  }
  for (const day of ["2026-02-30", "2026-02-29", "2026-04-31", "2026-13-01"]) {
    assert.ok(!dateShape.safeParse(day).success, day);
    assert.ok(!instantShape.safeParse(`${day}T00:00:00Z`).success, day);
  }
});
