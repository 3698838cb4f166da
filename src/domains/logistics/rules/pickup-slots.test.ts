import assert from "node:assert/strict";
import { test } from "node:test";
import { areaFor, pickupSlots, slotAt } from "./pickup-slots.ts";

const area = {
  zone: "Asia/Shanghai",
  hours: "mon-sun=09:00-12:00,13:00-19:00",
  slotMinutes: 120,
  leadMinutes: 60,
  daysAhead: 2,
};
const at = (text: string) => Temporal.Instant.from(`${text}+08:00`);
const shown = (now: string, hours = area) =>
  pickupSlots(hours, at(now)).map(({ from }) => from.toZonedDateTimeISO("Asia/Shanghai").toPlainDateTime().toString());

test("slots lie whole within the hours, and none spans the midday break", () => {
  assert.deepEqual(
    shown("2026-11-30T00:10:00").filter((slot) => slot.startsWith("2026-11-30")),
    ["2026-11-30T09:00:00", "2026-11-30T13:00:00", "2026-11-30T15:00:00", "2026-11-30T17:00:00"],
  );
});

test("what begins within the lead time is not offered", () => {
  assert.equal(shown("2026-11-30T12:30:00")[0], "2026-11-30T15:00:00");
  assert.equal(slotAt(area, at("2026-11-30T13:00:00"), at("2026-11-30T12:30:00")), undefined);
  assert.ok(slotAt(area, at("2026-11-30T13:00:00"), at("2026-11-30T12:00:00")));
});

test("nobody comes on the published days off", () => {
  const spring = shown("2026-02-14T00:00:00", { ...area, daysAhead: 4 });
  assert.ok(spring.every((slot) => slot.startsWith("2026-02-14")));
});

test("the turn of a year whose days off are not announced yet is booked by weekends", () => {
  assert.ok(shown("2035-12-30T00:00:00").length > 0);
});

test("an address belongs to the area that names it most closely, or to none", () => {
  const city = { id: "city", regions: ["上海市"] };
  const district = { id: "district", regions: ["上海市青浦区"] };
  assert.equal(areaFor([city, district], "上海市 青浦区 华新镇 1 号"), district);
  assert.equal(areaFor([city, district], "上海市静安区南京西路"), city);
  assert.equal(areaFor([city, district], "北京市朝阳区"), undefined);
});
