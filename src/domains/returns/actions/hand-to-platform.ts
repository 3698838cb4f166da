import type { Recorder } from "#platform/action";
import { caseFact } from "../rules/case-fact.ts";
import type { CaseHandling } from "../rules/handling.ts";
import type { CaseRow } from "../store/case.ts";
import { waitFor } from "./wait-for.ts";

/**
 * A person of the platform decides, with a time of their own; the line that says why is the caller's. Nothing is set to
 * happen when that time is over: the platform's silence neither pays nor refuses.
 */
export function handedToPlatform(row: CaseRow, handling: CaseHandling, record: Recorder, now: Temporal.Instant) {
  const changes = waitFor(record, "platform-decides", null, { version: row.version, handling, now });
  // Who was told once that the platform looks at it is not told again each time that it is late.
  const kind = row.waiting_on === "platform" ? "returns.platform-late" : "returns.handed-over";
  record.fact(caseFact(kind, { ...row, ...changes }));
  return changes;
}
