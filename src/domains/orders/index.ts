export { draftParsed } from "./actions/draft-order.ts";
export {
  type ImportOptions,
  type ImportProgress,
  type ImportReport,
  type ImportSource,
  importOrders,
} from "./actions/import-orders.ts";
export { type SavedOrder, saveOrders } from "./actions/save-orders.ts";
export { SourceError } from "./adapters/source/index.ts";
export { importUploads } from "./adapters/uploads/index.ts";
export type { Discount, FrozenPromotion, OrderDraft, Told } from "./model.ts";
export type { CasesReader, OwnRefunds } from "./queries/get-order.ts";
export { guestOrder } from "./queries/guest-order.ts";
export { type ListOrders, listOrders } from "./queries/list-orders.ts";
export {
  contentsForCase,
  type LoadedConfirmation,
  type LoadedLine,
  type LoadedParcel,
  type LoadedReplacement,
  type LoadedUnit,
  linesForCase,
  readOrder,
} from "./queries/load-for-case.ts";
export { presentEntrance } from "./queries/present-entrance.ts";
export { goodsOf, type PresentGoods } from "./queries/present-goods.ts";
export { importsFolder, type OrdersParts, orders } from "./routes.ts";
export { goodsHeld, parcelHeld, worthOf } from "./rules/held-goods.ts";
export { pinOf } from "./rules/pin-policy.ts";
export {
  type LockedOrder,
  lockOrder,
  type OrderContext,
  type StoredDiscount,
  type StoredPromotion,
} from "./store/lock-order.ts";
export type { References } from "./store/order-rows.ts";
export {
  addDifferenceTender,
  lockTenders,
  reserveTenders,
  settleTender,
  type TenderRoom,
  tenderPaidAgain,
} from "./store/tenders.ts";
export {
  type HeldUnits,
  holdUnits,
  letGoOf,
  releaseUnits,
  type SurchargeBack,
  surchargesGivenBack,
  unitsExchanged,
  unitsGivenBack,
  unitsKeptAfterAll,
  unitsKeptForLess,
} from "./store/units.ts";
