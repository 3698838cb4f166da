import assert from "node:assert/strict";
import { test } from "node:test";
import { formatFor } from "../../../shared/format/index.ts";
import { hoursSay } from "./hours.ts";

const said: Record<string, string> = { "desk:pickups.everyDay": "Every day", "desk:pickups.daysTo": "{{from}}–{{to}}" };
const words = {
  format: formatFor("en"),
  t: ((key: string, values: Record<string, string> = {}) =>
    (said[key] ?? key).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "")) as never,
};

test("hours are said with the names of the days", () => {
  assert.equal(hoursSay("mon-sun=09:00-19:00", words), "Every day 09:00–19:00");
  assert.equal(
    hoursSay("mon-fri=09:00-12:00,13:00-19:00;sat=10:00-16:00;sun=", words),
    "Mon–Fri 09:00–12:00, 13:00–19:00 · Sat 10:00–16:00",
  );
});
