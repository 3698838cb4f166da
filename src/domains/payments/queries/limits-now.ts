import type { Tx } from "#platform/db";
import { type LimitRow, type Limits, limitsOf } from "../rules/limits.ts";

/** The limits as they are now, read in the transaction that decides by them. */
export async function limitsNow(tx: Tx): Promise<Limits> {
  return limitsOf(
    await tx.rows<LimitRow>(
      "select distinct on (what, currency) what, currency, limit_minor from payments.compensation_limit where since <= $1 order by what, currency, version desc",
      [tx.now],
    ),
  );
}
