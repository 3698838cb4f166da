import assert from "node:assert/strict";
import { test } from "node:test";
import { abilitiesOf } from "./abilities.ts";

const parcel = {
  number: "SH-1",
  direction: "return",
  state: "expected",
  way: null,
  tracking_number: null,
  ways: null,
} as const;
const allowed = (...args: Parameters<typeof abilitiesOf>) =>
  abilitiesOf(...args)
    .filter((ability) => ability.allowed)
    .map(({ action }) => action);

test("a parcel nobody has scanned may go any way", () => {
  assert.deepEqual(allowed(parcel, undefined), ["book-pickup", "drop-off"]);
});

test("while a courier is booked, that booking is changed or called off first", () => {
  const booked = { kind: "pickup", state: "booked" } as const;
  assert.deepEqual(allowed({ ...parcel, way: "pickup" }, booked), ["change-pickup", "cancel-pickup", "label"]);
});

test("a waybill alone binds nobody to a way", () => {
  const waybill = { kind: "waybill", state: "booked" } as const;
  assert.deepEqual(allowed({ ...parcel, way: "drop-off" }, waybill), ["book-pickup", "drop-off", "label"]);
});

test("once the shopper has said under which number it was sent, no courier is offered for it", () => {
  assert.deepEqual(allowed({ ...parcel, way: "self-ship", tracking_number: "SF1" }, undefined), ["label"]);
});

test("a parcel on its way, and one that goes out, is not the shopper's to send", () => {
  assert.deepEqual(allowed({ ...parcel, way: "self-ship", state: "in-transit" }, undefined), ["label"]);
  assert.deepEqual(allowed({ ...parcel, direction: "outbound" }, undefined), []);
});
