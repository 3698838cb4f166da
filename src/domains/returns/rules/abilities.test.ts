import assert from "node:assert/strict";
import { test } from "node:test";
import type { Principal } from "#platform/db";
import { merchant, shopper, staff } from "../../../../tests/support/world.ts";
import { limits } from "../model.ts";
import { abilitiesOf } from "./abilities.ts";

type Standing = Parameters<typeof abilitiesOf>[0];

const at = Temporal.Instant.from("2026-11-21T02:00:00Z");
const submitted: Standing = {
  kind: "return-and-refund",
  outbound_state: "none",
  dispute_state: "none",
  interception_state: "none",
  difference_state: "none",
  instant: false,
  ways_back: null,
  case_state: "submitted",
  goods_state: "none",
  money_state: "none",
  waiting_on: "merchant",
  due_action: "approve",
  verdict: "REVIEW",
  best_route: null,
  closed_at: null,
  attempt: 1,
  ship_first: false,
};
const approved: Standing = { ...submitted, case_state: "approved", goods_state: "awaiting-shipment" };
const stages = {
  submitted,
  approved,
  sent: { ...approved, goods_state: "in-transit" },
  "never seen, and handed over": { ...approved, goods_state: "in-transit", waiting_on: "platform" },
  arrived: { ...approved, goods_state: "arrived" },
  "to be paid": { ...approved, goods_state: "inspected", money_state: "due", waiting_on: "payment" },
  refused: { ...submitted, case_state: "rejected", due_action: "close" },
  "refused at the bench": { ...submitted, case_state: "rejected", goods_state: "inspected", due_action: "close" },
  "to go back after a refusal": {
    ...submitted,
    case_state: "rejected",
    goods_state: "inspected",
    outbound_state: "to-ship",
    due_action: "hand-to-platform",
  },
  "taken for lost": { ...approved, goods_state: "lost", money_state: "due" },
  completed: { ...approved, case_state: "completed", goods_state: "inspected", money_state: "settled", closed_at: at },
  withdrawn: { ...submitted, case_state: "withdrawn", closed_at: at },
} as const satisfies Record<string, Standing>;

const beside = { hasRefund: false, detour: null, refused: false, openOffer: null, ruledByViewer: false } as const;
const buyer = shopper("c");
const seller = merchant("m");
const allowed = (row: Standing, viewer = buyer) =>
  abilitiesOf(row, viewer, { ...beside, hasRefund: false })
    .filter((ability) => ability.allowed)
    .map((ability) => ability.action);

for (const [stage, shoppers, sellers] of [
  ["submitted", ["withdraw", "offer", "note"], ["approve", "reject", "assign", "offer", "note"]],
  ["approved", ["withdraw", "ship", "note"], ["receive", "assign", "note"]],
  ["sent", ["note"], ["receive", "assign", "note"]],
  ["never seen, and handed over", ["note"], ["approve", "receive", "assign", "note"]],
  ["arrived", ["note"], ["inspect", "assign", "note"]],
  ["to be paid", ["note"], ["change-disposition", "assign", "note"]],
  ["refused", ["resubmit", "escalate", "note"], ["approve", "assign", "note"]],
  ["refused at the bench", ["escalate", "note"], ["assign", "note"]],
  ["to go back after a refusal", ["note"], ["approve", "ship-replacement", "assign", "note"]],
  ["taken for lost", ["note"], ["receive", "assign", "note"]],
  ["completed", [], ["change-disposition", "assign"]],
  ["withdrawn", [], ["assign"]],
] as const)
  test(`${stage}: the shopper may ${shoppers.join(", ") || "nothing"}; the merchant may ${sellers.join(", ")}`, () => {
    assert.deepEqual(allowed(stages[stage]), shoppers);
    assert.deepEqual(allowed(stages[stage], seller), sellers);
  });

test("what is plainly due is refused by nobody but who may overrule, and the merchant reads why", () => {
  const due: Standing = { ...submitted, verdict: "ALLOW", best_route: "no-reason" };
  const reject = (viewer: typeof buyer) =>
    abilitiesOf(due, viewer, { ...beside, hasRefund: false }).find(({ action }) => action === "reject");
  assert.deepEqual(reject(seller)?.because, { code: "statutory-right", params: { route: "no-reason" } });
  assert.equal(reject(staff())?.allowed, true);
});

test("a case handed over after its approval is refused by the platform alone, and the merchant reads why", () => {
  const row = stages["never seen, and handed over"];
  const reject = (viewer: typeof buyer) =>
    abilitiesOf(row, viewer, { ...beside, hasRefund: false }).find(({ action }) => action === "reject");
  assert.deepEqual(reject(seller)?.because, { code: "platform-decides", params: {} });
  assert.equal(reject(staff())?.allowed, true);
});

test("without the right each move names the right that is missing", () => {
  const because = abilitiesOf(submitted, staff("cases.read"), { ...beside, hasRefund: false })
    .filter(({ allowed }) => !allowed)
    .map(({ action, because }) => [action, because?.params["right"]]);
  assert.deepEqual(because, [
    ["approve", "cases.decide"],
    ["reject", "cases.decide"],
    ["receive", "cases.receive"],
    ["inspect", "cases.inspect"],
    ["change-disposition", "cases.inspect"],
    ["retry-refund", "refunds.resolve"],
    ["send-refund-again", "refunds.resolve"],
    ["choose-detour", "refunds.resolve"],
    ["transfer-refund", "refunds.resolve"],
    ["ship-replacement", "cases.send"],
    ["make-good", "cases.decide"],
    ["rule", "cases.overrule"],
    ["extend", "cases.decide"],
    ["find-child", "cases.decide"],
    ["assign", "cases.assign"],
    ["withdraw", "cases.create"],
    ["resubmit", "cases.create"],
    ["escalate", "cases.create"],
    ["pay-difference", "shopper"],
    ["intercept", "cases.decide"],
    ["confirm-replacement", "cases.create"],
    ["object-replacement", "cases.create"],
    ["offer", "cases.decide"],
    ["answer-offer", "cases.decide"],
    // Nobody of the platform speaks for a side.
    ["state", undefined],
    ["appeal", undefined],
    ["ship", "cases.create"],
    ["confirm-refund", "shopper"],
  ]);
});

test("who may open cases for shoppers may also withdraw, send and ask again for them", () => {
  assert.ok(allowed(approved, staff("cases.read", "cases.create")).includes("ship"));
  assert.ok(allowed(stages.refused, staff("cases.read", "cases.create")).includes("resubmit"));
});

test("asking again ends with the last attempt, and says which that was", () => {
  const last: Standing = { ...stages.refused, attempt: limits.attemptsPerCase };
  const resubmit = abilitiesOf(last, buyer, { ...beside, hasRefund: false }).find(
    ({ action }) => action === "resubmit",
  );
  assert.deepEqual(resubmit?.because, { code: "too-many-attempts", params: { limit: limits.attemptsPerCase } });
});

test("a refund is tried again only where it could not be put aside, and only by who settles stuck refunds", () => {
  const blocked: Standing = { ...stages["to be paid"], money_state: "attention", waiting_on: "platform" };
  const retry = (row: Standing, hasRefund: boolean, viewer = staff()) =>
    abilitiesOf(row, viewer, { ...beside, hasRefund }).find(({ action }) => action === "retry-refund");
  assert.equal(retry(blocked, false)?.allowed, true);
  assert.equal(retry(blocked, true)?.because?.code, "refund-not-blocked");
  assert.equal(retry(stages["to be paid"], false)?.because?.code, "refund-not-blocked");
  assert.deepEqual(retry(blocked, false, seller)?.because, {
    code: "right-not-held",
    params: { right: "refunds.resolve" },
  });
});

test("A refund the provider will not take: the merchant and the platform find another way, and the shopper says that it came", () => {
  const stuck: Standing = { ...submitted, case_state: "approved", money_state: "attention", waiting_on: "merchant" };
  const allowed = (detour: "merchant" | "platform" | "proved" | "paying", viewer: Principal) =>
    abilitiesOf(stuck, viewer, { ...beside, hasRefund: true, detour, refused: true })
      .filter((each) => each.allowed && /refund|detour/.test(each.action))
      .map(({ action }) => action);
  assert.deepEqual(allowed("merchant", seller), ["choose-detour", "transfer-refund"]);
  assert.deepEqual(allowed("platform", seller), ["choose-detour"], "its transfer never came");
  assert.deepEqual(allowed("platform", staff("refunds.resolve")), [
    "send-refund-again",
    "choose-detour",
    "transfer-refund",
  ]);
  assert.deepEqual(allowed("proved", buyer), ["confirm-refund"]);
  assert.deepEqual(allowed("proved", seller), []);
  assert.deepEqual(allowed("paying", staff("refunds.resolve")), [], "it is being paid");
});
