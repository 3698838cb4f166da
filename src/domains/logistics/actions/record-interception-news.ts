import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { InterceptionWord } from "../adapters/carrier/index.ts";
import type { InterceptionState } from "../model.ts";
import { interceptionMoved } from "../rules/facts.ts";
import { answerInterception, lockInterception, noteAttempt } from "../store/interceptions.ts";
import { lockShipment } from "../store/shipments.ts";
import { aboutOf } from "./shipment-to-move.ts";

/** Writes down what a carrier says of a parcel that is to be turned round. It may say so twice or late: the first word stands. */
export async function recordInterceptionNews(
  tx: Tx,
  customerId: string,
  id: string,
  word: InterceptionWord,
): Promise<InterceptionState | undefined> {
  const row = await lockInterception(tx, customerId, id);
  const shipment = row === undefined ? undefined : await lockShipment(tx, customerId, row.shipment_id);
  if (row === undefined || shipment === undefined || row.state !== "asked") return row?.state;
  if (word.is === "wanted" || word.is === "unknown") {
    noteAttempt(tx, row, word.is === "unknown" ? word.error : null);
    return row.state;
  }
  const record = new Recorder();
  record.about({ ...aboutOf(shipment), kind: "interception", id: row.id });
  record.cancelDeadlines("interception-answered");
  const after = answerInterception(record, row, word.is, word.is === "failed" ? word.error : null, tx.now);
  record.fact(interceptionMoved(shipment, after));
  record.detail({ shipment: shipment.number, state: after.state });
  record.write(tx, "logistics.interception-answered", true, undefined, undefined);
  return after.state;
}
