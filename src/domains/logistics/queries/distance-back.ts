import { type Distance, distanceBetween } from "#kernel/region";
import type { Tx } from "#platform/db";

/** How far the goods of somebody who asked for them went back; null where it is not known from where or where to. */
export async function distanceBack(
  tx: Tx,
  { customerId, subjectId }: { readonly customerId: string; readonly subjectId: string },
): Promise<Distance | null> {
  const parcel = await tx.maybe<{ from_region: string; to: string }>(
    `select from_region, goes_to ->> 'address' as to from logistics.shipment
      where customer_id = $1 and subject_id = $2 and direction = 'return' and from_region is not null and goes_to is not null
      order by opened_at desc, id desc limit 1`,
    [customerId, subjectId],
  );
  return parcel === undefined ? null : distanceBetween(parcel.from_region, parcel.to);
}
