import assert from "node:assert/strict";
import { test } from "node:test";
import { cnCalendar, dateOfDay, dayNumber, localDate } from "#kernel/time";
import { rolled } from "./periods.ts";
import { type WarrantyTerms, warrantyEnd } from "./warranty-period.ts";

const day = (text: string) => dayNumber(localDate(text));
const installed: WarrantyTerms = {
  months: 12,
  deliveredOn: day("2026-05-01"),
  installedOn: day("2026-05-20"),
  replacedOn: null,
  repairs: [],
};
const delivered: WarrantyTerms = { ...installed, deliveredOn: day("2025-03-10"), installedOn: null };

for (const [id, story, terms, end] of [
  ["CN-QLT-06", "runs from the installation completed", installed, "2027-05-20"],
  [
    "CN-QLT-06",
    "leaves out ten days in repair",
    { ...installed, repairs: [{ from: day("2026-08-01"), until: day("2026-08-11") }] },
    "2027-05-30",
  ],
  ["CN-QLT-06", "starts anew with a replacement", { ...installed, replacedOn: day("2026-09-01") }, "2027-09-01"],
  [
    "CN-QLT-06",
    "does not count a repair from before the replacement",
    {
      ...installed,
      replacedOn: day("2026-09-01"),
      repairs: [{ from: day("2026-08-01"), until: day("2026-08-11") }],
    },
    "2027-09-01",
  ],
  [
    "CN-QLT-06",
    "leaves out twenty days in repair",
    { ...delivered, repairs: [{ from: day("2025-06-01"), until: day("2025-06-21") }] },
    "2026-03-30",
  ],
  ["CN-QLT-06", "restarts in full", { ...delivered, replacedOn: day("2025-08-01") }, "2026-08-01"],
  ["CN-TIME-02", "of a leap day ends with February", { ...delivered, deliveredOn: day("2024-02-29") }, "2025-02-28"],
] as const) {
  test(`${id}: a warranty of one year ${story}: ${end}`, () => {
    assert.equal(dateOfDay(warrantyEnd(terms)), end);
  });
}

test("CN-TIME-03: a warranty that ends within the Spring Festival ends after it", () => {
  const end = warrantyEnd({ ...delivered, deliveredOn: day("2025-02-17") });
  assert.equal(dateOfDay(end), "2026-02-17");
  assert.equal(dateOfDay(rolled(end, { calendar: cnCalendar, rollMode: "restDay" }).lastDay), "2026-02-24");
});
