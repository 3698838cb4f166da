import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { changeReturnAddressInput, returnAddressOutput } from "../contract.ts";
import { lockAddress, rewriteAddress } from "../store/return-addresses.ts";

/** Another place or other goods; parcels on their way keep the address they were given. */
export const changeReturnAddress = action({
  name: "logistics.change-return-address",
  input: changeReturnAddressInput,
  output: returnAddressOutput,
  allow: all(holds("addresses.write"), sameMerchant),
  idempotency: "required",
  refusals: ["return-address-not-found", "version-changed"],
  subject: async (tx, { id }) => {
    const found = await lockAddress(tx, id);
    return found === undefined ? refuse("return-address-not-found") : grant(found);
  },
  run: async ({ tx, input, subject, record, principal }) => {
    if (subject.version !== input.version) return refuse("version-changed", { number: input.label });
    rewriteAddress(tx, input.id, principalName(principal), input);
    record.about({ kind: "return-address", id: input.id, merchantId: subject.merchantId });
    return grant({ id: input.id, version: subject.version + 1 });
  },
});
