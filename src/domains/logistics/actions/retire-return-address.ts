import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { retireReturnAddressInput, returnAddressOutput } from "../contract.ts";
import { lockAddress, setAddressActive } from "../store/return-addresses.ts";

/** Takes an address out of use, or into use again; said twice, it is done once. */
export const retireReturnAddress = action({
  name: "logistics.retire-return-address",
  input: retireReturnAddressInput,
  output: returnAddressOutput,
  allow: all(holds("addresses.write"), sameMerchant),
  idempotency: "none",
  refusals: ["return-address-not-found"],
  subject: async (tx, { id }) => {
    const found = await lockAddress(tx, id);
    return found === undefined ? refuse("return-address-not-found") : grant(found);
  },
  run: async ({ tx, input, subject, record, principal }) => {
    record.about({ kind: "return-address", id: input.id, merchantId: subject.merchantId });
    if (subject.active === input.active) return grant({ id: input.id, version: subject.version });
    setAddressActive(tx, input.id, principalName(principal), input.active);
    record.detail({ active: input.active });
    return grant({ id: input.id, version: subject.version + 1 });
  },
});
