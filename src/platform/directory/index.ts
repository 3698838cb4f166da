import type { Id } from "#kernel/ids";
import type { Tx } from "#platform/db";

/** What a number or key outside the system leads to: the shopper who must be known to reach any shopper table, and the thing. */
export type Found = { readonly customerId: Id<"customer">; readonly id: string };

/** Numbers belong to one thing for ever; a phone or mail address may move to another person, so these are never remembered. */
const kindsThatMove: ReadonlySet<string> = new Set(["phone", "email"]);
const entriesKept = 20_000;
const remembered = new WeakMap<object, Map<string, Found>>();

/**
 * Looks a key up in `platform.directory`. Kinds: "order", "case", "refund" by number, "tracking" by tracking number,
 * "shopper" by source and external id, "phone" and "email" by blind index.
 */
export async function findInDirectory(tx: Tx, kind: string, key: string): Promise<Found | undefined> {
  const known = remembered.get(tx.database) ?? new Map<string, Found>();
  remembered.set(tx.database, known);
  const name = `${kind}|${key}`;
  const hit = known.get(name);
  if (hit !== undefined) return hit;
  const row = await tx.maybe<{ customer_id: Id<"customer">; id: string }>(
    "select customer_id, id from platform.directory where kind = $1 and key = $2",
    [kind, key],
  );
  if (row === undefined) return undefined;
  const found = { customerId: row.customer_id, id: row.id };
  if (!kindsThatMove.has(kind)) remember(known, name, found);
  return found;
}

/** Whose it is. */
export async function findCustomerOf(tx: Tx, kind: string, key: string): Promise<Id<"customer"> | undefined> {
  return (await findInDirectory(tx, kind, key))?.customerId;
}

function remember(known: Map<string, Found>, name: string, found: Found): void {
  if (known.size >= entriesKept) {
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }
  known.set(name, found);
}
