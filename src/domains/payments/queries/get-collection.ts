import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { any, holds, is, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { type Collection, collectionNumberInput, collectionShape, type Receipt } from "../contract.ts";
import { type CollectionRow, collectionColumns } from "../store/collection.ts";

/** GET /api/v1/collections/{number}: how much a shopper still has to pay, why, until when, and where. */
export const getCollection = query({
  name: "payments.get-collection",
  input: collectionNumberInput,
  output: collectionShape,
  allow: any(is("shopper"), holds("cases.read")),
  run: async (tx, { number }) => {
    const row = await findCollection(tx, number);
    return row === undefined ? refuse("collection-not-found", { number }) : grant(collectionOnWire(row, tx.now));
  },
});

/** By its number, as far as row security lets the caller see it. */
export async function findCollection(tx: Tx, number: string): Promise<CollectionRow | undefined> {
  const found = await findInDirectory(tx, "collection", number);
  if (found === undefined) return undefined;
  return tx.maybe<CollectionRow>(
    `select ${collectionColumns} from payments.collection where customer_id = $1 and id = $2`,
    [found.customerId, found.id],
  );
}

/** What is asked of the shopper about a case of theirs, newest first: a difference, an advance, what came too much. */
export async function collectionsAbout(
  tx: Tx,
  { customerId, orderId, number }: { readonly customerId: string; readonly orderId: string; readonly number: string },
): Promise<Collection[]> {
  const rows = await tx.rows<CollectionRow>(
    `select ${collectionColumns} from payments.collection
      where customer_id = $1 and order_id = $2 and cause_number = $3 order by asked_at desc, id desc`,
    [customerId, orderId, number],
  );
  return rows.map((row) => collectionOnWire(row, tx.now));
}

function collectionOnWire(row: CollectionRow, now: Temporal.Instant): Collection {
  const wire = (minor: bigint) => toWire(money(minor, currency(row.currency)));
  const open = row.state === "asked" || row.state === "paying" || row.state === "unknown";
  return {
    number: row.number,
    causeKind: row.cause_kind,
    causeNumber: row.cause_number,
    state: row.state,
    amount: wire(row.amount_minor),
    received: row.received_minor === null ? null : wire(row.received_minor),
    receipt: row.receipt as Receipt,
    payable: open && Temporal.Instant.compare(row.expires_at, now) > 0,
    ready: row.state === "paying" && row.provider_status === "waiting",
    payUrl: row.state === "paying" ? row.pay_url : null,
    trouble: open ? row.last_error : null,
    askedAt: row.asked_at.toString(),
    expiresAt: row.expires_at.toString(),
    receivedAt: row.received_at?.toString() ?? null,
  };
}
