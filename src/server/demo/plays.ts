import type { CaseKind } from "#domains/returns";

/** What shoppers of the demo ask for, and what becomes of it. */

export type Ask =
  | "change-of-mind"
  | "at-once"
  | "untouched"
  | "special"
  | "fault"
  | "late-mismatch"
  | "money-only"
  | "bad-fruit"
  | "fresh"
  | "never-arrived"
  | "cancel"
  | "paid-at-once"
  | "exchange"
  | "exchange-first"
  | "exchange-dearer"
  | "repair"
  | "reship"
  | "price-drop"
  | "refuse"
  | "turn-round"
  | "turn-round-asked"
  | "keep"
  | "present"
  | "present-exchange"
  | "exchange-cheaper"
  | "exchange-bonus"
  | "fault-shown"
  | "money-only-shown"
  | "spoiled"
  | "no-tracking"
  | "out-of-stock"
  | "agreed"
  | "for-a-fee"
  | "promised-live"
  | "fake-from-live"
  | "from-berlin"
  | "installed-later"
  | "by-child";
export type Verb =
  | "approve"
  | "reject"
  | "withdraw"
  | "resubmit"
  | "book"
  | "ship"
  | "receive"
  | "inspect"
  | "inspect-part"
  | "inspect-none"
  | "inspect-used"
  | "mend"
  | "beyond-repair"
  | "accept-instead"
  | "time-out"
  | "offer-money"
  | "offer-return"
  | "ask-photos"
  | "counter-money"
  | "agree-money"
  | "accept-money"
  | "accept-return"
  | "accept-less"
  | "decline"
  | "decline-less"
  | "pay"
  | "send-out"
  | "carrier-delivers"
  | "carrier-loses"
  | "carrier-returns"
  | "object-missing"
  | "object-wrong"
  | "object-broken"
  | "resend"
  | "pay-instead"
  | "turned"
  | "not-turned"
  | "ship-paid"
  | "ship-paid-dear"
  | "decide-freight"
  | "extend-shopper"
  | "extend-merchant"
  | "pay-otherwise"
  | "transfer"
  | "say-received"
  | "say-not-received"
  | "reject-late"
  | "pay-back"
  | "confirm"
  | "escalate"
  | "state-merchant"
  | "state-shopper"
  | "rule-grant"
  | "rule-partial"
  | "rule-refuse"
  | "appeal-shopper"
  | "appeal-merchant"
  | "rule-again-grant"
  | "refund:reserved"
  | "refund:sending"
  | "refund:unknown"
  | "refund:refused"
  | "refund:short"
  | "refund:settled"
  | "refund:found";

/** What is asked for; `auto`: approved by the policy as soon as it is. */
export const asks: Readonly<Record<Ask, { readonly kind: CaseKind; readonly auto?: true }>> = {
  "change-of-mind": { kind: "return-and-refund" },
  "at-once": { kind: "return-and-refund", auto: true },
  untouched: { kind: "return-and-refund" },
  special: { kind: "return-and-refund" },
  fault: { kind: "return-and-refund" },
  "late-mismatch": { kind: "return-and-refund" },
  "money-only": { kind: "refund-only" },
  "bad-fruit": { kind: "refund-only", auto: true },
  fresh: { kind: "refund-only" },
  "never-arrived": { kind: "refund-only" },
  cancel: { kind: "cancel-before-shipment", auto: true },
  "paid-at-once": { kind: "return-and-refund", auto: true },
  exchange: { kind: "exchange" },
  "exchange-first": { kind: "exchange" },
  "exchange-dearer": { kind: "exchange" },
  repair: { kind: "repair" },
  reship: { kind: "reship" },
  "price-drop": { kind: "price-protection" },
  refuse: { kind: "refuse-delivery" },
  "turn-round": { kind: "refuse-delivery", auto: true },
  "turn-round-asked": { kind: "refuse-delivery" },
  keep: { kind: "refund-only", auto: true },
  present: { kind: "return-and-refund" },
  "present-exchange": { kind: "exchange" },
  "exchange-cheaper": { kind: "exchange" },
  "exchange-bonus": { kind: "exchange" },
  "fault-shown": { kind: "return-and-refund" },
  "money-only-shown": { kind: "refund-only" },
  spoiled: { kind: "refund-only", auto: true },
  "no-tracking": { kind: "refund-only" },
  "out-of-stock": { kind: "cancel-before-shipment" },
  agreed: { kind: "return-and-refund" },
  "for-a-fee": { kind: "return-and-refund" },
  "promised-live": { kind: "return-and-refund" },
  "fake-from-live": { kind: "return-and-refund" },
  "from-berlin": { kind: "return-and-refund" },
  "installed-later": { kind: "return-and-refund" },
  "by-child": { kind: "return-and-refund" },
};

/** How many cases go this way; `shop`: of this shop only, and `dear`: of its dearest goods. */
export type Play = {
  readonly share: number;
  readonly ask: Ask;
  readonly path: readonly Verb[];
  readonly shop?: string;
  readonly dear?: true;
};

export const back = ["approve", "ship", "receive", "inspect"] as const;
const heard = ["reject", "escalate", "state-merchant", "state-shopper"] as const;

export const plays: readonly Play[] = [
  // Waiting for an answer.
  { share: 24, ask: "change-of-mind", path: [] },
  { share: 10, ask: "untouched", path: [] },
  { share: 6, ask: "special", path: [] },
  { share: 10, ask: "fault", path: [] },
  { share: 12, ask: "money-only", path: [] },
  { share: 6, ask: "never-arrived", path: [] },
  { share: 6, ask: "fresh", path: [] },
  { share: 5, ask: "late-mismatch", path: [] },
  { share: 9, ask: "never-arrived", path: ["time-out"] },
  { share: 7, ask: "untouched", path: ["reject", "resubmit"] },
  { share: 5, ask: "money-only", path: ["reject", "resubmit"] },
  // Refused: the shopper may ask again.
  { share: 8, ask: "untouched", path: ["reject"] },
  { share: 10, ask: "money-only", path: ["reject"] },
  { share: 6, ask: "late-mismatch", path: ["reject"] },
  { share: 6, ask: "untouched", path: ["approve", "ship", "receive", "inspect-none"] },
  // Handed to the platform: a parcel that nobody confirmed, a count of nothing that the law does not allow.
  { share: 3, ask: "change-of-mind", path: ["approve", "ship", "time-out"] },
  { share: 3, ask: "change-of-mind", path: ["approve", "ship", "receive", "inspect-none"] },
  // Goods on their way back.
  { share: 20, ask: "change-of-mind", path: ["approve"] },
  { share: 12, ask: "at-once", path: [] },
  { share: 8, ask: "change-of-mind", path: ["time-out"] },
  { share: 8, ask: "fault", path: ["approve"] },
  { share: 17, ask: "change-of-mind", path: ["approve", "ship"] },
  { share: 8, ask: "at-once", path: ["ship"] },
  { share: 8, ask: "fault", path: ["approve", "ship"] },
  { share: 12, ask: "change-of-mind", path: ["approve", "ship", "receive"] },
  { share: 8, ask: "at-once", path: ["ship", "receive"] },
  { share: 6, ask: "fault", path: ["approve", "ship", "receive"] },
  // Money on its way back: without goods, after inspection, for a parcel taken for lost.
  { share: 2, ask: "cancel", path: [] },
  { share: 2, ask: "cancel", path: ["refund:reserved"] },
  { share: 2, ask: "cancel", path: ["refund:sending"] },
  { share: 2, ask: "cancel", path: ["refund:unknown"] },
  { share: 2, ask: "cancel", path: ["refund:refused"] },
  { share: 1, ask: "cancel", path: ["refund:short"] },
  { share: 2, ask: "change-of-mind", path: [...back] },
  { share: 2, ask: "change-of-mind", path: [...back, "refund:reserved"] },
  { share: 2, ask: "change-of-mind", path: [...back, "refund:sending"] },
  { share: 2, ask: "change-of-mind", path: [...back, "refund:unknown"] },
  { share: 3, ask: "change-of-mind", path: [...back, "refund:refused"] },
  { share: 1, ask: "fault", path: [...back, "refund:short"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:reserved"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:sending"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:unknown"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:refused"] },
  // Over.
  { share: 30, ask: "cancel", path: ["refund:settled"] },
  { share: 3, ask: "cancel", path: ["refund:found"] },
  { share: 12, ask: "bad-fruit", path: ["refund:settled"] },
  { share: 12, ask: "money-only", path: ["approve", "refund:settled"] },
  { share: 5, ask: "money-only", path: ["time-out", "refund:settled"] },
  { share: 6, ask: "fresh", path: ["approve", "refund:settled"] },
  { share: 34, ask: "change-of-mind", path: [...back, "refund:settled"] },
  { share: 12, ask: "at-once", path: ["ship", "receive", "inspect", "refund:settled"] },
  { share: 8, ask: "fault", path: [...back, "refund:settled"] },
  { share: 1, ask: "fault", path: [...back, "refund:settled"], shop: "M009", dear: true },
  { share: 3, ask: "change-of-mind", path: ["approve", "ship", "receive", "inspect-part", "refund:settled"] },
  { share: 5, ask: "change-of-mind", path: ["approve", "ship", "receive", "time-out", "refund:settled"] },
  { share: 4, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:settled"] },
  { share: 4, ask: "untouched", path: ["reject", "resubmit", ...back, "refund:settled"] },
  { share: 10, ask: "change-of-mind", path: ["withdraw"] },
  { share: 8, ask: "change-of-mind", path: ["approve", "withdraw"] },
  { share: 6, ask: "money-only", path: ["withdraw"] },
  { share: 8, ask: "change-of-mind", path: ["approve", "time-out"] },
  { share: 6, ask: "untouched", path: ["reject", "time-out"] },
  { share: 5, ask: "money-only", path: ["reject", "time-out"] },
  // Refused for good with the goods in the shop: they go back to the shopper.
  { share: 1, ask: "untouched", path: ["approve", "ship", "receive", "inspect-none", "time-out"] },
  {
    share: 2,
    ask: "untouched",
    path: ["approve", "ship", "receive", "inspect-none", "time-out", "send-out", "confirm"],
  },
  // A courier is to come.
  { share: 2, ask: "change-of-mind", path: ["approve", "book"] },
  // Paid back while the goods are on their way: how much depends on the shopper, so accounts that are known.
  { share: 2, ask: "paid-at-once", path: ["ship", "refund:settled"] },
  { share: 1, ask: "paid-at-once", path: ["ship", "refund:settled", "receive", "inspect"] },
  // Other goods instead: after the old ones, before them, or for a difference.
  { share: 2, ask: "exchange", path: [] },
  { share: 1, ask: "exchange", path: ["approve"] },
  { share: 1, ask: "exchange", path: ["approve", "ship"] },
  { share: 1, ask: "exchange", path: ["approve", "ship", "receive"] },
  { share: 2, ask: "exchange", path: [...back] },
  { share: 1, ask: "exchange", path: [...back], shop: "M001" },
  { share: 2, ask: "exchange", path: [...back, "send-out"] },
  { share: 2, ask: "exchange", path: [...back, "send-out", "confirm"] },
  { share: 1, ask: "exchange", path: [...back, "time-out", "refund:settled"] },
  { share: 1, ask: "exchange-first", path: ["approve"] },
  { share: 1, ask: "exchange-first", path: ["approve", "send-out"] },
  { share: 1, ask: "exchange-first", path: ["approve", "send-out", "ship"] },
  { share: 1, ask: "exchange-first", path: ["approve", "send-out", "ship", "receive", "inspect", "confirm"] },
  { share: 1, ask: "exchange-dearer", path: ["approve"] },
  { share: 1, ask: "exchange-dearer", path: ["approve", "pay"] },
  { share: 1, ask: "exchange-dearer", path: ["approve", "time-out"] },
  // Sent in, mended and sent back; or beyond repair.
  { share: 1, ask: "repair", path: [] },
  { share: 1, ask: "repair", path: ["approve"] },
  { share: 1, ask: "repair", path: ["approve", "ship"] },
  { share: 1, ask: "repair", path: ["approve", "ship", "receive"] },
  { share: 1, ask: "repair", path: ["approve", "ship", "receive", "mend"] },
  { share: 1, ask: "repair", path: ["approve", "ship", "receive", "mend", "send-out"] },
  { share: 1, ask: "repair", path: ["approve", "ship", "receive", "mend", "send-out", "confirm"] },
  { share: 1, ask: "repair", path: ["approve", "ship", "receive", "beyond-repair"] },
  { share: 1, ask: "repair", path: ["approve", "ship", "receive", "beyond-repair", "accept-instead"] },
  // What was missing is sent after.
  { share: 1, ask: "reship", path: [] },
  { share: 1, ask: "reship", path: ["approve"] },
  { share: 2, ask: "reship", path: ["approve", "send-out"] },
  { share: 2, ask: "reship", path: ["approve", "send-out", "confirm"] },
  { share: 1, ask: "reship", path: ["approve", "time-out"] },
  // The price fell after the purchase; the parcel was refused at the door.
  { share: 1, ask: "price-drop", path: [] },
  { share: 2, ask: "price-drop", path: ["approve", "refund:settled"] },
  { share: 1, ask: "refuse", path: [] },
  { share: 1, ask: "refuse", path: ["approve"] },
  { share: 1, ask: "refuse", path: ["approve", "receive", "inspect", "refund:settled"] },
  // On its way and not wanted: turned round by the carrier, or not, or nobody has said yet.
  { share: 1, ask: "turn-round-asked", path: [] },
  { share: 2, ask: "turn-round", path: [] },
  { share: 2, ask: "turn-round", path: ["turned"] },
  { share: 2, ask: "turn-round", path: ["turned", "receive", "inspect", "refund:settled"] },
  { share: 1, ask: "turn-round", path: ["not-turned"] },
  { share: 1, ask: "turn-round", path: ["not-turned", "receive", "inspect", "refund:settled"] },
  // What goes out is there, and is lost, wrong, broken, refused, or missed by nobody.
  { share: 2, ask: "exchange", path: [...back, "send-out", "carrier-delivers"] },
  { share: 2, ask: "exchange", path: [...back, "send-out", "carrier-delivers", "time-out"] },
  { share: 1, ask: "exchange", path: [...back, "send-out", "carrier-loses"] },
  { share: 1, ask: "exchange", path: [...back, "send-out", "carrier-returns"] },
  { share: 1, ask: "exchange", path: [...back, "send-out", "object-missing"] },
  { share: 1, ask: "exchange", path: [...back, "send-out", "object-missing", "time-out"] },
  { share: 1, ask: "exchange", path: [...back, "send-out", "time-out"] },
  { share: 2, ask: "exchange", path: [...back, "send-out", "object-wrong"] },
  { share: 1, ask: "exchange", path: [...back, "send-out", "object-broken", "resend"] },
  { share: 1, ask: "exchange", path: [...back, "send-out", "carrier-loses", "resend", "send-out", "confirm"] },
  { share: 1, ask: "exchange", path: [...back, "send-out", "object-broken", "pay-instead", "refund:settled"] },
  { share: 1, ask: "reship", path: ["approve", "send-out", "object-missing"] },
  // Exchanged for less, and with something on top.
  { share: 1, ask: "exchange-cheaper", path: [] },
  { share: 1, ask: "exchange-cheaper", path: [...back, "send-out"] },
  { share: 2, ask: "exchange-cheaper", path: [...back, "send-out", "confirm", "refund:settled"] },
  { share: 1, ask: "exchange-dearer", path: ["approve", "pay", "ship", "receive", "inspect", "send-out", "confirm"] },
  { share: 1, ask: "exchange-bonus", path: [...back, "send-out"] },
  { share: 2, ask: "exchange-bonus", path: [...back, "send-out", "confirm"] },
  // Kept for less.
  { share: 4, ask: "keep", path: ["refund:settled"] },
  { share: 1, ask: "keep", path: ["refund:sending"] },
  // What recipients of presents ask for.
  { share: 2, ask: "present", path: [] },
  { share: 1, ask: "present", path: ["approve"] },
  { share: 1, ask: "present", path: ["approve", "ship"] },
  { share: 2, ask: "present", path: [...back, "refund:settled"] },
  { share: 1, ask: "present-exchange", path: [] },
  { share: 1, ask: "present-exchange", path: [...back, "send-out"] },
  { share: 1, ask: "present-exchange", path: [...back, "send-out", "confirm"] },
  // The way back laid out: paid unseen, looked at, agreed to.
  { share: 4, ask: "fault", path: ["approve", "ship-paid", "receive", "inspect", "refund:settled"] },
  { share: 2, ask: "fault", path: ["approve", "ship-paid-dear", "receive", "inspect", "refund:settled"] },
  {
    share: 1,
    ask: "fault",
    path: ["approve", "ship-paid-dear", "receive", "inspect", "refund:settled", "decide-freight"],
  },
  { share: 1, ask: "fault", path: ["approve", "ship-paid"] },
  // The insurer pays for no way back that the seller answers for.
  { share: 1, ask: "fault", path: [...back, "refund:settled"], shop: "M014" },
  // More time was given.
  { share: 2, ask: "change-of-mind", path: ["approve", "extend-shopper"], shop: "M011" },
  { share: 1, ask: "change-of-mind", path: ["extend-merchant"], shop: "M012" },
  // Refunds that the provider would not take reach the shopper another way.
  { share: 2, ask: "cancel", path: ["refund:refused", "pay-otherwise"] },
  { share: 1, ask: "cancel", path: ["refund:refused", "transfer"] },
  { share: 1, ask: "cancel", path: ["refund:refused", "transfer", "say-received"] },
  { share: 1, ask: "cancel", path: ["refund:refused", "transfer", "say-not-received"] },
  // Lent ahead for goods that never came.
  { share: 1, ask: "paid-at-once", path: ["ship", "refund:settled", "time-out"] },
  { share: 1, ask: "paid-at-once", path: ["ship", "refund:settled", "time-out", "reject-late"] },
  { share: 1, ask: "paid-at-once", path: ["ship", "refund:settled", "time-out", "reject-late", "pay-back"] },
  // Closer reasons, shown by films, waybills and reports.
  { share: 5, ask: "fault-shown", path: [] },
  { share: 2, ask: "fault-shown", path: ["approve", "ship"] },
  { share: 4, ask: "fault-shown", path: [...back, "refund:settled"] },
  { share: 4, ask: "money-only-shown", path: [] },
  { share: 3, ask: "money-only-shown", path: ["approve", "refund:settled"] },
  { share: 4, ask: "spoiled", path: ["refund:settled"] },
  { share: 2, ask: "no-tracking", path: [] },
  { share: 1, ask: "out-of-stock", path: [] },
  { share: 2, ask: "out-of-stock", path: ["approve", "refund:settled"] },
  { share: 1, ask: "agreed", path: [] },
  { share: 1, ask: "agreed", path: [...back, "refund:settled"] },
  // Beyond what the law gives, and for a fee.
  { share: 1, ask: "for-a-fee", path: [] },
  { share: 1, ask: "for-a-fee", path: ["approve"] },
  { share: 2, ask: "for-a-fee", path: [...back, "refund:settled"] },
  // What was said before the purchase decides: a promise of the live room, a multiple promised for a fake, a right nobody explained.
  { share: 1, ask: "promised-live", path: [] },
  { share: 2, ask: "promised-live", path: [...back, "refund:settled"] },
  { share: 2, ask: "fake-from-live", path: [] },
  { share: 2, ask: "from-berlin", path: [] },
  // The seven days for a fault run from the installation.
  { share: 2, ask: "installed-later", path: [] },
  { share: 2, ask: "by-child", path: [] },
  { share: 1, ask: "by-child", path: [...back, "refund:settled"] },
  // The sides talk it over.
  { share: 2, ask: "money-only", path: ["offer-money"] },
  { share: 2, ask: "money-only", path: ["offer-money", "accept-money", "refund:settled"] },
  { share: 1, ask: "money-only", path: ["offer-money", "decline"] },
  { share: 1, ask: "money-only", path: ["offer-money", "time-out"] },
  { share: 1, ask: "money-only", path: ["offer-return"] },
  { share: 1, ask: "money-only", path: ["offer-return", "accept-return"] },
  { share: 1, ask: "money-only", path: ["ask-photos"] },
  { share: 1, ask: "money-only", path: ["counter-money"] },
  { share: 1, ask: "money-only", path: ["counter-money"], shop: "M001" },
  { share: 1, ask: "money-only", path: ["counter-money", "agree-money", "refund:settled"] },
  // Worn goods: less is paid, where the shopper agrees.
  { share: 2, ask: "change-of-mind", path: ["approve", "ship", "receive", "inspect-used"] },
  {
    share: 1,
    ask: "change-of-mind",
    path: ["approve", "ship", "receive", "inspect-used", "accept-less", "refund:settled"],
  },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "receive", "inspect-used", "decline-less"] },
  // Before the platform: heard, looked at, ruled, appealed against, over.
  { share: 1, ask: "money-only", path: ["reject", "escalate"] },
  { share: 1, ask: "money-only", path: ["reject", "escalate"], shop: "M001" },
  { share: 1, ask: "money-only", path: [...heard] },
  { share: 1, ask: "money-only", path: [...heard, "rule-grant"] },
  { share: 1, ask: "money-only", path: [...heard, "rule-partial"] },
  { share: 1, ask: "money-only", path: [...heard, "rule-refuse", "appeal-shopper"] },
  { share: 1, ask: "money-only", path: [...heard, "rule-grant", "appeal-merchant"] },
  { share: 1, ask: "money-only", path: [...heard, "rule-grant", "time-out", "refund:settled"] },
  { share: 1, ask: "money-only", path: [...heard, "rule-partial", "time-out", "refund:settled"] },
  { share: 1, ask: "money-only", path: [...heard, "rule-refuse", "time-out"] },
  {
    share: 1,
    ask: "money-only",
    path: [...heard, "rule-refuse", "appeal-shopper", "rule-again-grant", "refund:settled"],
  },
];

/** How many of them are the pairs and the odd ones below. */
export const pairs = {
  again: 6,
  parted: 4,
  nothing: 2,
  "own-promises": 2,
  "set-broken": 2,
  "in-kind": 3,
  "dearer-back": 1,
  "cheaper-back": 1,
} as const;

export const pairNames = Object.keys(pairs) as (keyof typeof pairs)[];

/** What the accounts of the sign-in page have, by their place in the list: play by ask and path, or one of the pairs. */
export const starred: readonly (readonly (readonly [Ask, ...Verb[]] | keyof typeof pairs)[])[] = [
  [
    ["at-once"],
    ["money-only"],
    ["change-of-mind", "approve", "ship", "receive"],
    ["untouched", "reject"],
    ["cancel", "refund:sending"],
    ["never-arrived"],
    ["change-of-mind", ...back, "refund:settled"],
    ["money-only", "offer-money"],
    ["reship", "approve", "send-out"],
    ["exchange-dearer", "approve"],
    ["price-drop"],
    ["change-of-mind", "approve", "ship", "receive", "inspect-used"],
    ["money-only", ...heard, "rule-partial"],
    ["paid-at-once", "ship", "refund:settled"],
    ["keep", "refund:settled"],
    ["exchange", ...back, "send-out", "carrier-delivers"],
    ["turn-round"],
    ["fault-shown"],
    ["present", "approve"],
  ],
  [],
  [
    ["cancel"],
    ["cancel", "refund:reserved"],
    ["change-of-mind", ...back, "refund:unknown"],
    ["cancel", "refund:refused"],
    ["cancel", "refund:refused", "transfer"],
    ["cancel", "refund:refused", "pay-otherwise"],
    ["fault", "approve", "ship-paid", "receive", "inspect", "refund:settled"],
    ["change-of-mind", "approve", "ship", "time-out", "approve", "refund:sending"],
    ["cancel", "refund:settled"],
    ["paid-at-once", "ship", "refund:settled", "time-out"],
    ["change-of-mind", ...back, "refund:settled"],
  ],
  [
    "again",
    "parted",
    "nothing",
    "own-promises",
    "set-broken",
    "in-kind",
    "cheaper-back",
    ["bad-fruit", "refund:settled"],
    ["change-of-mind", "approve"],
  ],
  [
    ["money-only", "reject"],
    ["untouched", "reject", "resubmit"],
    ["never-arrived", "time-out"],
    ["change-of-mind", "approve", "ship"],
    ["change-of-mind", "approve", "ship", "receive", "inspect-none"],
    ["change-of-mind", "approve", "withdraw"],
    ["never-arrived"],
    ["never-arrived"],
    ["money-only", ...heard, "rule-refuse", "appeal-shopper"],
    ["exchange", ...back, "send-out", "object-wrong"],
    ["paid-at-once", "ship", "refund:settled", "time-out", "reject-late"],
  ],
  [
    ["change-of-mind"],
    ["at-once", "ship"],
    ["money-only", "approve", "refund:settled"],
    ["exchange", ...back, "send-out"],
    ["present", ...back, "refund:settled"],
    ["exchange-dearer", "approve", "pay", "ship", "receive", "inspect", "send-out", "confirm"],
    ["paid-at-once", "ship", "refund:settled"],
    ["paid-at-once", "ship", "refund:settled", "receive", "inspect"],
    ["paid-at-once", "ship", "refund:settled", "time-out", "reject-late", "pay-back"],
  ],
];
