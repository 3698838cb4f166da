import type { Tx } from "#platform/db";
import type { Personal, SealingKey } from "#platform/personal";

/** How to reach a shopper, in the clear: for adapters that send, and for a person who was allowed to look. */
export type Contact = {
  readonly name: string | undefined;
  readonly phone: string | undefined;
  readonly email: string | undefined;
  readonly locale: string;
};

/** Undefined for an unknown or erased shopper. */
export async function contactOf(tx: Tx, personal: Personal, customerId: string): Promise<Contact | undefined> {
  const row = await tx.maybe<{
    name_enc: Uint8Array | null;
    phone_enc: Uint8Array | null;
    email_enc: Uint8Array | null;
    locale: string;
    wrapped_key: Uint8Array | null;
    master_version: number;
  }>(
    `select s.name_enc, s.phone_enc, s.email_enc, s.locale, k.wrapped_key, k.master_version
       from parties.shopper s join parties.shopper_key k on k.customer_id = s.customer_id where s.customer_id = $1 and k.customer_id = $1`,
    [customerId],
  );
  if (row === undefined || row.wrapped_key === null) return undefined;
  const key = personal.unwrap(row.wrapped_key, row.master_version);
  return {
    name: opened(personal, key, customerId, "name_enc", row.name_enc),
    phone: opened(personal, key, customerId, "phone_enc", row.phone_enc),
    email: opened(personal, key, customerId, "email_enc", row.email_enc),
    locale: row.locale,
  };
}

function opened(
  personal: Personal,
  key: SealingKey,
  customerId: string,
  column: string,
  sealed: Uint8Array | null,
): string | undefined {
  return sealed === null
    ? undefined
    : personal.open(key, { table: "parties.shopper", column, rowId: customerId }, sealed);
}
