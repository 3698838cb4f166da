import { newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { addReturnAddressInput, returnAddressOutput } from "../contract.ts";
import { insertAddress } from "../store/return-addresses.ts";

/** One more place where a merchant takes goods back. */
export const addReturnAddress = action({
  name: "logistics.add-return-address",
  input: addReturnAddressInput,
  output: returnAddressOutput,
  allow: all(holds("addresses.write"), sameMerchant),
  idempotency: "required",
  refusals: ["merchant-not-found"],
  subject: async (tx, { merchantId }) => {
    const merchant = await tx.maybe("select 1 as there from parties.merchant where id = $1", [merchantId]);
    return merchant === undefined ? refuse("merchant-not-found", { id: merchantId }) : grant({ merchantId });
  },
  run: async ({ tx, input, record, principal }) => {
    const id = newId<"return-address">();
    insertAddress(tx, id, input.merchantId, principalName(principal), input);
    record.about({ kind: "return-address", id, merchantId: input.merchantId });
    return grant({ id, version: 1 });
  },
});
