export { addStaff } from "./actions/add-staff.ts";
export { shopperPersonalData } from "./actions/erase-shopper.ts";
export {
  type ImportedShopper,
  importShoppers,
  shopperKeyOf,
  type ToldShopper,
} from "./actions/import-shoppers.ts";
export { deviceMemory } from "./actions/remember-device.ts";
export { type Contact, contactOf } from "./queries/contact.ts";
export { mayTake } from "./queries/may-take.ts";
export { findShoppers } from "./queries/search-shoppers.ts";
export { shoppersByContact } from "./queries/shoppers-by-contact.ts";
export { shoppersWithMail } from "./queries/shoppers-with-mail.ts";
export { staffCalled, staffNames } from "./queries/staff-names.ts";
export { type PartiesParts, parties } from "./routes.ts";
export { rightsOf } from "./rules/roles.ts";
export { addMissingMerchants, type MerchantFacts, merchantIds, type SavedMerchant, saveMerchants } from "./store.ts";
