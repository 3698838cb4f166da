import type { Tx } from "#platform/db";

/** Whether this person is in service and may work for this merchant: the platform's own people may for all. */
export async function mayTake(tx: Tx, staffId: string, merchantId: string): Promise<boolean> {
  const found = await tx.maybe<{ id: string }>(
    "select id from parties.staff where id = $1 and state = 'active' and (merchant_id is null or merchant_id = $2)",
    [staffId, merchantId],
  );
  return found !== undefined;
}
