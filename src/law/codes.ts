/**
 * Every reason, duty and warning a decision may give, with the parameters its sentence may use; not all of them are
 * always there. The text files hold a sentence for each, in every language.
 */
export const becauseCodes = {
  // Anywhere
  "rule-not-in-force": [],
  "no-law-pack": [],
  "not-yet-received": [],
  "calendar-not-published": ["receivedOn", "lastDay", "year"],

  // Promises
  "no-promise-made": [],
  "clause-applies": ["lastDay"],
  "clause-window-over": ["lastDay"],
  "clause-condition-not-met": ["condition"],
  "clause-condition-disputed": ["condition"],
  "clause-evidence-needed": ["needs"],
  "clause-amount-unknown": ["pays"],

  // Before shipment, and on the way
  "not-shipped-yet": [],
  "already-shipped": [],
  "seller-is-late": [],
  "receipt-not-contested": [],
  "carrier-chosen-by-shopper": [],
  "carrier-says-delivered": [],
  "still-under-way": [],
  "lost-under-way": [],

  // Return without a reason: who, when, what
  "bought-in-store": [],
  "not-for-living-needs": [],
  "purpose-disputed": [],
  "window-open": ["receivedOn", "lastDay"],
  "window-closed": ["receivedOn", "lastDay"],
  "receipt-disputed": ["receivedOn", "lastDay", "otherwise"],
  "custom-made": [],
  "made-to-order": [],
  perishable: [],
  "digital-downloaded": [],
  "digital-opened": [],
  "download-not-shown": [],
  "periodical-delivered": [],
  "special-provisions": ["specialClass"],
  "nature-not-excluded": [],
  "confirmation-not-valid": ["flaws"],
  "confirmed-not-returnable": ["confirmationClass"],
  "confirmed-but-untouched": ["confirmationClass"],
  "not-intact": ["trace"],
  "condition-disputed": ["trace"],
  "activation-doubtful": [],
  "opening-is-no-harm": [],
  "abuse-suspected": [],
  "swap-suspected": [],
  "gift-kept": [],
  "gift-price-not-stated": [],

  // Faults
  "no-fault-claimed": [],
  "evidence-needed": [],
  "fault-disputed": [],
  "no-fault-found": [],
  "caused-by-shopper": [],
  "seller-must-prove": ["lastDay"],
  "six-months-over": ["lastDay"],
  "food-seller-must-prove": [],
  "decided-by-three-guarantees": ["listedAs"],
  "within-days-of-choice": ["lastDay"],
  "return-needs-purpose-defeated": [],
  "purpose-defeated": [],
  "purpose-defeated-claimed": [],
  "other-goods-than-ordered": [],
  "description-mismatch": [],
  "reported-too-late": ["lastDay"],
  "seller-knew": ["lastDay"],
  "warranty-is-longer": ["lastDay"],
  "shorter-warranty-over": ["lastDay"],
  "paid-price-proven": [],
  "invoice-price": [],

  // Three guarantees
  "not-on-the-list": [],
  "no-performance-fault-claimed": [],
  "outside-the-guarantee": [],
  "fault-day-needs-proof": ["foundOn"],
  "within-days-to-return": ["lastDay"],
  "within-days-to-replace": ["lastDay"],
  "days-to-return-over": ["lastDay"],
  "days-to-replace-over": ["lastDay"],
  "within-guarantee": ["lastDay"],
  "within-promised-warranty": ["lastDay"],
  "main-parts-only": ["lastDay"],
  "guarantee-over": ["lastDay"],

  // What the seller owes
  "give-return-address": ["lastDay", "violationFrom"],
  refund: ["target", "lastDay", "penaltyLine", "penaltyLineRolled"],
  "resell-showing-condition": [],
  "remedy-without-delay": ["violationFrom"],
  "handle-safety-defect": [],

  // Where the seller breaks a rule
  "exclusion-not-marked": ["flaws"],
  "exclusion-widened": [],
  "refused-because-opened": [],
  "refund-method-needs-consent": ["offered"],
  "shop-term-void": ["term"],
  "promised-warranty-too-short": ["promised", "months"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type BecauseCode = keyof typeof becauseCodes;
