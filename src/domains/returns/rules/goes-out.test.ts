import assert from "node:assert/strict";
import { test } from "node:test";
import { leavesNothingToHear, ownGoodsGoBack, sentTooSoon } from "./goes-out.ts";

type Standing = Parameters<typeof sentTooSoon>[0];

const counted: Standing = {
  kind: "exchange",
  case_state: "approved",
  goods_state: "inspected",
  outbound_state: "shipped",
  money_state: "none",
  ship_first: true,
  instant: false,
  waiting_on: "platform",
  due_action: null,
};
const accepted: Standing = { ...counted, waiting_on: "shopper", due_action: "look-into" };
const refused: Standing = { ...counted, case_state: "rejected", waiting_on: "shopper", due_action: "close" };
const closed: Standing = { ...refused, case_state: "closed", waiting_on: "nobody", due_action: null };

for (const [title, row, expected] of [
  ["nothing accepted, and the platform looks", counted, [true, false, false]],
  ["accepted: the parcel is the exchange's end", accepted, [false, false, true]],
  ["old goods not here yet", { ...accepted, goods_state: "in-transit" }, [false, false, true]],
  ["refused, and still to be answered", refused, [true, false, false]],
  ["refused since nothing was sent in", { ...refused, goods_state: "awaiting-shipment" }, [true, false, true]],
  ["heard by the platform", { ...refused, case_state: "submitted", due_action: "hear-no-more" }, [true, false, false]],
  ["refused for good: the old goods go back", { ...refused, due_action: "look-into" }, [false, true, true]],
  ["closed, with the goods never sent in", { ...closed, goods_state: "not-sent" }, [true, false, false]],
  ["closed, with the old goods back", closed, [false, true, true]],
  ["sent after the goods were back, and refused", { ...refused, ship_first: false }, [false, false, true]],
  ["lost meanwhile: nothing is out", { ...counted, outbound_state: "cancelled" }, [false, false, false]],
] as const satisfies readonly (readonly [string, Standing, readonly boolean[]])[])
  test(title, () => {
    assert.deepEqual([sentTooSoon(row), ownGoodsGoBack(row), leavesNothingToHear(row)], expected);
  });
