import type { Tx } from "#platform/db";

/** How often this shopper asked in the last ninety days; what a policy's automatic approval may look at. */
export async function casesIn90Days(tx: Tx, customerId: string, now: Temporal.Instant): Promise<number> {
  const row = await tx.one<{ cases: number }>(
    "select count(*)::int as cases from returns.return_case where customer_id = $1 and requested_at > $2",
    [customerId, now.subtract({ hours: 24 * 90 })],
  );
  return row.cases;
}
