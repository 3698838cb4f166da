import { z } from "zod";
import { openShipment } from "#domains/logistics";
import { linesForCase } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { caseLines, lockCaseById } from "../store/case.ts";

/** A parcel of this case is expected back, or has gone out: logistics follows it from here. */
export const expectParcel = action({
  name: "returns.expect-parcel",
  input: z.strictObject({
    customerId: z.string(),
    caseId: z.string(),
    direction: z.enum(["return", "outbound"]),
  }),
  output: z.object({ shipment: z.string().nullable() }),
  allow: systemOnly,
  idempotency: "none",
  audited: false,
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant({ row, held: await caseLines(tx, customerId, caseId) });
  },
  run: async ({ tx, input: { direction }, subject: { row, held }, record }) => {
    const out = direction === "outbound";
    const wanted = out ? row.outbound_state === "shipped" : row.goods_state === "awaiting-shipment";
    if (!wanted || row.closed_at !== null) return grant({ shipment: null });
    const lines = await linesForCase(tx, row.customer_id, row.order_number);
    const contents = held.flatMap(({ line_id, quantity }) => {
      const line = lines.find(({ id }) => id === line_id);
      if (line === undefined) return [];
      const goods = out && row.wanted !== null ? { zh: row.wanted.title, en: row.wanted.titleEn } : undefined;
      return [{ title: goods ?? { zh: line.title, en: line.title_en }, quantity, category: line.category_code }];
    });
    const { number } = await openShipment(tx, record, {
      customerId: row.customer_id,
      orderId: row.order_id,
      merchantId: row.merchant_id,
      direction,
      purpose: row.kind === "exchange" ? "exchange" : row.kind === "reship" ? "reship" : "return",
      subject: { kind: "case", id: row.id, number: row.number },
      contents: contents.map(({ title, quantity }) => ({ title, quantity })),
      goods: { categories: contents.map(({ category }) => category), from: null, disposition: null },
      ...(out && row.outbound_carrier !== null && row.outbound_tracking !== null
        ? { sent: { way: null, carrier: row.outbound_carrier, trackingNumber: row.outbound_tracking } }
        : {}),
    });
    return grant({ shipment: number });
  },
});
