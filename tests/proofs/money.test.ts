import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LoadedLine } from "#domains/orders";
import { cumulativeShare, currency } from "#kernel/money";
import { spreadOverTenders } from "../../src/domains/payments/rules/spread-over-tenders.ts";
import type { Priced } from "../../src/domains/returns/rules/refund-amount.ts";
import { type Coming, receiptOf, refundAmount } from "../../src/domains/returns/rules/refund-amount.ts";
import { type AnyOrder, anyOrder, orderOf } from "../support/any-order.ts";

// What the money of returns promises, over random orders frozen by the real rules and random ways of giving them back in cases.
// A failure prints its seed and the smallest order that still fails; `fc.assert(…, { seed, path })` plays it again.

type Cause = "changed-mind" | "sellers-fault";
type Case = { readonly coming: readonly Coming[]; readonly why: Cause };
type Settled = {
  readonly entitled: Priced;
  readonly refund: bigint;
  readonly refundedBefore: bigint;
  readonly lines: readonly LoadedLine[];
  readonly shares: readonly bigint[];
};

test("no refund is below nothing, all together never exceed what was captured, and each is spread exactly within its tenders", () =>
  always(anyWayBack, ({ order, cases }) => {
    let sum = 0n;
    const taken = order.frozen.tenders.map(() => 0n);
    for (const { refund, shares } of settle(order, cases)) {
      assert.ok(refund >= 0n);
      sum += refund;
      assert.equal(total(shares), refund);
      for (const [i, share] of shares.entries()) {
        assert.ok(share >= 0n);
        taken[i] = (taken[i] ?? 0n) + share;
      }
    }
    assert.ok(sum <= order.frozen.paidMinor);
    for (const [i, tender] of order.frozen.tenders.entries()) assert.ok((taken[i] ?? 0n) <= tender.capturedMinor);
  }));

test("a refund is the sum of its units, what earlier returns get back and freight; its receipt adds up to it", () =>
  always(anyWayBack, ({ order, cases }) => {
    for (const { entitled, refundedBefore, lines } of settle(order, cases)) {
      const units = total(entitled.units.map(({ amount }) => amount));
      assert.equal(units + entitled.releasedFromEarlier + entitled.freight, entitled.refund);
      for (const { amount } of entitled.units) assert.ok(amount >= 0n);
      const receipt = receiptOf(entitled, refundedBefore, order.order.currency, lines);
      const steps = total(receipt.steps.map(({ amount }) => BigInt(amount.amount.replace(".", ""))));
      assert.equal(steps > 0n ? steps : 0n, entitled.refund);
    }
  }));

test("the refunds add up to what was paid less what the kept goods cost, at the point where that was most", () =>
  always(anyWayBack, ({ order, cases }) => {
    let most = 0n;
    let sum = 0n;
    for (const [i, { refund }] of settle(order, cases).entries()) {
      const declared = declaredEntitlement(order, cases.slice(0, i + 1));
      if (declared > most) most = declared;
      sum += refund;
      assert.equal(sum, most);
    }
  }));

test("everything back for the seller's fault brings back everything that was paid, freight and tax with it", () =>
  always(everythingBack(["sellers-fault"]), ({ order, cases }) => {
    assert.equal(total(settle(order, cases).map(({ refund }) => refund)), order.frozen.paidMinor);
  }));

test("everything back for a change of mind brings back all that was paid for goods, whatever was priced anew on the way", () =>
  always(everythingBack(["changed-mind"]), ({ order, cases }) => {
    const goods = total(order.lines.filter((line) => !line.is_adjustment).map(paidWithTax));
    assert.equal(total(settle(order, cases).map(({ refund }) => refund)), goods);
  }));

test("where nothing is priced anew: one case, many cases, or another order of the same give the same total", () =>
  always(anyTwoWaysBack, ({ order, cases, otherwise }) => {
    const plain = nothingPricedAnew(order);
    const sum = (way: readonly Case[]) => total(settle(plain, way).map(({ refund }) => refund));
    assert.equal(sum(otherwise), sum(cases));
  }));

test("where nothing is priced anew every unit brings its share of its line, and the shares add up to the line", () =>
  always(everythingBack(["changed-mind", "sellers-fault"]), ({ order, cases }) => {
    const plain = nothingPricedAnew(order);
    const byLine = new Map<string, bigint>();
    for (const { entitled } of settle(plain, cases))
      for (const { line, amount } of entitled.units) byLine.set(line, (byLine.get(line) ?? 0n) + amount);
    for (const line of plain.lines)
      if (!line.is_gift && !line.is_adjustment) assert.equal(byLine.get(line.id), paidWithTax(line), line.id);
  }));

// 300, 10 and 290 with 200 off from 300: 400 paid. The discount is lost only when what is kept falls below 300.
const threeHundred = orderOf({
  freight: "0",
  lines: ["300.00", "10.00", "290.00"].map((unitPrice, i) => ({
    productNumber: `P${i}`,
    title: unitPrice,
    merchantNumber: "M1",
    categoryCode: "general",
    quantity: 1,
    unitPrice,
  })),
  promotions: [{ code: "MJ", label: "满300减200", funder: "shop", off: "200.00", threshold: "300.00" }],
  tenders: [{ kind: "wechat-pay", reference: "W", amount: "400.00" }],
});
const [line300 = "", line10 = "", line290 = ""] = threeHundred.lines.map(({ id }) => id);

for (const [says, way, refunds] of [
  // 10 and 290 still reach 300; then 290 alone costs its full price, which is more than was held back: nothing more is due.
  ["the 300 and then the 10: 200.00, then nothing", [line300, line10], [20_000n, 0n]],
  ["the 10 and then the 300: 6.67, then 103.33", [line10, line300], [667n, 10_333n]],
  ["all three: 400.00 in the end", [line300, line10, line290], [20_000n, 0n, 20_000n]],
  ["all three the other way round: 400.00 too", [line290, line10, line300], [19_333n, 667n, 20_000n]],
] as const)
  test(`满300减200 on 300, 10 and 290, back for a change of mind ${says}`, () => {
    const cases = way.map((lineId): Case => ({ coming: [{ lineId, quantity: 1 }], why: "changed-mind" }));
    assert.deepEqual(
      settle(threeHundred, cases).map(({ refund }) => refund),
      refunds,
    );
  });

test("满300减200 on 300, 10 and 290, the 300 faulty and then the 10 for a change of mind: the fault costs no discount", () => {
  const cases: Case[] = [
    { coming: [{ lineId: line300, quantity: 1 }], why: "sellers-fault" },
    { coming: [{ lineId: line10, quantity: 1 }], why: "changed-mind" },
  ];
  assert.deepEqual(
    settle(threeHundred, cases).map(({ refund }) => refund),
    [20_000n, 667n],
  );
});

/** Plays the cases one after the other, as the money of each falls due, and takes each refund off the tenders. */
function settle({ order, lines, frozen }: AnyOrder, cases: readonly Case[]): Settled[] {
  const tenders = frozen.tenders.map(({ tenderNo, capturedMinor }) => ({
    id: String(tenderNo),
    capturedMinor,
    reservedMinor: 0n,
    refundedMinor: 0n,
  }));
  let now = lines;
  let refundedBefore = 0n;
  return cases.map(({ coming, why }) => {
    const entitled = refundAmount(order, now, coming, why, {
      refundedBefore,
      freightComesBack: why === "sellers-fault",
    });
    const spread = spreadOverTenders(entitled.refund, currency(order.currency), tenders);
    assert.ok(spread.ok, "there is room for what is due");
    const shares = tenders.map(({ id }) => spread.value.find(({ tenderId }) => tenderId === id)?.minor ?? 0n);
    for (const [i, tender] of tenders.entries()) tender.refundedMinor += shares[i] ?? 0n;
    const settled = { entitled, refund: entitled.refund, refundedBefore, lines: now, shares };
    refundedBefore += entitled.refund;
    now = now.map((line) => givenBack(line, coming, why));
    return settled;
  });
}

function givenBack(line: LoadedLine, coming: readonly Coming[], why: Cause): LoadedLine {
  let left = coming.find(({ lineId }) => lineId === line.id)?.quantity ?? 0;
  return {
    ...line,
    units: line.units.map((unit) => (unit.back === null && left-- > 0 ? { ...unit, back: why } : unit)),
  };
}

/**
 * The rule in its own words: what was paid, less what the kept goods cost. They cost their share of what was paid, and their
 * share of each threshold discount that what is left in the order no longer reaches. A gift kept without the goods costs its
 * stated price; freight comes back with the last unit when the seller failed.
 */
function declaredEntitlement({ order, lines }: AnyOrder, cases: readonly Case[]): bigint {
  const backOf = (line: LoadedLine, why: Cause) =>
    cases
      .filter((one) => one.why === why)
      .flatMap(({ coming }) => coming)
      .filter(({ lineId }) => lineId === line.id)
      .reduce((units, { quantity }) => units + quantity, 0);
  const goods = lines.filter((line) => !line.is_adjustment && !line.is_gift);
  const minded = (line: LoadedLine) => backOf(line, "changed-mind");
  const keptOf = (line: LoadedLine) => line.quantity - minded(line) - backOf(line, "sellers-fault");
  const listed = (some: readonly LoadedLine[], units: (line: LoadedLine) => number) =>
    total(some.map((line) => line.unit_list_minor * BigInt(units(line))));
  const ofKept = (amount: bigint, line: LoadedLine) =>
    amount - cumulativeShare(amount, 0n, BigInt(line.quantity - keptOf(line)), BigInt(line.quantity));

  const paid = total(goods.map(paidWithTax));
  let cost = total(goods.map((line) => ofKept(paidWithTax(line), line)));
  for (const promotion of order.promotions) {
    if (promotion.thresholdMinor === null || promotion.afterPartialReturn === "keep") continue;
    const scope = goods.filter((line) => promotion.lineNos === null || promotion.lineNos.includes(line.line_no));
    const threshold = BigInt(promotion.thresholdMinor);
    const reached = listed(scope, ({ quantity }) => quantity) >= threshold;
    const reachedStill = listed(scope, (line) => line.quantity - minded(line)) >= threshold;
    if (!reached || reachedStill) continue;
    for (const line of scope)
      for (const discount of line.discounts)
        if (discount.code === promotion.code) cost += ofKept(BigInt(discount.minor), line);
  }
  const nothingKept = goods.every((line) => keptOf(line) === 0);
  if (nothingKept) {
    for (const gift of lines) if (gift.is_gift && keptOf(gift) > 0) cost += gift.gift_price_minor ?? 0n;
    const failed = lines.some((line) => backOf(line, "sellers-fault") > 0);
    if (failed)
      return paid - cost + order.freight_minor + total(lines.map((l) => (l.is_adjustment ? l.paid_minor : 0n)));
  }
  return paid - cost;
}

function paidWithTax({ paid_minor, tax_minor }: LoadedLine): bigint {
  return paid_minor + tax_minor;
}

/** No discount that a return can break, and no gift that has to be paid for when it is kept alone. */
function nothingPricedAnew({ frozen, order, lines }: AnyOrder): AnyOrder {
  const promotions = order.promotions.map((promotion) => ({ ...promotion, thresholdMinor: null }));
  return { frozen, order: { ...order, promotions }, lines: lines.map((line) => ({ ...line, gift_price_minor: null })) };
}

type WayBack = { readonly order: AnyOrder; readonly cases: readonly Case[] };
const causes: readonly Cause[] = ["changed-mind", "sellers-fault"];

/** Some of the units, in cases of one cause each. */
const anyWayBack: fc.Arbitrary<WayBack> = anyOrder.chain((order) =>
  fc
    .record({
      units: fc.shuffledSubarray(unitsOf(order)),
      cuts: cutsAt,
      whys: fc.infiniteStream(fc.constantFrom(...causes)),
    })
    .map(({ units, cuts, whys }) => ({
      order,
      cases: inCases(units, cuts, () => whys.next().value ?? "changed-mind"),
    })),
);

function everythingBack(allowed: readonly Cause[]): fc.Arbitrary<WayBack> {
  return anyOrder.chain((order) => {
    const units = unitsOf(order);
    return fc
      .record({
        units: fc.shuffledSubarray(units, { minLength: units.length }),
        cuts: cutsAt,
        whys: fc.infiniteStream(fc.constantFrom(...allowed)),
      })
      .map(({ units, cuts, whys }) => ({
        order,
        cases: inCases(units, cuts, () => whys.next().value ?? "changed-mind"),
      }));
  });
}

/** The same units for the same causes, in two orders and cut into cases in two ways. */
const anyTwoWaysBack: fc.Arbitrary<WayBack & { readonly otherwise: readonly Case[] }> = anyOrder.chain((order) => {
  const some = fc.shuffledSubarray(unitsOf(order));
  return fc.record({ some, faulty: fc.boolean(), share: fc.nat({ max: 100 }) }).chain(({ some, share }) => {
    const tagged = some.map((lineId, i): readonly [string, Cause] => [
      lineId,
      i * 100 < some.length * share ? "sellers-fault" : "changed-mind",
    ]);
    const way = fc.record({ units: fc.shuffledSubarray(tagged, { minLength: tagged.length }), cuts: cutsAt });
    return fc.record({ one: way, other: way }).map(({ one, other }) => ({
      order,
      cases: inCasesByCause(one.units, one.cuts),
      otherwise: inCasesByCause(other.units, other.cuts),
    }));
  });
});

const cutsAt = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 40, maxLength: 40 });

function unitsOf({ lines }: AnyOrder): string[] {
  return lines.flatMap(({ id, units }) => units.map(() => id));
}

function inCases(units: readonly string[], cuts: readonly number[], why: () => Cause): Case[] {
  const cases: Case[] = [];
  for (let at = 0, i = 0; at < units.length; i += 1) {
    const size = cuts[i % cuts.length] ?? 1;
    cases.push({ coming: counted(units.slice(at, at + size)), why: why() });
    at += size;
  }
  return cases;
}

/** A case has one cause: what was shuffled together is parted by it. */
function inCasesByCause(units: readonly (readonly [string, Cause])[], cuts: readonly number[]): Case[] {
  const cases: Case[] = [];
  for (let at = 0, i = 0; at < units.length; i += 1) {
    const size = cuts[i % cuts.length] ?? 1;
    const part = units.slice(at, at + size);
    for (const why of causes) {
      const coming = counted(part.filter(([, cause]) => cause === why).map(([lineId]) => lineId));
      if (coming.length > 0) cases.push({ coming, why });
    }
    at += size;
  }
  return cases;
}

function counted(ids: readonly string[]): Coming[] {
  return [...Map.groupBy(ids, (id) => id)].map(([lineId, all]) => ({ lineId, quantity: all.length }));
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

function always<T>(what: fc.Arbitrary<T>, holds: (value: T) => void): void {
  fc.assert(fc.property(what, holds), { numRuns: 1_000 });
}
