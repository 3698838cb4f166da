import { type Ask, asks, type Verb } from "./plays.ts";

/** Where a case stands on its axes. */
export type Standing = {
  readonly caseState: string;
  readonly goodsState: string;
  readonly moneyState: string;
  readonly outboundState: string;
  readonly disputeState: string;
};

/** Who has how long: the deadlines of the domain by the short names of the plan. */
export type Waiting =
  | "merchant"
  | "offer"
  | "difference"
  | "shopper-sends"
  | "arrives"
  | "inspected"
  | "repaired"
  | "sent-out"
  | "received"
  /** The same, once the carrier says that it is there. */
  | "there"
  /** Something is the matter with what went out. */
  | "trouble"
  | "resubmits"
  /** As after any refusal, with the goods in the shop. */
  | "resubmits-in-shop"
  | "evidence"
  | "appeal"
  | "platform"
  | "nobody";

export function waitingAtFirst(ask: Ask): Waiting {
  return asks[ask].auto === true ? afterApproval(ask) : "merchant";
}

/** Who is waited for after this verb. */
export function waitingAfter(verb: Verb, waiting: Waiting, ask: Ask): Waiting {
  switch (verb) {
    case "approve":
      return waiting === "platform" ? "nobody" : afterApproval(ask);
    case "accept-return":
    case "pay":
    case "book":
      return "shopper-sends";
    case "time-out":
      return afterTimeOut(waiting, ask);
    case "reject":
      return "resubmits";
    case "inspect-none":
      return plainlyDue.has(ask) ? "platform" : "resubmits-in-shop";
    case "offer-money":
    case "offer-return":
    case "ask-photos":
    case "inspect-used":
      return "offer";
    case "resubmit":
    case "counter-money":
    case "decline":
      return "merchant";
    case "decline-less":
    case "state-shopper":
    case "appeal-shopper":
    case "appeal-merchant":
      return "platform";
    case "escalate":
    case "state-merchant":
      return "evidence";
    case "rule-grant":
    case "rule-partial":
    case "rule-refuse":
      return "appeal";
    case "carrier-delivers":
      return "there";
    case "carrier-loses":
    case "carrier-returns":
    case "object-missing":
    case "object-wrong":
    case "object-broken":
      return "trouble";
    case "resend":
      return "sent-out";
    case "turned":
    case "not-turned":
    case "extend-shopper":
    case "extend-merchant":
      return waiting;
    case "reject-late":
      return "resubmits";
    case "pay-back":
      return waiting;
    case "ship":
    case "ship-paid":
    case "ship-paid-dear":
      return "arrives";
    case "receive":
      return asks[ask].kind === "repair" ? "repaired" : "inspected";
    case "mend":
    case "accept-instead":
      return "sent-out";
    case "beyond-repair":
      return "offer";
    case "send-out":
      return ask === "exchange-first" ? "shopper-sends" : "received";
    case "inspect":
      return ask === "exchange-first" ? "received" : asks[ask].kind === "exchange" ? "sent-out" : "nobody";
    case "refund:settled":
      return ask === "paid-at-once" ? waiting : "nobody";
    default:
      return "nobody";
  }
}

function afterApproval(ask: Ask): Waiting {
  switch (asks[ask].kind) {
    case "return-and-refund":
    case "repair":
      return "shopper-sends";
    case "exchange":
      return ask === "exchange-dearer" ? "difference" : ask === "exchange-first" ? "sent-out" : "shopper-sends";
    case "reship":
      return "sent-out";
    case "refuse-delivery":
      return "arrives";
    default:
      return "nobody";
  }
}

function afterTimeOut(waiting: Waiting, ask: Ask): Waiting {
  switch (waiting) {
    case "arrives":
    case "trouble":
      return "platform";
    case "received":
      return "trouble";
    case "offer":
      return "merchant";
    case "merchant":
      return ask === "never-arrived" ? "platform" : afterApproval(ask);
    case "sent-out":
      return ask === "reship" ? "platform" : "nobody";
    case "resubmits-in-shop":
      return "sent-out";
    default:
      return "nobody";
  }
}

/** What the law gives nobody refuses at the bench: the platform looks. */
const plainlyDue: ReadonlySet<Ask> = new Set(["change-of-mind"]);

const asked: Standing = {
  caseState: "submitted",
  goodsState: "none",
  moneyState: "none",
  outboundState: "none",
  disputeState: "none",
};

/** Where a case stands that went this way. */
export function standingAfter(ask: Ask, path: readonly Verb[]): Standing {
  let standing = asks[ask].auto === true ? approved(asked, ask) : asked;
  for (const [i, verb] of path.entries()) standing = moved(standing, verb, ask, path.slice(0, i));
  return standing;
}

function approved(standing: Standing, ask: Ask): Standing {
  const given = { ...standing, caseState: "approved" };
  switch (afterApproval(ask)) {
    case "shopper-sends":
      return { ...given, goodsState: "awaiting-shipment" };
    case "arrives":
      return { ...given, goodsState: "in-transit" };
    case "sent-out":
      return { ...given, outboundState: "to-ship" };
    case "difference":
      return given;
    default:
      return { ...given, moneyState: "due" };
  }
}

function moved(standing: Standing, verb: Verb, ask: Ask, before: readonly Verb[]): Standing {
  const { kind } = asks[ask];
  switch (verb) {
    case "approve":
      // What was handed to the platform is given after all.
      return standing.goodsState === "in-transit"
        ? { ...standing, goodsState: "lost", moneyState: "due" }
        : approved(standing, ask);
    case "reject":
      return { ...standing, caseState: "rejected" };
    case "resubmit":
    case "decline":
      return { ...standing, caseState: "submitted" };
    case "withdraw":
      return {
        ...standing,
        caseState: "withdrawn",
        goodsState: standing.goodsState === "awaiting-shipment" ? "not-sent" : "none",
      };
    case "offer-money":
    case "offer-return":
    case "ask-photos":
    case "counter-money":
      return { ...standing, caseState: "negotiating" };
    case "accept-money":
    case "agree-money":
      return { ...standing, caseState: "approved", moneyState: "due" };
    case "accept-return":
      return { ...standing, caseState: "approved", goodsState: "awaiting-shipment" };
    case "accept-less":
      return { ...standing, moneyState: "due" };
    case "pay":
      return { ...standing, goodsState: "awaiting-shipment" };
    case "book":
    case "decline-less":
    case "state-merchant":
    case "turned":
    case "not-turned":
    case "decide-freight":
    case "extend-shopper":
    case "extend-merchant":
    case "transfer":
    case "say-not-received":
    case "pay-back":
      return standing;
    case "pay-otherwise":
    case "say-received":
      return { ...standing, moneyState: "settled", caseState: "completed" };
    case "reject-late":
      return { ...standing, caseState: "rejected" };
    case "carrier-delivers":
      return { ...standing, outboundState: "arrived" };
    case "carrier-loses":
    case "object-missing":
      return { ...standing, outboundState: "lost" };
    case "carrier-returns":
    case "object-wrong":
    case "object-broken":
      return { ...standing, outboundState: "refused" };
    case "resend":
      return { ...standing, outboundState: "to-ship" };
    case "pay-instead":
      return { ...standing, outboundState: "cancelled", moneyState: "due" };
    case "ship":
    case "ship-paid":
    case "ship-paid-dear":
      return { ...standing, goodsState: "in-transit" };
    case "receive":
      return { ...standing, goodsState: "arrived" };
    case "inspect":
    case "inspect-part":
      return inspected(standing, kind);
    case "inspect-used":
    case "beyond-repair":
      return { ...standing, goodsState: "inspected" };
    case "mend":
      return { ...standing, goodsState: "inspected", outboundState: "to-ship" };
    case "accept-instead":
      return { ...standing, outboundState: "to-ship" };
    case "inspect-none":
      return plainlyDue.has(ask)
        ? { ...standing, goodsState: "inspected" }
        : { ...standing, caseState: "rejected", goodsState: "inspected" };
    case "send-out":
      return {
        ...standing,
        outboundState: "shipped",
        ...(ask === "exchange-first" ? { goodsState: "awaiting-shipment" } : {}),
      };
    case "confirm":
      // The old goods were dearer: the rest falls due when both sides have theirs.
      if (ask === "exchange-cheaper") return { ...standing, outboundState: "delivered", moneyState: "due" };
      return {
        ...standing,
        outboundState: "delivered",
        caseState: standing.caseState === "rejected" ? "closed" : "completed",
      };
    case "escalate":
      return { ...standing, caseState: "submitted", disputeState: "evidence" };
    case "state-shopper":
      return { ...standing, disputeState: "review" };
    case "rule-grant":
    case "rule-partial":
    case "rule-refuse":
      return { ...standing, disputeState: "ruled" };
    case "appeal-shopper":
    case "appeal-merchant":
      return { ...standing, disputeState: "appeal" };
    case "rule-again-grant":
      return approved({ ...standing, disputeState: "closed" }, ask);
    case "time-out":
      return timedOut(standing, ask, before);
    case "refund:reserved":
    case "refund:sending":
    case "refund:unknown":
      return { ...standing, moneyState: verb.slice("refund:".length) };
    case "refund:refused":
    case "refund:short":
      return { ...standing, moneyState: "attention" };
    case "refund:settled":
    case "refund:found":
      return { ...standing, moneyState: "settled", ...(ask === "paid-at-once" ? {} : { caseState: "completed" }) };
  }
}

function inspected(standing: Standing, kind: string): Standing {
  const counted = { ...standing, goodsState: "inspected" };
  if (kind === "exchange") return counted.outboundState === "none" ? { ...counted, outboundState: "to-ship" } : counted;
  // What was paid ahead is earned now.
  return standing.moneyState === "settled" ? { ...counted, caseState: "completed" } : { ...counted, moneyState: "due" };
}

function timedOut(standing: Standing, ask: Ask, before: readonly Verb[]): Standing {
  if (standing.disputeState === "ruled") {
    const closed = { ...standing, disputeState: "closed" };
    return before.at(-1) === "rule-refuse" ? { ...closed, caseState: "closed" } : approved(closed, ask);
  }
  if (standing.caseState === "negotiating") return { ...standing, caseState: "submitted" };
  if (standing.caseState === "submitted") return ask === "never-arrived" ? standing : approved(standing, ask);
  if (standing.caseState === "rejected")
    return standing.goodsState === "inspected"
      ? { ...standing, outboundState: "to-ship" }
      : { ...standing, caseState: "closed" };
  if (standing.outboundState === "arrived") return { ...standing, outboundState: "delivered", caseState: "completed" };
  if (standing.outboundState === "lost" || standing.outboundState === "refused") return standing;
  if (standing.outboundState === "shipped") return { ...standing, outboundState: "lost" };
  if (standing.outboundState === "to-ship")
    return { ...standing, outboundState: "cancelled", moneyState: ask === "reship" ? "none" : "due" };
  if (standing.goodsState === "awaiting-shipment") return { ...standing, caseState: "closed", goodsState: "not-sent" };
  // The difference was not paid.
  if (standing.goodsState === "none") return { ...standing, caseState: "closed" };
  return standing.goodsState === "in-transit" ? standing : { ...standing, goodsState: "inspected", moneyState: "due" };
}
