import assert from "node:assert/strict";
import { test } from "node:test";
import { decide, type PolicyOnWire, parseFacts, policySchema } from "#law";
import { noTerms, promiseTerms, termsTogether } from "./promise-terms.ts";
import { whatIsOffered } from "./what-is-offered.ts";

const thirtyDays: NonNullable<PolicyOnWire["clauses"]>[number] = {
  id: "thirty-days",
  reasons: ["no-longer-wanted"],
  remedies: ["return"],
  window: { days: 30, from: "delivered" },
  waysBack: ["store", "refused-at-door"],
  fee: { basisPoints: 500 },
};

function terms(day: string, clauses = [thirtyDays], reason: "no-longer-wanted" | "quality-fault" = "no-longer-wanted") {
  const read = parseFacts({
    country: "CN",
    zone: "Asia/Shanghai",
    orderedAt: "2026-11-01T09:00:00+08:00",
    channel: "online",
    scope: { region: "广东省广州市" },
    goods: { category: "other" },
    delivery: { shippedAt: "2026-11-01T12:00:00+08:00", deliveredAt: "2026-11-02T09:00:00+08:00" },
    claim: { reason: reason === "quality-fault" ? "quality" : reason, noticeAt: `${day}T10:00:00+08:00`, evidence: [] },
    money: { paid: { amount: "99.90", currency: "CNY" } },
  });
  assert.ok(read.ok);
  const policy = policySchema.parse({ id: "p", version: "1", effectiveFrom: "2026-01-01", clauses });
  const decision = decide(read.value, policy);
  const standing = whatIsOffered("return-and-refund", reason, "delivered", decision);
  const { ways, feeMinor } = promiseTerms(
    { kind: "return-and-refund", reason, paidMinor: 9_990n },
    decision,
    standing,
    policy,
  );
  return [standing.route, ways, feeMinor];
}

test("while the statute gives the same, a promise names no way and takes no fee", () => {
  const [, ways, fee] = terms("2026-11-05");
  assert.deepEqual([ways, fee], [null, 0n]);
});

test("beyond the statute the ways of the promise hold, and its share of what was paid", () => {
  assert.deepEqual(terms("2026-11-20"), ["promise", ["store"], 500n]);
});

test("of two promises that hold the shopper has the lesser fee and all their ways", () => {
  const kinder = { ...thirtyDays, id: "members", waysBack: ["pickup" as const], fee: { minor: "200" } };
  assert.deepEqual(terms("2026-11-20", [thirtyDays, kinder]), ["promise", ["store", "pickup"], 200n]);
  assert.deepEqual(terms("2026-11-20", [thirtyDays, { ...kinder, waysBack: [], fee: null }]), ["promise", null, 0n]);
});

test("a promise for a province or a city holds there and nowhere else", () => {
  const route = (regions: string[]) => terms("2026-11-20", [{ ...thirtyDays, scope: { regions } }])[0];
  assert.deepEqual(
    [route(["CN"]), route(["广东"]), route(["广东省广州市"]), route(["广州市"]), route(["浙江"]), route(["深圳市"])],
    ["promise", "promise", "promise", "promise", null, null],
  );
});

test("lines that go together pay their fees together and go by a way that all of them may", () => {
  const by = (...ways: ("store" | "pickup")[]) => ({ ways, feeMinor: 100n });
  assert.deepEqual(termsTogether([by("store", "pickup"), by("pickup"), noTerms]), { ways: ["pickup"], feeMinor: 200n });
  assert.deepEqual(termsTogether([by("store"), by("pickup")]), { ways: null, feeMinor: 200n });
});
