import type { ReactNode } from "react";
import type { Collection } from "#contract/payments";
import "./components.css";

/** What a status asks of the reader; each has its colour and its shape, and the word comes with it. */
export type Tone = "wait" | "going" | "done" | "bad" | "mute";

export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`ac-status ac-${tone}`}>
      <svg
        viewBox="0 0 12 12"
        width="12"
        height="12"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {shapes[tone]}
      </svg>
      <span>{children}</span>
    </span>
  );
}

const shapes: Record<Tone, ReactNode> = {
  wait: <path d="M3 1.5h6M3 10.5h6M3.5 1.5c0 3 5 3.5 5 9M8.5 1.5c0 3-5 3.5-5 9" />,
  going: <path d="M6 1.5a4.5 4.5 0 1 1-4.2 2.9M6 3.5V6l1.8 1.2" />,
  done: <path d="M2 6.4 4.8 9 10 3.2" />,
  bad: <path d="M6 1.4 11 10.4H1ZM6 4.8v2.4M6 8.9v.1" />,
  mute: <path d="M2.5 6h7" />,
};

/** The parts of a case that decide how it reads; a row and a whole case both have them. */
export type CaseStanding = {
  kind?: string;
  caseState: string;
  goodsState: string;
  moneyState: string;
  waitingOn: string;
  outboundState?: string;
  disputeState?: string;
  interceptionState?: string;
};

/** Where a case stands in one word of `because:standing.*`, and its tone, for somebody on that side. */
export function standingOf(
  one: CaseStanding,
  side: "shopper" | "merchant" | "platform" = "shopper",
): { word: string; tone: Tone } {
  const mine = one.waitingOn === side || (side === "merchant" && one.waitingOn === "warehouse");
  if (one.moneyState === "attention") {
    const word = heldUp[one.waitingOn];
    return word === undefined
      ? { word: "money-attention", tone: "bad" }
      : { word, tone: mine ? "wait" : one.waitingOn === "merchant" ? "bad" : "going" };
  }
  if (one.disputeState === "ruled") return { word: "ruled", tone: side === "platform" ? "going" : "wait" };
  if (one.disputeState === "evidence") return { word: "hearing", tone: side === "platform" ? "going" : "wait" };
  if (one.waitingOn === "platform") return { word: "platform-looks", tone: side === "platform" ? "wait" : "going" };
  if (one.outboundState === "to-ship") return { word: "to-ship-out", tone: mine ? "wait" : "going" };
  const goodsAreBack = one.goodsState === "none" || one.goodsState === "inspected" || one.goodsState === "not-sent";
  if (one.outboundState === "lost" || one.outboundState === "refused")
    return { word: "trouble-out", tone: mine ? "wait" : "bad" };
  if (one.outboundState === "shipped" && goodsAreBack) return { word: "shipped-out", tone: mine ? "wait" : "going" };
  if (one.outboundState === "arrived" && goodsAreBack) return { word: "arrived-out", tone: mine ? "wait" : "going" };
  switch (one.caseState) {
    case "completed":
      return { word: "completed", tone: "done" };
    case "withdrawn":
      return { word: "withdrawn", tone: "mute" };
    case "closed":
      return { word: "closed", tone: "mute" };
    case "rejected":
      return { word: "rejected", tone: "bad" };
    case "submitted":
    case "negotiating":
      return { word: one.caseState, tone: mine ? "wait" : "going" };
  }
  if (one.moneyState === "settled") return { word: "settled", tone: "done" };
  if (one.moneyState !== "none") return { word: "refunding", tone: "going" };
  // Who was told yes and has nothing to send back is waited for only where dearer goods cost more.
  if (one.goodsState === "none" && one.waitingOn === "shopper")
    return { word: "difference", tone: mine ? "wait" : "going" };
  if (one.goodsState === "none") return { word: "approved", tone: "going" };
  if (one.goodsState === "inspected" && one.waitingOn === "shopper")
    return { word: one.kind === "repair" ? "instead-of-repair" : "deduction", tone: mine ? "wait" : "going" };
  if (one.kind === "repair" && one.goodsState === "arrived")
    return { word: "in-repair", tone: mine ? "wait" : "going" };
  if (one.kind === "refuse-delivery" && one.goodsState === "in-transit") {
    if (one.interceptionState === "failed")
      return { word: "refuse-at-door", tone: side === "shopper" ? "wait" : "going" };
    return { word: turning[one.interceptionState ?? "none"] ?? "turned-back", tone: "going" };
  }
  return { word: one.goodsState, tone: mine ? "wait" : one.goodsState === "lost" ? "bad" : "going" };
}

/** A refund that the provider will not take, by who sees to it. */
const heldUp: Readonly<Partial<Record<string, string>>> = {
  merchant: "refund-otherwise",
  shopper: "refund-to-confirm",
  payment: "refund-on-detour",
};

/** A parcel that nobody took, by what the carrier says. */
const turning: Readonly<Partial<Record<string, string>>> = { wanted: "intercepting", confirmed: "turned-round" };

/** Where a payment that is asked of the shopper stands. */
export const collectionTones: Readonly<Record<Collection["state"], Tone>> = {
  asked: "wait",
  paying: "wait",
  unknown: "going",
  cancelled: "mute",
  expired: "mute",
  paid: "done",
  refunding: "going",
  refunded: "done",
};
