import type { FactsOnWire } from "./facts.ts";

/** A mug that arrived cracked, reported two days later: both the no-reason route and the quality route are open. */
export const exampleFacts: FactsOnWire = {
  country: "CN",
  zone: "Asia/Shanghai",
  orderedAt: "2026-02-27T20:15:00+08:00",
  channel: "live",
  goods: { category: "other" },
  delivery: { shippedAt: "2026-02-28T16:00:00+08:00", deliveredAt: "2026-03-02T11:20:00+08:00" },
  claim: {
    reason: "damaged-in-transit",
    noticeAt: "2026-03-04T09:30:00+08:00",
    requested: "return",
    evidence: ["photo"],
  },
  money: {
    paid: { amount: "59.00", currency: "CNY" },
    outboundFreight: { amount: "6.00", currency: "CNY" },
    returnFreight: { amount: "10.00", currency: "CNY" },
  },
};
