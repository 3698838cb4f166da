import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { receiptInputs } from "#domains/payments";
import { currency, fromWire, money, toWire } from "#kernel/money";
import { type FrozenOrder, type Returned, refundEntitlement } from "#law";
import { recompute } from "../../../../web/shared/receipt/recompute.ts";
import { feeTaken, withheldFrom } from "../../returns/rules/refund-amount.ts";
import type { Receipt } from "../contract.ts";

const cny = currency("CNY");
const wire = (minor: bigint) => toWire(money(minor, cny));

/** The receipt of a refund, with its inputs or as it was before they were kept. */
function receiptFor(order: FrozenOrder, returned: Returned, version: 1 | 2): Receipt {
  const entitled = refundEntitlement(order, returned);
  const steps = entitled.steps.map(({ code, params, amount }) => ({
    code,
    params: { ...params },
    amount: wire(amount),
  })) as Receipt["steps"];
  if (returned.refundedBefore > 0n)
    steps.push({ code: "refunded-before", params: {}, amount: wire(-returned.refundedBefore) });
  return {
    ...(version === 2 ? { version, inputs: receiptInputs(order, returned) } : {}),
    steps,
    total: wire(entitled.refund),
    shortfall: null,
  };
}

const orders = fc
  .array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 5 }),
      listPrice: fc.bigInt(0n, 50_000n),
      off: fc.integer({ min: 0, max: 90 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .chain((lines) =>
    fc.record({
      lines: fc.constant(lines),
      back: fc.tuple(...lines.map(({ quantity }) => fc.integer({ min: 0, max: quantity }))),
      fault: fc.boolean(),
      threshold: fc.bigInt(1n, 100_000n),
      refundedBefore: fc.bigInt(0n, 5_000n),
      freight: fc.bigInt(0n, 2_000n),
    }),
  )
  .map(({ lines, back, fault, threshold, refundedBefore, freight }) => {
    const priced = lines.map(({ quantity, listPrice, off }, i) => {
      const list = listPrice * BigInt(quantity);
      return { id: `L${i}`, quantity, listPrice, paid: list - (list * BigInt(off)) / 100n, points: 0n };
    });
    const order: FrozenOrder = {
      currency: cny,
      lines: priced,
      promotions: [
        {
          id: "P",
          funder: "shop",
          shares: Object.fromEntries(priced.map((l) => [l.id, l.listPrice * BigInt(l.quantity) - l.paid])),
          steps: [{ from: threshold, off: 1_000n }],
          onPartialReturn: "re-price",
        },
      ],
      freight: {
        charged: freight,
        waived: 0n,
        freeFrom: 0n,
        measure: "list",
        deductWaived: false,
        refundCharged: fault,
      },
      gifts: [],
      coupons: [],
    };
    const now = Object.fromEntries(
      priced.map((l, i) => [l.id, fault ? { sellersFault: back[i] ?? 0 } : { changedMind: back[i] ?? 0 }]),
    );
    return { order, returned: { before: {}, now, refundedBefore } };
  });

test("whatever was bought and comes back: the receipt, read from the wire, gives the same total to anybody", () => {
  fc.assert(
    fc.property(orders, ({ order, returned }) => {
      const receipt: Receipt = JSON.parse(JSON.stringify(receiptFor(order, returned, 2)));
      const again = recompute(receipt, refundEntitlement);
      assert.deepEqual([again.off, again.from], [null, "inputs"]);
      assert.deepEqual(toWire(again.total), receipt.total);
    }),
  );
});

/** The same with a fee and a deduction, as the case takes them off. */
const lessened = fc
  .tuple(orders, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  .map(([{ order, returned }, feePercent, keptPercent]) => {
    const receipt = receiptFor(order, returned, 2);
    const full = fromWire(receipt.total).minor;
    const fee = (full * BigInt(feePercent)) / 100n;
    const kept = ((full - fee) * BigInt(keptPercent)) / 100n;
    const charged = feeTaken(receipt, fee, cny);
    return { receipt: withheldFrom(charged, kept, full - fee - kept, cny), left: full - fee - kept };
  });

test("what a promise takes off and what was agreed to be kept are inputs too: the total is found from what was bought", () => {
  fc.assert(
    fc.property(lessened, ({ receipt, left }) => {
      const again = recompute(JSON.parse(JSON.stringify(receipt)), refundEntitlement);
      assert.deepEqual([again.off, again.from, again.total.minor], [null, "inputs", left]);
      const touched = recompute({ ...receipt, total: wire(left + 1n) }, refundEntitlement);
      assert.deepEqual(touched.off, money(1n, cny));
    }),
  );
});

test("a fee or a deduction from before they were inputs is still taken from its step", () => {
  fc.assert(
    fc.property(lessened, ({ receipt: { inputs: _, version: __, ...old } }) => {
      const again = recompute(old, refundEntitlement);
      assert.deepEqual([again.off, again.from], [null, "steps"]);
    }),
  );
});

test("a receipt from before its inputs were kept is still added up", () => {
  fc.assert(
    fc.property(orders, ({ order, returned }) => {
      const again = recompute(receiptFor(order, returned, 1), refundEntitlement);
      assert.deepEqual([again.off, again.from], [null, "steps"]);
    }),
  );
});

test("a receipt whose total, step or input was touched says by how much it is off", () => {
  fc.assert(
    fc.property(orders, fc.bigInt(1n, 500n), ({ order, returned }, more) => {
      const receipt = receiptFor(order, returned, 2);
      const total = refundEntitlement(order, returned).refund;
      const again = recompute({ ...receipt, total: wire(total + more) }, refundEntitlement);
      assert.deepEqual(again.off, money(more, cny));
    }),
  );
});
