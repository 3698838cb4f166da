import type { Queue } from "#contract/returns";

/** What narrows a list of cases; all of it is in the address, so that a view can be sent to a colleague. */
export type CaseFilter = {
  queue: Queue;
  q?: string;
  kind?: string;
  reason?: string;
  verdict?: string;
  caseState?: string;
  goodsState?: string;
  moneyState?: string;
  outboundState?: string;
  disputeState?: string;
  merchantId?: string;
  figure?: string;
  requestedFrom?: string;
  requestedUntil?: string;
};
export const caseFilterNames = [
  "q",
  "kind",
  "reason",
  "verdict",
  "caseState",
  "goodsState",
  "moneyState",
  "outboundState",
  "disputeState",
  "merchantId",
  "figure",
  "requestedFrom",
  "requestedUntil",
] as const;

/** An unknown queue is the one that matters most. */
export function queueNamed(value: unknown): Queue {
  const known: readonly Queue[] = [
    "due",
    "mine",
    "to-decide",
    "to-send",
    "on-the-way",
    "to-inspect",
    "to-ship-out",
    "disputes",
    "to-pay",
    "attention",
    "open",
    "all",
  ];
  return known.find((queue) => queue === value) ?? "due";
}
