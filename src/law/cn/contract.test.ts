import assert from "node:assert/strict";
import { test } from "node:test";
import { lawRegister } from "../register.ts";
import { codesOf, type Story, sampleRoute, yuan } from "../sample-facts.ts";

const cancelled: Story = {
  notice: "2026-03-04",
  seller: { cancelledAt: "2026-03-03T10:00:00+08:00", cancelsBecause: "out-of-stock" },
};

test("CN-CON-01 ex: a paid order cancelled as out of stock is a breach: perform or compensate", () => {
  const decided = sampleRoute("before-shipment", cancelled);
  assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["ALLOW", "refund-only", yuan("100.00")]);
  assert.ok(decided.remedies.some(({ remedy, decision }) => remedy === "reship" && decision === "ALLOW"));
  assert.deepEqual(
    decided.obligations.map(({ code, rule }) => [code, rule]),
    [["perform-or-compensate", "CN-CON-01"]],
  );
});

test("CN-CON-01 ex: an obvious price typo told the same day is for a person, 90 days long for a court", () => {
  const seller = { ...cancelled.seller, cancelsBecause: "price-error" } as const;
  const decided = sampleRoute("before-shipment", { ...cancelled, seller });
  assert.equal(decided.decision, "REVIEW");
  // 90 days after 2026-03-03.
  assert.deepEqual(decided.because.find(({ code }) => code === "price-error-claimed")?.params, {
    lastDay: "2026-06-01",
  });
});

test("A29: the app says that the contract forms on dispatch: the term is void, cancelling a breach", () => {
  const seller = { ...cancelled.seller, terms: ["contract-forms-on-dispatch" as const] };
  const decided = sampleRoute("before-shipment", { ...cancelled, seller });
  assert.deepEqual(decided.warnings, [
    { code: "shop-term-void", params: { term: "contract-forms-on-dispatch" }, rule: "CN-CON-01" },
  ]);
  assert.ok(codesOf(decided).includes("seller-cancelled"));
});

const late: Story = {
  notice: "2026-03-10",
  claim: { reason: "late-delivery" },
  delivery: { shippedAt: "2026-03-02T10:00:00+08:00", promisedFor: "2026-03-05T23:59:59+08:00" },
};

test("CN-DLV-02: delay that defeats the purpose undoes the contract", () => {
  const decided = sampleRoute("non-delivery", { ...late, defect: { purposeDefeated: "established" } });
  assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["ALLOW", "refund-only", yuan("100.00")]);
  const delivery = { ...late.delivery, deliveredAt: "2026-03-09T10:00:00+08:00" };
  const arrived = sampleRoute("non-delivery", { ...late, delivery, defect: { purposeDefeated: "established" } });
  assert.deepEqual([arrived.remedy, arrived.freightPayer], ["return", "seller"]);
});

test("CN-DLV-02: whether the purpose is defeated, or urging was given time, is for a person", () => {
  const urged = { ...late, delivery: { ...late.delivery, urgedAt: "2026-03-07T10:00:00+08:00" } };
  for (const story of [{ ...late, defect: { purposeDefeated: "claimed" } } as const, urged]) {
    const decided = sampleRoute("non-delivery", story);
    assert.deepEqual([decided.decision, decided.remedy], ["REVIEW", "refund-only"]);
  }
});

test("CN-DLV-02: where no day was promised, whether it is late is for a person", () => {
  const decided = sampleRoute("non-delivery", { ...late, delivery: { ...late.delivery, promisedFor: null } });
  assert.deepEqual([decided.decision, codesOf(decided)[0]], ["REVIEW", "no-day-promised"]);
});

test("CN-DLV-02: delay alone is made good, and before the promised day there is none", () => {
  const decided = sampleRoute("non-delivery", late);
  assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["REVIEW", "price-reduction", null]);
  assert.deepEqual(
    decided.obligations.map(({ code }) => code),
    ["make-good-the-delay"],
  );
  const early = sampleRoute("non-delivery", { ...late, notice: "2026-03-05" });
  assert.deepEqual([early.decision, codesOf(early)], ["DENY", ["not-late"]]);
});

test("CN-ECL: the duties of the E-Commerce Law are in the register to be cited", () => {
  const listed = new Set(lawRegister("cn").map(({ rule }) => rule));
  for (const article of [16, 17, 18, 21, 22, 28, 39, 53, 55, 57, 58, 60, 63])
    assert.ok(listed.has(`CN-ECL-${article}`));
  assert.ok(listed.has("CN-PRE-DEP"));
});
