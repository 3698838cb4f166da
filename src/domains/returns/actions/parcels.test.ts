import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { type Db, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, type World } from "../../../../tests/support/world.ts";
import { onParcelExpected, onParcelMoved } from "../reactions/on-parcels.ts";
import { approveCase } from "./approve-case.ts";
import { requestReturn } from "./request-return.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");
const app = (db: Db) => ({ db, log: undefined as never, jobs: { send: async () => {} }, nudge: () => {} });

async function withApproved(
  work: (parts: { db: Db; world: World; row: () => Promise<Record<string, unknown>>; tell: Teller }) => Promise<void>,
): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      const asked = await requestReturn.execute(as(db, shopper(world.customerId)), {
        number: order.number,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines: [{ lineId: order.lineIds[0], quantity: 1 }],
      });
      assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
      const number = asked.outcome.value.cases[0]?.number;
      const approved = await approveCase.execute(as(db, merchant(world.merchantId)), { number });
      assert.ok(approved.outcome.ok, JSON.stringify(approved.outcome));
      const row = async () => {
        const [found] = await db.withTx(system("test"), (tx) =>
          tx.rows<Record<string, unknown>>(
            "select customer_id, id, goods_state, waiting_on, due_action, way_back, carrier, tracking_number from returns.return_case",
          ),
        );
        assert.ok(found);
        return found;
      };
      const told = await row();
      const tell: Teller = async (state, more = {}) => {
        const payload = {
          subjectKind: "case",
          subjectId: told["id"],
          direction: "return",
          way: "pickup",
          carrier: "sf",
          trackingNumber: "SF1234567890123",
          state,
          ...more,
        };
        await onParcelMoved.react(app(db), {
          kind: "logistics.shipment-moved",
          customerId: told["customer_id"],
          payload,
        } as never);
      };
      await work({ db, world, row, tell });
    },
    { clock },
  );
}
type Teller = (state: string, more?: Record<string, unknown>) => Promise<void>;

test("Goods asked back have one parcel with logistics, however often it is told", async () => {
  await withApproved(async ({ db }) => {
    const [fact] = await db.withTx(system("test"), (tx) =>
      tx.rows<{ customer_id: string; kind: string; payload: object }>(
        "select customer_id, kind, payload from platform.outbox where kind = 'returns.approved'",
      ),
    );
    for (let twice = 0; twice < 2; twice++)
      await onParcelExpected.react(app(db), { ...fact, customerId: fact?.customer_id } as never);
    const parcels = await db.withTx(system("test"), (tx) =>
      tx.rows("select direction, purpose, state, subject_kind from logistics.shipment"),
    );
    assert.deepEqual(parcels, [{ direction: "return", purpose: "return", state: "expected", subject_kind: "case" }]);
  });
});

test("A courier took it, and it was delivered: the case follows, and from then on the merchant's silence pays", async () => {
  await withApproved(async ({ row, tell }) => {
    await tell("picked-up");
    assert.deepEqual(await standing(row), ["in-transit", "warehouse", "hand-to-platform", "pickup"]);
    await tell("picked-up");
    await tell("delivered");
    assert.deepEqual(await standing(row), ["in-transit", "warehouse", "refund", "pickup"]);
    await tell("in-transit");
    await tell("delivered");
    assert.deepEqual(
      await standing(row),
      ["in-transit", "warehouse", "refund", "pickup"],
      "late and repeated words change nothing",
    );
  });
});

test("The first that is heard of a parcel may be that it was delivered", async () => {
  await withApproved(async ({ row, tell }) => {
    await tell("delivered", { way: "self-ship" });
    assert.deepEqual(await standing(row), ["in-transit", "warehouse", "refund", "self-ship"]);
  });
});

test("A courier who is only booked has nothing yet", async () => {
  await withApproved(async ({ row, tell }) => {
    await tell("expected", { way: "pickup", trackingNumber: null });
    assert.equal((await row())["goods_state"], "awaiting-shipment");
  });
});

async function standing(row: () => Promise<Record<string, unknown>>) {
  const found = await row();
  return [found["goods_state"], found["waiting_on"], found["due_action"], found["way_back"]];
}
