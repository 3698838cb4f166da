import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { any, holds, is, query } from "#platform/action";
import { findInDirectory } from "#platform/directory";
import { shipmentNumberInput } from "../contract.ts";
import type { ShipmentRow } from "../store/shipments.ts";

type Row = Pick<
  ShipmentRow,
  "number" | "subject_kind" | "subject_number" | "way" | "carrier" | "tracking_number" | "goes_to" | "contents"
> & { readonly order_number: string };

/** What label and packing slip of a parcel are printed from. */
export const printedShipment = query({
  name: "logistics.printed-shipment",
  input: shipmentNumberInput,
  output: z.unknown(),
  allow: any(is("shopper"), holds("cases.read")),
  run: async (tx, { number }) => {
    const found = await findInDirectory(tx, "shipment", number);
    const row =
      found === undefined
        ? undefined
        : await tx.maybe<Row>(
            `select s.number, s.subject_kind, s.subject_number, s.way, s.carrier, s.tracking_number, s.goes_to, s.contents, o.number as order_number
               from logistics.shipment s join orders.shop_order o on o.customer_id = s.customer_id and o.id = s.order_id where s.customer_id = $1 and s.id = $2`,
            [found.customerId, found.id],
          );
    if (row === undefined) return refuse("shipment-not-found", { number });
    return grant({
      number: row.number,
      subject: { kind: row.subject_kind, number: row.subject_number },
      way: row.way,
      carrier: row.carrier,
      carrierName: row.carrier === null ? null : (printedNames[row.carrier] ?? row.carrier),
      trackingNumber: row.tracking_number,
      goesTo: row.goes_to,
      contents: [...row.contents],
      orderNumber: row.order_number,
      booking: null,
    });
  },
});

/** As carriers write themselves on waybills; paper speaks both languages at once. */
const printedNames: Readonly<Record<string, string>> = {
  sf: "顺丰速运 SF Express",
  zto: "中通快递 ZTO",
  yto: "圆通速递 YTO",
  sto: "申通快递 STO",
  yunda: "韵达快递 Yunda",
  jd: "京东物流 JD Logistics",
  jt: "极兔速递 J&T",
  ems: "EMS",
  post: "中国邮政 China Post",
  deppon: "德邦快递 Deppon",
  cainiao: "菜鸟速递 Cainiao",
};
