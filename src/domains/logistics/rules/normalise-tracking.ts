import type { Incident, ShipmentState } from "../model.ts";

/** Whose codes they are: two aggregators of Chinese carriers, one of carriers abroad, and our own names. */
export const codeSets = ["kdniao", "kuaidi100", "17track", "aftercare"] as const;
export type CodeSet = (typeof codeSets)[number];

export type Normalised = { readonly state: ShipmentState; readonly incident: Incident | null };

/**
 * A carrier's code in our words. A code that is not in the table is read by the group it begins with (kdniao and kuaidi100 number
 * details below a main code), else it is "in transit": a parcel whose carrier talks is on its way.
 */
export function normalise(codeSet: CodeSet, code: string): Normalised {
  const said = tables[codeSet][code] ?? tables[codeSet][code.slice(0, 1)] ?? "in-transit";
  const [state, incident = null] = said.split(":") as [ShipmentState, Incident?];
  return { state, incident };
}

type Table = Readonly<Record<string, ShipmentState | `${ShipmentState}:${Incident}`>>;

const own: Table = {
  expected: "expected",
  "handed-in": "handed-in",
  "picked-up": "picked-up",
  "in-transit": "in-transit",
  "out-for-delivery": "out-for-delivery",
  "waiting-for-pickup": "waiting-for-pickup",
  delivered: "delivered",
  refused: "refused:consignee-refused",
  returning: "returning",
  returned: "returned",
  exception: "exception:other",
  damaged: "exception:damaged",
  lost: "lost:lost",
  cancelled: "cancelled",
};

/** kdniao.com, "即时查询" state codes. */
const kdniao: Table = {
  "0": "expected",
  "1": "picked-up",
  "10": "expected",
  "2": "in-transit",
  "201": "in-transit",
  "202": "out-for-delivery",
  "204": "in-transit",
  "205": "in-transit",
  "206": "in-transit",
  "211": "waiting-for-pickup",
  "3": "delivered",
  "301": "delivered",
  "302": "delivered",
  "304": "delivered",
  "311": "delivered",
  "4": "exception:other",
  "401": "exception:no-scan",
  "402": "exception:stuck-at-the-door",
  "403": "exception:stuck-in-transit",
  "404": "refused:consignee-refused",
  "405": "exception:delivery-failed",
  "406": "returned",
  "407": "returning",
  "412": "exception:not-collected-in-time",
  "413": "exception:intercepted",
  "414": "exception:damaged",
  "415": "cancelled",
  "416": "exception:consignee-unreachable",
  "417": "exception:delayed",
  "418": "delivered",
  "419": "out-for-delivery",
  "420": "exception:bad-address",
  "421": "exception:consignee-unreachable",
  "422": "exception:missorted",
  "423": "exception:out-of-area",
  "5": "in-transit",
  "6": "in-transit",
  "601": "in-transit",
  "602": "in-transit",
  "603": "in-transit",
  "604": "exception:customs",
};

/** kuaidi100.com, "快递单当前状态" main and detailed codes. */
const kuaidi100: Table = {
  "0": "in-transit",
  "1001": "in-transit",
  "1002": "in-transit",
  "1003": "in-transit",
  "1": "picked-up",
  "101": "expected",
  "102": "expected",
  "103": "picked-up",
  "2": "exception:other",
  "201": "exception:stuck-at-the-door",
  "202": "exception:stuck-in-transit",
  "203": "refused:consignee-refused",
  "204": "exception:delivery-failed",
  "205": "exception:not-collected-in-time",
  "206": "exception:consignee-unreachable",
  "207": "exception:out-of-area",
  "208": "exception:held",
  "209": "exception:damaged",
  "210": "cancelled",
  "3": "delivered",
  "301": "delivered",
  "302": "delivered",
  "303": "delivered",
  "304": "delivered",
  "4": "returned",
  "401": "cancelled",
  "5": "out-for-delivery",
  "501": "waiting-for-pickup",
  "6": "returning",
  "7": "in-transit",
  "8": "in-transit",
  "10": "in-transit",
  "11": "in-transit",
  "12": "in-transit",
  "13": "exception:customs",
  "14": "refused:consignee-refused",
};

/** 17track.net, sub-statuses of API version 2. */
const seventeenTrack: Table = {
  NotFound_Other: "expected",
  NotFound_InvalidCode: "exception:other",
  InfoReceived: "expected",
  InTransit_PickedUp: "picked-up",
  InTransit_Other: "in-transit",
  InTransit_Departure: "in-transit",
  InTransit_Arrival: "in-transit",
  InTransit_CustomsProcessing: "in-transit",
  InTransit_CustomsReleased: "in-transit",
  InTransit_CustomsRequiringInformation: "exception:customs",
  Expired_Other: "exception:stuck-in-transit",
  AvailableForPickup_Other: "waiting-for-pickup",
  OutForDelivery_Other: "out-for-delivery",
  DeliveryFailure_Other: "exception:delivery-failed",
  DeliveryFailure_NoBody: "exception:consignee-unreachable",
  DeliveryFailure_Security: "exception:held",
  DeliveryFailure_Rejected: "refused:consignee-refused",
  DeliveryFailure_InvalidAddress: "exception:bad-address",
  Delivered_Other: "delivered",
  Exception_Other: "exception:other",
  Exception_Returning: "returning",
  Exception_Returned: "returned",
  Exception_NoBody: "exception:consignee-unreachable",
  Exception_Security: "exception:customs",
  Exception_Damage: "exception:damaged",
  Exception_Rejected: "exception:other",
  Exception_Delayed: "exception:delayed",
  Exception_Lost: "lost:lost",
  Exception_Destroyed: "lost:destroyed",
  Exception_Cancel: "cancelled",
};

const tables: Readonly<Record<CodeSet, Table>> = { kdniao, kuaidi100, "17track": seventeenTrack, aftercare: own };
