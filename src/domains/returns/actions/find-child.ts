import { grant } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { findChildInput, movedShape } from "../contract.ts";
import { termsOf } from "../model.ts";
import { policyOf } from "../queries/policy-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { judgeAgain } from "../rules/judge-again.ts";
import { caseLines, moveCase, setJudged } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";

/** What somebody found out about a purchase by a child, with words that both sides read: the case is judged by it from then on. */
export const findChild = action({
  name: "returns.find-child",
  input: findChildInput,
  output: movedShape,
  allow: all(holds("cases.decide"), sameMerchant),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed"],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    const { proof, fitsAge, guardian } = input;
    if (row.case_state !== "submitted" || row.dispute_state !== "none" || termsOf(row.reason).byChild !== true)
      return notAllowed(row, "find-child");
    const [lines, { policy }] = await Promise.all([
      caseLines(tx, row.customer_id, row.id),
      policyOf(tx, row.policy_id, row.policy_version),
    ]);
    const found = { proof, fitsAge, guardian };
    const { kind, reason } = row;
    const judged = judgeAgain(lines, policy, { kind, reason, anew: false, shown: [], now, found });
    const { verdict, route, freightPayer } = judged.standing;
    record.line("child-found", { proof, fitsAge, guardian, note: input.note });
    const changes = { verdict, best_route: route, freight_payer: freightPayer } as const;
    record.fact(caseFact("returns.noted", { ...row, ...changes }));
    setJudged(
      record,
      row,
      judged.lines.map((line) => ({ ...line, verdict: line.standing.verdict })),
    );
    return grant(moved(moveCase(row, record, changes)));
  },
});
