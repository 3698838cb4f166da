import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { moveDeadline, runningDeadline } from "#platform/deadlines";
import { extendInput, extensionLimits, movedShape } from "../contract.ts";
import { deadlineKinds } from "../model.ts";
import { handlingOf, pausesSince } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { longerFor } from "../rules/handling.ts";
import { moveClock } from "../rules/move-clock.ts";
import { moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";

/**
 * More time for whoever is waited for, so often and no oftener. The platform gives it to either side; a seller to the shopper only,
 * because nobody makes their own time longer. What a statute leaves the seller no longer for stays as it is.
 */
export const extendClock = action({
  name: "returns.extend",
  input: extendInput,
  output: movedShape,
  allow: all(holds("cases.decide"), sameMerchant),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "own-clock",
    "too-many-extensions",
    "longer-than-law",
  ],
  subject: caseToMove,
  run: async ({ tx, input, principal, subject: { row }, record, now }) => {
    const running = row.due_at === null ? undefined : await runningDeadline(tx, row.id, row.due_at);
    const kind = deadlineKinds.find((one) => one === running?.kind);
    if (running === undefined || kind === undefined || Temporal.Instant.compare(running.dueAt, now) <= 0)
      return notAllowed(row, "extend");
    const whose = longerFor(kind);
    if (whose === null) return notAllowed(row, "extend");
    const seller = principal.kind === "merchant";
    if (seller && whose !== "shopper") return refuse("own-clock", { waitingOn: row.waiting_on });
    const limit = seller ? extensionLimits.bySeller : extensionLimits.byPlatform;
    if (running.extendedTimes >= limit) return refuse("too-many-extensions", { limit });
    const handling = await handlingOf(tx, row, pausesSince(tx, running.startsAt));
    const moreSeconds = 86_400 * input.days;
    const end = moveClock({ ...running, kind }, handling, now, moreSeconds);
    if (end === null) return refuse("longer-than-law", { dueAt: running.dueAt.toString() });
    moveDeadline(tx, running.id, { ...end, moreSeconds });
    record.line("deadline-extended", {
      waitingOn: row.waiting_on,
      days: input.days,
      from: running.dueAt.toString(),
      to: end.dueAt.toString(),
      note: input.note,
    });
    const changes = { due_at: end.dueAt } as const;
    record.fact(caseFact("returns.deadline-moved", { ...row, ...changes }));
    return grant(moved(moveCase(row, record, changes)));
  },
});
