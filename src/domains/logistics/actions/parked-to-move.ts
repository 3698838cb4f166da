import { type Outcome, refuse } from "#kernel/outcome";
import type { Tx } from "#platform/db";
import { lockParked, type ParkedRow } from "../store/parked.ts";

export type ParkedToMove = { readonly row: ParkedRow; readonly merchantId: string | undefined };

/** Locks a parked parcel by its number, as far as the caller may see it. */
export async function parkedToMove(
  tx: Tx,
  { number }: { readonly number: string },
): Promise<Outcome<ParkedToMove, "parked-parcel-not-found">> {
  const row = await lockParked(tx, number);
  return row === undefined
    ? refuse("parked-parcel-not-found", { number })
    : { ok: true, value: { row, merchantId: row.merchant_id ?? undefined } };
}
