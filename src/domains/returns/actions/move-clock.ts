import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { moveDeadline, runningDeadline } from "#platform/deadlines";
import { deadlineKinds } from "../model.ts";
import { handlingOf, pausesSince } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { moveClock } from "../rules/move-clock.ts";
import { lockCaseById, moveCase } from "../store/case.ts";
import { countMoved } from "../store/clock-pause.ts";

/** A pause was published while this case was open: its clock is worked out again from its beginning. */
export const moveClockOfCase = action({
  name: "returns.move-clock",
  input: z.strictObject({ customerId: z.string(), caseId: z.string(), pauseId: z.string() }),
  output: z.object({ moved: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ tx, input, subject: row, record, now }) => {
    const running = row.due_at === null ? undefined : await runningDeadline(tx, row.id, row.due_at);
    const kind = deadlineKinds.find((one) => one === running?.kind);
    // What has run out already is acted upon, not moved.
    if (running === undefined || kind === undefined || Temporal.Instant.compare(running.dueAt, now) <= 0)
      return grant({ moved: false });
    const since = pausesSince(tx, running.startsAt);
    const [handling, pauses] = await Promise.all([handlingOf(tx, row, since), since]);
    const moved = moveClock({ ...running, kind }, handling, now);
    if (moved === null) return grant({ moved: false });
    const pause = pauses.find(({ id }) => id === input.pauseId);
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    moveDeadline(tx, running.id, moved);
    countMoved(tx, input.pauseId);
    record.line("deadline-paused", {
      waitingOn: row.waiting_on,
      from: running.dueAt.toString(),
      to: moved.dueAt.toString(),
      cause: pause?.cause ?? "festival",
      label: pause?.label ?? { zh: "", en: "" },
    });
    const changes = { due_at: moved.dueAt } as const;
    record.fact(caseFact("returns.deadline-moved", { ...row, ...changes }));
    moveCase(row, record, changes);
    return grant({ moved: true });
  },
});
