export type { Category } from "./contract.ts";
export {
  addMissingCategories,
  addMissingProducts,
  type ProductFacts,
  type Saved,
  saveCategories,
  saveProducts,
} from "./store.ts";
