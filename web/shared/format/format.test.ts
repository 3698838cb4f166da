import assert from "node:assert/strict";
import { test } from "node:test";
import { setBusinessNow } from "../data/clock.ts";
import { formatFor, timeLeft } from "./index.ts";

const zh = formatFor("zh-CN");
const en = formatFor("en");

test("money reads ¥1,234.50 in both languages and keeps every digit", () => {
  assert.equal(zh.money({ amount: "1234.50", currency: "CNY" }), "¥1,234.50");
  assert.equal(en.money({ amount: "1234.50", currency: "CNY" }), "¥1,234.50");
  assert.equal(zh.money({ amount: "-31.30", currency: "CNY" }), "−¥31.30");
  assert.equal(zh.money({ amount: "9007199254740993.10", currency: "CNY" }), "¥9,007,199,254,740,993.10");
  assert.equal(en.money({ amount: "89.90", currency: "BRL" }), "R$89.90");
});

test("a day says its year only when it is another one", () => {
  setBusinessNow(`${new Date().getFullYear()}-06-15T12:00:00Z`);
  assert.equal(zh.day(`${new Date().getFullYear()}-11-21`), "11月21日");
  assert.equal(zh.day("2019-11-21"), "2019年11月21日");
  assert.equal(en.day("2019-11-21"), "21 Nov 2019");
});

test("a countdown splits the time left and knows when it is late", () => {
  const now = Date.parse("2026-11-21T00:00:00Z");
  assert.deepEqual(timeLeft("2026-11-22T04:12:33Z", now), {
    late: false,
    seconds: 101_553,
    days: 1,
    clock: "04:12:33",
  });
  assert.deepEqual(timeLeft("2026-11-20T23:59:30Z", now), { late: true, seconds: -30, days: 0, clock: "00:00:30" });
});
