import { z } from "zod";
import { isId } from "#kernel/ids";
import { currency, money, toWire } from "#kernel/money";
import type { PublishedFact } from "#platform/domain";
import { type NewsParams, newsParamsShape } from "./shapes.ts";

export type News = {
  readonly fact: PublishedFact;
  /** What the message is called: the kind of the fact, or which of its moves it tells of. */
  readonly kind: string;
  readonly customerId: string;
  readonly orderId: string | null;
  readonly params: NewsParams;
  readonly mailed: boolean;
  /** Not told to the person who did it. */
  readonly unlessOwn: boolean;
};

/**
 * What of these facts the shopper should hear of, and whether a mail says it too. What one step says twice is told once:
 * a request that was approved at once, a refund that follows from the inspection.
 */
export function newsOf(facts: readonly PublishedFact[]): News[] {
  const approved = new Set(facts.filter((fact) => fact.kind === "returns.approved").map((fact) => fact.subjectId));
  return facts.flatMap((fact) => {
    const telling = tellings.get(fact.kind);
    if (telling === undefined || fact.customerId === null || !tellsShopper(fact)) return [];
    if (fact.kind === "returns.requested" && approved.has(fact.subjectId)) return [];
    // A fact of another shape is passed over: one bad fact must not stop the facts behind it.
    const params = newsParamsShape.safeParse(telling.params?.(fact.payload) ?? { amount: null, ...fact.payload });
    if (!params.success) return [];
    const orderId = fact.payload.orderId;
    return [
      {
        fact,
        kind: telling.named?.(fact.payload) ?? fact.kind,
        customerId: fact.customerId,
        orderId: typeof orderId === "string" && isId(orderId) ? orderId : null,
        params: params.data,
        mailed: telling.mailed,
        unlessOwn: telling.unlessOwn === true,
      },
    ];
  });
}

/**
 * Whether a fact of this kind and standing reaches the inbox at all. Of what the recipient of a present asked, who paid hears that
 * it was asked, and that the money comes back; of what is to be kept quiet, nothing.
 */
export function tellsShopper(fact: PublishedFact): boolean {
  const { present } = fact.payload;
  if (present === "quiet" || (present === "open" && !ofPresents.has(fact.kind))) return false;
  if (present === undefined && onlyOfPresents.has(fact.kind)) return false;
  return tellings.get(fact.kind)?.when?.(fact.payload) ?? tellings.has(fact.kind);
}

export const mailedKinds = (): string[] => [...tellings].filter(([, { mailed }]) => mailed).map(([kind]) => kind);

type Telling = {
  readonly mailed: boolean;
  readonly unlessOwn?: boolean;
  readonly when?: (payload: Record<string, unknown>) => boolean;
  readonly named?: (payload: Record<string, unknown>) => string;
  /** What a page needs to word it, where the payload has other names for it. */
  readonly params?: (payload: Record<string, unknown>) => object;
};

const ofPresents = new Set([
  "returns.present-asked",
  "returns.refund-due",
  "returns.money-moved",
  "returns.transfer-to-confirm",
  "returns.transfer-reminded",
  "returns.compensation-paid",
  "returns.insurance-paid",
]);
const onlyOfPresents = new Set(["returns.refund-due"]);

/** Which moves of what a shopper is to pay are told. Of an exchange its case tells all but that money went back. */
const collectionNews: Readonly<Record<string, string>> = {
  asked: "payments.collection-asked",
  paid: "payments.collection-paid",
  refunding: "payments.collection-back",
  expired: "payments.collection-over",
};
function collectionTold({ causeKind, state }: Record<string, unknown>): boolean {
  return causeKind === "case" ? state === "refunding" : String(state) in collectionNews;
}
function collectionParams(payload: Record<string, unknown>): object {
  const read = collectionPayload.safeParse(payload);
  if (!read.success) return {};
  const { number, causeKind, state, amountMinor, currency: unit } = read.data;
  return {
    ...{ number, kind: causeKind, reason: state, orderNumber: "", titleZh: "", titleEn: "", dueAt: null },
    amount: toWire(money(BigInt(amountMinor), currency(unit))),
    waitingOn: state === "asked" ? "shopper" : "nobody",
  };
}
const collectionPayload = z.object({
  number: z.string(),
  causeKind: z.string(),
  state: z.string(),
  amountMinor: z.string().regex(/^\d+$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

const forShopper = (payload: Record<string, unknown>) => payload["waitingOn"] === "shopper";

const tellings: ReadonlyMap<string, Telling> = new Map(
  Object.entries<Telling>({
    "returns.requested": { mailed: true },
    "returns.present-asked": { mailed: true },
    // Elsewhere said by what made it due.
    "returns.refund-due": { mailed: true },
    "returns.approved": { mailed: true },
    "returns.rejected": { mailed: true },
    "returns.withdrawn": { mailed: false },
    "returns.resubmitted": { mailed: false },
    "returns.shipped": { mailed: false },
    "returns.arrived": { mailed: false },
    "returns.inspected": { mailed: true },
    "returns.lost": { mailed: true },
    // On its way is said by what made the refund due, arrived by the completed case; what is left is trouble.
    // Where the shopper is to say that a transfer came, that is told by itself.
    "returns.money-moved": {
      mailed: false,
      when: (payload) => payload.moneyState === "attention" && !forShopper(payload),
    },
    "returns.transfer-to-confirm": { mailed: true },
    "returns.transfer-reminded": { mailed: true },
    "returns.freight-paid": { mailed: true },
    "returns.insurance-paid": { mailed: true },
    "returns.compensation-paid": { mailed: true },
    "returns.completed": { mailed: true },
    "returns.closed": { mailed: true },
    "returns.noted": { mailed: true, unlessOwn: true },
    "returns.handed-over": { mailed: true },
    "returns.platform-late": { mailed: false },
    "returns.carrier-delivered": { mailed: false },
    "returns.interception-confirmed": { mailed: false },
    "returns.interception-failed": { mailed: true },
    "returns.offered": { mailed: true, when: forShopper },
    "returns.offer-declined": { mailed: false },
    "returns.difference-due": { mailed: true },
    "returns.difference-paid": { mailed: false },
    "returns.replacement-shipped": { mailed: true },
    "returns.replacement-received": { mailed: false },
    "returns.replacement-arrived": { mailed: true },
    "returns.replacement-in-trouble": { mailed: true },
    "returns.replacement-goes-again": { mailed: false },
    "returns.exchange-off": { mailed: true },
    "returns.replacement-off": { mailed: false },
    "returns.goods-go-back": { mailed: true },
    "returns.escalated": { mailed: false },
    "returns.stated": { mailed: false, unlessOwn: true },
    "returns.ruled": { mailed: true },
    "returns.appealed": { mailed: true, unlessOwn: true },
    "returns.reminded": { mailed: true, when: forShopper },
    "returns.deadline-moved": { mailed: true, when: forShopper },
    "payments.collection-moved": {
      mailed: false,
      when: collectionTold,
      named: ({ causeKind, state }) =>
        causeKind === "discrepancy" && state === "asked"
          ? "payments.too-much-asked"
          : (collectionNews[String(state)] ?? "payments.collection-moved"),
      params: collectionParams,
    },
  }),
);
