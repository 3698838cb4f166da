import type { Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import type { ParkedCandidate } from "../contract.ts";
import { rankCandidates } from "../rules/rank-candidates.ts";
import type { ParkedRow } from "../store/parked.ts";

type Reason = ParkedCandidate["reasons"][number];
type Found = Omit<ParkedCandidate, "score" | "reasons"> & { readonly reason: Reason };

/** What of these orders is still waited for: known on a higher floor. */
export type CasesByOrder = (
  tx: Tx,
  customerId: string,
  orderNumber: string,
) => Promise<readonly { readonly kind: string; readonly number: string }[]>;

/** At most so many orders are looked at for a name or four digits that many share. */
const peopleAtMost = 20;

/** Whose a parked parcel may be: by its tracking number, by the number on its slip, by who sent it. */
export async function candidatesOf(tx: Tx, row: ParkedRow, casesOf: CasesByOrder): Promise<ParkedCandidate[]> {
  const [byTracking, bySlip, byPhone, byName] = await Promise.all([
    row.tracking_number === null ? [] : byTrackingNumber(tx, row.tracking_number),
    row.slip_number === null ? [] : bySlipNumber(tx, row.slip_number, casesOf),
    bySender(tx, "phone-last4", "phone_last4_index = $1", row.sender_last4_index),
    bySender(tx, "sender-name", "name_index = $1", row.sender_name_index),
  ]);
  return rankCandidates([...byTracking, ...bySlip, ...byPhone, ...byName]).slice(0, peopleAtMost);
}

type ShipmentFound = {
  subject_kind: string;
  subject_number: string;
  order_number: string;
  mask: string | null;
};

const shipments = `select s.subject_kind, s.subject_number, o.number as order_number, o.recipient_name_mask as mask
   from logistics.shipment s join orders.shop_order o on o.customer_id = s.customer_id and o.id = s.order_id`;

async function byTrackingNumber(tx: Tx, trackingNumber: string): Promise<Found[]> {
  const [returns, parcels] = await Promise.all([
    tx.rows<ShipmentFound>(`${shipments} where upper(s.tracking_number) = upper($1) order by s.id limit 20`, [
      trackingNumber,
    ]),
    // A parcel that was refused at the door comes back under the number it was sent by.
    tx.rows<{ order_number: string; mask: string | null }>(
      `select o.number as order_number, o.recipient_name_mask as mask from platform.directory d
         join orders.shop_order o on o.customer_id = d.customer_id and o.id = d.id where d.kind = 'tracking' and d.key = upper($1)`,
      [trackingNumber],
    ),
  ]);
  return [
    ...returns.map((found) => ofShipment(found, "tracking-number")),
    ...parcels.map(({ order_number, mask }) => ofOrder(order_number, mask, "tracking-number")),
  ];
}

async function bySlipNumber(tx: Tx, slip: string, casesOf: CasesByOrder): Promise<Found[]> {
  const [asCase, asShipment, asOrder] = await Promise.all([
    findInDirectory(tx, "case", slip),
    findInDirectory(tx, "shipment", slip),
    findInDirectory(tx, "order", slip),
  ]);
  const found: Found[] = [];
  for (const [column, at] of [
    ["s.subject_id", asCase],
    ["s.id", asShipment],
  ] as const)
    if (at !== undefined) {
      const rows = await tx.rows<ShipmentFound>(`${shipments} where s.customer_id = $1 and ${column} = $2 limit 20`, [
        at.customerId,
        at.id,
      ]);
      found.push(...rows.map((row) => ofShipment(row, "slip-number")));
    }
  // A case that expects no parcel yet, told from its number alone; a merchant's people are told of what they can see only.
  if (asCase !== undefined && found.length === 0 && tx.principal.kind === "staff")
    found.push({
      subject: { kind: "case", number: slip },
      orderNumber: "",
      shopperMask: null,
      reason: "slip-number",
    });
  if (asOrder !== undefined) {
    const order = await tx.maybe<{ number: string; mask: string | null }>(
      "select number, recipient_name_mask as mask from orders.shop_order where customer_id = $1 and id = $2",
      [asOrder.customerId, asOrder.id],
    );
    if (order !== undefined) {
      found.push(ofOrder(order.number, order.mask, "slip-number"));
      for (const subject of await casesOf(tx, asOrder.customerId, order.number))
        found.push({ subject, orderNumber: order.number, shopperMask: order.mask, reason: "slip-number" });
    }
  }
  return found;
}

async function bySender(tx: Tx, reason: Reason, fits: string, index: string | null): Promise<Found[]> {
  // A merchant's people do not search the platform's shoppers by name or phone.
  if (index === null || tx.principal.kind === "merchant") return [];
  const rows = await tx.rows<ShipmentFound>(
    `${shipments} join parties.shopper p on p.customer_id = s.customer_id where p.${fits} and s.direction = 'return' and s.arrived_at is null order by s.opened_at desc limit ${peopleAtMost}`,
    [index],
  );
  return rows.map((row) => ofShipment(row, reason));
}

function ofShipment({ subject_kind, subject_number, order_number, mask }: ShipmentFound, reason: Reason): Found {
  return {
    subject: { kind: subject_kind, number: subject_number },
    orderNumber: order_number,
    shopperMask: mask,
    reason,
  };
}

function ofOrder(number: string, mask: string | null, reason: Reason): Found {
  return { subject: { kind: "order", number }, orderNumber: number, shopperMask: mask, reason };
}
