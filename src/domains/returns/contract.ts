import { z } from "zod";
import { exclusionShape } from "#contract/orders";
import { collectionShape, freightCoverShape, receiptShape, refundShape, returnFreightShape } from "#contract/payments";
import {
  abilityShape,
  becauseShape,
  dateShape,
  instantShape,
  moneyShape,
  numberShape,
  pageOf,
  pageQuery,
  timelineLineShape,
  titleShape,
  uuidShape,
} from "#platform/wire";
import { asked } from "./contract/asks.ts";
import { statutoryDuties, stretchedShape } from "./contract/clocks.ts";
import { evidenceKinds, reasonNames } from "./contract/reasons.ts";
import {
  blames,
  caseKinds,
  caseLifecycle,
  differenceStates,
  dispositions,
  disputeLifecycle,
  figures,
  goodsLifecycle,
  grades,
  insteadOfRepair,
  interceptionLifecycle,
  limits,
  lossBearers,
  moneyLifecycle,
  objections,
  offerKinds,
  offerStates,
  outboundLifecycle,
  outboundTroubles,
  rejectReasons,
  remediesOfTrouble,
  repairOutcomes,
  replyUses,
  rulings,
  signals,
  waysBack,
} from "./model.ts";

export * from "./contract/asks.ts";
export * from "./contract/bench.ts";
export * from "./contract/clocks.ts";
export * from "./contract/performance.ts";
export * from "./contract/policies.ts";
export {
  type EvidenceKind,
  evidenceKinds,
  isFor,
  type Reason,
  reasonNames,
  reasons,
  taxonomyVersion,
} from "./contract/reasons.ts";
export * from "./contract/replies.ts";
export {
  blames,
  caseKinds,
  dispositions,
  figures,
  grades,
  insteadOfRepair,
  limits,
  lossBearers,
  objections,
  offerKinds,
  rejectReasons,
  remediesOfTrouble,
  repairOutcomes,
  replyUses,
  rulings,
  waysBack,
};

const caseStates = caseLifecycle.states;
const goodsStates = goodsLifecycle.states;
const outboundStates = outboundLifecycle.states;
const moneyStates = moneyLifecycle.states;
const disputeStates = disputeLifecycle.states;
const interceptionStates = interceptionLifecycle.states;
const waitingOns = ["shopper", "merchant", "warehouse", "platform", "payment", "nobody"] as const;

/** The lines and quantities asked about. */
const linesInput = z
  .array(
    z.strictObject({
      lineId: uuidShape,
      quantity: z.number().int().min(1).max(1000),
      /** Of a line some of whose pieces were exchanged: those, or the others; left out: the others first. */
      exchanged: z.boolean().optional(),
    }),
  )
  .min(1)
  .max(limits.linesPerRequest)
  .refine((lines) => new Set(lines.map(({ lineId }) => lineId)).size === lines.length, "line-twice");
/** What the shopper says of the goods and of a delay: only what the decision needs is asked. */
const conditionInput = z.partialRecord(z.enum([...asked, "soiledOrDamaged"]), z.boolean());
/** Of goods that come by the piece, how many are bad. */
const badInput = z
  .strictObject({ pieces: z.number().int().min(1).max(100_000), of: z.number().int().min(1).max(100_000) })
  .refine(({ pieces, of }) => pieces <= of, { path: ["pieces"], message: "bad-pieces" });

/** How old the child was who bought the goods; asked only of whoever says that one did. */
const childAgeInput = z.number().int().min(0).max(17);

const citationShape = z.object({
  rule: z.string(),
  source: z.string(),
  article: z.string(),
  inForceFrom: z.string(),
  inForceTo: z.string().nullable(),
  verification: z.enum(["V", "P", "M"]),
});
const ruledBecauseShape = becauseShape.extend({ rule: z.string().nullable() });
const offerShape = z.object({
  remedy: z.string(),
  decision: z.enum(["ALLOW", "REVIEW"]),
  lastDay: dateShape.nullable(),
  freightPayer: z.string(),
  amount: moneyShape.nullable(),
});
/** One route of a decision, as the law pack gives it. */
export const routeShape = z.object({
  route: z.string(),
  decision: z.enum(["ALLOW", "DENY", "REVIEW"]),
  remedy: z.string(),
  lastDay: dateShape.nullable(),
  freightPayer: z.string().nullable(),
  amount: moneyShape.nullable(),
  burdenOfProof: z.enum(["shopper", "seller"]),
  remedies: z.array(offerShape).readonly(),
  because: z.array(ruledBecauseShape).readonly(),
  citations: z.array(citationShape).readonly(),
  obligations: z.array(ruledBecauseShape).readonly(),
  warnings: z.array(ruledBecauseShape).readonly(),
});
export const decisionShape = z
  .object({
    decision: z.enum(["ALLOW", "DENY", "REVIEW"]),
    best: z.string().nullable(),
    routes: z.array(routeShape).readonly(),
    /** What may be asked beside the price back, for a wrong beyond bad performance. */
    compensation: z
      .array(
        z.object({
          rule: z.string(),
          decision: z.enum(["ALLOW", "DENY", "REVIEW"]),
          amount: moneyShape.nullable(),
          basis: z.string().nullable(),
          because: z.array(ruledBecauseShape).readonly(),
          citations: z.array(citationShape).readonly(),
          excludes: z.array(z.string()).readonly(),
        }),
      )
      .readonly(),
    /** Who answers beside the seller or in its place; left out where nobody does. */
    liability: z
      .array(
        z.object({
          ground: z.string(),
          rule: z.string(),
          decision: z.enum(["ALLOW", "DENY", "REVIEW"]),
          who: z.string(),
          as: z.string(),
          because: z.array(ruledBecauseShape).readonly(),
          citations: z.array(citationShape).readonly(),
        }),
      )
      .readonly()
      .exactOptional(),
    policy: z.object({ id: z.string(), version: z.string() }),
    law: z.object({ pack: z.string(), version: z.string(), calendar: z.string() }).nullable(),
  })
  .meta({ id: "Decision" });
export type DecisionOnWire = z.infer<typeof decisionShape>;

/**
 * POST /api/v1/orders/{number}/options — what is on offer for these lines, before anything is submitted.
 * One entry per kind of service: allowed or not, why, until when, how much, and the article or clause. Writes nothing.
 */
export const optionsInput = z.strictObject({
  number: numberShape,
  lines: linesInput,
  reason: z.enum(reasonNames).optional(),
  condition: conditionInput.optional(),
  bad: badInput.optional(),
  childAge: childAgeInput.optional(),
});
export const optionShape = z.object({
  kind: z.enum(caseKinds),
  /** offered: asks and gets; review: somebody must look; refused: not available, `because` says why and what else is possible. */
  standing: z.enum(["offered", "review", "refused"]),
  /** Whether whoever asks may open it: a merchant also what is refused because nobody owes it, and has agreed by that. */
  mayOpen: z.boolean(),
  amount: moneyShape.nullable(),
  /** What the shop takes off for taking the goods back, where it gives more than the law does. */
  fee: moneyShape.nullable(),
  /** How the goods may come back under that promise; null: any way. */
  waysBack: z.array(z.enum(waysBack)).nullable(),
  receipt: receiptShape.nullable(),
  lastDay: dateShape.nullable(),
  freightPayer: z.string().nullable(),
  because: z.array(ruledBecauseShape),
  citations: z.array(citationShape),
  best: z.string().nullable(),
  alternatives: z.array(z.enum(caseKinds)),
  reasons: z.array(
    z.object({
      reason: z.enum(reasonNames),
      /** Whether something has to show it, and what can: any one of these. */
      evidence: z.boolean(),
      shownBy: z.array(z.enum(evidenceKinds)).readonly(),
      /** The shorter word it belongs to, and whether the closer one decides anything. */
      under: z.enum(reasonNames).nullable(),
      decides: z.boolean(),
      /** Whether it is likely of these goods, where they are. */
      fits: z.boolean(),
    }),
  ),
  /** What the decision still needs to know, asked only when it matters. */
  asks: z.array(z.enum(asked)),
  /** Whether it matters how many of the pieces are bad. */
  asksBad: z.boolean(),
  /** Whether the age of the child who bought is asked. */
  asksAge: z.boolean(),
  /** Any one of these is needed for this answer; with something else a person looks first. */
  evidenceNeeded: z.array(z.enum(evidenceKinds)).readonly(),
  /** Why a film will be asked for: signals that the policy lets ask; asked after it is submitted, and no right waits for it. */
  filmWanted: z.array(z.enum(signals)).readonly(),
  autoApproved: z.boolean(),
  answerWithinHours: z.number().nullable(),
  /** In how many days it is done at the latest, when everybody uses all of their time and the shopper sends at once. */
  withinDays: z.number().int(),
  /** Who gives it: the law, or the shop beyond the law; null where nobody does. */
  givenBy: z.enum(["law", "shop"]).nullable(),
  /** Exchange: what the shop gives on top once the goods have arrived. */
  bonus: moneyShape.nullable(),
  /** What the shopper does with the goods. */
  effort: z.enum(["nothing", "send-back", "refuse-at-door"]),
  /** Price protection: what was paid for the pieces asked about, and the lowest they could be had for since. */
  prices: z.array(z.object({ lineId: uuidShape, paid: moneyShape, lowest: moneyShape })),
});
export type Option = z.infer<typeof optionShape>;
export const optionsShape = z
  .object({
    options: z.array(optionShape),
    decisions: z.array(z.object({ lineId: uuidShape, decision: decisionShape })),
    /** What the merchant offers for keeping the goods, by reason; nobody need take it, and what the law gives stays beside it. */
    keep: z
      .object({
        offers: z.array(
          z.object({
            reason: z.enum(reasonNames),
            percent: z.number().int(),
            amount: moneyShape,
            shownBy: z.array(z.enum(evidenceKinds)).readonly(),
          }),
        ),
        autoApproved: z.boolean(),
        withinDays: z.number().int(),
      })
      .nullable(),
  })
  .meta({ id: "Options" });
export type Options = z.infer<typeof optionsShape>;

/** GET /api/v1/orders/{number}/replacements — what an exchange of this line could bring instead: goods the same shop sells today. */
export const replacementsQuery = z.strictObject({
  number: numberShape,
  lineId: uuidShape,
  quantity: z.coerce.number().int().min(1).max(1000).default(1),
  exchanged: z.enum(["true", "false"]).optional(),
  /** A case of this order: its own pieces count as free, for an offer to exchange them. */
  caseNumber: numberShape.optional(),
  /** A product number, or a part of its name; left out: whatever is nearest in price. */
  q: z.string().max(100).default(""),
});
export const replacementsShape = z
  .object({
    items: z.array(
      z.object({
        productNumber: z.string(),
        title: titleShape,
        picture: z.string(),
        price: moneyShape,
        /** For all pieces against what was paid for them: above zero it costs more, below zero so much comes back. */
        difference: moneyShape,
      }),
    ),
  })
  .meta({ id: "Replacements" });
export type Replacements = z.infer<typeof replacementsShape>;

/** What is wanted instead: other goods of the same shop, or the same in another variant. */
const wantedInput = z.strictObject({
  productNumber: z.string().min(1).max(100).optional(),
  variant: z.string().max(100).default(""),
});
const goodsOutShape = z.object({
  productNumber: z.string(),
  title: titleShape,
  picture: z.string(),
  variant: z.string(),
});

/** POST /api/v1/orders/{number}/cases — asks. Lines of several merchants become several cases. Needs an Idempotency-Key. */
export const requestInput = z
  .strictObject({
    number: numberShape,
    kind: z.enum(caseKinds),
    reason: z.enum(reasonNames),
    lines: linesInput,
    condition: conditionInput.optional(),
    bad: badInput.optional(),
    childAge: childAgeInput.optional(),
    note: z.string().max(limits.noteLength).default(""),
    evidence: z.array(uuidShape).max(limits.evidencePerCase).default([]),
    /** Exchange: what is wanted instead; left out: the same goods. */
    wanted: wantedInput.optional(),
    /** Exchange: the replacement goes out before the goods are back, where the merchant agrees. */
    shipFirst: z.boolean().default(false),
    /** Refund only: the goods stay, for what the merchant's policy offers for that. */
    keep: z.boolean().default(false),
    /** Refuse delivery: have the carrier turn the parcel round before it is at the door. */
    intercept: z.boolean().default(false),
    /** Of the recipient of a present: who paid hears of it only when the goods are accepted. */
    quiet: z.boolean().default(false),
  })
  .refine(({ bad, lines }) => bad === undefined || lines.length === 1, { path: ["bad"], message: "bad-of-one-line" })
  .meta({ id: "CaseRequest" });
export const requestedShape = z.object({
  cases: z.array(
    z.object({
      number: z.string(),
      caseState: z.enum(caseStates),
      goodsState: z.enum(goodsStates),
      waitingOn: z.enum(waitingOns),
      dueAt: instantShape.nullable(),
      /** Null for the recipient of a present. */
      amount: moneyShape.nullable(),
    }),
  ),
});

export const caseRowShape = z
  .object({
    number: z.string(),
    orderNumber: z.string(),
    kind: z.enum(caseKinds),
    reason: z.string(),
    title: titleShape,
    picture: z.string(),
    units: z.number().int(),
    caseState: z.enum(caseStates),
    goodsState: z.enum(goodsStates),
    moneyState: z.enum(moneyStates),
    outboundState: z.enum(outboundStates),
    disputeState: z.enum(disputeStates),
    interceptionState: z.enum(interceptionStates),
    waitingOn: z.enum(waitingOns),
    dueAt: instantShape.nullable(),
    dueAction: z.string().nullable(),
    verdict: z.string(),
    /** What was or is going to be paid as far as somebody has decided; until then what is asked for. */
    amount: moneyShape,
    merchant: z.object({ id: uuidShape, name: titleShape }),
    shopperMask: z.string().nullable(),
    customerId: uuidShape,
    /** Without a name for whoever may not know it: a merchant sees that the platform has it, not who. */
    assignedTo: z.object({ id: uuidShape, name: z.string().nullable() }).nullable(),
    requestedAt: instantShape,
    closedAt: instantShape.nullable(),
  })
  .meta({ id: "CaseRow" });
export type CaseRow = z.infer<typeof caseRowShape>;
export const casePageShape = pageOf(caseRowShape);

/** Queues of the desk; each is a filter with a name. `due` = whatever breaches next, over everything open. */
export const queues = [
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
] as const;
export type Queue = (typeof queues)[number];
/**
 * GET /api/v1/cases — a shopper's own; staff and merchants by queue. `q` finds numbers, tracking numbers, phones, titles; words of
 * titles a stretch at a time: a page may be empty and have a next one, which looks on from there.
 */
export const caseListQuery = z.object({
  queue: z.enum(queues).optional(),
  q: z.string().max(100).optional(),
  kind: z.enum(caseKinds).optional(),
  reason: z.enum(reasonNames).optional(),
  caseState: z.enum(caseStates).optional(),
  goodsState: z.enum(goodsStates).optional(),
  moneyState: z.enum(moneyStates).optional(),
  outboundState: z.enum(outboundStates).optional(),
  disputeState: z.enum(disputeStates).optional(),
  /** What the page of performance counts. */
  figure: z.enum(figures).optional(),
  /** Days in China, the first one counted and the first one not. */
  requestedFrom: dateShape.optional(),
  requestedUntil: dateShape.optional(),
  merchantId: uuidShape.optional(),
  customerId: uuidShape.optional(),
  verdict: z.enum(["ALLOW", "DENY", "REVIEW"]).optional(),
  ...pageQuery,
});
export const queueCountsShape = z.object({ counts: z.record(z.string(), z.number().int()), capped: z.number().int() });

export const caseShape = caseRowShape
  .extend({
    /** The words the reason was chosen in, and the version of the list it was chosen from. */
    reasonWords: titleShape.nullable(),
    reasonVersion: z.number().int(),
    note: z.string(),
    attempt: z.number().int(),
    version: z.number().int(),
    /** Asked by the recipient of a present, who sees no amounts. */
    present: z.boolean(),
    /** Whether the parcel is turned round on its way, and until when the carrier has time to say so. */
    interception: z.object({ state: z.enum(interceptionStates), answerBy: instantShape.nullable() }),
    lines: z.array(
      z.object({
        lineId: uuidShape,
        title: titleShape,
        variant: z.string(),
        picture: z.string(),
        quantity: z.number().int(),
        acceptedQuantity: z.number().int().nullable(),
        unitPrice: moneyShape,
        requested: moneyShape,
        /** Of the units asked about, where the shop told them; for whoever inspects. */
        serials: z.array(z.string()),
        verdict: z.string(),
        decision: decisionShape,
        /** What was confirmed at purchase, of goods that it can keep from coming back without a reason. */
        exclusion: exclusionShape.nullable(),
      }),
    ),
    /** The steps of the progress bar: which are done, which is now. */
    steps: z.array(
      z.object({
        step: z.string(),
        state: z.enum(["done", "now", "next", "skipped", "failed"]),
        at: instantShape.nullable(),
      }),
    ),
    /** The four questions: what now, who, by when, and what happens if nobody acts (a code with params). */
    next: z.object({
      now: becauseShape,
      waitingOn: z.enum(waitingOns),
      dueAt: instantShape.nullable(),
      ifNobody: becauseShape.nullable(),
      /** Why it is later than the policy alone would have it; null: it is not. */
      stretched: stretchedShape.nullable(),
      /** Until when a statute of the order's country wants it done, or leaves the time for it; null: it names no days. */
      byLaw: z.object({ duty: z.enum(statutoryDuties), lastDay: dateShape, citation: citationShape }).nullable(),
    }),
    receipt: receiptShape,
    /** What the shopper asked for at first; an agreement or a ruling may have made something else `requested`. */
    asked: moneyShape,
    requested: moneyShape,
    approved: moneyShape.nullable(),
    refunded: moneyShape,
    refunds: z.array(refundShape),
    freightPayer: z.string().nullable(),
    freight: z.object({
      /** Whether what the shopper paid may be told with the number, and how much of it at most. */
      owed: z.boolean(),
      most: moneyShape,
      /** Up to here it is paid back without anybody looking. */
      atOnce: moneyShape,
      told: moneyShape.nullable(),
      receipts: z.array(uuidShape),
      paidBack: returnFreightShape.nullable(),
      cover: freightCoverShape.nullable(),
    }),
    policy: z.object({ id: z.string(), version: z.number().int(), title: titleShape }),
    lawVersion: z.string(),
    wayBack: z.object({
      way: z.enum(waysBack).nullable(),
      carrier: z.string().nullable(),
      trackingNumber: z.string().nullable(),
      shippedAt: instantShape.nullable(),
      arrivedAt: instantShape.nullable(),
      returnAddress: z.object({ name: z.string(), phone: z.string(), address: z.string() }).nullable(),
      /** The ways the promise leaves; null: every one. */
      offered: z.array(z.enum(waysBack)).nullable(),
    }),
    inspections: z.array(
      z.object({
        lineId: uuidShape,
        expected: z.number().int(),
        received: z.number().int(),
        accepted: z.number().int(),
        grade: z.string(),
        disposition: z.string(),
        note: z.string(),
        /** Of the evidence, what was taken of this line at the bench. */
        photos: z.array(uuidShape),
        /** Whose people counted, the shop's or the platform's; null where a program did. */
        by: z.enum(["merchant", "platform"]).nullable(),
        at: instantShape,
        /** Where the pieces stand now and what may become of them, and how they came there; not for the shopper. */
        standing: z.array(
          z.object({
            disposition: z.enum(dispositions),
            quantity: z.number().int(),
            next: z.array(z.enum(dispositions)),
          }),
        ),
        changes: z.array(
          z.object({
            from: z.enum(dispositions),
            to: z.enum(dispositions),
            quantity: z.number().int(),
            note: z.string(),
            by: z.string().nullable(),
            at: instantShape,
          }),
        ),
      }),
    ),
    evidence: z.array(
      z.object({
        id: uuidShape,
        url: z.string(),
        mediaType: z.string(),
        /** Null for a film. */
        thumbnailUrl: z.string().nullable(),
        width: z.number().int().nullable(),
        height: z.number().int().nullable(),
        /** What it is meant to show it by, as whoever uploaded it says. */
        kind: z.enum(evidenceKinds),
        by: z.string(),
        at: instantShape,
      }),
    ),
    rejectReason: z.string().nullable(),
    /** What was lost or spoilt on the way, and who bears it; not for the shopper. */
    losses: z.array(
      z.object({
        direction: z.enum(["return", "outbound"]),
        borneBy: z.enum(lossBearers),
        amount: moneyShape,
        at: instantShape,
      }),
    ),
    /** The goods that go out: a replacement, missing parts, or what goes back to the shopper. */
    /** How the repair ended, and how often these goods were mended before; null where nothing was to be repaired. */
    repair: z.object({ outcome: z.enum(repairOutcomes).nullable(), before: z.number().int() }).nullable(),
    outbound: z.object({
      shipFirst: z.boolean(),
      goods: goodsOutShape.nullable(),
      /** How many pieces go out: as many as were accepted. */
      units: z.number().int(),
      /** The shopper's own goods go back to them, and nothing else goes out. */
      goesBack: z.boolean(),
      /** Only a missing part is sent after: what it is worth is said by who pays for it instead. */
      partsOnly: z.boolean(),
      /** What is the matter with what was sent, as the shopper says, or the carrier. */
      trouble: z.enum(outboundTroubles).nullable(),
      /** What the replacement costs less than what was paid, and comes back to the shopper; below zero: what it costs more. */
      difference: moneyShape.nullable(),
      differenceState: z.enum(differenceStates),
      /** Hours from the approval in which what it costs more is to be paid, before anything is sent; null where nothing is. */
      payWithinHours: z.number().int().nullable(),
      /** Where the shopper pays what it costs more. */
      collection: z.string().nullable(),
      carrier: z.string().nullable(),
      trackingNumber: z.string().nullable(),
      shippedAt: instantShape.nullable(),
      deliveredAt: instantShape.nullable(),
    }),
    withheld: moneyShape.nullable(),
    /** Paid back while the goods are still on their way, out of the shopper's credit. */
    instant: z.boolean(),
    /** What the sides proposed to each other, oldest first; at most one is open. */
    /** What is asked of the shopper about the case: a difference, an advance whose goods never came, what came too much. */
    collections: z.array(
      collectionShape.pick({
        number: true,
        causeKind: true,
        state: true,
        amount: true,
        received: true,
        payable: true,
        askedAt: true,
        expiresAt: true,
        receivedAt: true,
      }),
    ),
    offers: z.array(
      z.object({
        no: z.number().int(),
        by: z.enum(["shopper", "merchant", "platform"]),
        kind: z.enum(offerKinds),
        toKind: z.enum(caseKinds).nullable(),
        amount: moneyShape.nullable(),
        /** Of evidence: what has to show it. */
        evidenceKind: z.enum(evidenceKinds).nullable(),
        /** Of an exchange: the goods, where some are named, and what they cost more than was paid; below zero so much comes back. */
        wanted: goodsOutShape.nullable(),
        difference: moneyShape.nullable(),
        note: z.string(),
        state: z.enum(offerStates),
        /** What comes back to the shopper if it is accepted; null where no money is the point of it. */
        brings: moneyShape.nullable(),
        at: instantShape,
        answeredAt: instantShape.nullable(),
      }),
    ),
    dispute: z
      .object({
        claim: z.string(),
        openedAt: instantShape,
        statements: z.array(z.object({ side: z.enum(["shopper", "merchant"]), words: z.string(), at: instantShape })),
        shopperStated: z.boolean(),
        merchantStated: z.boolean(),
        ruling: z
          .object({
            blame: z.enum(blames),
            ruling: z.enum(rulings),
            amount: moneyShape.nullable(),
            note: z.string(),
            at: instantShape,
          })
          .nullable(),
        appeal: z.object({ by: z.enum(["shopper", "merchant"]), note: z.string(), at: instantShape }).nullable(),
      })
      .nullable(),
    timeline: z.array(timelineLineShape),
    abilities: z.array(abilityShape),
    shopper: z
      .object({
        customerId: uuidShape,
        nameMask: z.string().nullable(),
        phoneMask: z.string().nullable(),
        tier: z.string().nullable(),
        orders: z.number().int(),
        cases: z.number().int(),
        since: instantShape.nullable(),
      })
      .nullable(),
    viewers: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: "Case" });
export type Case = z.infer<typeof caseShape>;

/**
 * The recipient of a present: what was given, and the cases asked for about it. There is no amount in any of these shapes.
 * GET /api/v1/present
 */
export const presentPageShape = z
  .object({
    orderNumber: z.string(),
    goods: z.array(
      z.object({
        lineId: uuidShape,
        title: titleShape,
        variant: z.string(),
        picture: z.string(),
        merchantName: titleShape,
        quantity: z.number().int(),
        units: z.object({ free: z.number().int(), held: z.number().int(), returned: z.number().int() }),
        deliveredAt: instantShape.nullable(),
      }),
    ),
    cases: z.array(
      caseRowShape.pick({
        number: true,
        kind: true,
        title: true,
        picture: true,
        units: true,
        caseState: true,
        goodsState: true,
        outboundState: true,
        waitingOn: true,
        dueAt: true,
        requestedAt: true,
        closedAt: true,
      }),
    ),
  })
  .meta({ id: "PresentPage" });
export type PresentPage = z.infer<typeof presentPageShape>;

/** POST /api/v1/present/options */
export const presentOptionsInput = optionsInput.omit({ number: true });
export const presentOptionsShape = z.object({
  options: z.array(
    optionShape.pick({
      kind: true,
      standing: true,
      mayOpen: true,
      lastDay: true,
      freightPayer: true,
      because: true,
      citations: true,
      reasons: true,
      asks: true,
      answerWithinHours: true,
      withinDays: true,
      effort: true,
    }),
  ),
});
export type PresentOptions = z.infer<typeof presentOptionsShape>;

/** GET /api/v1/present/replacements — other goods of the shop that cost no more. */
export const presentReplacementsQuery = replacementsQuery.omit({ number: true });
export const presentReplacementsShape = z.object({
  items: z.array(replacementsShape.shape.items.element.omit({ price: true, difference: true })),
});
export type PresentReplacements = z.infer<typeof presentReplacementsShape>;

/** GET /api/v1/present/cases/{number} */
export const presentCaseShape = presentPageShape.shape.cases.element
  .extend({
    orderNumber: z.string(),
    merchant: caseShape.shape.merchant,
    reason: z.string(),
    note: z.string(),
    version: z.number().int(),
    quiet: z.boolean(),
    disputeState: z.enum(disputeStates),
    /** Where the money is, without how much: none, on its way to who paid, or there. */
    money: z.enum(["none", "on-its-way", "refunded-to-the-giver"]),
    rejectReason: z.string().nullable(),
    steps: caseShape.shape.steps,
    next: caseShape.shape.next,
    lines: z.array(
      caseShape.shape.lines.element.pick({
        lineId: true,
        title: true,
        variant: true,
        picture: true,
        quantity: true,
        acceptedQuantity: true,
      }),
    ),
    freightPayer: z.string().nullable(),
    wayBack: caseShape.shape.wayBack,
    outbound: caseShape.shape.outbound.pick({
      goods: true,
      trouble: true,
      carrier: true,
      trackingNumber: true,
      shippedAt: true,
      deliveredAt: true,
    }),
    evidence: caseShape.shape.evidence,
    offers: z.array(
      caseShape.shape.offers.element.pick({
        no: true,
        by: true,
        kind: true,
        toKind: true,
        evidenceKind: true,
        wanted: true,
        note: true,
        state: true,
        at: true,
        answeredAt: true,
      }),
    ),
    timeline: z.array(timelineLineShape),
    abilities: z.array(abilityShape),
  })
  .meta({ id: "PresentCase" });
export type PresentCase = z.infer<typeof presentCaseShape>;

/** What every move answers: where the case stands now. */
export const movedShape = z.object({
  number: z.string(),
  version: z.number().int(),
  caseState: z.enum(caseStates),
  goodsState: z.enum(goodsStates),
  moneyState: z.enum(moneyStates),
  outboundState: z.enum(outboundStates),
  disputeState: z.enum(disputeStates),
  waitingOn: z.enum(waitingOns),
  dueAt: instantShape.nullable(),
});
export type Moved = z.infer<typeof movedShape>;

/** Moves: POST /api/v1/cases/{number}/<verb>. `version` (when sent) must be the one the caller saw: two people on one case do not overwrite each other. */
const target = { number: numberShape, version: z.number().int().min(1).optional() };
export const approveInput = z.strictObject({
  ...target,
  note: z.string().max(limits.noteLength).optional(),
  /** Of a parcel that never came back: who bears it; left out: the merchant. */
  lossBorneBy: z.enum(lossBearers).optional(),
  /** Of a part that was to be sent after and was not: what is paid for it. */
  amount: moneyShape.optional(),
});
export const rejectInput = z.strictObject({
  ...target,
  reason: z.enum(rejectReasons),
  note: z.string().min(1).max(limits.noteLength),
  evidence: z.array(uuidShape).max(limits.evidencePerCase).default([]),
});
/** What somebody can find of a purchase by a child: that one bought, that it fits the age, what the guardian says. */
export const childFindings = {
  proof: ["claimed", "shown", "refuted"],
  fitsAge: ["to-be-judged", "yes", "no"],
  guardian: ["not-heard", "approved", "refused"],
} as const;
/** POST /api/v1/cases/{number}/find-child */
export const findChildInput = z.strictObject({
  ...target,
  proof: z.enum(childFindings.proof),
  fitsAge: z.enum(childFindings.fitsAge),
  guardian: z.enum(childFindings.guardian),
  note: z.string().min(1).max(limits.noteLength),
});
export const withdrawInput = z.strictObject({ ...target, note: z.string().max(limits.noteLength).optional() });
export const resubmitInput = z.strictObject({
  ...target,
  reason: z.enum(reasonNames).optional(),
  note: z.string().max(limits.noteLength).default(""),
  evidence: z.array(uuidShape).max(limits.evidencePerCase).default([]),
});
export const shipInput = z.strictObject({
  ...target,
  way: z.enum(waysBack),
  /** A key such as "sf", or a name such as "顺丰速运"; kept as the key. */
  carrier: z.string().min(1).max(60),
  trackingNumber: z
    .string()
    .min(4)
    .max(60)
    .regex(/^[A-Za-z0-9-]+$/),
  /** What the shopper paid for the way back where somebody else bears it; `receipts` are photos that show it. */
  freightPaid: moneyShape.optional(),
  receipts: z.array(uuidShape).max(limits.evidencePerCase).default([]),
});
export const receiveInput = z.strictObject({ ...target });
export const inspectInput = z.strictObject({
  ...target,
  lines: z
    .array(
      z.strictObject({
        lineId: uuidShape,
        received: z.number().int().min(0).max(1000),
        accepted: z.number().int().min(0).max(1000),
        grade: z.enum(grades),
        disposition: z.enum(dispositions),
        note: z.string().max(limits.noteLength).default(""),
        photos: z.array(uuidShape).max(limits.evidencePerCase).default([]),
        /** As scanned. One that was not sold with this line needs a person of the platform. */
        serials: z.array(z.string().trim().min(1).max(100)).max(100).default([]),
      }),
    )
    .min(1)
    .max(limits.linesPerRequest),
  /** What the state of the goods takes off, for the shopper to agree to. */
  deduction: z.strictObject({ amount: moneyShape, note: z.string().min(1).max(limits.noteLength) }).optional(),
  /** Of goods that were sent in to be repaired and are accepted: how it ended, and where they cannot be, what is proposed instead. */
  repair: z
    .strictObject({
      outcome: z.enum(repairOutcomes),
      instead: z.enum(insteadOfRepair).optional(),
      note: z.string().max(limits.noteLength).default(""),
    })
    .refine(({ outcome, instead }) => (outcome === "not-repairable") === (instead !== undefined), {
      path: ["instead"],
      message: "repair-instead",
    })
    .optional(),
});
const evidence = z.array(uuidShape).max(limits.evidencePerCase).default([]);
const words = z.string().min(1).max(limits.noteLength);
const offerNote = { note: z.string().max(limits.noteLength).default("") };
/** POST /api/v1/cases/{number}/offers — proposes something else: an amount with the goods kept, another kind, more evidence. */
export const makeOfferInput = z
  .strictObject({
    ...target,
    kind: z.enum(["amount", "kind", "evidence"]),
    amount: moneyShape.optional(),
    toKind: z.enum(["refund-only", "return-and-refund", "exchange", "reship", "repair"]).optional(),
    /** Exchange: the goods that would go out, at today's price; left out: the same again, or what was asked for. */
    wanted: wantedInput.optional(),
    /** What has to show it; left out: whatever does. */
    evidenceKind: z.enum(evidenceKinds).optional(),
    ...offerNote,
  })
  .refine(({ kind, amount }) => (kind === "amount") === (amount !== undefined), {
    path: ["amount"],
    message: "offer-amount",
  })
  .refine(({ kind, toKind }) => (kind === "kind") === (toKind !== undefined), {
    path: ["toKind"],
    message: "offer-kind",
  })
  .refine(({ toKind, wanted }) => wanted === undefined || toKind === "exchange", {
    path: ["wanted"],
    message: "offer-goods",
  })
  .refine(({ kind, evidenceKind }) => kind === "evidence" || evidenceKind === undefined, {
    path: ["evidenceKind"],
    message: "offer-evidence",
  })
  .refine(({ kind, note }) => kind !== "evidence" || note.length > 0, { path: ["note"], message: "offer-note" });
export const answerOfferInput = z.strictObject({ ...target, accept: z.boolean(), ...offerNote, evidence });
export const shipReplacementInput = shipInput.omit({ way: true, freightPaid: true, receipts: true });
export const confirmReplacementInput = z.strictObject({ ...target });
/** POST /api/v1/cases/{number}/object-replacement — what was sent did not arrive, or is wrong or broken; the last two are shown. */
export const objectReplacementInput = z.strictObject({
  ...target,
  trouble: z.enum(objections),
  note: z.string().max(limits.noteLength).default(""),
  evidence,
});
/** POST /api/v1/cases/{number}/make-good — send again, pay instead, or (the platform) that it is there after all. */
export const makeGoodInput = z.strictObject({
  ...target,
  remedy: z.enum(remediesOfTrouble),
  /** Left out: the merchant. That the platform bears it is the platform's to say. */
  lossBorneBy: z.enum(lossBearers).optional(),
  /** What a part that was sent after is worth: the goods are there, and only this is paid for or lost. */
  amount: moneyShape.optional(),
  note: z.string().max(limits.noteLength).default(""),
});
export const escalateInput = z.strictObject({ ...target, note: words, evidence });
export const giveStatementInput = z.strictObject({ ...target, words, evidence });
/** `amount` where the ruling is partial: what the shopper gets. */
export const ruleInput = z.strictObject({
  ...target,
  blame: z.enum(blames),
  ruling: z.enum(rulings),
  amount: moneyShape.optional(),
  note: words,
});
export const interceptInput = z.strictObject({ ...target });
export const appealInput = z.strictObject({ ...target, note: words });
export const addNoteInput = z.strictObject({
  ...target,
  note: z.string().min(1).max(limits.noteLength),
  evidence: z.array(uuidShape).max(limits.evidencePerCase).default([]),
});
export const retryRefundInput = z.strictObject({ ...target });
export const assignInput = z.strictObject({ ...target, staffId: uuidShape.nullable() });

/** GET /api/v1/carrier-claims — what carriers are to pay for, the newest first. */
export const carrierClaimQuery = z.object(pageQuery);
const carrierClaimShape = z
  .object({
    id: uuidShape,
    caseNumber: z.string(),
    orderNumber: z.string(),
    merchantName: titleShape,
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
    direction: z.enum(["return", "outbound"]),
    amount: moneyShape,
    at: instantShape,
  })
  .meta({ id: "CarrierClaim" });
export type CarrierClaim = z.infer<typeof carrierClaimShape>;
export const carrierClaimPageShape = pageOf(carrierClaimShape);

/** GET /api/v1/bench/{scan} — the bench: a scanned case number, tracking number or order number finds the case to inspect. */
export const benchQuery = z.strictObject({ scan: z.string().min(3).max(80) });
export const benchShape = z.object({ matches: z.array(caseRowShape) });

export const refusals = [
  "case-not-found",
  "order-not-found",
  "unit-not-free",
  "line-not-in-order",
  "kind-not-offered",
  "reason-not-for-kind",
  "evidence-needed",
  "age-needed",
  "evidence-not-found",
  "move-not-allowed",
  "version-changed",
  "statutory-right",
  "platform-decides",
  "too-many-attempts",
  "not-shipped-yet",
  "counted-more-than-sent",
  "accepted-more-than-received",
  "lines-incomplete",
  "already-shipped",
  "nothing-to-refund",
  "refund-not-blocked",
  "staff-not-found",
  "other-merchants-line",
  "signal-not-open",
  "appeal-open-already",
  "appeal-not-found",
  "appeal-decided",
  "draft-not-found",
  "draft-not-open",
  "draft-changed",
  "draft-exists",
  "policy-id-taken",
  "policy-below-law",
  "effective-in-past",
  "effective-before-latest",
  "replay-not-found",
  "replacement-not-found",
  "deduction-too-high",
  "deduction-for-sellers-fault",
  "repair-outcome-differs",
  "price-not-found",
  "price-changed",
  "category-not-found",
  "template-not-found",
  "template-changed",
  "pieces-not-there",
  "disposition-final",
  "offer-is-what-was-asked",
  "offer-too-high",
  "offer-not-for-shopper",
  "offer-not-open",
  "offer-out-of-date",
  "own-offer",
  "too-many-offers",
  "talked-long-enough",
  "neither-side",
  "not-for-recipients",
  "ruled-before",
  "ruling-needs-amount",
  "still-on-its-way",
  "trouble-not-shown",
  "nothing-to-send-again",
  "parts-worth-needed",
  "amount-not-asked",
  "pause-in-past",
  "pause-too-long",
  "pause-days-used-up",
  "pause-exists",
  "merchant-not-found",
  "own-clock",
  "too-many-extensions",
  "longer-than-law",
  "way-not-offered",
  "tracking-number-mistyped",
  "freight-not-owed",
  "currency-differs",
  "freight-out-of-range",
  "freight-receipt-needed",
  "instant-all-or-nothing",
  "replacement-all-or-nothing",
] as const;

/** Risk signals: open to the shopper and to who decides, no part of any decision. */
const signalShape = z.object({
  signal: z.enum(signals),
  strength: z.enum(["noticed", "strong"]),
  params: z.record(z.string(), z.number()),
});
export const signalsShape = z
  .object({
    signals: z.array(signalShape),
    consequences: z.object({ instantRefund: z.boolean(), automaticApproval: z.boolean(), videoWanted: z.boolean() }),
    countedAt: instantShape.nullable(),
    appeals: z.array(
      z.object({
        id: uuidShape,
        signal: z.string(),
        state: z.string(),
        words: z.string(),
        note: z.string().nullable(),
        at: instantShape,
      }),
    ),
  })
  .meta({ id: "Signals" });
export type Signals = z.infer<typeof signalsShape>;
export const openAppealShape = z.object({
  id: uuidShape,
  customerId: uuidShape,
  signal: z.string(),
  words: z.string(),
  at: instantShape,
  params: z.record(z.string(), z.number()),
});
export type OpenAppeal = z.infer<typeof openAppealShape>;
/** POST /api/v1/me/signals/{signal}/appeals — says why a signal is wrong. */
export const appealSignalInput = z.strictObject({ signal: z.enum(signals), words });
export const decideSignalAppealInput = z.strictObject({
  customerId: uuidShape,
  id: uuidShape,
  uphold: z.boolean(),
  note: words,
});
export const appealedSignalShape = z.object({ id: uuidShape, state: z.enum(["open", "upheld", "dismissed"]) });

/** Facts this floor publishes. A change of shape is a new version. */
const caseFact = z.object({
  caseId: uuidShape,
  number: z.string(),
  orderId: uuidShape,
  orderNumber: z.string(),
  kind: z.enum(caseKinds),
  caseState: z.enum(caseStates),
  goodsState: z.enum(goodsStates),
  moneyState: z.enum(moneyStates),
  outboundState: z.enum(outboundStates),
  disputeState: z.enum(disputeStates),
  waitingOn: z.enum(waitingOns),
  dueAt: instantShape.nullable(),
  amount: moneyShape,
  reason: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  /** Asked by the recipient of a present; quiet: who paid is not to hear of it yet. */
  present: z.enum(["open", "quiet"]).exactOptional(),
});
export type CaseFact = z.infer<typeof caseFact>;
export const factPayloads = {
  "returns.requested": caseFact,
  "returns.present-asked": caseFact,
  "returns.interception-wanted": caseFact,
  "returns.interception-confirmed": caseFact,
  "returns.interception-failed": caseFact,
  "returns.approved": caseFact,
  "returns.rejected": caseFact,
  "returns.withdrawn": caseFact,
  "returns.resubmitted": caseFact,
  "returns.shipped": caseFact,
  "returns.arrived": caseFact,
  "returns.inspected": caseFact,
  "returns.refund-due": caseFact,
  "returns.money-moved": caseFact,
  "returns.completed": caseFact,
  "returns.closed": caseFact,
  "returns.lost": caseFact,
  "returns.noted": caseFact,
  "returns.handed-over": caseFact,
  "returns.platform-late": caseFact,
  "returns.reminded": caseFact,
  "returns.deadline-moved": caseFact,
  "returns.offered": caseFact,
  "returns.offer-declined": caseFact,
  "returns.replacement-shipped": caseFact,
  "returns.replacement-received": caseFact,
  "returns.replacement-arrived": caseFact,
  "returns.replacement-in-trouble": caseFact,
  "returns.replacement-goes-again": caseFact,
  "returns.exchange-off": caseFact,
  "returns.replacement-off": caseFact,
  "returns.goods-go-back": caseFact,
  "returns.escalated": caseFact,
  "returns.stated": caseFact,
  "returns.ruled": caseFact,
  "returns.appealed": caseFact,
  "returns.difference-due": caseFact,
  "returns.carrier-delivered": caseFact,
  "returns.instant-wanted": caseFact,
  "returns.difference-paid": caseFact,
  /** What is paid beside the refund, and a transfer that is to have come: `amount` is of that. */
  "returns.freight-paid": caseFact,
  "returns.insurance-paid": caseFact,
  "returns.compensation-paid": caseFact,
  "returns.transfer-to-confirm": caseFact,
  "returns.transfer-reminded": caseFact,
  "returns.signal-appeal-decided": z.object({
    appealId: uuidShape,
    signal: z.enum(signals),
    state: z.enum(["upheld", "dismissed"]),
    note: z.string(),
  }),
} as const;

/** For who keeps the points and coupons of the shoppers: what comes back of them with a refund, told once. */
export const inKindFacts = {
  "returns.in-kind-due": z.object({
    caseId: uuidShape,
    number: z.string(),
    orderId: uuidShape,
    orderNumber: z.string(),
    /** What the points had taken off. */
    points: moneyShape,
    coupons: z.array(z.string()),
  }),
} as const;

/** What only the books hear. */
export const lossFacts = {
  "returns.loss-borne": z.object({
    lossId: uuidShape,
    caseId: uuidShape,
    number: z.string(),
    orderId: uuidShape,
    merchantId: uuidShape,
    borneBy: z.enum(lossBearers),
    amountMinor: z.string(),
    currency: z.string(),
  }),
} as const;
