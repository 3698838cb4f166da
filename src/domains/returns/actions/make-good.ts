import { holdUnits, linesForCase, lockOrder } from "#domains/orders";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { action, all, holds, type Recorder, sameMerchant } from "#platform/action";
import { holdsRight, principalName, type Tx } from "#platform/db";
import { makeGoodInput, movedShape } from "../contract.ts";
import { kindTraits } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { worthOfPiecesOut } from "../rules/exchange-difference.ts";
import type { CaseHandling } from "../rules/handling.ts";
import { sendsParts, worthOfParts } from "../rules/missing-parts.ts";
import { anotherParcel, canBeSentAgain, inTrouble } from "../rules/outbound-trouble.ts";
import { heldBy, unitsTaken } from "../rules/units-taken.ts";
import { type CaseRow, caseLines, moveCase, setAccepted } from "../store/case.ts";
import { bearLoss } from "./bear-loss.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { replacementArrived } from "./confirm-replacement.ts";
import { goodsAccepted } from "./refund-falls-due.ts";
import { refundInstead } from "./refund-instead.ts";
import { waitFor } from "./wait-for.ts";

/**
 * What was sent is lost, refused, wrong or broken: it is sent again, or paid for instead. That it is there after all, against
 * the shopper's word, is the platform's to say.
 */
export const makeGood = action({
  name: "returns.make-good",
  input: makeGoodInput,
  output: movedShape,
  allow: all(holds("cases.decide"), sameMerchant),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "platform-decides",
    "unit-not-free",
    "nothing-to-send-again",
    "parts-worth-needed",
    "amount-not-asked",
    "offer-too-high",
  ],
  subject: caseToMove,
  run: async ({ tx, input, principal, subject: { row }, record, now }) => {
    if (row.closed_at !== null || !inTrouble(row)) return notAllowed(row, "make-good");
    const judges = holdsRight(principal, "cases.overrule");
    if (!judges && (input.remedy === "arrived" || input.lossBorneBy === "platform"))
      return refuse("platform-decides", { number: row.number });
    if (input.remedy === "resend" && !canBeSentAgain(row))
      return refuse("nothing-to-send-again", { number: row.number });
    const borneBy = input.lossBorneBy ?? "merchant";
    const parts = worthOfParts(row, input.remedy === "arrived" ? undefined : input.amount);
    if (!parts.ok) return parts;
    // What was lost of a part that the merchant sends again, and bears, nobody needs to know.
    const matters = input.remedy === "refund" || (input.remedy === "resend" && borneBy !== "merchant");
    if (sendsParts(row) && matters && parts.value === undefined)
      return refuse("parts-worth-needed", { number: row.number });
    const handling = await handlingOf(tx, row);
    record.cancelDeadlines();
    record.line(`made-good-${input.remedy}`, { note: input.note });
    if (input.remedy === "arrived")
      return grant(moved(moveCase(row, record, replacementArrived(row, handling, record, now))));
    const lost = sendsParts(row) ? parts.value : worthOfPiecesOut(row);
    if (lost !== undefined)
      bearLoss(record, row, { direction: "outbound", borneBy, minor: lost, by: principalName(tx.principal), now });
    if (input.remedy === "resend") return grant(moved(moveCase(row, record, sentAgain(row, handling, record, now))));
    if (row.case_state !== "rejected")
      return grant(moved(moveCase(row, record, refundInstead(row, "person", handling, record, now, parts.value))));
    const paid = await paidForAfterAll(tx, row, handling, record, now);
    return paid.ok ? grant(moved(moveCase(row, record, paid.value))) : paid;
  },
});

function sentAgain(row: CaseRow, handling: CaseHandling, record: Recorder, now: Temporal.Instant): Partial<CaseRow> {
  // What was mended and is lost, or does not work, cannot go out once more: another one does.
  const another = row.kind === "repair" && row.outbound_trouble !== "returned";
  const changes = {
    ...(another ? ({ kind: "exchange" } as const) : {}),
    outbound_state: "to-ship",
    ...anotherParcel(row),
    ...waitFor(record, "replacement-sent", row.case_state === "rejected" ? "hand-to-platform" : "refund-instead", {
      version: row.version,
      handling,
      now,
    }),
  } as const;
  record.fact(caseFact("returns.replacement-goes-again", { ...row, ...changes }));
  return changes;
}

/** The refused goods do not come back to the shopper: what they cost does. The refusal had let go of the units. */
async function paidForAfterAll(
  tx: Tx,
  row: CaseRow,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Promise<Outcome<Partial<CaseRow>, "unit-not-free">> {
  await lockOrder(tx, row.customer_id, row.order_number);
  const [lines, order] = await Promise.all([
    caseLines(tx, row.customer_id, row.id),
    linesForCase(tx, row.customer_id, row.order_number),
  ]);
  const held = heldBy(lines);
  if (unitsTaken(held, order)) return refuse("unit-not-free", { number: row.number });
  holdUnits(record, row.customer_id, row.id, held);
  setAccepted(
    record,
    row.customer_id,
    row.id,
    lines.map((line) => ({ lineId: line.line_id, quantity: line.quantity })),
  );
  const approved = {
    case_state: "approved",
    kind: kindTraits[row.kind].goodsOut ? "return-and-refund" : row.kind,
    outbound_state: "cancelled",
    outbound_trouble: null,
    outbound_shipped_at: null,
    outbound_delivered_at: null,
    decided_at: now,
    reject_reason: null,
  } as const;
  return grant({ ...approved, ...goodsAccepted({ ...row, ...approved }, handling, record, now) });
}
