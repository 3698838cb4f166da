import type { EvidenceKind, Reason, repairOutcomes } from "#contract/returns";
import type { CaseKind } from "#domains/returns";
import type { Assortment, PlannedOrder } from "./orders.ts";
import type { DemoPolicy } from "./policies.ts";
import type { Standing } from "./standing.ts";

/** What happens in the demo, step by step: each at its moment, by somebody. */

export type Actor = "shopper" | "recipient" | "merchant" | "agent" | "supervisor" | "other-supervisor" | "warehouse";
export type Answer = "settled" | "processing" | "unknown" | "refused" | "short";

type Moment = {
  readonly atMs: number;
  readonly by: Actor;
  /** Which of the cases that the request opened. */
  readonly caseNo: number;
};
export type Step = Moment &
  (
    | {
        readonly do: "request";
        readonly kind: CaseKind;
        readonly reason: Reason;
        readonly lines: readonly { readonly lineNo: number; readonly quantity: number }[];
        readonly note: string;
        readonly photos: number;
        /** What the photos are: of a waybill, of a report, of the goods. */
        readonly shownBy: EvidenceKind;
        /** Of an exchange: what is to come instead; without a number the same goods. */
        readonly wanted?: { readonly productNumber?: string; readonly variant: string };
        readonly shipFirst?: true;
        readonly keep?: true;
        readonly intercept?: true;
        readonly quiet?: true;
        /** How many pieces of how many came spoiled. */
        readonly childAge?: number;
        readonly bad?: { readonly pieces: number; readonly of: number };
      }
    | { readonly do: "approve" | "withdraw" | "receive" | "time-out" | "assign" | "confirm" | "pay" | "pay-back" }
    | {
        readonly do: "offer";
        readonly kind: "amount" | "kind" | "evidence";
        readonly toKind?: CaseKind;
        /** Of what was asked, in percent. */
        readonly percent?: number;
        readonly note: string;
      }
    | { readonly do: "answer"; readonly accept: boolean; readonly note: string }
    | { readonly do: "escalate" | "appeal"; readonly note: string }
    | { readonly do: "state"; readonly words: string }
    | {
        readonly do: "rule";
        readonly blame: "merchant" | "shopper" | "carrier" | "nobody";
        readonly ruling: "grant" | "partial" | "refuse";
        readonly percent?: number;
        readonly note: string;
      }
    /** The carrier says what became of the goods that went out, or whether it turned a parcel round. */
    | { readonly do: "carrier"; readonly word: "delivered" | "lost" | "returned" }
    | { readonly do: "turn-round"; readonly word: "confirmed" | "failed" }
    | {
        readonly do: "object";
        readonly trouble: "not-arrived" | "wrong" | "broken";
        readonly note: string;
        readonly photos: number;
      }
    | {
        readonly do: "make-good";
        readonly remedy: "resend" | "refund";
        readonly borneBy: "carrier" | "merchant";
        readonly note: string;
      }
    | { readonly do: "extend"; readonly days: number; readonly note: string }
    /** A refund that the provider will not take goes another way. */
    | { readonly do: "pay-otherwise" }
    | { readonly do: "transfer"; readonly reference: string; readonly note: string; readonly photos: number }
    | { readonly do: "say-received"; readonly received: boolean }
    | { readonly do: "decide-freight"; readonly percent: number; readonly note: string }
    | { readonly do: "reject"; readonly reason: string; readonly note: string }
    | { readonly do: "resubmit"; readonly note: string; readonly photos: number }
    | { readonly do: "note"; readonly note: string }
    | {
        readonly do: "ship";
        readonly way: "pickup" | "self-ship" | "drop-off";
        readonly carrier: string;
        readonly trackingNumber: string;
        /** What was laid out for the way back, with a photo of the receipt. */
        readonly paidYuan?: number;
      }
    | { readonly do: "send-out"; readonly carrier: string; readonly trackingNumber: string }
    | {
        readonly do: "book";
        readonly slotsMs: readonly number[];
        readonly carrier: string;
        readonly trackingNumber: string;
      }
    | {
        readonly do: "inspect";
        /** Pieces that do not come in as they should. */
        readonly missing: "none" | "one" | "all";
        /** What their state takes off, of what was asked, in percent. */
        readonly less?: { readonly percent: number; readonly note: string };
        /** Of what was sent in to be repaired: how it ended. */
        readonly repair?: {
          readonly outcome: (typeof repairOutcomes)[number];
          readonly instead?: "exchange";
          readonly note: string;
        };
      }
    | {
        readonly do: "refund";
        /** What the provider says, question by question; none: the refund is reserved and not sent yet. */
        readonly answers: readonly Answer[];
      }
  );

/** One request, what became of it, and where each of its cases stands in the end. */
export type PlannedCase = {
  readonly order: PlannedOrder;
  readonly steps: readonly Step[];
  readonly ends: readonly Standing[];
};

export type CaseWorld = {
  readonly nowMs: number;
  readonly assortment: Assortment;
  readonly policies: readonly DemoPolicy[];
};
