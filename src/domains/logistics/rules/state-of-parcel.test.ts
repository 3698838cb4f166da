import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type ShipmentState, shipmentStates } from "../model.ts";
import { type ParcelEvent, stateOfParcel } from "./state-of-parcel.ts";

const event = (day: number, state: ShipmentState, key = `${day}-${state}`): ParcelEvent => ({
  key,
  at: Temporal.Instant.from("2026-11-01T00:00:00Z").add({ hours: 24 * day }),
  state,
  incident: null,
});

test("a parcel nobody has scanned yet is expected", () => {
  assert.deepEqual(stateOfParcel([]), { state: "expected", incident: null, at: null });
});

test("an older event told late never takes a parcel back", () => {
  assert.equal(
    stateOfParcel([event(3, "delivered"), event(1, "picked-up"), event(2, "in-transit")]).state,
    "delivered",
  );
});

test("a newer event after delivery moves the parcel on", () => {
  assert.equal(stateOfParcel([event(3, "delivered"), event(4, "returning")]).state, "returning");
});

test("of two scans at the same instant the one further along counts", () => {
  assert.equal(stateOfParcel([event(3, "delivered"), event(3, "out-for-delivery")]).state, "delivered");
});

test("the order in which events come, and how often, changes nothing", () => {
  const events = fc.array(
    fc.record({ day: fc.nat({ max: 5 }), state: fc.constantFrom(...shipmentStates), key: fc.string({ maxLength: 3 }) }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(
      events.chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length }))),
      ([told, shuffled]) => {
        const as = (list: typeof told) => stateOfParcel(list.map(({ day, state, key }) => event(day, state, key)));
        assert.deepEqual(as([...shuffled, ...shuffled.slice(0, 3)]), as(told));
      },
    ),
  );
});
