import { fromWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { personBehind } from "#platform/db";
import { movedShape, ruleInput } from "../contract.ts";
import { disputeLifecycle } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { sentTooSoon } from "../rules/goes-out.ts";
import { moveCase } from "../store/case.ts";
import { changeDispute, disputeOf } from "../store/dispute.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { enforced } from "./enforce-ruling.ts";
import { waitFor } from "./wait-for.ts";

/**
 * The platform rules: who is to blame, and what is done. Each side may appeal once; an appeal is heard by somebody else, and
 * that ruling is carried out at once.
 */
export const ruleDispute = action({
  name: "returns.rule",
  input: ruleInput,
  output: movedShape,
  allow: holds("cases.overrule"),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "offer-too-high",
    "ruled-before",
    "ruling-needs-amount",
    "instant-all-or-nothing",
    "replacement-all-or-nothing",
  ],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    if (!disputeLifecycle.can(row.dispute_state, "rule")) return notAllowed(row, "rule");
    const dispute = await disputeOf(tx, row.customer_id, row.id);
    const by = personBehind(tx.principal);
    if (row.dispute_state === "appeal" && dispute?.ruled_by === by)
      return refuse("ruled-before", { number: row.number });
    // Everything was paid already: it is the shopper's, or asked back.
    if (row.instant && input.ruling === "partial") return refuse("instant-all-or-nothing", { number: row.number });
    // The replacement went out first: it is the shopper's, or its goods were not accepted.
    if (input.ruling === "partial" && sentTooSoon(row))
      return refuse("replacement-all-or-nothing", { number: row.number });
    const amount =
      input.ruling === "partial" ? (input.amount === undefined ? null : fromWire(input.amount)) : undefined;
    if (amount === null || (amount !== undefined && amount.minor <= 0n))
      return refuse("ruling-needs-amount", { number: row.number });
    if (amount !== undefined && (amount.currency !== row.currency || amount.minor > row.requested_minor))
      return refuse("offer-too-high", { number: row.number });
    const handling = await handlingOf(tx, row);
    const ruling = {
      blame: input.blame,
      ruling: input.ruling,
      amount_minor: amount?.minor ?? null,
      ruling_note: input.note,
      ruled_by: by,
      ruled_at: now,
    } as const;
    record.cancelDeadlines();
    record.line("ruled", {
      blame: input.blame,
      ruling: input.ruling,
      note: input.note,
      ...(amount === undefined ? {} : { amount: input.amount }),
    });
    if (row.dispute_state === "appeal") {
      changeDispute(record, row, { ...ruling, closed_at: now });
      return grant(moved(moveCase(row, record, await enforced(tx, row, ruling, handling, record, now))));
    }
    changeDispute(record, row, ruling);
    const changes = {
      dispute_state: "ruled",
      ...waitFor(record, "ruling-appealed", "enforce", { version: row.version, handling, now }),
    } as const;
    record.fact(caseFact("returns.ruled", { ...row, ...changes }));
    return grant(moved(moveCase(row, record, changes)));
  },
});
