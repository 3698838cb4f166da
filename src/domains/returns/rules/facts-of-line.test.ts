import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoadedLine, LoadedParcel, LockedOrder, Told } from "#domains/orders";
import { builtInPolicy, type Decision, decide, factsSchema, readBack } from "#law";
import type { Reason } from "../model.ts";
import { factsOfLine } from "./facts-of-line.ts";

const first = parcelOf("first", "2026-03-02T09:00:00Z");
const second = parcelOf("second", "2026-03-09T09:00:00Z");

test("of an order in two parcels the law is told when the last of them came", () => {
  const { lastGoodAt, moreToCome } = deliveryTold([second, first]);
  assert.deepEqual([lastGoodAt, moreToCome], ["2026-03-09T09:00:00Z", false]);
});

test("while one is on its way the law is told that there is more to come", () =>
  assert.equal(deliveryTold([first, parcelOf("second", null)]).moreToCome, true));

test("a parcel by itself is the whole delivery", () => {
  const { lastGoodAt, moreToCome, deliveredAt } = deliveryTold([first]);
  assert.deepEqual([lastGoodAt, moreToCome, deliveredAt], [null, false, "2026-03-02T09:00:00Z"]);
});

function deliveryTold(parcels: readonly LoadedParcel[]) {
  const facts = factsOfLine(orderOf(), lineOf(), { parcel: first, parcels }, 1_000n, {
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    noticeAt: Temporal.Instant.from("2026-03-10T09:00:00Z"),
    condition: {},
    evidence: [],
  });
  return factsSchema.parse(facts).delivery;
}

function parcelOf(id: string, delivered: string | null): LoadedParcel {
  return {
    id,
    shipped_at: Temporal.Instant.from("2026-03-01T09:00:00Z"),
    delivered_at: delivered === null ? null : Temporal.Instant.from(delivered),
    picked_up_at: null,
    signed_by: "consignee",
    promised_by: null,
    lost_at: null,
    installed_at: null,
  };
}

function orderOf(): LockedOrder {
  const order: Partial<LockedOrder> = {
    country: "DE",
    zone: "Europe/Berlin",
    currency: "EUR",
    placed_at: Temporal.Instant.from("2026-02-27T09:00:00Z"),
    consumer_purchase: true,
    context: {} as LockedOrder["context"],
  };
  return order as LockedOrder;
}

function lineOf(): LoadedLine {
  const line: Partial<LoadedLine> = {
    merchant_id: "shop",
    special_class: null,
    category_special: null,
    confirmation_class: null,
    confirmation: null,
    listed_as: null,
    told: null,
  };
  return line as LoadedLine;
}

const promised = {
  promises: { by: "live-room", noReasonDays: 30, returnFreight: "seller", multiple: { times: 4, besideRefund: false } },
  comparison: {
    priceMinor: "29900",
    explained: "nothing",
    lowestDealMinor: "18900",
    lastDealMinor: null,
    markedUpFromMinor: null,
  },
} as const;

test("CN-PREC-02: what the live room promised holds where neither the law nor the policy gives it", () => {
  const decision = decided("CN", promised, "no-longer-wanted", "2026-03-25T09:00:00Z");
  assert.deepEqual([decision.decision, decision.best], ["ALLOW", "promise"]);
  const promise = decision.routes.find(({ route }) => route === "promise");
  assert.deepEqual(
    [promise?.freightPayer, promise?.lastDay, promise?.because.map(({ rule }) => rule)],
    ["seller", "2026-04-01", ["live-room-promise"]],
  );
  assert.ok(promise?.citations.some(({ rule, article }) => rule === "CN-PREC-02" && article === "12"));
  assert.equal(decided("CN", null, "no-longer-wanted", "2026-03-25T09:00:00Z").decision, "DENY");
});

test("CN-CMP-04, CN-PRC-01: a promised multiple and a price compared with are heard of whoever speaks of deceit, and of nobody else", () => {
  const fake = decided("CN", promised, "counterfeit", "2026-03-04T09:00:00Z");
  assert.deepEqual(
    fake.compensation.map(({ rule, decision }) => [rule, decision]),
    [
      ["CN-CMP-04", "REVIEW"],
      ["CN-CMP-01", "REVIEW"],
      ["CN-PRC-01", "ALLOW"],
    ],
  );
  assert.deepEqual(decided("CN", promised, "no-longer-wanted", "2026-03-04T09:00:00Z").compensation, []);
});

test("CN-LIVE-02: a live room that did not show who sells answers as the seller", () => {
  const [hidden] = decided("CN", { liveRoom: { sellerShown: false } }, "quality-fault").liability ?? [];
  assert.deepEqual(
    [hidden?.rule, hidden?.who, hidden?.as, hidden?.decision],
    ["CN-LIVE-02", "live-room-operator", "seller", "ALLOW"],
  );
  const [shown] = decided("CN", { liveRoom: { sellerShown: true } }, "quality-fault").liability ?? [];
  assert.equal(shown?.decision, "REVIEW");
  assert.equal(decided("CN", null, "quality-fault").liability, undefined);
});

test("CN-SB-01, CN-QLT-06: what is installed can be given back for a fault seven days from then", () => {
  const routes = (installed: string | null) => {
    const parcel = { ...first, installed_at: installed === null ? null : Temporal.Instant.from(installed) };
    const decision = decided("CN", null, "quality-fault", "2026-03-18T09:00:00Z", {
      parcel,
      listed_as: "air-conditioner",
    });
    return decision.routes.find(({ route }) => route === "three-guarantees");
  };
  const offered = (installed: string | null) => routes(installed)?.remedies.map(({ remedy }) => remedy);
  assert.ok(offered("2026-03-12T09:00:00Z")?.includes("return"));
  assert.ok(!offered(null)?.includes("return"));
});

test("EU-CRD-10: whether a shopper was told of the right to withdraw is known, or a person asks", () => {
  const late = "2026-03-25T09:00:00Z";
  const told = (withdrawal: NonNullable<Told["withdrawal"]> | undefined) =>
    decided("DE", withdrawal === undefined ? null : { withdrawal }, "no-longer-wanted", late);
  const code = (decision: Decision) => decision.routes.find(({ route }) => route === "no-reason")?.because[0]?.code;
  assert.deepEqual([told(undefined).decision, code(told(undefined))], ["REVIEW", "withdrawal-information-unknown"]);
  const informed = told({ informed: true, at: null, returnCostExplained: true });
  assert.deepEqual([informed.decision, code(informed)], ["DENY", "withdrawal-closed"]);
  const untold = told({ informed: false, at: null });
  assert.deepEqual([untold.decision, code(untold)], ["REVIEW", "withdrawal-open-longer"]);
  const inTime = decided("DE", null, "no-longer-wanted", "2026-03-10T09:00:00Z");
  assert.equal(inTime.decision, "ALLOW", "in time, nothing depends on it");
  assert.equal(
    decided(
      "DE",
      { withdrawal: { informed: false, at: null } },
      "no-longer-wanted",
      "2026-03-10T09:00:00Z",
    ).routes.find(({ route }) => route === "no-reason")?.freightPayer,
    "seller",
  );
});

function decided(
  country: string,
  told: Told | null,
  reason: Reason,
  notice = "2026-03-04T09:00:00Z",
  { parcel = first, listed_as = null }: { parcel?: LoadedParcel; listed_as?: string | null } = {},
): Decision {
  const order = {
    ...orderOf(),
    country,
    zone: country === "CN" ? "Asia/Shanghai" : "Europe/Berlin",
    currency: country === "CN" ? "CNY" : "EUR",
  };
  const facts = factsOfLine(order, { ...lineOf(), told, listed_as }, { parcel, parcels: [parcel] }, 19_900n, {
    kind: "return-and-refund",
    reason,
    noticeAt: Temporal.Instant.from(notice),
    condition: {},
    evidence: ["photo"],
  });
  const read = readBack(facts);
  assert.ok(read.ok);
  return decide(read.value, builtInPolicy);
}
