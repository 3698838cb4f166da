import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";

const priority = -10;

/**
 * One thread answers everybody and the database works in many processes: on a machine of their own it waits for a processor half
 * of the time, and with it all who wait for it. It goes first; where the system does not let it, everything works as before.
 * Linux may weigh sessions against each other rather than processes (`sched_autogroup`), so both are told. To be called after
 * the processes beside it were started, which would inherit it.
 */
export function goFirst(): void {
  for (const tell of [() => setPriority(priority), () => writeFileSync("/proc/self/autogroup", String(priority))])
    try {
      tell();
    } catch {
      // Only the administrator may, and only Linux has sessions that are weighed.
    }
}
