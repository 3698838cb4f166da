import assert from "node:assert/strict";
import { test } from "node:test";
import { carrierOf } from "./carriers.ts";

test("a tracking number that gives its carrier away picks it", () => {
  assert.equal(carrierOf("SF1412345678821"), "sf");
  assert.equal(carrierOf(" jdvb12345678901 "), "jd");
  assert.equal(carrierOf("YT8812345678901"), "yto");
  assert.equal(carrierOf("JT5123456789012"), "jt");
  assert.equal(carrierOf("EA123456789CN"), "ems");
});

test("a number that could be anybody's picks nobody", () => {
  assert.equal(carrierOf("12345"), null);
  assert.equal(carrierOf(""), null);
});
