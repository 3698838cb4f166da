export type { Category } from "./contract.ts";
export {
  addMissingCategories,
  addMissingProducts,
  type Change,
  type ProductFacts,
  type Saved,
  saveCategories,
  saveProducts,
} from "./store.ts";
