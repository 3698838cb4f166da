import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Agreeing, agree as agreeWithin, mayLetBe, approvalsNeeded as neededWithin } from "./approval.ts";
import { limitsOf } from "./limits.ts";

const inYuan = { agent: 50n, supervisor: 500n, operations: 5_000n, merchant: 2_000n } as const;
const roles = ["agent", "supervisor", "operations", "merchant"] as const;
const limits = limitsOf(roles.map((what) => ({ what, currency: "CNY", limit_minor: inYuan[what] * 100n })));
const approvalsNeeded = (sum: Parameters<typeof neededWithin>[0], role: string) => neededWithin(sum, role, limits);
const agree = (sum: Parameters<typeof neededWithin>[0], who: Agreeing) => agreeWithin(sum, who, limits);

const yuan = (amount: number) => ({ minor: BigInt(amount * 100), currency: "CNY" });

test("each role decides up to its own limit, one above it needs somebody who may, and above all limits two agree", () => {
  assert.equal(approvalsNeeded(yuan(50), "agent"), 0);
  assert.equal(approvalsNeeded(yuan(50.01), "agent"), 1);
  assert.equal(approvalsNeeded(yuan(500), "supervisor"), 0);
  assert.equal(approvalsNeeded(yuan(500.01), "supervisor"), 1);
  assert.equal(approvalsNeeded(yuan(5_000), "operations"), 0);
  assert.equal(approvalsNeeded(yuan(5_000.01), "operations"), 2);
  assert.equal(approvalsNeeded(yuan(5_000.01), "agent"), 2);
});

test("a role without a limit, and money in another currency, are decided by nobody alone", () => {
  assert.equal(approvalsNeeded(yuan(1), "warehouse"), 1);
  assert.equal(approvalsNeeded(yuan(1), "constructor"), 1);
  assert.equal(approvalsNeeded({ minor: 1n, currency: "EUR" }, "operations"), 2);
});

const by = (staffId: string, role: string, approvedBy: readonly string[] = [], needed = 1) => ({
  staffId,
  role,
  proposedBy: "lin",
  approvedBy,
  needed,
});

test("who proposed never agrees, and nobody agrees twice", () => {
  assert.deepEqual(agree(yuan(100), by("lin", "operations")), { ok: false, code: "own-proposal", params: {} });
  assert.deepEqual(agree(yuan(9_000), by("wu", "operations", ["wu"], 2)), {
    ok: false,
    code: "agreed-already",
    params: {},
  });
});

test("who agrees must be allowed the sum", () => {
  assert.deepEqual(agree(yuan(400), by("wu", "agent")), {
    ok: false,
    code: "above-own-limit",
    params: { amount: "50.00", currency: "CNY", may: "supervisor operations" },
  });
  assert.deepEqual(agree(yuan(400), by("wu", "supervisor")), { ok: true, value: "approved" });
  assert.deepEqual(agree(yuan(9_000), by("wu", "supervisor", [], 2)), {
    ok: false,
    code: "above-own-limit",
    params: { amount: "500.00", currency: "CNY", may: "operations" },
  });
  assert.deepEqual(agree(yuan(9_000), by("wu", "operations", [], 2)), { ok: true, value: "awaiting-approval" });
  assert.deepEqual(agree(yuan(9_000), by("zhao", "operations", ["wu"], 2)), { ok: true, value: "approved" });
});

test("a sum that waits for one person while every limit falls below it is agreed to by the highest role", () => {
  const lowered = limitsOf([{ what: "operations", currency: "CNY", limit_minor: 10_000n }]);
  assert.deepEqual(agreeWithin(yuan(400), by("wu", "operations"), lowered), { ok: true, value: "approved" });
  assert.deepEqual(agreeWithin(yuan(400), by("wu", "supervisor"), lowered), {
    ok: false,
    code: "above-own-limit",
    params: { amount: "0.00", currency: "CNY", may: "operations" },
  });
});

test("money that came wrong is let be within an own limit, else by whose limit reaches, and above all limits by two", () => {
  const says = (amount: number, staffId: string, role: string, agreedBy: string | null = null) => {
    const outcome = mayLetBe(yuan(amount), { staffId, role, agreedBy }, limits);
    return outcome.ok ? outcome.value : `${outcome.code} ${outcome.params["may"] ?? ""}`;
  };
  assert.equal(says(500, "lin", "supervisor"), "decided");
  assert.equal(says(500.01, "lin", "supervisor"), "above-own-limit operations");
  assert.equal(says(5_000, "wu", "operations"), "decided");
  assert.equal(says(5_000.01, "lin", "supervisor", "wu"), "above-own-limit operations");
  assert.equal(says(5_000.01, "wu", "operations"), "agreed");
  assert.equal(says(5_000.01, "wu", "operations", "wu"), "agreed-already ");
  assert.equal(says(5_000.01, "zhao", "operations", "wu"), "decided");
});

test("whatever the sum and the roles, it is approved only by as many others as it needs", () => {
  const role = fc.constantFrom(...roles, "warehouse");
  const person = fc.record({ staffId: fc.constantFrom("lin", "wu", "zhao", "he"), role });
  fc.assert(
    fc.property(fc.bigInt(1n, 2_000_000n), role, fc.array(person, { maxLength: 12 }), (minor, proposer, people) => {
      const sum = { minor, currency: "CNY" };
      const needed = approvalsNeeded(sum, proposer);
      if (needed === 0) return assert.ok(minor <= (limits.of(proposer, "CNY") ?? 0n));
      const approvedBy: string[] = [];
      for (const { staffId, role: own } of people) {
        const outcome = agree(sum, { staffId, role: own, proposedBy: "lin", approvedBy, needed });
        if (!outcome.ok) continue;
        approvedBy.push(staffId);
        assert.equal(outcome.value, approvedBy.length === needed ? "approved" : "awaiting-approval");
        if (outcome.value === "approved") break;
      }
      assert.ok(!approvedBy.includes("lin"));
      assert.equal(new Set(approvedBy).size, approvedBy.length);
      assert.ok(approvedBy.length <= needed);
    }),
  );
});

test("where nobody has a limit in the currency the refusal says so, and one of operations is the first of two", () => {
  const euros = { minor: 1n, currency: "EUR" };
  const code = (outcome: { ok: boolean; code?: string; value?: string }) => outcome.code ?? outcome.value;
  assert.equal(code(agreeWithin(euros, by("wu", "supervisor", [], 2), limits)), "no-limit-in-currency");
  assert.equal(code(agreeWithin(euros, by("wu", "operations", [], 2), limits)), "awaiting-approval");
  const saying = { staffId: "lin", role: "supervisor", agreedBy: null };
  assert.equal(code(mayLetBe(euros, saying, limits)), "no-limit-in-currency");
  const added = limitsOf([{ what: "supervisor", currency: "EUR", limit_minor: 100n }]);
  assert.equal(code(mayLetBe(euros, saying, added)), "decided");
});
