import { z } from "zod";
import type { Receipt } from "#contract/payments";
import {
  type LoadedLine,
  type LockedOrder,
  linesForCase,
  lockOrder,
  surchargesGivenBack,
  unitsGivenBack,
  unitsKeptForLess,
  worthOf,
} from "#domains/orders";
import { refundStanding, reserveRefund, takeInstant } from "#domains/payments";
import { allocate, cumulativeShare, currency, lesser, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, type Recorder, systemOnly } from "#platform/action";
import type { Tx } from "#platform/db";
import { causeOf, moneyLifecycle } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { signalsOpen } from "../queries/history-of.ts";
import { settledBefore } from "../queries/settled-before.ts";
import { freightComesBack } from "../rules/assess.ts";
import { caseFact } from "../rules/case-fact.ts";
import { byExchange, overpaidOf, paysBack, sumOf, surchargesOf, upTo } from "../rules/exchange-difference.ts";
import { worthLeft } from "../rules/line-left.ts";
import {
  comesBackInKind,
  feeTaken,
  type Priced,
  paidBack,
  receiptOf,
  refundAmount,
  withheldFrom,
} from "../rules/refund-amount.ts";
import { consequencesOf } from "../rules/risk-signals.ts";
import { type CaseLineRow, type CaseRow, caseLines, lockCaseById, moveCase } from "../store/case.ts";
import { disputeOf } from "../store/dispute.ts";
import { completed, moneyWaitsFor } from "./refund-falls-due.ts";

/**
 * The money of a case falls due: under the lock of the order, what comes back now is priced against everything given back
 * before, the room is taken off the tenders, and the units are given back for good. One commit for both books.
 */
export const reserveCaseRefund = action({
  name: "returns.reserve-refund",
  input: z.strictObject({
    customerId: z.string(),
    caseId: z.string(),
    orderNumber: z.string(),
    /** Lent out of the shopper's credit while the goods are on their way; where it is not to be had, nothing happens. */
    instant: z.boolean().default(false),
  }),
  output: z.object({ refundId: z.string().nullable() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId, orderNumber }) => {
    const [order, row, lines, held, refundedBefore, refund, dispute] = await Promise.all([
      lockOrder(tx, customerId, orderNumber),
      lockCaseById(tx, customerId, caseId),
      linesForCase(tx, customerId, orderNumber),
      caseLines(tx, customerId, caseId),
      settledBefore(tx, customerId, orderNumber),
      refundStanding(tx, customerId, caseId),
      disputeOf(tx, customerId, caseId),
    ]);
    return order === undefined || row === undefined
      ? refuse("case-not-found")
      : grant({ order, row, lines, held, refundedBefore, refund, ruled: dispute?.ruling === "partial" });
  },
  run: async ({
    tx,
    input: { instant },
    subject: { order, row, lines, held, refundedBefore, refund, ruled },
    record,
    now,
  }) => {
    // A fact that comes once more finds the refund of the first time; where it was refused, it has its own retry.
    const wanted = instant ? await mayBeInstant(tx, row) : moneyLifecycle.can(row.money_state, "reserve");
    if (refund !== undefined || !wanted) return grant({ refundId: null });
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    const owed =
      row.allowance || row.kind === "exchange"
        ? reductionOf(row, held, lines, record)
        : priceBack(row, held, { order, lines, refundedBefore, ruled }, record, now);
    // What was paid in an exchange is not lent: only the tenders of the order are.
    if (instant && (owed.minor === 0n || owed.surcharge > 0n)) return grant({ refundId: null });
    const kept = {
      ...(owed.withheld === undefined ? {} : { withheld_minor: owed.withheld }),
      ...(owed.fee === undefined ? {} : { fee_minor: owed.fee }),
      ...(owed.surcharge === 0n ? {} : { surcharge_minor: owed.surcharge }),
    };
    if (owed.minor === 0n) {
      owed.book();
      record.line("nothing-to-refund", owed.shortfall === undefined ? {} : { shortfall: owed.shortfall.toString() });
      const changes = { money_state: "settled", approved_minor: 0n, ...kept, ...completed(record, now) } as const;
      record.fact(caseFact("returns.completed", { ...row, ...changes }));
      moveCase(row, record, changes);
      return grant({ refundId: null });
    }
    const reserved =
      owed.minor === undefined
        ? undefined
        : await (instant ? takeInstant : reserveRefund)(tx, {
            causeNumber: row.number,
            customerId: row.customer_id,
            orderId: row.order_id,
            merchantId: row.merchant_id,
            causeKind: "case",
            causeId: row.id,
            kind: owed.kind,
            amountMinor: owed.minor,
            currency: row.currency,
            receipt: owed.receipt,
            differences: [...owed.differences],
          });
    if (reserved?.ok !== true && instant) return grant({ refundId: null });
    if (reserved?.ok !== true) {
      // The units stay with the case: they count as given back only when their money is put aside.
      record.line("refund-blocked", reserved?.params ?? {});
      const changes = { money_state: "attention", ...moneyWaitsFor(row, "platform") } as const;
      record.fact(caseFact("returns.money-moved", { ...row, ...changes }));
      moveCase(row, record, changes);
      return grant({ refundId: null });
    }
    owed.book();
    record.line("refund-reserved", { number: reserved.value.number, amount: owed.receipt.total });
    const changes = {
      ...(instant ? ({ instant: true } as const) : {}),
      money_state: "reserved",
      present_quiet: false,
      ...kept,
      approved_minor: reserved.value.amount_minor,
      ...moneyWaitsFor(row, "payment"),
    } as const;
    record.fact(caseFact("returns.money-moved", { ...row, ...changes }));
    moveCase(row, record, changes);
    return grant({ refundId: reserved.value.id });
  },
});

/** The policy lends, nothing speaks against this shopper, and the goods are handed in and not here yet. */
async function mayBeInstant(tx: Tx, row: CaseRow): Promise<boolean> {
  const handling = await handlingOf(tx, row);
  const onTheWay = row.case_state === "approved" && row.goods_state === "in-transit" && row.money_state === "none";
  return (
    onTheWay &&
    row.kind === "return-and-refund" &&
    !row.present_quiet &&
    !row.allowance &&
    row.waiting_on === "warehouse" &&
    handling.instantRefundUpToMinor !== null &&
    row.requested_minor <= BigInt(handling.instantRefundUpToMinor) &&
    consequencesOf(await signalsOpen(tx, row.customer_id)).instantRefund
  );
}

/** What is to be paid now, and what is written down about the units once its money is put aside. */
type Owed = {
  readonly kind: "goods" | "allowance";
  /** Undefined: more than the goods are still worth. */
  readonly minor: bigint | undefined;
  readonly withheld?: bigint;
  readonly fee?: bigint;
  /** What was paid more in exchanges that is settled by this; the part of the amount that goes back of it, by exchange. */
  readonly surcharge: bigint;
  readonly differences: readonly { readonly caseId: string; readonly minor: bigint }[];
  readonly receipt: Receipt;
  readonly shortfall?: bigint;
  readonly book: () => void;
};

/** The goods come back (or were never kept): everything given back so far, less what was settled, less what is withheld. */
function priceBack(
  row: CaseRow,
  held: readonly CaseLineRow[],
  {
    order,
    lines,
    refundedBefore,
    ruled,
  }: { order: LockedOrder; lines: readonly LoadedLine[]; refundedBefore: bigint; ruled: boolean },
  record: Recorder,
  now: Temporal.Instant,
): Owed {
  const why = causeOf(row.reason);
  const back = held.map((line) => ({
    lineId: line.line_id,
    unitNos: line.unit_nos.slice(0, line.accepted_quantity ?? line.quantity),
  }));
  const before =
    refundedBefore +
    paidBack(
      lines,
      back.map(({ lineId, unitNos }) => ({ line: { id: lineId }, unitNos })),
    );
  const entitled = refundAmount(
    order,
    lines,
    back.map(({ lineId, unitNos }) => ({ lineId, quantity: unitNos.length })).filter(({ quantity }) => quantity > 0),
    why,
    { refundedBefore: before, freightComesBack: freightComesBack(row) },
  );
  const surcharges = surchargesOf(lines, back);
  const surcharge = sumOf(surcharges);
  // What was agreed to be kept is kept from this refund, never from that of other goods.
  const gross = entitled.refund + surcharge;
  const fee = feeOf(row, held, gross);
  const full = gross - fee;
  const minor = full > row.withheld_minor ? full - row.withheld_minor : 0n;
  const withheld = full - minor;
  const kept = fee + withheld;
  const ofGoods = entitled.refund > kept ? entitled.refund - kept : 0n;
  return {
    kind: "goods",
    minor,
    withheld,
    fee,
    surcharge,
    differences: byExchange(upTo(minor - ofGoods, surcharges)),
    receipt: withheldFrom(
      feeTaken(receiptOf(entitled, before, row.currency, lines, surcharges), fee, row.currency),
      withheld,
      minor,
      row.currency,
      ruled ? "ruling" : "agreement",
    ),
    shortfall: entitled.shortfall,
    book: () => {
      tellInKind(row, entitled, record);
      unitsGivenBack(record, row.customer_id, row.order_id, row.id, why, back, now);
      surchargesGivenBack(record, row.customer_id, surcharges);
    },
  };
}

/** Points and coupons are kept elsewhere: who keeps them is told what comes back, with the commit that gives the units back. */
function tellInKind(row: CaseRow, entitled: Priced, record: Recorder): void {
  if (!comesBackInKind(entitled)) return;
  const inKind = { points: toWire(money(entitled.points, currency(row.currency))), coupons: [...entitled.coupons] };
  record.line("in-kind-due", { amount: inKind.points, coupons: inKind.coupons.join(", ") });
  record.fact({
    kind: "returns.in-kind-due",
    version: 1,
    payload: { caseId: row.id, number: row.number, orderId: row.order_id, orderNumber: row.order_number, ...inKind },
  });
}

/** For the pieces that were accepted, of goods sent back under a promise: whoever was let down pays none. */
function feeOf(row: CaseRow, held: readonly CaseLineRow[], gross: bigint): bigint {
  if (row.fee_minor === 0n || row.best_route !== "promise" || causeOf(row.reason) !== "changed-mind") return 0n;
  const pieces = (of: (line: CaseLineRow) => number) => BigInt(held.reduce((sum, line) => sum + of(line), 0));
  const accepted = pieces((line) => line.accepted_quantity ?? line.quantity);
  const fee = cumulativeShare(
    row.fee_minor,
    0n,
    accepted,
    pieces((line) => line.quantity),
  );
  return lesser(fee, gross);
}

/** The goods stay at a lower price, or cheaper ones go out instead: spread over the units by what each is still worth. */
function reductionOf(row: CaseRow, held: readonly CaseLineRow[], lines: readonly LoadedLine[], record: Recorder): Owed {
  const units = held.flatMap(({ line_id, unit_nos, accepted_quantity }) =>
    unit_nos.slice(0, accepted_quantity ?? unit_nos.length).flatMap((no) => {
      const unit = lines.find(({ id }) => id === line_id)?.units.find((one) => one.no === no);
      return unit === undefined ? [] : [{ lineId: line_id, unitNo: no, unit }];
    }),
  );
  const overpaid = row.allowance ? 0n : overpaidOf(row);
  const promised = row.allowance ? (row.approved_minor ?? row.requested_minor) : paysBack(row);
  const worths = worthLeft(lines, units);
  const worth = worths.reduce((sum, one) => sum + one, 0n);
  const minor = overpaid > 0n ? promised : lesser(promised, worth);
  const wire = toWire(money(minor, currency(row.currency)));
  const receipt: Receipt = {
    steps: [{ code: row.allowance ? "price-reduction" : "price-difference", params: { kind: row.kind }, amount: wire }],
    total: wire,
    shortfall: null,
  };
  const nothing = {
    kind: "allowance" as const,
    receipt,
    surcharge: 0n,
    differences: [],
    book: () => {},
  } satisfies Partial<Owed>;
  // Fewer of the dearer goods went out: what was paid for the rest was never a part of any unit.
  if (overpaid > 0n) return { ...nothing, minor, surcharge: minor, differences: [{ caseId: row.id, minor }] };
  // A line that does not divide evenly may hold a unit of money less than its pieces; more than they are worth is somebody's mistake.
  if (promised > units.reduce((sum, { unit }) => sum + worthOf(unit), 0n)) return { ...nothing, minor: undefined };
  const shares = minor === 0n ? [] : allocate(money(minor, currency(row.currency)), worths);
  const reduced = units.map(({ lineId, unit }, i) => {
    const share = shares[i]?.minor ?? 0n;
    const surcharges = upTo(share, surchargesOf(lines, [{ lineId, unitNos: [unit.no] }]));
    return { lineId, unitNo: unit.no, surcharges, minor: share - sumOf(surcharges) };
  });
  const surcharges = reduced.flatMap((one) => one.surcharges);
  return {
    ...nothing,
    minor,
    surcharge: sumOf(surcharges),
    differences: byExchange(surcharges),
    book: () => {
      unitsKeptForLess(
        record,
        row.customer_id,
        row.id,
        reduced.map(({ lineId, unitNo, minor: less }) => ({ lineId, unitNo, minor: less })),
        // The goods of an exchange stay with their case until the others have arrived.
        row.allowance ? "let-go" : "still-held",
      );
      surchargesGivenBack(record, row.customer_id, surcharges);
    },
  };
}
