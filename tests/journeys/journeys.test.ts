import assert from "node:assert/strict";
import { after, afterEach, before, suite } from "node:test";
import { findBrowser } from "#platform/doctor";
import { bargainingJourneys } from "./bargaining.ts";
import { crashJourneys } from "./crash.ts";
import { decidingJourneys } from "./deciding.ts";
import { deskJourneys } from "./desk.ts";
import { limitJourneys } from "./limits.ts";
import { otherwiseJourneys } from "./otherwise.ts";
import { parcelJourneys } from "./parcels.ts";
import { policyJourneys } from "./policies.ts";
import { qualityJourneys } from "./quality.ts";
import { repairingJourneys } from "./repairing.ts";
import { returningJourneys } from "./returning.ts";
import { openStreet, type Street } from "./support/people.ts";
import { openShop } from "./support/shop.ts";

/**
 * What people do with the whole thing, in a real browser against a real server with the demo shop.
 * One shop for all, because loading it takes longer than any journey.
 */
const browser = await findBrowser(process.env["CHROMIUM_PATH"]);
let street: Street | undefined;
const theStreet = () => {
  assert.ok(street, "the shop is open");
  return street;
};

suite("journeys", { skip: browser === undefined ? "no browser: set CHROMIUM_PATH or install Chromium" : false }, () => {
  before(async () => {
    street = await openStreet(await openShop(), browser ?? "");
  });
  after(async () => {
    await street?.close();
    await street?.shop.close();
  });
  afterEach(async (context) => {
    const failed = "passed" in context && !context.passed;
    await theStreet().goHome(failed ? process.env["AFTERCARE_TEST_PICTURES"] : undefined);
    assert.deepEqual(theStreet().complaints(), [], "no page complains");
  });

  returningJourneys(theStreet);
  bargainingJourneys(theStreet);
  decidingJourneys(theStreet);
  deskJourneys(theStreet);
  otherwiseJourneys(theStreet);
  parcelJourneys(theStreet);
  policyJourneys(theStreet);
  qualityJourneys(theStreet);
  repairingJourneys(theStreet);
  limitJourneys(theStreet);
  crashJourneys(theStreet);
});
