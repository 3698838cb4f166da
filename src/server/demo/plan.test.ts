import assert from "node:assert/strict";
import { test } from "node:test";
import { orderInput } from "#contract/orders";
import { roles } from "#contract/parties";
import { caseKinds } from "#contract/returns";
import { rightsOf } from "#domains/parties";
import { caseLifecycle, disputeLifecycle, goodsLifecycle, moneyLifecycle, outboundLifecycle } from "#domains/returns";
import { parseFacts } from "#law";
import { drawings } from "../../../web/shared/components/picture-drawings.ts";
import { checkPolicy } from "../../domains/returns/rules/check-policy.ts";
import { planDemo } from "./plan.ts";
import { demoPolicies } from "./policies.ts";

const now = Temporal.Instant.from("2026-11-21T06:00:00Z");
const plan = planDemo("aftercare", now);
const inputs = plan.orders.map((order) => order.input(order.number));
const ends = plan.cases.flatMap((one) => one.ends);

test("The demo shop has the size it promises", () => {
  const { merchants, products, shoppers } = plan;
  assert.deepEqual([merchants.length, products.length, shoppers.length, inputs.length], [30, 500, 5_000, 20_000]);
  assert.ok(ends.length >= 600 && ends.length <= 700, `${ends.length} cases`);
});

test("The same seed and instant plan the same shop, another seed another", () => {
  const shown = (seed: string) => {
    const { orders, cases, ...rest } = planDemo(seed, now, 0.02);
    return JSON.stringify(
      [
        orders.map((order) => order.input(order.number)),
        cases.map(({ steps, ends, order }) => [steps, ends, order.number]),
        rest,
      ],
      (_key, value) => (typeof value === "bigint" ? `${value}` : value),
    );
  };
  assert.equal(shown("one"), shown("one"));
  assert.notEqual(shown("one"), shown("two"));
});

test("Every kind is asked for, and every state of every axis that can rest occurs", () => {
  const seen = (axis: keyof (typeof ends)[number]) => [...new Set(ends.map((end) => end[axis]))].sort();
  assert.deepEqual(seen("caseState"), [...caseLifecycle.states].sort());
  assert.deepEqual(seen("goodsState"), [...goodsLifecycle.states].sort());
  assert.deepEqual(seen("moneyState"), [...moneyLifecycle.states].sort());
  assert.deepEqual(seen("outboundState"), [...outboundLifecycle.states].sort());
  // A final ruling is carried out in the commit that gives it.
  assert.deepEqual(seen("disputeState"), disputeLifecycle.states.filter((state) => state !== "final").sort());
  const asked = plan.cases.flatMap(({ steps }) => steps.flatMap((step) => (step.do === "request" ? step.kind : [])));
  assert.deepEqual([...new Set(asked)].sort(), [...caseKinds].sort());
  assert.ok(new Set(ends.map((end) => Object.values(end).join())).size >= 45, "and many ways they come together");
});

test("Nothing in the plan lies in the future, nor before the shop sold anything", () => {
  const oldest = now.subtract({ hours: 181 * 24 }).epochMilliseconds;
  for (const { placedMs } of plan.orders) assert.ok(placedMs > oldest && placedMs < now.epochMilliseconds);
  for (const { steps, order } of plan.cases) {
    const moments = [order.placedMs, ...steps.map(({ atMs }) => atMs), now.epochMilliseconds];
    assert.deepEqual(
      moments,
      moments.toSorted((a, b) => a - b),
      order.number,
    );
  }
});

test("Numbers, phones, mail addresses and tracking numbers are given once", () => {
  const once = (list: readonly string[]) => assert.equal(new Set(list).size, list.length);
  once(inputs.map(({ number }) => number));
  once(plan.shoppers.map(({ phone }) => phone));
  once(plan.shoppers.map(({ email }) => email));
  once(plan.staff.map(({ email }) => email));
  once(plan.products.map(({ title }) => title));
  once(inputs.flatMap(({ tenders }) => tenders.map(({ reference }) => reference)));
});

test("Phones are of nobody: four zeros follow the prefix", () => {
  for (const { phone, email } of plan.shoppers) {
    assert.match(phone, /^1[3-9]\d0000\d{4}$/);
    assert.match(email, /@example\.cn$/);
  }
});

test("Orders are told in the shape of the import, and paid to the fen", () => {
  for (const input of inputs.filter((_, i) => i % 40 === 0))
    assert.ok(orderInput.safeParse(input).success, input.number);
  const fen = (amount: string) => Math.round(Number(amount) * 100);
  const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
  for (const input of inputs.filter(({ cancelledAt }) => cancelledAt === undefined)) {
    const goods = sum(input.lines.map((line) => (line.isGift ? 0 : fen(line.unitPrice) * line.quantity)));
    const off = [...input.promotions.map((one) => one.off), ...input.lines.flatMap((line) => line.points ?? [])];
    const due = goods - sum(off.map(fen)) + fen(input.freight);
    assert.equal(sum(input.tenders.map(({ amount }) => fen(amount))), due, input.number);
  }
});

test("There is something of everything: unshipped, on its way, live, discounts, gifts, two tenders, two shops, two parcels, confirmations", () => {
  const some = (what: string, least: number, is: (input: (typeof inputs)[number]) => boolean) => {
    const found = inputs.filter(is).length;
    assert.ok(found >= least, `${what}: ${found}`);
  };
  some(
    "unshipped",
    80,
    ({ parcels, cancelledAt }) =>
      cancelledAt === undefined && parcels.every(({ shippedAt }) => shippedAt === undefined),
  );
  some("on their way", 200, ({ parcels }) =>
    parcels.some(({ shippedAt, deliveredAt }) => shippedAt !== undefined && deliveredAt === undefined),
  );
  some(
    "live",
    2_000,
    ({ context }) => context?.channel === "live" && context.host !== undefined && context.liveSession !== undefined,
  );
  some("with a threshold", 2_000, ({ promotions }) => promotions.some(({ threshold }) => threshold !== undefined));
  some("free freight", 5_000, ({ freeFreight }) => freeFreight !== undefined);
  some("with a gift", 200, ({ lines }) => lines.some(({ isGift }) => isGift));
  some("with two tenders", 1_000, ({ tenders }) => tenders.length > 1);
  some("of two shops", 300, ({ lines }) => new Set(lines.map(({ merchantNumber }) => merchantNumber)).size > 1);
  some("in two parcels", 300, ({ parcels }) => parcels.length > 1);
  some("with what a live room said", 5, ({ liveRoom }) => liveRoom !== undefined);
  some("with a promise of the live room", 5, ({ lines }) => lines.some(({ promises }) => promises?.by === "live-room"));
  some("with a price compared with", 2, ({ lines }) => lines.some(({ comparison }) => comparison !== undefined));
  some("installed", 2, ({ parcels }) => parcels.some(({ installedAt }) => installedAt !== undefined));
  some("to Berlin", 2, ({ country, withdrawal }) => country === "DE" && withdrawal?.informed === false);
  some("with a confirmation", 3_000, ({ lines }) => lines.some(({ confirmation }) => confirmation !== undefined));
});

test("Categories speak the law's words and pictures are among those that can be drawn", () => {
  for (const { code, lawCategory, specialClass, confirmationClass, durable, listedAs } of plan.categories) {
    const facts = parseFacts({
      country: "CN",
      zone: "Asia/Shanghai",
      orderedAt: "2026-11-01T00:00:00Z",
      goods: { category: lawCategory, specialClass, confirmationClass, durable, listedAs },
      claim: { reason: "quality", noticeAt: "2026-11-02T00:00:00Z" },
      money: { paid: { amount: "1.00", currency: "CNY" } },
    });
    assert.ok(facts.ok, `${code}: ${facts.ok ? "" : JSON.stringify(facts.params)}`);
  }
  for (const { picture } of plan.products) assert.ok((picture.split(":")[0] as string) in drawings, picture);
});

test("Somebody is there in every role, and each of them may do something", () => {
  assert.deepEqual([...new Set(plan.staff.map(({ role }) => role))].sort(), [...roles].sort());
  assert.deepEqual(
    [...new Set(plan.staff.filter(({ shown }) => shown).map(({ role }) => role))].sort(),
    [...roles].sort(),
  );
  for (const { role } of plan.staff) assert.ok(rightsOf(role).size > 0, role);
  for (const { number } of plan.merchants)
    assert.ok(
      plan.staff.some(({ merchantNumber }) => merchantNumber === number),
      number,
    );
});

test("What the shops of the demo promise passes the law's check", () => {
  for (const { id, version, merchantNumber, body, effectiveMs } of demoPolicies(now.epochMilliseconds)) {
    const on = Temporal.Instant.fromEpochMilliseconds(effectiveMs);
    const owner = merchantNumber === null ? "platform" : "merchant";
    const errors = checkPolicy(body, { on, effectiveFrom: on, owner }).filter(({ severity }) => severity === "error");
    assert.deepEqual(errors, [], `${id}@${version}`);
  }
});
