import assert from "node:assert/strict";
import { askCollection, noPaymentProvider, payments } from "#domains/payments";
import { newId } from "#kernel/ids";
import { type Db, system, type Tx } from "#platform/db";
import { requestReturn } from "../../src/domains/returns/actions/request-return.ts";
import { as, type Order, placeOrder, shopper, type World } from "./world.ts";

/** Something to pay for an order: the difference of an exchange. */
export function asked(db: Db, world: World, order: Order, changes: { amountMinor?: bigint; causeId?: string } = {}) {
  const amountMinor = changes.amountMinor ?? 3_000n;
  const amount = { amount: `${amountMinor / 100n}.${String(amountMinor % 100n).padStart(2, "0")}`, currency: "CNY" };
  return inSystem(db, (tx) =>
    askCollection(tx, {
      customerId: world.customerId,
      orderId: order.id,
      merchantId: world.merchantId,
      causeKind: "exchange-difference",
      causeId: changes.causeId ?? newId(),
      causeNumber: "AS-1",
      amountMinor,
      currency: "CNY",
      receipt: { steps: [{ code: "price-difference", params: {}, amount }], total: amount, shortfall: null },
      expiresAt: tx.now.add({ hours: 48 }),
    }),
  );
}

/** The number of a case about one line of a new order. */
export async function openCase(db: Db, world: World, paid = 20_000n): Promise<{ number: string; order: Order }> {
  const order = await placeOrder(db, world, { lines: [{ list: paid }] });
  const { outcome } = await requestReturn.execute(as(db, shopper(world.customerId)), {
    number: order.number,
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    lines: [{ lineId: order.lineIds[0] ?? "", quantity: 1 }],
  });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return { number: outcome.value.cases[0]?.number ?? "", order };
}

export function inSystem<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.withTx(system("test"), work);
}

/** Every invariant of money holds. */
export async function balanced(db: Db): Promise<void> {
  for (const { name, violations } of payments(noPaymentProvider()).invariants ?? [])
    assert.deepEqual(await inSystem(db, violations), [], name);
}
