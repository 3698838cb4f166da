import { newId } from "#kernel/ids";
import { currency, money, toWire } from "#kernel/money";
import type { Recorder } from "#platform/action";
import type { LossBearer } from "../model.ts";
import type { CaseRow } from "../store/case.ts";
import { insertLoss } from "../store/loss.ts";

/** Goods were lost or spoilt on the way, and whoever decided has said who bears it: written down, and booked after the commit. */
export function bearLoss(
  record: Recorder,
  row: CaseRow,
  loss: {
    readonly direction: "return" | "outbound";
    readonly borneBy: LossBearer;
    readonly minor: bigint;
    readonly by: string;
    readonly now: Temporal.Instant;
  },
): void {
  const id = newId<"loss">();
  insertLoss(record, row, { ...loss, id });
  record.line(`loss-borne-${loss.borneBy}`, {
    direction: loss.direction,
    amount: toWire(money(loss.minor, currency(row.currency))),
  });
  record.fact({
    kind: "returns.loss-borne",
    version: 1,
    payload: {
      lossId: id,
      caseId: row.id,
      number: row.number,
      orderId: row.order_id,
      merchantId: row.merchant_id,
      borneBy: loss.borneBy,
      amountMinor: loss.minor.toString(),
      currency: row.currency,
    },
  });
}
