export type { Discount, FrozenPromotion } from "./model.ts";
export {
  type LoadedConfirmation,
  type LoadedLine,
  type LoadedParcel,
  type LoadedUnit,
  type LockedOrder,
  linesForCase,
  lockOrder,
  type OrderContext,
  parcelsForCase,
  readOrder,
  readOrderById,
  type StoredDiscount,
  type StoredPromotion,
} from "./queries/load-for-case.ts";
export { type HeldUnits, holdUnits, releaseUnits, unitsGivenBack } from "./store/units.ts";
export { lockTenders, reserveTenders, settleTender, type TenderRoom } from "./store/tenders.ts";
