import type { Tx } from "#platform/db";
import type { Place } from "../contract.ts";
import type { AddressRule } from "../rules/choose-return-address.ts";

/** The return addresses in use of a merchant, and the one it is known by, which stands where none fits. */
export async function addressesOf(
  tx: Tx,
  merchantId: string,
): Promise<{ addresses: (AddressRule & { readonly place: Place })[]; own: Place | undefined }> {
  const [addresses, merchant] = await Promise.all([
    tx.rows<AddressRule & { place: Place }>(
      "select id, label, place, categories, regions, priority from logistics.return_address where merchant_id = $1 and active order by id",
      [merchantId],
    ),
    tx.maybe<{ return_address: Place }>("select return_address from parties.merchant where id = $1", [merchantId]),
  ]);
  return { addresses, own: merchant?.return_address };
}
