import type { Case } from "#contract/returns";

/** What a case's exchange for other goods is asked about: one line's pieces, which the case holds. Null: several lines come back as they were. */
export function piecesToExchange({ number, orderNumber, lines }: Pick<Case, "number" | "orderNumber" | "lines">) {
  const [line, ...more] = lines;
  if (line === undefined || more.length > 0) return null;
  return { number: orderNumber, lineId: line.lineId, quantity: line.quantity, caseNumber: number };
}

/** What may go out instead; within an exchange others are named, or there is nothing to propose. */
export function waysToExchange(one: Pick<Case, "kind" | "number" | "orderNumber" | "lines">) {
  if (piecesToExchange(one) === null) return ["same"] as const;
  return one.kind === "exchange" ? (["variant", "other"] as const) : (["same", "variant", "other"] as const);
}
