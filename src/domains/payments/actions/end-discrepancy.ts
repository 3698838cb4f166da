import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, is, not } from "#platform/action";
import { principalName } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { discrepancyMovedShape, endDiscrepancyInput } from "../contract.ts";
import { discrepancyLifecycle } from "../model.ts";
import { discrepancyMoved } from "../rules/facts.ts";
import { waysToEnd } from "../rules/ways-to-end.ts";
import { readDetour } from "../store/detour.ts";
import { decideDiscrepancy, lockDiscrepancy, readDiscrepancy } from "../store/discrepancy.ts";
import { aboutDiscrepancy } from "./open-discrepancy.ts";

/**
 * The platform says how money that came wrong is put right: the provider took it back, the platform bears it, the shopper is asked
 * for it, or what was paid twice goes back. The system does it.
 */
export const endDiscrepancy = action({
  name: "payments.end-discrepancy",
  input: endDiscrepancyInput,
  output: discrepancyMovedShape,
  allow: all(holds("refunds.resolve"), not(is("merchant"))),
  idempotency: "required",
  refusals: ["discrepancy-not-found", "discrepancy-decided", "ending-not-possible"],
  subject: async (tx, { number }) => {
    const found = await findInDirectory(tx, "discrepancy", number);
    if (found === undefined) return refuse("discrepancy-not-found", { number });
    // Row security lets staff lock only what is open, and nobody else anything.
    const locked = tx.principal.kind === "staff" ? await lockDiscrepancy(tx, found.customerId, found.id) : undefined;
    const row = locked ?? (await readDiscrepancy(tx, found.customerId, found.id));
    if (row === undefined) return refuse("discrepancy-not-found", { number });
    const detour = row.refund_id === null ? undefined : await readDetour(tx, row.customer_id, row.refund_id);
    const past = { payableAnew: detour === undefined, asked: row.ending !== null };
    return grant({ row, ways: waysToEnd(row.kind, past), about: aboutDiscrepancy(row) });
  },
  run: async ({ input: { how }, principal, subject: { row, ways }, record, now }) => {
    if (!discrepancyLifecycle.can(row.state, "decide"))
      return refuse("discrepancy-decided", { number: row.number, state: row.state });
    if (!ways.includes(how.ending)) return refuse("ending-not-possible", { number: row.number, ending: how.ending });
    const said = { reference: "reference" in how ? how.reference : "", note: how.note, by: principalName(principal) };
    decideDiscrepancy(record, row, { ending: how.ending, ...said }, now);
    record.cancelDeadlines();
    record.fact(discrepancyMoved({ ...row, state: "decided", ending: how.ending }));
    record.detail({ ending: how.ending, amountMinor: row.amount_minor.toString(), currency: row.currency });
    return grant({ number: row.number, state: "decided" as const });
  },
});
