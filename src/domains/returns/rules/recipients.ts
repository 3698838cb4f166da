import { type CaseKind, kindTraits, type Reason, reasons } from "../model.ts";

/**
 * What the recipient of a present may ask for: other goods instead, what is missing, or to send the goods back. What was paid, and
 * goods that have not come, are for who paid; so is every reason that speaks of the price.
 */
export const recipientKinds = ["exchange", "return-and-refund", "reship"] as const satisfies readonly CaseKind[];

export function recipientMayAsk(kind: CaseKind, reason: Reason): boolean {
  return recipientKinds.some((one) => one === kind) && !notTheirs.has(reason) && kindTraits[kind].shipped === true;
}

const notTheirs: ReadonlySet<string> = new Set(
  Object.entries(reasons).flatMap(([reason, { claim }]) => (claim === "price-drop" ? [reason] : [])),
)
  .add("found-cheaper")
  // Who bought is known to who paid.
  .add("bought-by-child");

/** Which of a case's buttons a recipient has: none that pays, bargains about money or lends. */
export const recipientAbilities: ReadonlySet<string> = new Set([
  "withdraw",
  "resubmit",
  "escalate",
  "confirm-replacement",
  "object-replacement",
  "answer-offer",
  "state",
  "appeal",
  "ship",
  "note",
]);

/**
 * The timeline without anything that was paid: amounts and the numbers of payments are left out, whatever line they stand in, and
 * lines about money alone become one sentence. What people wrote stays as they wrote it.
 */
export function withoutMoney(line: { readonly kind: string; readonly data: Readonly<Record<string, unknown>> }): {
  kind: string;
  data: Record<string, unknown>;
} {
  const kind = moneyLines.test(line.kind) ? "present-refund" : (withoutSum(line) ?? line.kind);
  const told = Object.entries(line.data).filter(([name]) => plain.has(name));
  return { kind, data: kind === "present-refund" ? {} : Object.fromEntries(told) };
}

const moneyLines =
  /^(refund-(?!instead)|difference-|instant-|compensation-|goodwill-|freight-|transfer-|nothing-to-refund$)/;

/** What a recipient answers themselves stays said, in a sentence that has no sum in it. */
function withoutSum({ kind, data }: { readonly kind: string; readonly data: Readonly<Record<string, unknown>> }) {
  if (kind === "deduction-proposed") return "present-deduction-proposed";
  return kind === "offered" && data["kind"] === "amount" ? "present-amount-offered" : undefined;
}

/** A list of what may be told, so that what is added to a line later is not told by itself. */
const plain: ReadonlySet<string> = new Set([
  "kind",
  "reason",
  "note",
  "words",
  "carrier",
  "trackingNumber",
  "way",
  "sent",
  "received",
  "accepted",
  "photos",
  "toKind",
  "evidenceKind",
  "waitedFor",
  "ruling",
]);
