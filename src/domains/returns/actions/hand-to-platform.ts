import type { Recorder } from "#platform/action";
import { caseFact } from "../rules/case-fact.ts";
import { dueAt, type Handling } from "../rules/handling.ts";
import type { CaseRow } from "../store/case.ts";

/**
 * A person of the platform decides, with a time of their own; the line that says why is the caller's. Nothing is set to
 * happen when that time is over: the platform's silence neither pays nor refuses.
 */
export function handedToPlatform(row: CaseRow, handling: Handling, record: Recorder, now: Temporal.Instant) {
  const due = dueAt("platform-decides", handling, now);
  // The version, because a case may be handed over more than once in one attempt.
  record.deadline({
    kind: "platform-decides",
    epoch: row.version,
    waitingOn: "platform",
    dueAt: due,
    calendar: "plain",
  });
  const changes = { waiting_on: "platform", due_at: due, due_action: null } as const;
  // Who was told once that the platform looks at it is not told again each time that it is late.
  const kind = row.waiting_on === "platform" ? "returns.platform-late" : "returns.handed-over";
  record.fact(caseFact(kind, { ...row, ...changes }));
  return changes;
}
