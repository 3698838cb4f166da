import type { Case } from "#contract/returns";

/** What can be filled in on the progress page. */
export type SheetName =
  | "ship"
  | "resubmit"
  | "note"
  | "withdraw"
  | "confirm"
  | "object"
  | "intercept"
  | "offer"
  | "show-evidence"
  | "escalate"
  | "state"
  | "appeal";

/** Whether the server allows the viewer this now. */
export function may(one: Pick<Case, "abilities">, action: string): boolean {
  return one.abilities.some((ability) => ability.action === action && ability.allowed);
}

/** Why the viewer may not do this now; null where it is allowed. */
export function whyNot(one: Pick<Case, "abilities">, action: string): Case["abilities"][number]["because"] {
  return one.abilities.find((ability) => ability.action === action)?.because ?? null;
}

/** The proposal that waits for an answer. */
export function openOffer(one: Case): Case["offers"][number] | undefined {
  return one.offers.find(({ state }) => state === "open");
}

/** Whether money is the point of it: of what is exchanged, repaired or sent after, only a difference is. */
export function movesMoney({ kind }: Pick<Case, "kind">): boolean {
  return kind !== "exchange" && kind !== "repair" && kind !== "reship";
}
