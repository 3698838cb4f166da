import { holdUnits, linesForCase, lockOrder } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, type Recorder, sameMerchant } from "#platform/action";
import { holdsRight, principalName, type Tx } from "#platform/db";
import { approveInput, movedShape } from "../contract.ts";
import { caseLifecycle, kindTraits } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { notSentBack } from "../rules/goes-out.ts";
import { beforeThePlatform, handedOver } from "../rules/handed-over.ts";
import { type CaseHandling, ifWarehouseIsSilent } from "../rules/handling.ts";
import { paidFor, sendsParts, worthOfParts } from "../rules/missing-parts.ts";
import { anotherParcel } from "../rules/outbound-trouble.ts";
import { heldBy, unitsTaken } from "../rules/units-taken.ts";
import { type CaseRow, caseLines, moveCase, setAccepted } from "../store/case.ts";
import { closeOffer } from "../store/offer.ts";
import { answered } from "./answered.ts";
import { bearLoss } from "./bear-loss.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { askedOfCarrier } from "./intercept-parcel.ts";
import { exchanged, goodsAccepted, takenForLost } from "./refund-falls-due.ts";
import { settleDispute } from "./settle-dispute.ts";
import { waitFor } from "./wait-for.ts";

/** The merchant (or the platform) agrees: goods are asked back, or the money falls due. */
export const approveCase = action({
  name: "returns.approve",
  input: approveInput,
  output: movedShape,
  allow: all(holds("cases.decide"), sameMerchant),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "unit-not-free",
    "platform-decides",
    "parts-worth-needed",
    "amount-not-asked",
    "offer-too-high",
  ],
  subject: caseToMove,
  run: async ({ tx, input, principal, subject: { row }, record, now }) => {
    const missing = handedOver(row) && sendsParts(row);
    if (!missing && input.amount !== undefined) return refuse("amount-not-asked", { number: row.number });
    const parts = worthOfParts(row, input.amount);
    if (!parts.ok) return parts;
    if (missing && parts.value === undefined) return refuse("parts-worth-needed", { number: row.number });
    if (handedOver(row)) {
      record.cancelDeadlines();
      if (input.note !== undefined && input.note !== "") record.line("noted", { note: input.note });
      record.line("approved");
      const handling = await handlingOf(tx, row);
      if (row.goods_state === "in-transit") {
        const borneBy = input.lossBorneBy ?? "merchant";
        if (borneBy === "platform" && !holdsRight(principal, "cases.overrule"))
          return refuse("platform-decides", { number: row.number });
        const by = principalName(tx.principal);
        bearLoss(record, row, { direction: "return", borneBy, minor: row.requested_minor, by, now });
      }
      const changes = madeGood(row, parts.value, handling, record, now);
      return grant(moved(moveCase(row, record, changes)));
    }
    const inShop = row.goods_state !== "none";
    const keeps = notSentBack(row);
    if (!caseLifecycle.can(row.case_state, "approve") || (row.case_state === "rejected" && inShop && !keeps))
      return notAllowed(row, "approve");
    // What is ruled is carried out or appealed against; before that a side may give in, and the platform rules.
    if (row.dispute_state === "ruled" || (beforeThePlatform(row) && principal.kind !== "merchant"))
      return notAllowed(row, "approve");
    if (row.case_state === "rejected") {
      // The refusal has let go of the units, and another case may hold them since.
      await lockOrder(tx, row.customer_id, row.order_number);
      const [lines, order] = await Promise.all([
        caseLines(tx, row.customer_id, row.id),
        linesForCase(tx, row.customer_id, row.order_number),
      ]);
      const held = heldBy(lines);
      if (unitsTaken(held, order)) return refuse("unit-not-free", { number: row.number });
      holdUnits(record, row.customer_id, row.id, held);
    }
    const handling = await handlingOf(tx, row);
    record.cancelDeadlines();
    if (input.note !== undefined && input.note !== "") record.line("noted", { note: input.note });
    if (row.case_state === "negotiating") closeOffer(record, row, "withdrawn", now);
    // Whoever agrees while the platform hears both sides has ended the dispute.
    const settled = settleDispute(row, record, now);
    const before = { ...settled, ...(keeps ? keptInstead(row) : {}) };
    const changes = { ...before, ...(await granted(tx, { ...row, ...before }, handling, record, now, "person")) };
    return grant(moved(moveCase(row, record, changes)));
  },
});

/** Nothing goes back any more, and nothing else goes out for it: the goods stay, and their price comes back. */
function keptInstead({
  kind,
}: CaseRow): Pick<CaseRow, "kind" | "outbound_state" | "outbound_trouble" | "outbound_delivered_at"> {
  return {
    kind: kindTraits[kind].goodsOut ? "return-and-refund" : kind,
    outbound_state: "cancelled",
    outbound_trouble: null,
    outbound_delivered_at: null,
  };
}

/** The platform, or who gives in, makes good what went wrong on the way. */
function madeGood(
  row: CaseRow,
  partsMinor: bigint | undefined,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> {
  if (row.goods_state === "inspected") return goodsAccepted(row, handling, record, now);
  if (row.kind === "reship") {
    // What was missing never went out: what it is worth comes back instead.
    const turned = paidFor(partsMinor);
    const changes = { ...turned, ...approvedChanges({ ...row, ...turned }, handling, record, now, "ruling") };
    return { ...changes, outbound_state: row.outbound_state };
  }
  if (row.goods_state === "awaiting-shipment") {
    // The replacement went out first and the goods never came back: nobody waits for them any longer.
    record.line("goods-waived", {});
    return exchanged(row, { goods_state: "not-sent" }, handling, record, now);
  }
  return takenForLost(row, handling, record, now);
}

/** What was asked is given, wherever the goods are by now: the count of the bench counts no longer, nor that a parcel never came. */
export async function granted(
  tx: Tx,
  row: CaseRow,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
  by: "person" | "ruling",
): Promise<Partial<CaseRow>> {
  if (row.goods_state === "none") return approvedChanges(row, handling, record, now, by);
  const approved = { case_state: "approved", decided_at: now, reject_reason: null, units_out: null } as const;
  if (by === "person") record.line("approved");
  else record.line(`approved-by-${by}`, {}, { kind: "system", id: by });
  if (row.goods_state === "in-transit")
    return { ...approved, ...takenForLost({ ...row, ...approved }, handling, record, now) };
  const lines = await caseLines(tx, row.customer_id, row.id);
  setAccepted(
    record,
    row.customer_id,
    row.id,
    lines.map((line) => ({ lineId: line.line_id, quantity: line.quantity })),
  );
  return { ...approved, ...goodsAccepted({ ...row, ...approved }, handling, record, now) };
}

type Approvable = Pick<
  CaseRow,
  | "id"
  | "number"
  | "order_id"
  | "order_number"
  | "kind"
  | "case_state"
  | "goods_state"
  | "money_state"
  | "outbound_state"
  | "dispute_state"
  | "ship_first"
  | "difference_minor"
  | "difference_state"
  | "waiting_on"
  | "due_at"
  | "approved_minor"
  | "requested_minor"
  | "answered_at"
  | "currency"
  | "reason"
  | "title"
  | "title_en"
  | "present_id"
  | "present_quiet"
  | "interception_state"
  | "version"
> &
  Partial<Pick<CaseRow, "outbound_attempt" | "outbound_shipped_at">>;

/** What approval changes, with its lines, facts and the next deadline. `by`: a person, the policy at once, or the deadline. */
export function approvedChanges(
  row: Approvable,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
  by: "person" | "policy" | "deadline" | "agreement" | "ruling",
) {
  const byItself = by === "policy" || by === "deadline";
  const shipFirst = row.ship_first && (!byItself || handling.shipFirstByItself);
  const changes = {
    case_state: "approved",
    decided_at: now,
    approved_minor: row.requested_minor,
    ship_first: shipFirst,
    ...answered(row, answeredBy[by], now),
    ...afterApproval({ ...row, ship_first: shipFirst }, handling, record, now),
    // What may have gone out before went under an answer that holds no longer.
    ...anotherParcel(row),
    ...(row.kind === "refuse-delivery" && row.interception_state === "wished"
      ? ({ interception_state: "wanted" } as const)
      : {}),
  } as const;
  const after = { ...row, ...changes };
  if (by === "person") record.line("approved");
  else record.line(`approved-by-${by}`, {}, { kind: "system", id: by });
  record.fact(caseFact("returns.approved", after));
  if (changes.interception_state === "wanted") askedOfCarrier(record, after);
  if (changes.money_state === "due") record.fact(caseFact("returns.refund-due", after));
  if (changes.difference_state === "asked") record.fact(caseFact("returns.difference-due", after));
  return changes;
}

const answeredBy = {
  person: "person",
  agreement: "person",
  ruling: "person",
  policy: "policy",
  deadline: "clock",
} as const;

/** Goods are asked back, others are to be sent, or the money falls due: by the kind, one thing at a time. */
export function afterApproval(
  {
    kind,
    ship_first,
    difference_minor,
    difference_state,
    version,
  }: Pick<Approvable, "kind" | "ship_first" | "difference_minor" | "difference_state" | "version">,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
) {
  const waiting = { version, handling, now };
  const { goodsBack, goodsOut } = kindTraits[kind];
  if (kind === "exchange" && difference_minor > 0n && difference_state !== "paid")
    return {
      goods_state: "none",
      outbound_state: "none",
      money_state: "none",
      difference_state: "asked",
      ...waitFor(record, "difference-paid", "close", waiting),
    } as const;
  if (kind === "refuse-delivery")
    return {
      goods_state: "in-transit",
      outbound_state: "none",
      money_state: "none",
      difference_state,
      way_back: "refused-at-door",
      // The parcel was never in the shopper's hands: the carrier brings it back or the platform looks for it.
      ...waitFor(record, "goods-arrive", ifWarehouseIsSilent("nothing"), waiting),
    } as const;
  if (goodsOut && (ship_first || !goodsBack))
    return {
      goods_state: "none",
      outbound_state: "to-ship",
      money_state: "none",
      difference_state,
      ...waitFor(record, "replacement-sent", "refund-instead", waiting),
    } as const;
  if (goodsBack)
    return {
      goods_state: "awaiting-shipment",
      outbound_state: "none",
      money_state: "none",
      difference_state,
      ...waitFor(record, "shopper-sends", "close", waiting),
    } as const;
  return {
    goods_state: "none",
    outbound_state: "none",
    money_state: "due",
    difference_state,
    waiting_on: "payment",
    due_at: null,
    due_action: null,
  } as const;
}
