import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoadedLine, LoadedParcel, LockedOrder } from "#domains/orders";
import { factsSchema } from "#law";
import { factsOfLine } from "./facts-of-line.ts";

const first = parcelOf("first", "2026-03-02T09:00:00Z");
const second = parcelOf("second", "2026-03-09T09:00:00Z");

test("of an order in two parcels the law is told when the last of them came", () => {
  const { lastGoodAt, moreToCome } = deliveryTold([second, first]);
  assert.deepEqual([lastGoodAt, moreToCome], ["2026-03-09T09:00:00Z", false]);
});

test("while one is on its way the law is told that there is more to come", () =>
  assert.equal(deliveryTold([first, parcelOf("second", null)]).moreToCome, true));

test("a parcel by itself is the whole delivery", () => {
  const { lastGoodAt, moreToCome, deliveredAt } = deliveryTold([first]);
  assert.deepEqual([lastGoodAt, moreToCome, deliveredAt], [null, false, "2026-03-02T09:00:00Z"]);
});

function deliveryTold(parcels: readonly LoadedParcel[]) {
  const facts = factsOfLine(orderOf(), lineOf(), { parcel: first, parcels }, 1_000n, {
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    noticeAt: Temporal.Instant.from("2026-03-10T09:00:00Z"),
    condition: {},
    evidence: [],
  });
  return factsSchema.parse(facts).delivery;
}

function parcelOf(id: string, delivered: string | null): LoadedParcel {
  return {
    id,
    shipped_at: Temporal.Instant.from("2026-03-01T09:00:00Z"),
    delivered_at: delivered === null ? null : Temporal.Instant.from(delivered),
    picked_up_at: null,
    signed_by: "consignee",
    promised_by: null,
    lost_at: null,
  };
}

function orderOf(): LockedOrder {
  const order: Partial<LockedOrder> = {
    country: "DE",
    zone: "Europe/Berlin",
    currency: "EUR",
    placed_at: Temporal.Instant.from("2026-02-27T09:00:00Z"),
    consumer_purchase: true,
    context: {} as LockedOrder["context"],
  };
  return order as LockedOrder;
}

function lineOf(): LoadedLine {
  const line: Partial<LoadedLine> = {
    merchant_id: "shop",
    special_class: null,
    category_special: null,
    confirmation_class: null,
    confirmation: null,
    listed_as: null,
  };
  return line as LoadedLine;
}
