import type { z } from "zod";
import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { any, holds, is, query } from "#platform/action";
import type { Param, Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { pageOfRows, placeOf } from "#platform/paging";
import { type OrderRow, orderListQuery, orderPageShape } from "../contract.ts";
import { type DeliveryState, deliverySql } from "./order-delivery.ts";

/** GET /api/v1/orders: a shopper's own, newest first; for staff and merchants all they may see, by shopper, number or tracking number. */
export const listOrders = query({
  name: "orders.list",
  input: orderListQuery,
  output: orderPageShape,
  allow: any(is("shopper"), holds("orders.read")),
  run: async (tx, asked) => {
    const after = placeOf(asked.cursor);
    if (after === "broken") return refuse("cursor-broken");
    const params: Param[] = [tx.now];
    const where = await conditions(tx, asked, params);
    if (after !== undefined)
      where.push(`(o.placed_at, o.id) < ($${params.push(after.at)}::timestamptz, $${params.push(after.id)}::uuid)`);
    const rows = await tx.rows<ListedOrder>(
      `select o.id, o.number, o.placed_at, o.currency, o.source, o.customer_id, o.paid_minor, o.recipient_name_mask, o.state, o.open_cases, l.lines, l.paid::text as lines_paid
         from (select o.id, o.number, o.placed_at, o.currency, o.source, o.customer_id, o.paid_minor, o.recipient_name_mask, d.state, d.open_cases from orders.shop_order o cross join lateral (${deliverySql("$1")}) d
                ${where.length > 0 ? `where ${where.join(" and ")}` : ""} order by o.placed_at desc, o.id desc limit ${asked.limit + 1}) o
         left join lateral (
           select json_agg(json_build_object('lineId', l.id, 'zh', l.title, 'en', l.title_en, 'variant', l.variant, 'picture', l.picture, 'quantity', l.quantity,
                    'paid', l.paid_minor::text, 'merchantZh', m.name, 'merchantEn', m.name_en, 'isGift', l.is_gift) order by l.line_no) filter (where not l.is_adjustment) as lines,
                  sum(l.paid_minor + l.freight_minor + l.tax_minor) as paid
             from orders.line l left join parties.merchant m on m.id = l.merchant_id where l.customer_id = o.customer_id and l.order_id = o.id
         ) l on true
        order by o.placed_at desc, o.id desc`,
      params,
    );
    return grant(
      pageOfRows(
        rows,
        asked.limit,
        ({ placed_at, id }) => ({ at: placed_at, id }),
        (row) => rowOnWire(row, tx.principal.kind === "merchant"),
      ),
    );
  },
});

export type ListOrders = typeof listOrders;

type ListedOrder = {
  readonly id: string;
  readonly number: string;
  readonly placed_at: Temporal.Instant;
  readonly currency: string;
  readonly source: string;
  readonly customer_id: string;
  readonly paid_minor: bigint;
  readonly recipient_name_mask: string | null;
  readonly state: DeliveryState;
  readonly open_cases: number;
  readonly lines: readonly ListedLine[] | null;
  readonly lines_paid: string | null;
};
type ListedLine = {
  readonly lineId: string;
  readonly zh: string;
  readonly en: string;
  readonly variant: string;
  readonly picture: string;
  readonly quantity: number;
  readonly paid: string;
  readonly merchantZh: string | null;
  readonly merchantEn: string | null;
  readonly isGift: boolean;
};

/** A merchant is shown what its own lines were paid, not what others sold in the same order. */
function rowOnWire(row: ListedOrder, ownLinesOnly: boolean): OrderRow {
  const code = currency(row.currency);
  return {
    number: row.number,
    placedAt: row.placed_at.toString(),
    state: row.state,
    paid: toWire(money(ownLinesOnly ? BigInt(row.lines_paid ?? 0) : row.paid_minor, code)),
    currency: row.currency,
    source: row.source,
    customerId: row.customer_id,
    shopperMask: row.recipient_name_mask,
    lines: (row.lines ?? []).map((line) => ({
      lineId: line.lineId,
      title: { zh: line.zh, en: line.en },
      variant: line.variant,
      picture: line.picture,
      quantity: line.quantity,
      paid: toWire(money(BigInt(line.paid), code)),
      merchantName: { zh: line.merchantZh ?? "", en: line.merchantEn ?? "" },
      isGift: line.isGift,
    })),
    openCases: row.open_cases,
  };
}

async function conditions(tx: Tx, asked: z.output<typeof orderListQuery>, params: Param[]): Promise<string[]> {
  const where: string[] = [];
  const { principal } = tx;
  const customerId = principal.kind === "shopper" ? principal.customerId : asked.customerId;
  if (customerId !== undefined) where.push(`o.customer_id = $${params.push(customerId)}`);
  if (principal.kind === "merchant") where.push(`o.merchant_ids @> array[$${params.push(principal.merchantId)}::uuid]`);
  if (asked.state !== undefined) where.push(`d.state = $${params.push(asked.state)}`);
  const words = asked.q?.trim() ?? "";
  if (words !== "") where.push(principal.kind === "shopper" ? amongOwn(words, params) : await named(tx, words, params));
  return where;
}

/** Own orders by the start of the number, a tracking number, or part of a title. */
function amongOwn(words: string, params: Param[]): string {
  const starts = params.push(`${likeText(words)}%`);
  const part = params.push(`%${likeText(words)}%`);
  const exact = params.push(words);
  return `(o.number ilike $${starts}
       or exists (select 1 from orders.line l where l.customer_id = o.customer_id and l.order_id = o.id and (l.title ilike $${part} or l.title_en ilike $${part}))
       or exists (select 1 from orders.parcel p where p.customer_id = o.customer_id and p.order_id = o.id and p.tracking_number = $${exact}))`;
}

const prefixMatches = 200;

/** Anybody's orders only by number, its start, or tracking number: through the directory, never by a scan of all orders. */
async function named(tx: Tx, words: string, params: Param[]): Promise<string> {
  const exact = (await findInDirectory(tx, "order", words)) ?? (await findInDirectory(tx, "tracking", words));
  if (exact !== undefined)
    return `o.customer_id = $${params.push(exact.customerId)} and o.id = $${params.push(exact.id)}`;
  // The directory is ordered by code point, and no number holds a character behind this one.
  const found = await tx.rows<{ customer_id: string; id: string }>(
    `select customer_id, id from platform.directory where kind = 'order' and key >= $1 and key < $1 || '\u{10ffff}' order by key limit ${prefixMatches}`,
    [words],
  );
  return `(o.customer_id, o.id) in (select c, i from unnest($${params.push(found.map((row) => row.customer_id))}::uuid[], $${params.push(found.map((row) => row.id))}::uuid[]) as f(c, i))`;
}

function likeText(words: string): string {
  return words.replace(/[\\%_]/g, "\\$&");
}
