import type { CaseKind } from "#domains/returns";
import type { Assortment, PlannedOrder } from "./orders.ts";
import type { DemoPolicy } from "./policies.ts";
import type { Standing } from "./standing.ts";

/** What happens in the demo, step by step: each at its moment, by somebody. */

export type Actor = "shopper" | "merchant" | "agent" | "supervisor" | "other-supervisor" | "warehouse";
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
        readonly reason: string;
        readonly lines: readonly { readonly lineNo: number; readonly quantity: number }[];
        readonly note: string;
        readonly photos: number;
        /** Of an exchange: what is to come instead; without a number the same goods. */
        readonly wanted?: { readonly productNumber?: string; readonly variant: string };
        readonly shipFirst?: true;
      }
    | { readonly do: "approve" | "withdraw" | "receive" | "time-out" | "assign" | "confirm" | "pay" }
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
    | { readonly do: "reject"; readonly reason: string; readonly note: string }
    | { readonly do: "resubmit"; readonly note: string; readonly photos: number }
    | { readonly do: "note"; readonly note: string }
    | {
        readonly do: "ship";
        readonly way: "pickup" | "self-ship" | "drop-off";
        readonly carrier: string;
        readonly trackingNumber: string;
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
