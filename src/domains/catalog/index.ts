export type { Category } from "./contract.ts";
export {
  addMissingCategories,
  addMissingProducts,
  lowestPricesSince,
  type ProductFacts,
  productOf,
  productsOnSale,
  type Saved,
  saveCategories,
  saveProducts,
} from "./store.ts";
