import assert from "node:assert/strict";
import { test } from "node:test";
import { BrokenBelief, assert as believe, grant, never, type Outcome, refuse } from "./index.ts";

test("a grant carries its value and a refusal its code with parameters", () => {
  assert.deepEqual(grant(7), { ok: true, value: 7 });
  assert.deepEqual(grant(), { ok: true, value: undefined });
  assert.deepEqual(refuse("window-closed", { lastDay: "2026-03-09" }), {
    ok: false,
    code: "window-closed",
    params: { lastDay: "2026-03-09" },
  });
  assert.deepEqual(refuse("already-settled").params, {});
});

test("an outcome is told apart by ok, and its codes are known to the compiler", () => {
  const answer = (yes: boolean): Outcome<number, "too-late"> => (yes ? grant(1) : refuse("too-late"));
  const read = (outcome: Outcome<number, "too-late">) => (outcome.ok ? outcome.value : outcome.code);
  assert.equal(read(answer(true)), 1);
  assert.equal(read(answer(false)), "too-late");
});

test("a belief that does not hold is thrown with its own words", () => {
  believe(true, "never seen");
  assert.throws(
    () => believe(1 > 2, "a refund never exceeds what was paid"),
    (error) => error instanceof BrokenBelief && error.message === "a refund never exceeds what was paid",
  );
});

test("a case the compiler ruled out is a broken belief", () => {
  assert.throws(() => never("surprise" as never), BrokenBelief);
});
