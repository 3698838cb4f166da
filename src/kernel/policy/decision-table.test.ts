import assert from "node:assert/strict";
import { test } from "node:test";
import { type Condition, collectTable, decideTable, type TableRule } from "./index.ts";

type Facts = { days: number; opened: boolean; member: boolean };
const withinSevenDays: Condition<Facts> = { name: "within-seven-days", holds: (facts) => facts.days <= 7 };
const unopened: Condition<Facts> = { name: "unopened", holds: (facts) => !facts.opened };
const member: Condition<Facts> = { name: "member", holds: (facts) => facts.member };

const table: readonly TableRule<Facts, "ALLOW" | "DENY">[] = [
  {
    id: "R1",
    when: [withinSevenDays, unopened],
    outcome: "ALLOW",
    because: "within-window",
    params: ({ days }) => ({ daysLeft: 7 - days }),
    citations: ["S1 25"],
  },
  { id: "R2", when: [member], outcome: "ALLOW", because: "member-promise" },
  { id: "R3", when: [], outcome: "DENY", because: "window-closed" },
];

test("the first row that applies decides, and its reason carries the parameters", () => {
  const decided = decideTable(table, { days: 3, opened: false, member: true });
  assert.equal(decided.outcome, "ALLOW");
  assert.equal(decided.rule?.id, "R1");
  assert.deepEqual(decided.rule?.citations, ["S1 25"]);
  assert.deepEqual(decided.because, [{ code: "within-window", params: { daysLeft: 4 } }]);
  assert.deepEqual(decided.tried, []);
});

test("the rows tried before say which condition failed", () => {
  const decided = decideTable(table, { days: 3, opened: true, member: false });
  assert.equal(decided.outcome, "DENY");
  assert.deepEqual(decided.tried, [
    { rule: "R1", failed: "unopened" },
    { rule: "R2", failed: "member" },
  ]);
  assert.deepEqual(decided.because, [{ code: "window-closed", params: {} }]);
});

test("a table without an answer says so and what it tried", () => {
  const decided = decideTable(table.slice(0, 2), { days: 9, opened: false, member: false });
  assert.equal(decided.rule, undefined);
  assert.equal(decided.outcome, undefined);
  assert.deepEqual(decided.because, []);
  assert.equal(decided.tried.length, 2);
});

test("collecting keeps every row that applies, in the table's order", () => {
  const collected = collectTable(table, { days: 3, opened: true, member: true });
  assert.deepEqual(
    collected.rules.map(({ id }) => id),
    ["R2", "R3"],
  );
  assert.deepEqual(collected.outcomes, ["ALLOW", "DENY"]);
  assert.deepEqual(
    collected.because.map(({ code }) => code),
    ["member-promise", "window-closed"],
  );
  assert.deepEqual(collected.tried, [{ rule: "R1", failed: "unopened" }]);
});
