import type { Tx } from "#platform/db";

/** Of these shoppers, those who can be reached by mail. */
export async function shoppersWithMail(tx: Tx, customerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ customer_id: string }>(
    "select customer_id from parties.shopper where customer_id = any($1::uuid[]) and email_enc is not null and erased_at is null",
    [customerIds],
  );
  return new Set(rows.map((row) => row.customer_id));
}
