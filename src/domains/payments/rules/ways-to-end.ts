import type { DiscrepancyEnding, DiscrepancyKind } from "../contract.ts";

/** What a person may say of money that came wrong; what a provider corrects by itself nobody has to say. */
export type ChosenEnding = Exclude<DiscrepancyEnding, "put-right">;

type Past = {
  /** The refund can still be paid on another way. */
  readonly payableAnew: boolean;
  /** The shopper was asked, and did not pay. */
  readonly asked: boolean;
};

/**
 * How money that came wrong can be put right. What was paid twice goes back, and nothing else. Money of another currency is not
 * asked back in one we do not collect in; taking it back leaves the refund to be paid anew, which needs a way that is still free. Nobody is asked twice.
 */
export function waysToEnd(kind: DiscrepancyKind, { payableAnew, asked }: Past): readonly ChosenEnding[] {
  if (kind === "paid-twice") return ["sent-back"];
  if (kind === "other-currency") return payableAnew ? ["taken-back", "borne"] : ["borne"];
  return asked ? ["taken-back", "borne"] : ["taken-back", "borne", "asked-back"];
}
