import { addMissingCategories, addMissingProducts, type ProductFacts, type Saved } from "#domains/catalog";
import { addMissingMerchants, merchantIds, type SavedMerchant } from "#domains/parties";
import type { Tx } from "#platform/db";
import type { OrderDraft } from "../model.ts";
import type { References } from "../store/order-rows.ts";

/** What orders mention and nobody has told of: merchants by number, categories by code, products by their lines. */
export type Mentioned = {
  readonly merchants: readonly string[];
  readonly categories: readonly string[];
  readonly products: readonly (Omit<ProductFacts, "merchantId"> & { readonly merchantNumber: string })[];
};

export type AddedReferences = {
  readonly merchants: ReadonlyMap<string, SavedMerchant>;
  readonly products: ReadonlyMap<string, Saved>;
};

/** Merchants and products already written or looked up, so that each is asked for once in an import. */
export class ReferenceBook implements References {
  readonly merchants = new Map<string, string>();
  readonly products = new Map<string, string>();

  /** Undefined when everything these orders mention is in the book. */
  missingIn(drafts: readonly OrderDraft[]): Mentioned | undefined {
    const merchants = new Set<string>();
    const products = new Map<string, Mentioned["products"][number]>();
    for (const { frozen } of drafts) {
      for (const number of frozen.merchantNumbers) if (!this.merchants.has(number)) merchants.add(number);
      for (const line of frozen.lines) {
        if (line.isAdjustment || this.products.has(line.productNumber) || products.has(line.productNumber)) continue;
        products.set(line.productNumber, {
          number: line.productNumber,
          merchantNumber: line.merchantNumber,
          title: line.title,
          titleEn: line.titleEn,
          categoryCode: line.categoryCode,
          specialClass: line.specialClass,
          listMinor: line.unitListMinor,
          currency: frozen.currency,
          picture: line.picture,
          source: frozen.source,
        });
      }
    }
    if (merchants.size === 0 && products.size === 0) return undefined;
    const categories = new Set([...products.values()].map((product) => product.categoryCode));
    return { merchants: [...merchants], categories: [...categories], products: [...products.values()] };
  }

  /** Call after the commit: what was undone must not be remembered. */
  remember({ merchants, products }: AddedReferences): void {
    for (const [number, { id }] of merchants) this.merchants.set(number, id);
    for (const [number, { id }] of products) this.products.set(number, id);
  }
}

/** Writes what is missing. Unknown merchants are made only where the caller may bring merchants in. */
export async function addReferences(
  tx: Tx,
  mentioned: Mentioned,
  book: References,
  options: { readonly source: string; readonly newMerchants: boolean },
): Promise<AddedReferences> {
  const merchants = options.newMerchants
    ? await addMissingMerchants(tx, mentioned.merchants, options.source)
    : new Map(
        [...(await merchantIds(tx, mentioned.merchants))].map(
          ([number, id]) => [number, { id, change: "unchanged" }] as [string, SavedMerchant],
        ),
      );
  const idOf = (number: string) => merchants.get(number)?.id ?? book.merchants.get(number) ?? null;
  addMissingCategories(
    tx,
    mentioned.categories.map((code) => ({ code, name: code, nameEn: code })),
  );
  const known = mentioned.products.filter((product) => idOf(product.merchantNumber) !== null);
  const products = await addMissingProducts(
    tx,
    known.map(({ merchantNumber, ...product }) => ({ ...product, merchantId: idOf(merchantNumber) })),
  );
  return { merchants, products };
}
