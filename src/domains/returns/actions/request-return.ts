import { lowestPricesSince } from "#domains/catalog";
import { contentsForCase, holdUnits, type LoadedLine, lockOrder, pinOf } from "#domains/orders";
import { humanNumber, newId } from "#kernel/ids";
import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { localDateAt, zone } from "#kernel/time";
import { action, all, any, holds, is, type Recorder, recipient, sameMerchant } from "#platform/action";
import { principalName, type Tx, toJson } from "#platform/db";
import { findCustomerOf } from "#platform/directory";
import { claimFiles, kindsOfFiles } from "#platform/files";
import { isShown, taxonomyVersion } from "../contract/reasons.ts";
import { requestedShape, requestInput } from "../contract.ts";
import { isFor, kindTraits, type SignalName, termsOf } from "../model.ts";
import { casesIn90Days } from "../queries/cases-in-90-days.ts";
import { askedIn } from "../queries/handling-of.ts";
import { knownBefore } from "../queries/known-before.ts";
import { shopPolicies } from "../queries/policy-of.ts";
import { type Assessment, assess, type OrderForCase } from "../rules/assess.ts";
import { caseFact } from "../rules/case-fact.ts";
import { exchangeBonus } from "../rules/exchange-bonus.ts";
import { sumOf } from "../rules/exchange-difference.ts";
import {
  approvedAtOnce,
  ifMerchantIsSilent,
  type PolicyBody,
  type PublishedPause,
  withPauses,
} from "../rules/handling.ts";
import { isHere, keepOffer } from "../rules/keep-for-less.ts";
import { recipientMayAsk } from "../rules/recipients.ts";
import { consequencesOf, filmWanted, type Signal } from "../rules/risk-signals.ts";
import { canBeGiven } from "../rules/what-is-offered.ts";
import { insertCase, insertCaseLine, type NewCase } from "../store/case.ts";
import { insertOffer } from "../store/offer.ts";
import { approvedChanges } from "./approve-case.ts";
import { type Replacement, replacementFor } from "./replacement-for.ts";
import { waitFor } from "./wait-for.ts";

/** A shopper (or an agent for them) asks. Lines of several merchants become several cases; what the policy allows is approved at once. */
export const requestReturn = action({
  name: "returns.request",
  input: requestInput,
  output: requestedShape,
  allow: any(is("shopper"), recipient, holds("cases.create"), all(holds("cases.initiate"), sameMerchant)),
  idempotency: "required",
  refusals: [
    "order-not-found",
    "line-not-in-order",
    "unit-not-free",
    "kind-not-offered",
    "reason-not-for-kind",
    "evidence-needed",
    "age-needed",
    "evidence-not-found",
    "replacement-not-found",
    "other-merchants-line",
    "not-for-recipients",
  ],
  subject: async (tx, { number, evidence }) => {
    const customerId =
      tx.principal.kind === "shopper" ? tx.principal.customerId : await findCustomerOf(tx, "order", number);
    if (customerId === undefined) return refuse("order-not-found", { number });
    const [order, contents, known, shown] = await Promise.all([
      lockOrder(tx, customerId, number),
      contentsForCase(tx, customerId, number),
      knownBefore(tx, customerId, number),
      kindsOfFiles(tx, customerId, evidence),
    ]);
    return order === undefined
      ? refuse("order-not-found", { number })
      : grant({
          customerId,
          merchantIds: order.merchant_ids,
          order,
          ...contents,
          ...known,
          shown,
        });
  },
  run: async ({ tx, now, input, subject, record }) => {
    const { customerId, order, lines, pauses } = subject;
    const presentId = tx.principal.kind === "shopper" ? (tx.principal.presentId ?? null) : null;
    if (presentId !== null && !recipientMayAsk(input.kind, input.reason))
      return refuse("not-for-recipients", { kind: input.kind, reason: input.reason });
    if (input.keep && input.kind !== "refund-only") return refuse("kind-not-offered", keepNotOffered(input.kind));
    if (!input.keep && !isFor(input.reason, input.kind))
      return refuse("reason-not-for-kind", { reason: input.reason, kind: input.kind });
    if (termsOf(input.reason).byChild === true && input.childAge === undefined)
      return refuse("age-needed", { reason: input.reason });
    // What a merchant offers by itself it need not be shown; files that are not there are refused as such when the case takes them.
    const looked = tx.principal.kind !== "merchant" && (input.evidence.length === 0 || subject.shown.length > 0);
    if (looked && !isShown(input.reason, subject.shown))
      return refuse("evidence-needed", { reason: input.reason, needs: termsOf(input.reason).evidence.join(" ") });
    const merchants = [
      ...new Set(input.lines.map(({ lineId }) => lines.find((line) => line.id === lineId)?.merchant_id ?? "")),
    ];
    const policies = await shopPolicies(tx, order, merchants);
    const opened: NewCase[] = [];
    const initiator = tx.principal.kind === "merchant" ? tx.principal.merchantId : undefined;
    if (initiator !== undefined && merchants.some((id) => id !== initiator))
      return refuse("other-merchants-line", { number: input.number });
    const lowest =
      input.kind === "price-protection"
        ? await lowestPricesSince(tx, productsOf(lines, input.lines), order.placed_at, order.currency)
        : undefined;
    const counts = merchants.some((id) => policies.of(id).handling.autoApprove.casesIn90Days !== null);
    const history = counts ? await casesIn90Days(tx, customerId, now) : 0;
    for (const merchantId of merchants) {
      const policy = policies.of(merchantId);
      const wanted = {
        kind: input.kind,
        reason: input.reason,
        condition: input.condition ?? {},
        evidence: subject.shown,
        bad: input.bad,
        childAge: input.childAge,
        lines: input.lines.filter(
          ({ lineId }) => (lines.find((line) => line.id === lineId)?.merchant_id ?? "") === merchantId,
        ),
        ...(lowest === undefined ? {} : { lowest: byLine(lines, lowest) }),
      };
      const assessed = assess(subject, policies, wanted, now, subject.refundedBefore);
      if (!assessed.ok) return assessed;
      const { standing, worthMinor } = assessed.value;
      const keep =
        input.keep && assessed.value.lines.every(isHere)
          ? keepOffer(policy.handling, input.reason, assessed.value.lines)
          : null;
      if (input.keep && keep === null) return refuse("kind-not-offered", keepNotOffered(input.kind));
      if (keep === null && standing.standing === "refused" && !(initiator !== undefined && canBeGiven(standing)))
        return refuse("kind-not-offered", {
          kind: input.kind,
          because: standing.because[0]?.code ?? "not-offered",
          rule: standing.because[0]?.rule ?? null,
          lastDay: standing.lastDay,
        });
      if (keep === null && nothingInIt(input.kind, worthMinor, assessed.value.allowanceMinor))
        return refuse("kind-not-offered", {
          kind: input.kind,
          because: "nothing-to-refund",
          rule: null,
          lastDay: null,
        });
      const wantedGoods = await replacementFor(tx, input, assessed.value.lines, {
        merchantId,
        currency: order.currency,
      });
      if (!wantedGoods.ok) return wantedGoods;
      // Nobody is asked to pay for what was given; dearer goods are none of those on offer.
      if (presentId !== null && (wantedGoods.value?.differenceMinor ?? 0n) > 0n)
        return refuse("replacement-not-found", { productNumber: input.wanted?.productNumber ?? "" });
      const agreed =
        keep === null ? assessed.value : { ...assessed.value, allowance: true, allowanceMinor: keep.minor };
      const row = open(tx, record, subject, policy, merchantId, agreed, {
        ...input,
        history,
        pauses,
        signals: subject.signals,
        film:
          tx.principal.kind === "shopper"
            ? filmWanted(subject.signals, policy.handling, { reason: input.reason, shown: subject.shown })
            : [],
        byMerchant: initiator !== undefined,
        presentId,
        replacement: wantedGoods.value,
      });
      if (input.evidence.length > 0) {
        const claimed = await claimFiles(tx, customerId, order.id, input.evidence, row.id, merchantId);
        if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
      }
      opened.push(row);
    }
    return grant({
      cases: opened.map((row) => ({
        number: row.number,
        caseState: row.case_state,
        goodsState: row.goods_state,
        waitingOn: row.waiting_on,
        dueAt: row.due_at?.toString() ?? null,
        amount: presentId === null ? toWire(money(row.requested_minor, currency(row.currency))) : null,
      })),
    });
  },
});

function open(
  tx: Tx,
  record: Recorder,
  { order, ...subject }: OrderForCase & { customerId: string },
  policy: PolicyBody,
  merchantId: string,
  { lines, standing, entitled, surcharges, worthMinor, terms, allowance, allowanceMinor }: Assessment,
  input: {
    kind: NewCase["kind"];
    reason: NewCase["reason"];
    note: string;
    shipFirst: boolean;
    history: number;
    pauses: readonly PublishedPause[];
    signals: readonly Signal[];
    film: readonly SignalName[];
    byMerchant: boolean;
    presentId: string | null;
    quiet: boolean;
    intercept: boolean;
    keep: boolean;
    replacement: Replacement | null;
  },
): NewCase {
  const { customerId } = subject;
  const { now } = tx;
  const id = newId<"case">();
  const number = humanNumber("AS", localDateAt(now, zone("Asia/Shanghai")));
  const first = lines[0]?.line;
  const verdict = standing.verdict;
  const feeMinor = terms.feeMinor < worthMinor ? terms.feeMinor : worthMinor;
  const worth = allowance ? allowanceMinor : worthMinor - feeMinor;
  const amount = toWire(money(worth, currency(order.currency)));
  const pin = pinOf(order, merchantId);
  record.about({ kind: "case", id, customerId, merchantId, orderId: order.id, seq: 0n });
  record.line("requested", { kind: input.kind, reason: input.reason, amount, note: input.note });
  let row: NewCase = {
    customer_id: customerId,
    id,
    number,
    order_id: order.id,
    order_number: order.number,
    country: order.country,
    zone: order.zone,
    merchant_id: merchantId,
    kind: input.kind,
    reason: input.reason,
    asked_kind: input.kind,
    asked_reason: input.reason,
    reason_version: taxonomyVersion,
    reason_words: termsOf(input.reason).words,
    note: input.note,
    case_state: "submitted",
    goods_state: "none",
    money_state: "none",
    waiting_on: "merchant",
    due_at: null,
    due_action: null,
    outbound_state: "none",
    dispute_state: "none",
    ship_first: input.shipFirst && input.kind !== "repair",
    wanted: input.replacement?.goods ?? null,
    present_id: input.presentId,
    present_quiet: input.presentId !== null && input.quiet,
    interception_state: input.kind === "refuse-delivery" && input.intercept ? "wished" : "none",
    way_back: null,
    difference_minor: input.replacement?.differenceMinor ?? 0n,
    allowance,
    timeline_seq: 0n,
    title: first?.title ?? "",
    title_en: first?.title_en ?? "",
    picture: first?.picture ?? "",
    units: lines.reduce((sum, line) => sum + line.unitNos.length, 0),
    verdict,
    best_route: standing.route,
    freight_payer: standing.freightPayer,
    ways_back: terms.ways,
    bonus_minor: input.kind === "exchange" && !input.byMerchant ? exchangeBonus(policy.handling, lines) : 0n,
    fee_minor: allowance ? 0n : feeMinor,
    policy_id: pin.id,
    policy_version: pin.version,
    law_version: lawVersion(lines[0]?.decision.law ?? null),
    requested_minor: worth,
    approved_minor: null,
    currency: order.currency,
    shopper_mask: order.recipient_name_mask,
    search_text:
      `${number} ${order.number} ${lines.map(({ line }) => `${line.title} ${line.title_en}`).join(" ")}`.slice(0, 1000),
    signals: toJson(input.signals),
    opened_by: principalName(tx.principal),
    requested_at: now,
    decided_at: null,
    answered_at: null,
    answered_by: null,
  };
  const asked = { kind: input.kind, reason: input.reason, amountMinor: worth, casesIn90Days: input.history };
  // A strong signal takes the speed away, never the right: the merchant answers within the usual time.
  // A parcel that must be turned round cannot wait for an answer, and nothing is paid before it is back.
  const turnsRound = row.interception_state === "wished" && verdict === "ALLOW";
  // What the policy offers for keeping the goods is agreed to with the offer.
  const atOnce =
    (turnsRound || input.keep || approvedAtOnce(policy.handling, asked, verdict)) &&
    consequencesOf(input.signals).automaticApproval;
  const handling = { ...withPauses(policy.handling, input.pauses, merchantId), asked: askedIn(row) };
  // Who offers it has agreed to it.
  if (input.byMerchant || atOnce) {
    record.fact(caseFact("returns.requested", row));
    const by = input.byMerchant ? "person" : "policy";
    row = {
      ...row,
      ...approvedChanges({ ...row, version: 0, difference_state: "none" }, handling, record, now, by),
    };
  } else if (input.film.length > 0) {
    record.fact(caseFact("returns.requested", row));
    record.line("offered", { kind: "evidence", by: "platform", evidenceKind: "video", because: input.film.join(" ") });
    // Whoever shows nothing is answered all the same: what the film would have sped up takes its usual time.
    row = {
      ...row,
      case_state: "negotiating",
      ...waitFor(record, "offer-answered", "decline-offer", { version: 0, handling, now }),
    };
    record.fact(caseFact("returns.offered", row));
  } else {
    const ifNobody = ifMerchantIsSilent(input.kind, input.reason, verdict);
    row = {
      ...row,
      ...waitFor(record, "merchant-answers", ifNobody, { version: 0, handling, now, about: input.kind }),
    };
    record.fact(caseFact("returns.requested", row));
  }
  if (input.presentId !== null) record.fact(caseFact("returns.present-asked", row));
  row = { ...row, timeline_seq: record.seq() };
  record.directory("case", number, customerId, id);
  record.detail({ number, kind: input.kind, verdict });
  holdUnits(
    record,
    customerId,
    id,
    lines.map(({ line, unitNos }) => ({ lineId: line.id, unitNos })),
  );
  insertCase(record, row);
  if (row.case_state === "negotiating") insertOffer(record, row, filmOffer, now);
  // How many pieces are bad is said of one line only.
  const ofBadPieces = allowance && kindTraits[input.kind].money === "refund";
  for (const line of lines) {
    insertCaseLine(record, {
      customer_id: customerId,
      case_id: id,
      line_id: line.line.id,
      order_id: order.id,
      merchant_id: merchantId,
      unit_nos: line.unitNos,
      facts: line.facts,
      verdict: line.standing.verdict,
      requested_minor: ofBadPieces
        ? worth
        : entitled.units
            .filter((unit) => unit.line === line.line.id)
            .reduce(
              (sum, unit) => sum + unit.amount,
              sumOf(surcharges.filter(({ lineId }) => lineId === line.line.id)),
            ),
    });
  }
  return row;
}

const filmOffer = {
  offer_no: 1,
  made_by: "platform",
  kind: "evidence",
  to_kind: null,
  amount_minor: null,
  evidence_kind: "video",
  note: "",
} as const;

function productsOf(lines: readonly LoadedLine[], asked: readonly { readonly lineId: string }[]): string[] {
  return asked.flatMap(({ lineId }) => lines.find((line) => line.id === lineId)?.product_number ?? []);
}

function byLine(lines: readonly LoadedLine[], lowest: ReadonlyMap<string, bigint>): Map<string, bigint> {
  return new Map(
    lines.flatMap((line) => {
      const minor = lowest.get(line.product_number);
      return minor === undefined ? [] : [[line.id, minor] as const];
    }),
  );
}

function keepNotOffered(kind: string) {
  return { kind, because: "keep-not-offered", rule: null, lastDay: null };
}

function nothingInIt(kind: NewCase["kind"], refund: bigint, allowance: bigint): boolean {
  const { money: moves, goodsBack } = kindTraits[kind];
  if (moves === "allowance") return allowance === 0n;
  return moves === "refund" && !goodsBack && refund === 0n;
}

function lawVersion(law: { pack: string; version: string } | null): string {
  return law === null ? "none" : `${law.pack} ${law.version}`;
}
