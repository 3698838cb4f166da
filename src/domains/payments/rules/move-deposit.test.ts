import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { posting } from "#kernel/ledger";
import { currency } from "#kernel/money";
import { type Deposit, type DepositMove, moveDeposit } from "./move-deposit.ts";

const cny = currency("CNY");
const empty: Deposit = { availableMinor: 0n, heldMinor: 0n, owedMinor: 0n };
const deposit = (availableMinor: bigint, heldMinor = 0n, owedMinor = 0n): Deposit => ({
  availableMinor,
  heldMinor,
  owedMinor,
});
const after = (before: Deposit, move: DepositMove) => {
  const result = moveDeposit(before, move, cny);
  return result.ok ? result.value.after : result.code;
};

test("what comes in pays what is owed first", () => {
  assert.deepEqual(after(deposit(0n, 0n, 300n), { kind: "top-up", minor: 200n }), deposit(0n, 0n, 100n));
  assert.deepEqual(after(deposit(0n, 0n, 300n), { kind: "top-up", minor: 500n }), deposit(200n));
  assert.deepEqual(after(deposit(0n, 100n, 50n), { kind: "release", minor: 100n }), deposit(50n));
});

test("a deduction takes what is held for its cause, then what is free, and owes the rest only where it may", () => {
  const deduct = { kind: "deduct", minor: 500n, heldForCause: 200n } as const;
  assert.deepEqual(after(deposit(1_000n, 200n), { ...deduct, mayOwe: false }), deposit(700n));
  assert.deepEqual(after(deposit(100n, 200n), { ...deduct, mayOwe: true }), deposit(0n, 0n, 200n));
  assert.equal(after(deposit(100n, 200n), { ...deduct, mayOwe: false }), "deposit-too-low");
  assert.equal(after(deposit(100n), { kind: "hold", minor: 101n }), "deposit-too-low");
});

test("whatever moves, an entry sums to nothing, nothing falls below nothing, and nothing is owed while anything is free", () => {
  const minor = fc.bigInt(1n, 10_000n);
  const move = fc.oneof(
    fc.record({ kind: fc.constantFrom("top-up" as const, "hold" as const, "release" as const), minor }),
    fc.record({ kind: fc.constant("deduct" as const), minor, mayOwe: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
      let now = empty;
      const totals = { available: 0n, held: 0n, owed: 0n };
      for (const one of moves) {
        // Only what is held can be released, and a cause holds no more than there is.
        if (one.kind === "release" && one.minor > now.heldMinor) continue;
        const result = moveDeposit(now, one.kind === "deduct" ? { ...one, heldForCause: now.heldMinor } : one, cny);
        if (!result.ok) continue;
        for (const line of posting(result.value.lines))
          if (line.account in totals) totals[line.account as keyof typeof totals] += line.amount.minor;
        now = result.value.after;
        assert.ok(now.availableMinor >= 0n && now.heldMinor >= 0n && now.owedMinor >= 0n);
        assert.ok(now.owedMinor === 0n || now.availableMinor === 0n);
        assert.deepEqual(totals, { available: now.availableMinor, held: now.heldMinor, owed: -now.owedMinor });
      }
    }),
  );
});
