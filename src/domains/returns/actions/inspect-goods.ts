import { releaseUnits } from "#domains/orders";
import { newId } from "#kernel/ids";
import { fromWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, type Recorder, sameMerchant } from "#platform/action";
import { holdsRight, principalName, type Tx } from "#platform/db";
import { claimFiles } from "#platform/files";
import { inspectInput, movedShape } from "../contract.ts";
import { type CaseKind, kindTraits } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { serialsOf } from "../queries/serials-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { goesOut } from "../rules/goes-out.ts";
import { notPaidFor } from "../rules/handed-over.ts";
import { type CaseHandling, ifNothingIsAccepted } from "../rules/handling.ts";
import { noDeduction } from "../rules/propose-deduction.ts";
import { sameSerial } from "../rules/same-serial.ts";
import { type CaseLineRow, type CaseRow, caseLines, insertInspections, moveCase, setAccepted } from "../store/case.ts";
import { insertGoodsInHouse } from "../store/goods-in-house.ts";
import { insertOffer, type OfferRow, offersOf } from "../store/offer.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { handedToPlatform } from "./hand-to-platform.ts";
import { goodsAccepted } from "./refund-falls-due.ts";
import { nothingGoesOut } from "./replacement-in-trouble.ts";
import { replacementKept } from "./replacement-kept.ts";
import { waitFor } from "./wait-for.ts";

/** Counted, graded and decided per line; the refund follows what was accepted. */
export const inspectGoods = action({
  name: "returns.inspect",
  input: inspectInput,
  output: movedShape,
  allow: all(holds("cases.inspect"), sameMerchant),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "lines-incomplete",
    "counted-more-than-sent",
    "accepted-more-than-received",
    "deduction-too-high",
    "deduction-for-sellers-fault",
    "repair-outcome-differs",
    "evidence-not-found",
  ],
  subject: caseToMove,
  run: async ({ tx, input, principal, subject: { row }, record, now }) => {
    // Goods that were taken for lost are paid for already: their count changes nothing any more.
    if (row.goods_state !== "arrived" || row.case_state !== "approved" || !notPaidFor(row))
      return notAllowed(row, "inspect");
    const lines = await caseLines(tx, row.customer_id, row.id);
    const counted = new Map(input.lines.map((line) => [line.lineId, line]));
    if (
      counted.size !== input.lines.length ||
      counted.size !== lines.length ||
      lines.some((line) => !counted.has(line.line_id))
    )
      return refuse("lines-incomplete", { expected: lines.length, got: input.lines.length });
    for (const line of lines) {
      const count = counted.get(line.line_id);
      if (count === undefined) continue;
      if (count.received > line.quantity)
        return refuse("counted-more-than-sent", {
          lineId: line.line_id,
          sent: line.quantity,
          received: count.received,
        });
      if (count.accepted > count.received)
        return refuse("accepted-more-than-received", {
          lineId: line.line_id,
          received: count.received,
          accepted: count.accepted,
        });
    }
    if (input.deduction !== undefined) {
      if (noDeduction(row) !== null) return refuse("deduction-for-sellers-fault", { reason: row.reason });
      const { minor } = fromWire(input.deduction.amount);
      // Of an exchange no money goes back that something could be taken off.
      const most = kindTraits[row.kind].money === "refund" ? row.requested_minor : 0n;
      if (input.deduction.amount.currency !== row.currency || minor > most || minor < 0n || row.instant)
        return refuse("deduction-too-high", { number: row.number });
    }
    const accepted = input.lines.reduce((sum, line) => sum + line.accepted, 0);
    // Whoever accepts goods to repair says how it ended; of anything else there is nothing to say.
    if ((row.kind === "repair" && accepted > 0) !== (input.repair !== undefined))
      return refuse("repair-outcome-differs", { kind: row.kind });
    const mended = input.repair !== undefined && input.repair.outcome !== "not-repairable";
    const photos = input.lines.flatMap((line) => line.photos);
    if (photos.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, photos, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    const strange = await strangeSerials(tx, row, lines, counted);
    insertInspections(
      record,
      row,
      lines.map((line) => ({ line, count: countOf(counted.get(line.line_id), mended), id: newId<"inspection">() })),
      principalName(tx.principal),
      now,
    );
    for (const { lineId, disposition, received } of input.lines)
      if (received > 0)
        insertGoodsInHouse(record, row, lineId, mended ? "return-to-shopper" : disposition, received, now);
    record.cancelDeadlines();
    record.line("inspected", {
      sent: row.units,
      received: input.lines.reduce((sum, line) => sum + line.received, 0),
      accepted,
      ...(photos.length === 0 ? {} : { photos: photos.length }),
    });
    for (const found of strange) record.line("serial-mismatch", found);
    const outcome = input.repair === undefined ? {} : { repair_outcome: input.repair.outcome };
    if (input.repair !== undefined) record.line(`repair-${input.repair.outcome}`, { note: input.repair.note });
    const handling = await handlingOf(tx, row);
    if (row.instant && accepted < row.units) {
      // Paid for in full already: whether something is asked back is a person's word.
      record.line("instant-not-all-back", { sent: row.units, accepted });
      const counted = { goods_state: "inspected", inspected_at: now } as const;
      const changes = { ...counted, ...handedToPlatform({ ...row, ...counted }, handling, record, now) };
      return grant(moved(moveCase(row, record, changes)));
    }
    const mayOverrule = holdsRight(principal, "cases.overrule");
    if (accepted === 0 && ifNothingIsAccepted(row.verdict, mayOverrule) === "hand-to-platform") {
      // What is accepted stays open: the count is the warehouse's word, and the platform has the last.
      record.line("nothing-accepted", {});
      const counted = { ...nothingGoesOut(row), goods_state: "inspected", inspected_at: now } as const;
      const changes = { ...counted, ...handedToPlatform({ ...row, ...counted }, handling, record, now) };
      return grant(moved(moveCase(row, record, changes)));
    }
    setAccepted(
      record,
      row.customer_id,
      row.id,
      input.lines.map((line) => ({ lineId: line.lineId, quantity: line.accepted })),
    );
    // Of an exchange as many go out as were accepted, unless they are out already.
    const fewer = row.kind === "exchange" && !goesOut(row) && accepted > 0 && accepted < row.units;
    const out = { ...outcome, ...(fewer ? { units_out: accepted } : {}) };
    if (strange.length > 0 && !mayOverrule) {
      // Other goods than were sold, and still accepted: a person of the platform looks before money moves.
      const counted = { ...nothingGoesOut(row), goods_state: "inspected", inspected_at: now, ...out } as const;
      const changes = { ...counted, ...handedToPlatform({ ...row, ...counted }, handling, record, now) };
      return grant(moved(moveCase(row, record, changes)));
    }
    if (input.repair?.instead !== undefined) {
      // What the law gives instead is agreed by one tap; who wants none of it is heard by the platform.
      const { instead, note } = input.repair;
      const changes = {
        ...out,
        ...insteadOffered(
          { ...row, ...out },
          { instead, note, offers: await offersOf(tx, row.customer_id, row.id) },
          handling,
          record,
          now,
        ),
      };
      return grant(moved(moveCase(row, record, changes)));
    }
    const deduction = input.deduction === undefined ? 0n : fromWire(input.deduction.amount).minor;
    if (accepted > 0 && deduction > 0n) {
      // Less than everything is only with the shopper's consent; without an answer a person of the platform looks.
      const offers = await offersOf(tx, row.customer_id, row.id);
      const note = input.deduction?.note ?? "";
      const offer = { offer_no: offers.length + 1, made_by: "merchant", kind: "deduction", to_kind: null } as const;
      insertOffer(record, row, { ...offer, amount_minor: deduction, note }, now);
      record.line("deduction-proposed", { amount: input.deduction?.amount ?? null, note });
      const changes = {
        goods_state: "inspected",
        inspected_at: now,
        ...waitFor(record, "offer-answered", "hand-to-platform", { version: row.version, handling, now }),
      } as const;
      record.fact(caseFact("returns.offered", { ...row, ...changes }));
      return grant(moved(moveCase(row, record, changes)));
    }
    if (accepted > 0)
      return grant(
        moved(moveCase(row, record, { ...out, ...goodsAccepted({ ...row, ...out }, handling, record, now) })),
      );
    record.line("rejected", { reason: "goods-differ", note: "" });
    const changes = {
      case_state: "rejected",
      ...nothingGoesOut(row),
      goods_state: "inspected",
      inspected_at: now,
      ...waitFor(record, "shopper-resubmits", "close", { version: row.version, handling, now }),
      reject_reason: "goods-differ",
    } as const;
    record.fact(caseFact("returns.rejected", { ...row, ...changes }));
    await replacementKept(tx, { ...row, ...changes }, record);
    releaseUnits(record, row.customer_id, row.order_id, row.id);
    return grant(moved(moveCase(row, record, changes)));
  },
});

/** What is mended goes back to whose it is. */
function countOf<Count extends { readonly disposition: string }>(count: Count | undefined, mended: boolean) {
  return count === undefined || !mended ? count : { ...count, disposition: "return-to-shopper" };
}

/** The goods cannot be repaired: others, or their price, are proposed. */
function insteadOffered(
  row: CaseRow,
  proposal: { readonly instead: CaseKind; readonly note: string; readonly offers: readonly OfferRow[] },
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> {
  const { instead, note, offers } = proposal;
  insertOffer(
    record,
    row,
    {
      offer_no: offers.length + 1,
      made_by: "merchant",
      kind: "kind",
      to_kind: instead,
      amount_minor: null,
      evidence_kind: null,
      note,
    },
    now,
  );
  record.line("offered", { kind: "kind", by: "merchant", toKind: instead, note });
  const changes = {
    goods_state: "inspected",
    inspected_at: now,
    ...waitFor(record, "offer-answered", "hand-to-platform", { version: row.version, handling, now }),
  } as const;
  record.fact(caseFact("returns.offered", { ...row, ...changes }));
  return changes;
}

type Scanned = { readonly serials: readonly string[]; readonly accepted: number };

/** Serial numbers that were accepted and not sold with their line. What nobody scanned or the shop never told is not compared. */
async function strangeSerials(
  tx: Tx,
  row: CaseRow,
  lines: readonly CaseLineRow[],
  counted: ReadonlyMap<string, Scanned>,
): Promise<{ readonly scanned: string; readonly sold: string }[]> {
  if (![...counted.values()].some(({ serials }) => serials.length > 0)) return [];
  const sold = await serialsOf(tx, row.customer_id, row.order_id, lines);
  return lines.flatMap(({ line_id }) => {
    const count = counted.get(line_id);
    const known = sold.get(line_id) ?? [];
    if (count === undefined || count.accepted === 0 || known.length === 0) return [];
    return count.serials
      .filter((serial) => !known.some((each) => sameSerial(each, serial)))
      .map((scanned) => ({ scanned, sold: known.join(", ") }));
  });
}
