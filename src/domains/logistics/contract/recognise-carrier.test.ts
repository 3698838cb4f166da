import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { carrierOf, recogniseCarrier } from "./recognise-carrier.ts";

test("a number with letters of one carrier gives it away, however it is typed", () => {
  assert.equal(carrierOf("SF1412345678821"), "sf");
  assert.equal(carrierOf(" jdvb12345678901 "), "jd");
  assert.equal(carrierOf("YT8812345678901"), "yto");
  assert.equal(carrierOf("JT5123456789012"), "jt");
  assert.equal(carrierOf("ＳＦ1412 3456 78821"), "sf");
});

test("first digits and a length tell Chinese carriers apart", () => {
  assert.equal(carrierOf("78312345678901"), "zto");
  assert.equal(carrierOf("773012345678901"), "sto");
  assert.equal(carrierOf("4312345678901"), "yunda");
  assert.equal(carrierOf("9812345678901"), "post");
});

test("a number that could be anybody's picks nobody, and says who may have given it", () => {
  assert.equal(carrierOf("12345"), null);
  assert.equal(carrierOf(""), null);
  assert.equal(carrierOf("123456789013"), null);
  assert.deepEqual(
    recogniseCarrier("123456789013").candidates.map(({ carrier }) => carrier),
    ["sf"],
  );
});

/** Published examples of each standard. */
const published: readonly [string, string][] = [
  ["RB123456785GB", "royal-mail"],
  ["EW112720413FR", "s10-post"],
  ["EA123456785CN", "ems"],
  ["1Z5R89390357567127", "ups"],
  ["1Z999AA10123456784", "ups"],
  ["1Z879E930346834440", "ups"],
  ["986578788855", "fedex"],
  ["799531274483", "fedex"],
  ["041441760228964", "fedex"],
  ["9611020987654312345672", "fedex"],
  ["9400111201080805483016", "usps"],
  ["92748931507708513018050063", "usps"],
  ["3318810025", "dhl"],
  ["8487135506", "dhl"],
];

test("published numbers of every standard with a check digit are recognised abroad", () => {
  for (const [number, carrier] of published) assert.equal(carrierOf(number, "US"), carrier, number);
});

test("a check digit that does not fit is told as a slip of the fingers, not as another carrier", () => {
  assert.deepEqual(recogniseCarrier("RB123456786GB"), { candidates: [], mistyped: "royal-mail" });
  assert.deepEqual(recogniseCarrier("1Z5R89390357567128"), { candidates: [], mistyped: "ups" });
  assert.deepEqual(recogniseCarrier("3318810034", "US").candidates, []);
});

test("at home twelve digits are a Chinese parcel first, even where a foreign check digit fits", () => {
  assert.deepEqual(
    recogniseCarrier("986578788855").candidates.map(({ carrier }) => carrier),
    ["sf", "fedex"],
  );
});

test("one wrong digit in a number with a check digit never goes unseen", () => {
  const checked = published.filter(([number]) => /^[A-Z]{2}\d{9}[A-Z]{2}$/.test(number));
  fc.assert(
    fc.property(fc.constantFrom(...checked), fc.nat({ max: 8 }), fc.integer({ min: 1, max: 9 }), ([number], at, by) => {
      const place = 2 + at;
      const digit = (Number(number[place]) + by) % 10;
      const wrong = `${number.slice(0, place)}${digit}${number.slice(place + 1)}`;
      // The standard writes two rests as 5, which hides some slips.
      assert.ok(recogniseCarrier(wrong).candidates.length === 0 || at === 8 || sameRest(number, wrong));
    }),
  );
});

function sameRest(a: string, b: string): boolean {
  return a.slice(10, 11) === b.slice(10, 11) && a.slice(10, 11) === "5";
}

const shared = join(import.meta.dirname, "../../../../../shared/data/carrier_tracking");

test("recorded answers of carriers carry numbers that are recognised as theirs", {
  skip: existsSync(shared) ? false : "no recorded answers here",
}, () => {
  const theirs: Readonly<Record<string, string>> = { mydhl__tracking: "dhl", laposte__tracking: "s10-post" };
  for (const file of readdirSync(shared).filter((name) => name.endsWith(".json"))) {
    const carrier = theirs[file.replace(".json", "")];
    if (carrier === undefined) continue;
    const numbers = [...readFileSync(join(shared, file), "utf8").matchAll(/"tracking_number":\s*"([A-Z0-9]+)"/g)].map(
      ([, number = ""]) => number,
    );
    assert.ok(numbers.length > 0, file);
    for (const number of numbers) assert.equal(carrierOf(number, "DE"), carrier, `${file}: ${number}`);
  }
});
