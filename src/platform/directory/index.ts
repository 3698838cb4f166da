import type { Id } from "#kernel/ids";
import { arraysOf, asTable, type BulkColumns, insertMany, insertSql } from "#platform/bulk";
import type { Tx } from "#platform/db";

/** What a number or key outside the system leads to: the shopper who must be known to reach any shopper table, and the thing. */
export type Found = { readonly customerId: Id<"customer">; readonly id: string };

/** Numbers belong to one thing for ever; a phone or mail address may move to another person, so these are never remembered. */
const kindsThatMove: ReadonlySet<string> = new Set(["phone", "email"]);
const entriesKept = 20_000;
/** Not longer, because another process may reset the demo shop. */
const secondsKept = 30;
const remembered = new WeakMap<object, Map<string, Remembered>>();
type Remembered = { readonly found: Found; readonly until: number };

/**
 * Looks a key up in `platform.directory`. Kinds: "order", "case", "refund", "return-freight" by number, "tracking" by tracking
 * number, "shopper" by source and external id, "phone" and "email" by blind index.
 */
export async function findInDirectory(tx: Tx, kind: string, key: string): Promise<Found | undefined> {
  const known = remembered.get(tx.database) ?? new Map<string, Remembered>();
  remembered.set(tx.database, known);
  const name = `${kind}|${key}`;
  const hit = known.get(name);
  if (hit !== undefined && hit.until > performance.now()) return hit.found;
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

function remember(known: Map<string, Remembered>, name: string, found: Found): void {
  known.delete(name);
  if (known.size >= entriesKept) {
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }
  known.set(name, { found, until: performance.now() + secondsKept * 1000 });
}

export type Entry = { readonly kind: string; readonly key: string; readonly customer_id: string; readonly id: string };

const columns = { kind: "text", key: "text", customer_id: "uuid", id: "uuid" } as const satisfies BulkColumns<string>;

/** Takes keys that nobody has and answers those it got. Another transaction that takes the same ones is waited for. */
export async function claimKeys(tx: Tx, entries: readonly Entry[]): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const claimed = await tx.rows<{ key: string }>(
    insertSql("platform.directory", columns, "on conflict (kind, key) do nothing returning key"),
    arraysOf(columns, inOrder(entries)),
  );
  return new Set(claimed.map((row) => row.key));
}

/** Adds keys; one that leads somewhere already keeps leading there. */
export function addKeys(tx: Tx, entries: readonly Entry[]): void {
  insertMany(tx, "platform.directory", columns, inOrder(entries), "on conflict (kind, key) do nothing");
}

/** Lets keys lead to their new owner: phones and mail addresses belong to whoever told them last. */
export function moveKeys(tx: Tx, entries: readonly Entry[]): void {
  const last = new Map(entries.map((entry) => [`${entry.kind}|${entry.key}`, entry]));
  insertMany(
    tx,
    "platform.directory",
    columns,
    inOrder([...last.values()]),
    "on conflict (kind, key) do update set customer_id = excluded.customer_id, id = excluded.id",
  );
}

/** Takes keys out that still lead to this owner. */
export function dropKeys(tx: Tx, entries: readonly Entry[]): void {
  if (entries.length === 0) return;
  tx.send(
    `delete from platform.directory d using ${asTable(columns)} where d.kind = r.kind and d.key = r.key and d.customer_id = r.customer_id`,
    arraysOf(columns, entries),
  );
}

/** Takes out every key of these kinds that leads to the shopper: for erasure. */
export function dropKeysOf(tx: Tx, customerId: string, kinds: readonly string[]): void {
  tx.send("delete from platform.directory where customer_id = $1 and kind = any($2::text[])", [customerId, kinds]);
}

/** One order for everybody, so that two transactions that want the same keys wait for each other instead of deadlocking. */
function inOrder(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => (a.kind + a.key < b.kind + b.key ? -1 : 1));
}
