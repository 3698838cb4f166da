import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, is, not } from "#platform/action";
import { principalName, type Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { discrepancyMovedShape, endDiscrepancyInput } from "../contract.ts";
import { discrepancyLifecycle } from "../model.ts";
import { limitsNow } from "../queries/limits-now.ts";
import { mayLetBe } from "../rules/approval.ts";
import { discrepancyMoved } from "../rules/facts.ts";
import { waysToEnd } from "../rules/ways-to-end.ts";
import { readDetour } from "../store/detour.ts";
import {
  agreeToEnding,
  type DiscrepancyRow,
  decideDiscrepancy,
  lockDiscrepancy,
  readDiscrepancy,
} from "../store/discrepancy.ts";
import { partsOf } from "../store/refund.ts";
import { aboutDiscrepancy } from "./open-discrepancy.ts";
import { roleOf } from "./propose-compensation.ts";

/**
 * The platform says how money that came wrong is put right: the provider took it back, the platform bears it, the shopper is asked
 * for it, or what was paid twice goes back. The system does it. What is
 * not asked for again is within a limit of who says it, or of two who say the same.
 */
export const endDiscrepancy = action({
  name: "payments.end-discrepancy",
  input: endDiscrepancyInput,
  output: discrepancyMovedShape,
  allow: all(holds("refunds.resolve"), not(is("merchant"))),
  idempotency: "required",
  refusals: [
    "discrepancy-not-found",
    "discrepancy-decided",
    "ending-not-possible",
    "above-own-limit",
    "no-limit-in-currency",
    "agreed-already",
  ],
  subject: async (tx, { number }) => {
    const found = await findInDirectory(tx, "discrepancy", number);
    if (found === undefined) return refuse("discrepancy-not-found", { number });
    // Row security lets staff lock only what is open, and nobody else anything.
    const locked = tx.principal.kind === "staff" ? await lockDiscrepancy(tx, found.customerId, found.id) : undefined;
    const row = locked ?? (await readDiscrepancy(tx, found.customerId, found.id));
    if (row === undefined) return refuse("discrepancy-not-found", { number });
    const past = { payableAnew: await canBeTakenBack(tx, row), asked: row.ending !== null };
    return grant({ row, ways: waysToEnd(row.kind, past), about: aboutDiscrepancy(row) });
  },
  run: async ({ tx, input: { how }, principal, subject: { row, ways }, record, now }) => {
    if (!discrepancyLifecycle.can(row.state, "decide"))
      return refuse("discrepancy-decided", { number: row.number, state: row.state });
    if (!ways.includes(how.ending)) return refuse("ending-not-possible", { number: row.number, ending: how.ending });
    const said = { reference: "reference" in how ? how.reference : "", note: how.note, by: principalName(principal) };
    if (how.ending === "borne" || how.ending === "taken-back") {
      const name = principalName(principal);
      const agreedBy = row.agreed_ending === how.ending ? row.agreed_by : null;
      const sum = { minor: row.amount_minor, currency: row.currency };
      const may = mayLetBe(sum, { staffId: name, role: roleOf(principal), agreedBy }, await limitsNow(tx));
      if (!may.ok) return may;
      if (may.value === "agreed") {
        agreeToEnding(record, row, how.ending, name);
        record.detail({ agreed: how.ending, amountMinor: row.amount_minor.toString(), currency: row.currency });
        return grant({ number: row.number, state: row.state });
      }
    }
    decideDiscrepancy(record, row, { ending: how.ending, ...said }, now);
    record.cancelDeadlines();
    record.fact(discrepancyMoved({ ...row, state: "decided", ending: how.ending }));
    record.detail({ ending: how.ending, amountMinor: row.amount_minor.toString(), currency: row.currency });
    return grant({ number: row.number, state: "decided" as const });
  },
});

/** Other money can be taken back where that leaves nothing unpaid, or what is unpaid can take another way. */
async function canBeTakenBack(tx: Tx, row: DiscrepancyRow): Promise<boolean> {
  if (row.refund_id === null || row.payout_id !== null) return true;
  const [detour, parts] = await Promise.all([
    readDetour(tx, row.customer_id, row.refund_id),
    partsOf(tx, row.customer_id, row.refund_id),
  ]);
  return detour === undefined || parts.some(({ id, state }) => id === row.part_id && state === "settled");
}
