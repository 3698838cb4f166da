import { cumulativeShare } from "#kernel/money";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { caseLines, lockCaseById, moveCase } from "../store/case.ts";
import { disputeOf } from "../store/dispute.ts";
import { lossesOf } from "../store/loss.ts";
import { bearLoss } from "./bear-loss.ts";

/**
 * The platform found that the carrier spoilt what the shopper was to send back first, and now the goods were accepted: the carrier
 * bears them. In the system role; told again, it finds it done.
 */
export async function bearRuledLoss(tx: Tx, customerId: string, caseId: string): Promise<void> {
  const row = await lockCaseById(tx, customerId, caseId);
  if (row === undefined || row.dispute_state !== "closed") return;
  const [dispute, losses, lines] = await Promise.all([
    disputeOf(tx, customerId, caseId),
    lossesOf(tx, customerId, caseId),
    caseLines(tx, customerId, caseId),
  ]);
  if (dispute?.blame !== "carrier" || dispute.ruling !== "grant" || dispute.ruled_by === null || losses.length > 0)
    return;
  const accepted = lines.reduce((sum, line) => sum + (line.accepted_quantity ?? line.quantity), 0);
  const minor = cumulativeShare(row.requested_minor, 0n, BigInt(accepted), BigInt(row.units));
  if (minor === 0n) return;
  const record = new Recorder();
  record.about({
    kind: "case",
    id: row.id,
    customerId,
    merchantId: row.merchant_id,
    orderId: row.order_id,
    seq: row.timeline_seq,
  });
  bearLoss(record, row, { direction: "outbound", borneBy: "carrier", minor, by: dispute.ruled_by, now: tx.now });
  moveCase(row, record, {});
  record.write(tx, "returns.bear-ruled-loss", true, undefined, undefined);
}
