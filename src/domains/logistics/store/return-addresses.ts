import { type Tx, toJson } from "#platform/db";
import type { Place } from "../contract.ts";

export type AddressFields = {
  readonly label: string;
  readonly place: Place;
  readonly categories: readonly string[];
  readonly regions: readonly string[];
  readonly priority: number;
};

export function insertAddress(tx: Tx, id: string, merchantId: string, by: string, fields: AddressFields): void {
  tx.send(
    `insert into logistics.return_address (id, merchant_id, label, place, categories, regions, priority, changed_by, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
    [
      id,
      merchantId,
      fields.label,
      toJson(fields.place),
      fields.categories,
      fields.regions,
      fields.priority,
      by,
      tx.now,
    ],
  );
}

export type LockedAddress = { readonly merchantId: string; readonly version: number; readonly active: boolean };

export function lockAddress(tx: Tx, id: string): Promise<LockedAddress | undefined> {
  return tx.maybe<LockedAddress>(
    'select merchant_id as "merchantId", version, active from logistics.return_address where id = $1 for update',
    [id],
  );
}

export function rewriteAddress(tx: Tx, id: string, by: string, fields: AddressFields): void {
  tx.send(
    `update logistics.return_address set label = $2, place = $3, categories = $4, regions = $5, priority = $6, changed_by = $7, changed_at = $8, version = version + 1
      where id = $1`,
    [id, fields.label, toJson(fields.place), fields.categories, fields.regions, fields.priority, by, tx.now],
  );
}

export function setAddressActive(tx: Tx, id: string, by: string, active: boolean): void {
  tx.send(
    "update logistics.return_address set active = $2, changed_by = $3, changed_at = $4, version = version + 1 where id = $1",
    [id, active, by, tx.now],
  );
}
