import { type Case, isFor, reasonNames } from "#contract/returns";

/** Whether a repair can be proposed for what was asked: of one piece that is said to be broken and is not with the carrier. */
export function mayBeMended({ kind, reason, lines }: Pick<Case, "kind" | "reason" | "lines">): boolean {
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const said = reasonNames.find((name) => name === reason);
  if (kind === "refuse-delivery" || kind === "cancel-before-shipment" || said === undefined) return false;
  return pieces === 1 && isFor(said, "repair");
}
