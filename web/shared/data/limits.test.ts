import assert from "node:assert/strict";
import { test } from "node:test";
import { limits as returns } from "#contract/returns";
import { limits } from "./limits.ts";

test("the forms tell the limits that the contract keeps", () => {
  assert.equal(limits.noteLength, returns.noteLength);
  assert.equal(limits.evidencePerCase, returns.evidencePerCase);
});
