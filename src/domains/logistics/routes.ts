import type { Domain } from "#platform/domain";
import { get, post, put } from "#platform/http";
import type { Personal } from "#platform/personal";
import { addReturnAddress } from "./actions/add-return-address.ts";
import { bookPickup } from "./actions/book-pickup.ts";
import { cancelPickup } from "./actions/cancel-pickup.ts";
import { changePickup } from "./actions/change-pickup.ts";
import { changeReturnAddress } from "./actions/change-return-address.ts";
import { chooseDropOff } from "./actions/choose-drop-off.ts";
import { courierMissed } from "./actions/courier-missed.ts";
import { disposeParcel } from "./actions/dispose-parcel.ts";
import { handIn } from "./actions/hand-in.ts";
import { interceptionUnanswered } from "./actions/interception-unanswered.ts";
import { matchParcel } from "./actions/match-parcel.ts";
import { parkParcel } from "./actions/park-parcel.ts";
import { putDropOffPoint } from "./actions/put-drop-off-point.ts";
import { putPickupArea } from "./actions/put-pickup-area.ts";
import { retireReturnAddress } from "./actions/retire-return-address.ts";
import { scanParcel } from "./actions/scan-parcel.ts";
import { scanShipment } from "./actions/scan-shipment.ts";
import { setSlotCapacity } from "./actions/set-slot-capacity.ts";
import type { CarrierGateway } from "./adapters/carrier/index.ts";
import { factPayloads } from "./contract.ts";
import type { CasesByOrder } from "./queries/candidates-of.ts";
import { listCustody } from "./queries/custody-of.ts";
import { getShipment, listShipments } from "./queries/get-shipment.ts";
import { invariants } from "./queries/invariants.ts";
import { listDropOffPoints } from "./queries/list-drop-off-points.ts";
import { listReturnAddresses } from "./queries/list-return-addresses.ts";
import { listSlots } from "./queries/list-slots.ts";
import { getParked, listParked } from "./queries/parked-parcels.ts";
import { listPickupAreas } from "./queries/pickup-areas.ts";
import { askCarriersJob } from "./reactions/ask-carriers.ts";
import { onBookingAsked } from "./reactions/on-booking-asked.ts";
import { sendBookingJob } from "./reactions/send-booking.ts";
import { onInterceptionAsked, sendInterceptionJob } from "./reactions/send-interception.ts";
import { sweepOpenJob } from "./reactions/sweep-open.ts";
import { logisticsPersonalData } from "./store/personal-data.ts";

export type LogisticsParts = {
  readonly personal: Personal;
  readonly gateway: CarrierGateway;
  /** Proves that a drop-off code is ours. */
  readonly dropOffKey: Uint8Array;
  /** What is still waited for of an order: read on a higher floor. */
  readonly casesOf?: CasesByOrder;
};

export function logistics({ personal, gateway, dropOffKey, casesOf = async () => [] }: LogisticsParts): Domain {
  const booked = bookPickup(personal);
  const rebooked = changePickup(personal);
  const handedIn = handIn(dropOffKey);
  const parked = parkParcel(personal);
  return {
    name: "logistics",
    actions: [
      booked,
      rebooked,
      cancelPickup,
      chooseDropOff,
      handedIn,
      scanShipment,
      addReturnAddress,
      changeReturnAddress,
      retireReturnAddress,
      putPickupArea,
      setSlotCapacity,
      putDropOffPoint,
      parked,
      matchParcel,
      disposeParcel,
      scanParcel,
    ],
    routes: [
      get("/shipments", listShipments(dropOffKey), "The parcels of a case, or of what else asked for one"),
      get("/shipments/{number}", getShipment(dropOffKey), "One parcel: where it goes, where it is, what may be done"),
      post(
        "/shipments/{number}/slots",
        listSlots,
        "When a courier may come to an address, and how many places are left",
      ),
      post("/shipments/{number}/pickup", booked, "Book a courier for a slot"),
      post("/shipments/{number}/pickup/change", rebooked, "Book another slot instead"),
      post("/shipments/{number}/pickup/cancel", cancelPickup, "Call the courier off"),
      post("/shipments/{number}/drop-off", chooseDropOff, "Bring the parcel to a drop-off point or a store"),
      post("/shipments/{number}/scans", scanShipment, "Note who had the parcel in hand, where, and how heavy it was"),
      get("/shipments/{number}/custody", listCustody, "Every hand the parcel passed through"),
      get("/drop-off-points", listDropOffPoints, "Where parcels are taken in"),
      put("/drop-off-points/{number}", putDropOffPoint, "Tell of a place where parcels are taken in"),
      post("/drop-offs/{code}", handedIn, "Take a parcel in by the code its shopper shows"),
      get("/return-addresses", listReturnAddresses, "Where merchants take goods back"),
      post("/return-addresses", addReturnAddress, "One more place where a merchant takes goods back"),
      post("/return-addresses/{id}/change", changeReturnAddress, "Change a place or which goods it takes"),
      post("/return-addresses/{id}/retire", retireReturnAddress, "Take a place out of use, or into use again"),
      get("/pickup-areas", listPickupAreas, "Where couriers collect, with the coming slots"),
      put("/pickup-areas/{id}", putPickupArea, "Say where couriers collect, when, and how many parcels"),
      post("/pickup-areas/{id}/slots", setSlotCapacity, "More or fewer places in one slot"),
      get("/parked-parcels", listParked(personal), "Parcels nobody announced"),
      post("/parked-parcels", parked, "Put a parcel nobody announced on the shelf"),
      get("/parked-parcels/{number}", getParked(casesOf), "One of them: whose it may be, and who had it in hand"),
      post("/parked-parcels/{number}/scans", scanParcel, "Note that it was moved, weighed or opened"),
      post("/parked-parcels/{number}/match", matchParcel, "Say whose it is"),
      post("/parked-parcels/{number}/dispose", disposeParcel, "Get rid of it, for a reason that is kept"),
    ],
    reactions: [onBookingAsked, onInterceptionAsked],
    deadlines: { "courier-comes": courierMissed, "interception-answered": interceptionUnanswered },
    jobs: [sendBookingJob(gateway, personal), sendInterceptionJob(gateway), sweepOpenJob, askCarriersJob(gateway)],
    invariants,
    personalData: logisticsPersonalData(personal),
    facts: factPayloads,
  };
}
