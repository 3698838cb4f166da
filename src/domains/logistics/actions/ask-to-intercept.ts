import { newId } from "#kernel/ids";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { limits, restingStates } from "../model.ts";
import { interceptionAsked } from "../rules/facts.ts";
import { insertInterception } from "../store/interceptions.ts";
import { type ShipmentRow, shipmentColumns } from "../store/shipments.ts";
import { aboutOf } from "./shipment-to-move.ts";

/**
 * The parcels of this subject that are to come back without having been taken in are to be turned round on their way; answers how
 * many there are. Each is asked for once, and the carrier has its time to answer.
 */
export async function askToIntercept(
  tx: Tx,
  { customerId, subjectId }: { readonly customerId: string; readonly subjectId: string },
): Promise<number> {
  const shipments = await tx.rows<ShipmentRow>(
    `select ${shipmentColumns} from logistics.shipment s
      where customer_id = $1 and subject_id = $2 and direction = 'return' and way = 'refusal' and tracking_number is not null
        and not exists (select 1 from logistics.interception i where i.customer_id = s.customer_id and i.shipment_id = s.id) for update`,
    [customerId, subjectId],
  );
  const open = shipments.filter(({ state }) => !restingStates.has(state));
  for (const shipment of open) {
    const row = {
      customer_id: customerId,
      id: newId<"interception">(),
      shipment_id: shipment.id,
      order_id: shipment.order_id,
      merchant_id: shipment.merchant_id,
      state: "asked",
      asked_at: tx.now,
    } as const;
    const record = new Recorder();
    // The deadline is the interception's own.
    record.about({ ...aboutOf(shipment), kind: "interception", id: row.id });
    insertInterception(record, row);
    record.deadline({
      kind: "interception-answered",
      epoch: 1,
      waitingOn: "carrier",
      dueAt: tx.now.add({ hours: limits.interceptionHours }),
      calendar: "plain",
    });
    record.fact(interceptionAsked(row));
    record.detail({ shipment: shipment.number });
    record.write(tx, "logistics.ask-to-intercept", true, undefined, undefined);
  }
  return open.length;
}
