import assert from "node:assert/strict";
import { test } from "node:test";
import { outboundLifecycle } from "../model.ts";
import { canBeSentAgain, inTrouble } from "./outbound-trouble.ts";

test("what is lost or refused is to be made good, and nothing else that goes out", () =>
  assert.deepEqual(outboundLifecycle.states.filter((outbound_state) => inTrouble({ outbound_state })).sort(), [
    "lost",
    "refused",
  ]));

test("refused goods that are lost on their way back are paid for; those that came back may be sent once more", () => {
  assert.ok(!canBeSentAgain({ case_state: "rejected", outbound_state: "lost" }));
  assert.ok(canBeSentAgain({ case_state: "rejected", outbound_state: "refused" }));
  assert.ok(canBeSentAgain({ case_state: "approved", outbound_state: "lost" }));
});
