import type { Because } from "#platform/wire";

export type AddressRule = {
  readonly id: string;
  readonly label: string;
  /** Empty lists take everything. */
  readonly categories: readonly string[];
  readonly regions: readonly string[];
  readonly priority: number;
};

/** What is known of goods that come back. */
export type ComingBack = {
  readonly categories: readonly string[];
  /** Where they come from, as far as it is known: "上海市青浦区". */
  readonly from: string | null;
};

export type ChosenAddress<A> = {
  readonly address: A;
  readonly because: Because;
  /** The others, and what spoke against each. */
  readonly passedOver: readonly { readonly id: string; readonly because: Because }[];
};

/**
 * Which of a merchant's return addresses goods go to. An address fits when it takes every category and the region; of those that fit the one that asks most about goods wins, then the higher priority, then the older one.
 * Undefined: none fits, and the merchant's own address stands.
 */
export function chooseReturnAddress<A extends AddressRule>(
  addresses: readonly A[],
  goods: ComingBack,
): ChosenAddress<A> | undefined {
  const misfits = addresses.map((address) => ({ address, because: misfit(address, goods) }));
  const fitting = misfits
    .filter(({ because }) => because === undefined)
    .map(({ address }) => address)
    .toSorted((a, b) => asks(b) - asks(a) || b.priority - a.priority || (a.id < b.id ? -1 : 1));
  const [best] = fitting;
  if (best === undefined) return undefined;
  return {
    address: best,
    because: reasonFor(best, fitting[1]),
    passedOver: misfits
      .filter(({ address }) => address !== best)
      .map(({ address, because }) => ({
        id: address.id,
        because: because ?? { code: "address-less-fitting", params: { label: best.label } },
      })),
  };
}

function misfit({ label, categories, regions }: AddressRule, goods: ComingBack): Because | undefined {
  const params = { label };
  const strange = goods.categories.find((category) => categories.length > 0 && !categories.includes(category));
  if (strange !== undefined) return { code: "address-not-for-category", params: { ...params, category: strange } };
  if (regions.length > 0 && !regions.some((region) => goods.from?.replace(/\s/g, "").includes(region)))
    return { code: "address-not-for-region", params };
  return undefined;
}

function asks({ categories, regions }: AddressRule): number {
  return [categories, regions].filter(({ length }) => length > 0).length;
}

function reasonFor(best: AddressRule, next: AddressRule | undefined): Because {
  const params = { label: best.label };
  if (next === undefined) return { code: "address-only-one", params };
  if (asks(best) === asks(next)) return { code: "address-first", params };
  if (best.categories.length > 0) return { code: "address-for-category", params };
  return { code: "address-for-region", params };
}
