import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { consequencesOf, type History, signalsOf } from "./risk-signals.ts";

const ordinary: History = {
  orders: 20,
  units: { hits: 3, of: 30 },
  peers: { hits: 900, of: 10_000 },
  wordAlone: 1,
  wrongGoodsBack: 0,
  peopleBehindPhone: 0,
  peopleBehindAddress: 0,
  peopleBehindDevice: 0,
};
const told = (history: Partial<History>) =>
  signalsOf({ ...ordinary, ...history }).map(({ signal, strength }) => `${signal} ${strength}`);

test("who gives back about as much as others gives no signal", () => {
  assert.deepEqual(told({}), []);
});

test("returning far more than others who buy the same is noticed, and strong when it surely is three times as much", () => {
  assert.deepEqual(told({ units: { hits: 12, of: 30 } }), ["returns-often noticed"]);
  assert.deepEqual(told({ units: { hits: 27, of: 30 } }), ["returns-often strong"]);
  assert.deepEqual(told({ units: { hits: 9, of: 9 } }), [], "nine units say nothing");
  assert.deepEqual(told({ units: { hits: 27, of: 30 }, peers: { hits: 0, of: 0 } }), [], "no peers, no comparison");
});

test("claims on word alone, wrong goods in the parcel and a phone that many share are counted openly", () => {
  assert.deepEqual(told({ wordAlone: 3 }), ["word-alone noticed"]);
  assert.deepEqual(told({ wordAlone: 5, wrongGoodsBack: 2, peopleBehindPhone: 6 }), [
    "word-alone strong",
    "wrong-goods-back strong",
    "shared-phone strong",
  ]);
  assert.deepEqual(told({ peopleBehindAddress: 4 }), [], "a family shares a door");
  assert.deepEqual(told({ peopleBehindAddress: 10 }), ["shared-address strong"]);
  assert.deepEqual(told({ peopleBehindDevice: 4 }), [], "and a tablet");
  assert.deepEqual(told({ peopleBehindDevice: 5 }), ["shared-device noticed"]);
  assert.deepEqual(told({ peopleBehindDevice: 10 }), ["shared-device strong"]);
});

test("an upheld appeal keeps its signal quiet and no other", () => {
  const history = { ...ordinary, wordAlone: 9, wrongGoodsBack: 2 };
  assert.deepEqual(
    signalsOf(history, new Set(["word-alone"])).map(({ signal }) => signal),
    ["wrong-goods-back"],
  );
});

test("only strong signals take something away, and only speed and convenience", () => {
  fc.assert(
    fc.property(
      fc.record({
        orders: fc.nat(200),
        units: share(),
        peers: share(),
        wordAlone: fc.nat(20),
        wrongGoodsBack: fc.nat(5),
        peopleBehindPhone: fc.nat(20),
        peopleBehindAddress: fc.nat(20),
        peopleBehindDevice: fc.nat(20),
      }),
      (history) => {
        const found = signalsOf(history);
        const { instantRefund, automaticApproval, videoWanted } = consequencesOf(found);
        const strong = found.some(({ strength }) => strength === "strong");
        assert.equal(instantRefund, !strong);
        assert.equal(automaticApproval, !strong);
        if (videoWanted) assert.ok(strong);
      },
    ),
  );
});

function share() {
  return fc.nat(500).chain((of) => fc.record({ hits: fc.integer({ min: 0, max: of }), of: fc.constant(of) }));
}
