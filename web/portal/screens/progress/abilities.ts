import type { Case } from "#contract/returns";

/** What can be filled in on the progress page. */
export type SheetName = "ship" | "resubmit" | "note" | "withdraw";

/** Whether the server allows the viewer this now. */
export function may(one: Case, action: string): boolean {
  return one.abilities.some((ability) => ability.action === action && ability.allowed);
}
