import type { Tx } from "#platform/db";

/** Until when the carrier has to say whether it turned a parcel of this subject round; undefined where none is asked. */
export async function interceptionDue(
  tx: Tx,
  { customerId, subjectId }: { readonly customerId: string; readonly subjectId: string },
): Promise<Temporal.Instant | undefined> {
  const row = await tx.one<{ due_at: Temporal.Instant | null }>(
    `select min(d.due_at) as due_at from logistics.interception i
       join logistics.shipment s on s.customer_id = i.customer_id and s.id = i.shipment_id
       join platform.deadline d on d.subject_id = i.id and d.kind = 'interception-answered'
      where i.customer_id = $1 and s.subject_id = $2 and i.state = 'asked' and d.fired_at is null and d.cancelled_at is null`,
    [customerId, subjectId],
  );
  return row.due_at ?? undefined;
}
