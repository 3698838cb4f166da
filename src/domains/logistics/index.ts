export { askToIntercept } from "./actions/ask-to-intercept.ts";
export { parcelIsHere, parcelNotWanted } from "./actions/end-way-back.ts";
export { type OpenedShipment, type OpenShipment, openShipment } from "./actions/open-shipment.ts";
export { recordTrace } from "./actions/record-trace.ts";
export { sendByOneself } from "./actions/send-by-oneself.ts";
export { type CarrierGateway, httpCarrierGateway } from "./adapters/carrier/index.ts";
export { carrierNotices } from "./adapters/carrier/notices.ts";
export { shipmentPapers } from "./adapters/paper/index.ts";
export {
  type CarrierMode,
  type CarrierStandIn,
  carrierModes,
  startCarrierStandIn,
} from "./adapters/stand-in/index.ts";
export { carrierCalled, recogniseCarrier, tidyTracking } from "./contract.ts";
export { bookingLifecycle, interceptionLifecycle, limits, parkedLifecycle } from "./model.ts";
export type { CasesByOrder } from "./queries/candidates-of.ts";
export { distanceBack } from "./queries/distance-back.ts";
export { interceptionDue } from "./queries/interception-due.ts";
export { logistics } from "./routes.ts";
export { interceptionsOf } from "./store/interceptions.ts";
