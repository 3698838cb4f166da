import assert from "node:assert/strict";
import { test } from "node:test";
import { sameSerial } from "./same-serial.ts";

test("A serial number is the same in other groups and another case, and in nothing else", () => {
  assert.equal(sameSerial("SN-0012 44ab", "sn001244AB"), true);
  assert.equal(sameSerial("SN001244AB", "SN001244AC"), false);
});
