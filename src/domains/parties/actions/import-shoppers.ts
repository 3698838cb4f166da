import { type Id, newId } from "#kernel/ids";
import type { Tx } from "#platform/db";
import { claimKeys, dropKeys, type Entry, moveKeys } from "#platform/directory";
import type { IndexedKind, Personal, SealingKey } from "#platform/personal";
import { fieldChanges } from "../rules/shopper-changes.ts";
import {
  type ChangedShopperRow,
  insertShoppers,
  type KnownShopper,
  type ShopperKeyRow,
  type ShopperRow,
  shoppersByKey,
  updateShoppers,
} from "../store.ts";

/** A shopper as an order tells of one. */
export type ToldShopper = {
  readonly source: string;
  readonly externalId: string;
  /** By the clock of the source. */
  readonly updatedAt: Temporal.Instant;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly tier?: string | undefined;
  readonly locale?: string | undefined;
};

export type ImportedShopper = {
  readonly customerId: Id<"customer">;
  readonly change: "imported" | "updated" | "unchanged";
  /** The key for further personal fields of this shopper; undefined once erased: then nothing personal is written again. */
  readonly key: SealingKey | undefined;
};

export function shopperKeyOf(shopper: Pick<ToldShopper, "source" | "externalId">): string {
  return `${shopper.source}:${shopper.externalId}`;
}

/**
 * Finds or makes the shoppers these orders tell of, inside the caller's transaction, each once; writes what is new about them.
 * A shopper is found by source and external id; two persons are never merged because of a phone.
 *
 * @returns by `shopperKeyOf`
 */
export async function importShoppers(
  tx: Tx,
  personal: Personal,
  told: readonly ToldShopper[],
): Promise<Map<string, ImportedShopper>> {
  const latest = latestOfEach(told);
  const known = await shoppersByKey(tx, [...latest.keys()]);
  const strangers = [...latest.keys()].filter((key) => !known.has(key));
  const claims = strangers.map((key): Entry & { customer_id: Id<"customer"> } => {
    const customerId = newId<"customer">();
    return { kind: "shopper", key, customer_id: customerId, id: customerId };
  });
  const claimed = await claimKeys(tx, claims);
  const lost = strangers.filter((key) => !claimed.has(key));
  // Somebody else made them a moment ago.
  if (lost.length > 0) for (const [key, shopper] of await shoppersByKey(tx, lost)) known.set(key, shopper);

  const imported = new Map<string, ImportedShopper>();
  const rows: ShopperRow[] = [];
  const keys: ShopperKeyRow[] = [];
  const changed: ChangedShopperRow[] = [];
  const gained: Entry[] = [];
  const given: Entry[] = [];
  for (const { key, customer_id } of claims) {
    const shopper = latest.get(key);
    if (shopper === undefined || !claimed.has(key)) continue;
    const made = newShopper(personal, tx.now, customer_id, shopper);
    rows.push(made.row);
    keys.push(made.keyRow);
    gained.push(...made.addresses);
    imported.set(key, { customerId: customer_id, change: "imported", key: made.key });
  }
  for (const [key, before] of known) {
    const shopper = latest.get(key);
    if (shopper === undefined) continue;
    const sealing = keyOf(personal, before);
    const change = sealing === undefined ? undefined : changesOf(personal, tx.now, sealing, before, shopper);
    if (change !== undefined) {
      changed.push(change.row);
      gained.push(...change.gained);
      given.push(...change.given);
    }
    imported.set(key, {
      customerId: before.customer_id,
      change: change === undefined ? "unchanged" : "updated",
      key: sealing,
    });
  }
  insertShoppers(tx, rows, keys);
  updateShoppers(tx, changed);
  dropKeys(tx, given);
  moveKeys(tx, gained);
  return imported;
}

function latestOfEach(told: readonly ToldShopper[]): Map<string, ToldShopper> {
  const latest = new Map<string, ToldShopper>();
  for (const shopper of told) {
    const key = shopperKeyOf(shopper);
    const before = latest.get(key);
    if (before === undefined) latest.set(key, shopper);
    else
      latest.set(
        key,
        Temporal.Instant.compare(before.updatedAt, shopper.updatedAt) <= 0
          ? merged(before, shopper)
          : merged(shopper, before),
      );
  }
  return latest;
}

/** What the later one does not tell stays as the earlier one told it. */
function merged(earlier: ToldShopper, later: ToldShopper): ToldShopper {
  return {
    ...later,
    name: later.name ?? earlier.name,
    phone: later.phone ?? earlier.phone,
    email: later.email ?? earlier.email,
    tier: later.tier ?? earlier.tier,
    locale: later.locale ?? earlier.locale,
  };
}

function keyOf(personal: Personal, known: KnownShopper): SealingKey | undefined {
  if (known.erased_at !== null || known.wrapped_key === null || known.master_version === null) return undefined;
  return personal.unwrap(known.wrapped_key, known.master_version);
}

function newShopper(personal: Personal, now: Temporal.Instant, customerId: Id<"customer">, shopper: ToldShopper) {
  const { key, wrapped, masterVersion } = personal.newShopperKey();
  const fields = {
    name: sealed(personal, key, customerId, "name", shopper.name),
    phone: sealed(personal, key, customerId, "phone", shopper.phone),
    email: sealed(personal, key, customerId, "email", shopper.email),
  };
  const row: ShopperRow = {
    customer_id: customerId,
    ...columnsOf(personal, fields, shopper),
    locale: shopper.locale ?? "zh-CN",
    tier: shopper.tier ?? "standard",
    source: shopper.source,
    source_updated_at: shopper.updatedAt,
    created_at: now,
    updated_at: now,
  };
  const keyRow: ShopperKeyRow = {
    customer_id: customerId,
    master_version: masterVersion,
    wrapped_key: wrapped,
    created_at: now,
  };
  return {
    key,
    row,
    keyRow,
    addresses: [...addressRow("phone", fields.phone, customerId), ...addressRow("email", fields.email, customerId)],
  };
}

/** What this telling changes; undefined when it is older than the last one or tells nothing new. */
function changesOf(personal: Personal, now: Temporal.Instant, key: SealingKey, known: KnownShopper, told: ToldShopper) {
  if (known.source_updated_at !== null && Temporal.Instant.compare(told.updatedAt, known.source_updated_at) < 0)
    return undefined;
  const changedField = (kind: "name" | "phone" | "email", index: string | null, mask: string | null) => {
    const value = told[kind];
    const field =
      value === undefined
        ? undefined
        : { index: personal.blindIndex(kind, value) ?? null, mask: personal.mask(kind, value) };
    return fieldChanges(field, { index, mask }) ? sealed(personal, key, known.customer_id, kind, value) : undefined;
  };
  const fields = {
    name: changedField("name", known.name_index, known.name_mask),
    phone: changedField("phone", known.phone_index, known.phone_mask),
    email: changedField("email", known.email_index, known.email_mask),
  };
  const tier = told.tier !== undefined && told.tier !== known.tier ? told.tier : null;
  const locale = told.locale !== undefined && told.locale !== known.locale ? told.locale : null;
  if (
    fields.name === undefined &&
    fields.phone === undefined &&
    fields.email === undefined &&
    tier === null &&
    locale === null
  )
    return undefined;
  const row: ChangedShopperRow = {
    customer_id: known.customer_id,
    ...columnsOf(personal, fields, told),
    locale,
    tier,
    source_updated_at: told.updatedAt,
    updated_at: now,
  };
  const before = (kind: "phone" | "email", index: string | null): Entry[] =>
    fields[kind] === undefined || index === null
      ? []
      : [{ kind, key: index, customer_id: known.customer_id, id: known.customer_id }];
  return {
    row,
    gained: [
      ...addressRow("phone", fields.phone, known.customer_id),
      ...addressRow("email", fields.email, known.customer_id),
    ],
    given: [...before("phone", known.phone_index), ...before("email", known.email_index)],
  };
}

type SealedField = { readonly enc: Uint8Array; readonly mask: string; readonly index: string | null };

function sealed(
  personal: Personal,
  key: SealingKey,
  customerId: string,
  kind: IndexedKind & ("name" | "phone" | "email"),
  value: string | undefined,
): SealedField | undefined {
  if (value === undefined) return undefined;
  return {
    enc: personal.seal(key, { table: "parties.shopper", column: `${kind}_enc`, rowId: customerId }, value),
    mask: personal.mask(kind, value),
    index: personal.blindIndex(kind, value) ?? null,
  };
}

function columnsOf(
  personal: Personal,
  fields: Readonly<Record<"name" | "phone" | "email", SealedField | undefined>>,
  shopper: ToldShopper,
) {
  const { name, phone, email } = fields;
  return {
    name_enc: name?.enc ?? null,
    name_mask: name?.mask ?? null,
    name_index: name?.index ?? null,
    phone_enc: phone?.enc ?? null,
    phone_mask: phone?.mask ?? null,
    phone_index: phone?.index ?? null,
    phone_last4_index:
      phone === undefined || shopper.phone === undefined
        ? null
        : (personal.blindIndex("phone-last4", shopper.phone) ?? null),
    email_enc: email?.enc ?? null,
    email_mask: email?.mask ?? null,
    email_index: email?.index ?? null,
  };
}

function addressRow(kind: "phone" | "email", field: SealedField | undefined, customerId: string): Entry[] {
  return field === undefined || field.index === null
    ? []
    : [{ kind, key: field.index, customer_id: customerId, id: customerId }];
}
