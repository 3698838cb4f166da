import type { Tx } from "#platform/db";
import type { PublishedPause } from "../rules/handling.ts";

/** Published once: false where this id is there already. */
export async function insertPause(tx: Tx, pause: PublishedPause, by: string): Promise<boolean> {
  const inserted = await tx.run(
    `insert into returns.clock_pause (id, merchant_id, cause, label, holds, from_at, until_at, published_by, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
    [pause.id, pause.merchantId, pause.cause, pause.label, pause.holds, pause.from, pause.until, by, tx.now],
  );
  return inserted === 1;
}

export function countMoved(tx: Tx, id: string): void {
  tx.send("update returns.clock_pause set moved = moved + 1 where id = $1", [id]);
}

export function pauseApplied(tx: Tx, id: string): void {
  tx.send("update returns.clock_pause set applied_at = $2 where id = $1 and applied_at is null", [id, tx.now]);
}
