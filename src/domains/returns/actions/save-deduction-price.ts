import { fromWire } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { savedEntryShape, savePriceInput } from "../contract.ts";
import { changePrice, type Entry, insertPrice, lockPrice } from "../store/tables.ts";

type Subject = { readonly merchantId: string | null; readonly entry: Entry | undefined };

/** Writes an entry of the table that says what the state of goods takes off; one that is no longer used is kept, not active. */
export const saveDeductionPrice = action({
  name: "returns.save-deduction-price",
  input: savePriceInput,
  output: savedEntryShape,
  allow: all(any(holds("policies.write"), all(is("merchant"), holds("cases.decide"))), sameMerchant),
  idempotency: "required",
  refusals: ["price-not-found", "price-changed", "category-not-found"],
  subject: async (tx, { id, version, merchantId }): Promise<Outcome<Subject>> => {
    if (version === 0)
      return grant({
        merchantId: tx.principal.kind === "merchant" ? (merchantId ?? tx.principal.merchantId) : merchantId,
        entry: undefined,
      });
    const entry = await lockPrice(tx, id);
    return entry === undefined ? refuse("price-not-found", { id }) : grant({ merchantId: entry.merchant_id, entry });
  },
  run: async ({ tx, input, principal, subject: { merchantId, entry }, record }) => {
    const { id, category } = input;
    if (entry !== undefined && entry.version !== input.version)
      return refuse("price-changed", { version: entry.version });
    if (category !== null) {
      const known = await tx.maybe<{ code: string }>("select code from catalog.category where code = $1", [category]);
      if (known === undefined) return refuse("category-not-found", { category });
    }
    record.about({ kind: "deduction-price", id, ...(merchantId === null ? {} : { merchantId }) });
    const fixed = input.fixed === null ? null : fromWire(input.fixed);
    const written = {
      category,
      grade: input.grade,
      percent: input.percent,
      fixedMinor: fixed?.minor ?? null,
      currency: fixed?.currency ?? null,
      label: input.label,
      active: input.active,
      by: principalName(principal),
    };
    if (entry !== undefined) changePrice(tx, id, written);
    else if (!(await insertPrice(tx, { id, merchantId, ...written }))) return refuse("price-changed", { version: 1 });
    return grant({ id, version: (entry?.version ?? 0) + 1 });
  },
});
