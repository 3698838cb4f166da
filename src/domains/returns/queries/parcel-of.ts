import { carrierCalled, type OpenShipment, tidyTracking } from "#domains/logistics";
import { goodsHeld, linesForCase, readOrder } from "#domains/orders";
import type { FreightPayer } from "#law";
import type { Tx } from "#platform/db";
import { type CaseRow, caseLines } from "../store/case.ts";

/** A parcel of a case, as logistics is asked for it. */
export async function parcelOf(tx: Tx, row: CaseRow, direction: "return" | "outbound"): Promise<OpenShipment> {
  const [held, lines, order] = await Promise.all([
    caseLines(tx, row.customer_id, row.id),
    linesForCase(tx, row.customer_id, row.order_number),
    readOrder(tx, row.customer_id, row.order_number),
  ]);
  const goods = held.flatMap(({ line_id, unit_nos, quantity: asked, accepted_quantity }) => {
    const bought = lines.find(({ id }) => id === line_id);
    const fewer = direction === "outbound" && row.units_out !== null;
    const quantity = fewer ? (accepted_quantity ?? asked) : asked;
    if (bought === undefined || quantity === 0) return [];
    const line = goodsHeld(
      bought,
      bought.units.find(({ no }) => no === unit_nos[0]),
    );
    const other = direction === "outbound" && row.wanted !== null ? row.wanted : undefined;
    const title = other === undefined ? { zh: line.title, en: line.title_en } : { zh: other.title, en: other.titleEn };
    return [{ title, quantity, category: line.category_code }];
  });
  return {
    customerId: row.customer_id,
    orderId: row.order_id,
    merchantId: row.merchant_id,
    direction,
    purpose: row.kind === "exchange" || row.kind === "reship" || row.kind === "repair" ? row.kind : "return",
    subject: { kind: "case", id: row.id, number: row.number },
    contents: goods.map(({ title, quantity }) => ({ title, quantity })),
    goods: { categories: [...new Set(goods.map(({ category }) => category))], from: order?.recipient_region ?? null },
    ...(direction === "outbound" ? { attempt: row.outbound_attempt } : {}),
    ...(direction === "return" && row.ways_back !== null
      ? { ways: row.ways_back.flatMap((way) => (way === "refused-at-door" ? [] : [way])) }
      : {}),
    freightPayer: (row.freight_payer ?? "shopper") as FreightPayer,
  };
}

/** Under which numbers the goods of a case went out to the shopper: refused at the door, they come back under the same. */
export async function numbersTheyWentBy(
  tx: Tx,
  row: CaseRow,
): Promise<{ readonly carrier: string; readonly trackingNumber: string }[]> {
  const parcels = await tx.rows<{ carrier: string | null; tracking_number: string }>(
    `select p.carrier, p.tracking_number from orders.parcel p
      where p.customer_id = $1 and p.order_id = $2 and p.tracking_number is not null
        and exists (select 1 from orders.unit u where u.customer_id = p.customer_id and u.parcel_id = p.id and u.case_id = $3)
      order by p.parcel_no`,
    [row.customer_id, row.order_id, row.id],
  );
  return parcels.map(({ carrier, tracking_number }) => ({
    carrier: carrierCalled(carrier ?? "", tracking_number),
    trackingNumber: tidyTracking(tracking_number),
  }));
}
