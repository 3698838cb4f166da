import { z } from "zod";
import {
  abilityShape,
  becauseShape,
  instantShape,
  moneyShape,
  pageOf,
  pageQuery,
  titleShape,
  uuidShape,
} from "#platform/wire";

/** Policies on the desk: drafts, what the law says of them, what they would have changed, and what is published of them. */

const params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** What a draft is called: as it will be called in orders, such as "summer-sale". */
export const policyIdShape = z
  .string()
  .min(2)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** Short of the law (an error keeps a draft from being published), or worth knowing; beside it the article it rests on. */
export const findingShape = z
  .object({
    /** Null: about the policy as a whole, or about the handling that `params.field` names. */
    clause: z.string().nullable(),
    severity: z.enum(["error", "warning"]),
    code: z.string(),
    params,
    rule: z.string().nullable(),
    article: z.string().nullable(),
    instrument: titleShape.nullable(),
  })
  .meta({ id: "PolicyFinding" });
export type PolicyFinding = z.infer<typeof findingShape>;

export const draftStates = ["draft", "published", "discarded"] as const;

const draftRow = {
  id: uuidShape,
  policyId: z.string(),
  merchantId: uuidShape.nullable(),
  merchantName: titleShape.nullable(),
  title: titleShape,
  state: z.enum(draftStates),
  /** Changes with every save: whoever saves says which one was seen. */
  version: z.number().int(),
  changedAt: instantShape,
  /** Who changed it last, by name where it is known. */
  changedBy: z.string(),
  publishedVersion: z.number().int().nullable(),
};
export const draftRowShape = z.object(draftRow).meta({ id: "PolicyDraftRow" });
export type PolicyDraftRow = z.infer<typeof draftRowShape>;
export const draftPageShape = pageOf(draftRowShape);
export const draftListQuery = z.object({ state: z.enum(draftStates).optional(), ...pageQuery });

export const draftShape = z
  .object({
    ...draftRow,
    /** The promises and the handling, as `platform.policy` keeps them. */
    body: z.unknown(),
    /** The same as codes the pages word. */
    clauses: z.array(becauseShape),
    findings: z.array(findingShape),
    /** The version that holds for orders placed now, to compare with; null where there is none. */
    current: z.number().int().nullable(),
    abilities: z.array(abilityShape),
  })
  .meta({ id: "PolicyDraft" });
export type PolicyDraft = z.infer<typeof draftShape>;

/** What every change of a draft answers. */
export const draftMovedShape = z.object({
  id: uuidShape,
  policyId: z.string(),
  state: z.enum(draftStates),
  version: z.number().int(),
  publishedVersion: z.number().int().nullable(),
});
export type PolicyDraftMoved = z.infer<typeof draftMovedShape>;

const draftTarget = { id: uuidShape, version: z.number().int().min(1) };
export const discardDraftInput = z.strictObject(draftTarget);
export const publishDraftInput = z.strictObject({
  ...draftTarget,
  /** Orders placed from then on pin it; left out: from now on. */
  effectiveFrom: instantShape.optional(),
});

/** The words a clause may be written in, for forms that write one. */
export const termsShape = z.object({
  categories: z.array(z.string()),
  channels: z.array(z.string()),
  reasons: z.array(z.string()),
  remedies: z.array(z.string()),
  conditions: z.array(z.string()),
  startEvents: z.array(z.string()),
  evidenceKinds: z.array(z.string()),
  freightPayers: z.array(z.string()),
  payments: z.array(z.string()),
  waysBack: z.array(z.string()),
  rollModes: z.array(z.string()),
  caseKinds: z.array(z.string()),
  caseReasons: z.array(z.string()),
  /** Those that a film can show at all. */
  filmReasons: z.array(z.string()),
  /** What holds where nothing is said. */
  builtIn: z.unknown(),
});
export type PolicyTerms = z.infer<typeof termsShape>;

const outcomes = z.object({
  refused: z.number().int(),
  review: z.number().int(),
  agreed: z.number().int(),
  "at-once": z.number().int(),
});
export const replaySideShape = z.object({
  outcomes,
  /** One entry for each currency. */
  money: z
    .array(
      z.object({
        refund: moneyShape,
        /** Ways back paid for the shopper, at the assumed price of one. */
        freight: moneyShape,
        /** Asked for in cases that a person has to look at. */
        atStake: moneyShape,
        /** What is offered beside the right, if everybody takes it: for keeping the goods, for exchanging them. */
        onTop: moneyShape,
      }),
    )
    .readonly(),
  /** On average for a case: how long those who work for the shop, and the shopper, may take. */
  hours: z.object({ merchant: z.number(), shopper: z.number() }),
});
export const replayReportShape = z
  .object({
    cases: z.number().int(),
    changed: z.number().int(),
    better: z.number().int(),
    worse: z.number().int(),
    /** Cases that would rather be complained about: refused now, left to a person now, or no longer approved at once. */
    complaints: z.object({ refused: z.number().int(), review: z.number().int(), slower: z.number().int() }),
    was: replaySideShape,
    would: replaySideShape,
    groups: z
      .array(
        z.object({
          category: z.string(),
          reason: z.string(),
          cases: z.number().int(),
          changed: z.number().int(),
          was: replaySideShape,
          would: replaySideShape,
        }),
      )
      .readonly(),
  })
  .meta({ id: "PolicyReplayReport" });
export type PolicyReplayReport = z.infer<typeof replayReportShape>;

export const replayStates = ["running", "done", "failed"] as const;
export const replayShape = z
  .object({
    id: uuidShape,
    draftId: uuidShape,
    /** Of the draft as it was replayed; another one now means that it has changed since. */
    draftVersion: z.number().int(),
    state: z.enum(replayStates),
    casesTotal: z.number().int(),
    casesDone: z.number().int(),
    since: instantShape,
    freight: moneyShape,
    result: replayReportShape.nullable(),
    error: z.string().nullable(),
    startedAt: instantShape,
    finishedAt: instantShape.nullable(),
  })
  .meta({ id: "PolicyReplay" });
export type PolicyReplay = z.infer<typeof replayShape>;

/** What sending one parcel back costs whoever pays for it: past cases do not tell. */
export const assumedFreight = "10.00";
export const startReplayInput = z.strictObject({
  id: uuidShape,
  /** Cases asked for within so many days before now. */
  days: z.number().int().min(1).max(3_650).default(90),
  freight: z
    .string()
    .regex(/^(0|[1-9]\d{0,5})(\.\d{1,2})?$/)
    .default(assumedFreight),
});

const changedSide = z.object({
  outcome: z.enum(["refused", "review", "agreed", "at-once"]),
  route: z.string().nullable(),
  freightPayer: z.string().nullable(),
});
export const caseChangeShape = z
  .object({
    number: z.string(),
    kind: z.string(),
    reason: z.string(),
    category: z.string(),
    was: changedSide,
    would: changedSide,
    costs: moneyShape,
    why: z.object({ code: z.string(), params, rule: z.string().nullable() }),
  })
  .meta({ id: "PolicyReplayChange" });
export type PolicyCaseChange = z.infer<typeof caseChangeShape>;
export const changePageShape = pageOf(caseChangeShape);
export const changeListQuery = z.object({
  id: uuidShape,
  category: z.string().max(40).optional(),
  reason: z.string().max(40).optional(),
  ...pageQuery,
});

/** Facts about policies, which no shopper is written to about. */
export const policyFacts = {
  "returns.policy-published": z.object({
    policyId: z.string(),
    version: z.number().int(),
    merchantId: uuidShape.nullable(),
    effectiveFrom: instantShape,
    titleZh: z.string(),
    titleEn: z.string(),
  }),
  "returns.policy-replay-asked": z.object({ replayId: uuidShape }),
} as const;
