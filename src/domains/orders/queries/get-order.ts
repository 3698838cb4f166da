import { z } from "zod";
import { type Currency, currency, type MoneyOnWire, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { any, holds, is, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { findCustomerOf } from "#platform/directory";
import { numberShape } from "#platform/wire";
import { type Order, type OrderLine, orderShape } from "../contract.ts";
import type { Told } from "../model.ts";
import { exclusionOf } from "../rules/exclusion-of.ts";
import { builtInPolicy, type OrderPins, pinOf } from "../rules/pin-policy.ts";
import type { StoredDiscount, StoredPromotion } from "../store/lock-order.ts";
import { type DeliveryState, deliverySql } from "./order-delivery.ts";

/** Reads what a higher floor knows of an order: its cases. */
export type CasesReader = (tx: Tx, customerId: string, orderNumber: string) => Promise<Order["cases"]>;

/** The last day on which each line can still be sent back without a reason, by line id: decided on a higher floor. */
export type WindowsReader = (tx: Tx, customerId: string, orderNumber: string) => Promise<ReadonlyMap<string, string>>;

/** Minor units paid back and on their way back. */
export type OwnRefunds = { readonly refundedMinor: bigint; readonly reservedMinor: bigint };

/** Reads the refunds of an order that row security shows the caller: a merchant those of its own cases. */
export type RefundsReader = (tx: Tx, customerId: string, orderNumber: string) => Promise<OwnRefunds>;

/** Reads what covers the way back of the goods: a floor above. */
export type CoversReader = (tx: Tx, customerId: string, orderNumber: string) => Promise<Order["freightCovers"]>;

/** GET /api/v1/orders/{number}: one order with its lines, units, delivery and tenders; to a merchant what it sold of it. */
export const getOrder = (
  readCases: CasesReader,
  readWindows: WindowsReader = async () => new Map(),
  readRefunds: RefundsReader = async () => ({ refundedMinor: 0n, reservedMinor: 0n }),
  readCovers: CoversReader = async () => [],
) =>
  query({
    name: "orders.get",
    input: z.object({ number: numberShape }),
    output: orderShape,
    allow: any(is("shopper"), holds("orders.read")),
    run: async (tx, { number }) => {
      const customerId =
        tx.principal.kind === "shopper" ? tx.principal.customerId : await findCustomerOf(tx, "order", number);
      if (customerId === undefined) return refuse("order-not-found", { number });
      const [order, lines, tenders, cases, windows, freightCovers] = await Promise.all([
        readHead(tx, customerId, number),
        readLines(tx, customerId, number),
        readTenders(tx, customerId, number),
        readCases(tx, customerId, number),
        readWindows(tx, customerId, number),
        readCovers(tx, customerId, number),
      ]);
      if (order === undefined) return refuse("order-not-found", { number });
      const whole = { ...onWire(order, lines, tenders, cases, windows), freightCovers };
      const shared = tx.principal.kind === "merchant" && order.merchant_ids.length > 1;
      return grant(shared ? ownPart(whole, order, lines, await readRefunds(tx, customerId, number)) : whole);
    },
  });

type Head = {
  readonly number: string;
  readonly customer_id: string;
  readonly placed_at: Temporal.Instant;
  readonly paid_at: Temporal.Instant | null;
  readonly source: string;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly merchant_ids: readonly string[];
  readonly list_minor: bigint;
  readonly freight_minor: bigint;
  readonly paid_minor: bigint;
  readonly context: Record<string, unknown>;
  readonly promotions: readonly StoredPromotion[];
  readonly policy_id: string;
  readonly policy_version: number;
  readonly shop_policies: OrderPins["shops"];
  readonly recipient_name_mask: string | null;
  readonly recipient_phone_mask: string | null;
  readonly address_mask: string | null;
  readonly state: DeliveryState;
};

function readHead(tx: Tx, customerId: string, number: string): Promise<Head | undefined> {
  return tx.maybe<Head>(
    `select o.number, o.customer_id, o.placed_at, o.paid_at, o.source, o.country, o.zone, o.currency, o.merchant_ids, o.list_minor, o.freight_minor, o.paid_minor, o.context, o.promotions,
            o.policy_id, o.policy_version, o.shop_policies, o.recipient_name_mask, o.recipient_phone_mask, o.address_mask, d.state
       from orders.shop_order o cross join lateral (${deliverySql("$3")}) d where o.customer_id = $1 and o.number = $2`,
    [customerId, number, tx.now],
  );
}

const orderId = "(select id from orders.shop_order where customer_id = $1 and number = $2)";

type Line = {
  readonly id: string;
  readonly line_no: number;
  readonly merchant_id: string;
  readonly merchant_name: string | null;
  readonly merchant_name_en: string | null;
  readonly title: string;
  readonly title_en: string;
  readonly variant: string;
  readonly picture: string;
  readonly category_code: string;
  readonly quantity: number;
  readonly unit_list_minor: bigint;
  readonly list_minor: bigint;
  readonly paid_minor: bigint;
  readonly discounts: readonly StoredDiscount[];
  readonly is_gift: boolean;
  readonly is_adjustment: boolean;
  readonly freight_minor: bigint;
  readonly tax_minor: bigint;
  readonly held: number;
  readonly returned: number;
  readonly units: number;
  readonly parcel_id: string | null;
  readonly shipped_at: Temporal.Instant | null;
  readonly delivered_at: Temporal.Instant | null;
  readonly carrier: string | null;
  readonly tracking_number: string | null;
  readonly promised_by: Temporal.Instant | null;
  readonly confirmation_class: string | null;
  readonly confirmation: Parameters<typeof exclusionOf>[1];
  readonly told: Told | null;
};

function readLines(tx: Tx, customerId: string, number: string): Promise<Line[]> {
  return tx.rows<Line>(
    `select l.id, l.line_no, l.merchant_id, m.name as merchant_name, m.name_en as merchant_name_en, l.title, l.title_en, l.variant, l.picture, l.category_code, l.quantity,
            l.unit_list_minor, l.list_minor, l.paid_minor, l.discounts, l.is_gift, l.is_adjustment, l.freight_minor, l.tax_minor, u.held, u.returned, u.units, u.parcel_id,
            case when p.shipped_at <= $3 then p.shipped_at end as shipped_at, case when p.delivered_at <= $3 then p.delivered_at end as delivered_at, p.carrier, p.tracking_number,
            p.promised_by, c.confirmation_class, l.told,
            (select to_json(f) from orders.confirmation f where f.customer_id = l.customer_id and f.order_id = l.order_id and f.line_id = l.id order by f.confirmed_at desc limit 1) as confirmation
       from orders.line l
       left join parties.merchant m on m.id = l.merchant_id
       left join catalog.category c on c.code = l.category_code
      cross join lateral (
        select count(*)::int as units, count(*) filter (where u.returned_at is not null)::int as returned,
               count(*) filter (where u.returned_at is null and u.case_id is not null)::int as held, (min(u.parcel_id::text))::uuid as parcel_id
          from orders.unit u where u.customer_id = l.customer_id and u.line_id = l.id
      ) u
       left join orders.parcel p on p.customer_id = l.customer_id and p.id = u.parcel_id
      where l.customer_id = $1 and l.order_id = ${orderId} order by l.line_no`,
    [customerId, number, tx.now],
  );
}

type Tender = {
  readonly kind: string;
  readonly captured_minor: bigint;
  readonly reserved_minor: bigint;
  readonly refunded_minor: bigint;
};

function readTenders(tx: Tx, customerId: string, number: string): Promise<Tender[]> {
  return tx.rows<Tender>(
    `select kind, captured_minor, reserved_minor, refunded_minor from orders.tender where customer_id = $1 and order_id = ${orderId} order by tender_no`,
    [customerId, number],
  );
}

function onWire(
  order: Head,
  lines: readonly Line[],
  tenders: readonly Tender[],
  cases: Order["cases"],
  windows: ReadonlyMap<string, string>,
): Omit<Order, "freightCovers"> {
  const code = currency(order.currency);
  const wire = (minor: bigint | string) => toWire(money(BigInt(minor), code));
  const total = (of: (tender: Tender) => bigint) => wire(tenders.reduce((sum, tender) => sum + of(tender), 0n));
  return {
    number: order.number,
    customerId: order.customer_id,
    placedAt: order.placed_at.toString(),
    paidAt: order.paid_at?.toString() ?? null,
    state: order.state,
    source: order.source,
    country: order.country,
    zone: order.zone,
    currency: order.currency,
    list: wire(order.list_minor),
    freight: wire(order.freight_minor),
    paid: wire(order.paid_minor),
    refunded: total((tender) => tender.refunded_minor),
    reserved: total((tender) => tender.reserved_minor),
    recipient: {
      nameMask: order.recipient_name_mask,
      phoneMask: order.recipient_phone_mask,
      addressMask: order.address_mask,
    },
    context: order.context,
    promotions: order.promotions.map(({ code, label, funder, offMinor, thresholdMinor, set }) => ({
      code,
      label,
      funder,
      off: wire(offMinor),
      threshold: thresholdMinor === null ? null : wire(thresholdMinor),
      set: set?.map(({ lineNo, units }) => ({ lineNo, units })) ?? null,
    })),
    tenders: tenders.map((tender) => ({
      kind: tender.kind,
      captured: wire(tender.captured_minor),
      refunded: wire(tender.refunded_minor),
      reserved: wire(tender.reserved_minor),
    })),
    lines: lines.map((line) => lineOnWire(line, order, code, windows.get(line.id) ?? null)),
    policies: policiesOf(order, lines),
    cases,
  };
}

/** The shops whose lines are seen, by what they promised. */
function policiesOf(order: Head, lines: readonly Line[]): Order["policies"] {
  const told = new Map<string, Order["policies"][number] & { readonly merchants: { zh: string; en: string }[] }>();
  for (const line of new Map(lines.map((each) => [each.merchant_id, each])).values()) {
    const { id, version } = pinOf(order, line.merchant_id);
    const entry = told.get(`${id} ${version}`) ?? { id, version, builtIn: id === builtInPolicy.id, merchants: [] };
    entry.merchants.push({ zh: line.merchant_name ?? "", en: line.merchant_name_en ?? "" });
    told.set(`${id} ${version}`, entry);
  }
  return [...told.values()];
}

/**
 * An order that several merchants share, as one of them sees it: sums over its own lines, whose shares were frozen at import, and
 * its own refunds. How the shopper paid the whole order is told to nobody but the shopper and the platform.
 */
function ownPart(whole: Order, order: Head, lines: readonly Line[], refunds: OwnRefunds): Order {
  const wire = (minor: bigint) => toWire(money(minor, currency(order.currency)));
  const sum = (of: (line: Line) => bigint) => lines.reduce((total, line) => total + of(line), 0n);
  const off = (code: string) =>
    sum((line) => line.discounts.reduce((total, one) => total + (one.code === code ? BigInt(one.minor) : 0n), 0n));
  return {
    ...whole,
    list: wire(sum((line) => line.list_minor)),
    freight: wire(sum((line) => line.freight_minor)),
    paid: wire(sum((line) => line.paid_minor + line.freight_minor + line.tax_minor)),
    refunded: wire(refunds.refundedMinor),
    reserved: wire(refunds.reservedMinor),
    promotions: whole.promotions
      .filter(({ code }) => off(code) > 0n)
      .map((promotion) => ({ ...promotion, off: wire(off(promotion.code)) })),
    tenders: [],
  };
}

function lineOnWire(line: Line, order: Head, code: Currency, returnableUntil: string | null): OrderLine {
  const wire = (minor: bigint | string) => toWire(money(BigInt(minor), code));
  const moved = line.delivered_at !== null ? "delivered" : line.shipped_at !== null ? "shipped" : "unshipped";
  return {
    lineId: line.id,
    lineNo: line.line_no,
    title: { zh: line.title, en: line.title_en },
    variant: line.variant,
    picture: line.picture,
    merchantId: line.merchant_id,
    merchantName: { zh: line.merchant_name ?? "", en: line.merchant_name_en ?? "" },
    categoryCode: line.category_code,
    quantity: line.quantity,
    unitPrice: wire(line.unit_list_minor),
    listTotal: wire(line.list_minor),
    paid: wire(line.paid_minor),
    isGift: line.is_gift,
    isAdjustment: line.is_adjustment,
    discounts: line.discounts.map(({ label, funder, minor }) => ({ label, funder, amount: wire(minor) })),
    units: { free: line.units - line.held - line.returned, held: line.held, returned: line.returned },
    delivery: {
      state: order.state === "cancelled" ? "cancelled" : moved,
      shippedAt: line.shipped_at?.toString() ?? null,
      deliveredAt: line.delivered_at?.toString() ?? null,
      carrier: line.carrier,
      trackingNumber: line.tracking_number,
      promisedBy: line.promised_by?.toString() ?? null,
    },
    returnableUntil,
    exclusion: exclusionOf(line.confirmation_class, line.confirmation, order.placed_at),
    told: toldOnWire(line.told, wire),
  };
}

function toldOnWire(told: Told | null, wire: (minor: string) => MoneyOnWire): OrderLine["told"] {
  if (told === null) return null;
  const { promises, comparison, withdrawal, liveRoom } = told;
  return {
    promises:
      promises === undefined
        ? null
        : {
            by: promises.by,
            noReasonDays: promises.noReasonDays ?? null,
            returnFreight: promises.returnFreight ?? null,
            warrantyMonths: promises.warrantyMonths ?? null,
            multiple: promises.multiple ?? null,
            snapshot: promises.snapshot ?? null,
          },
    comparison:
      comparison === undefined
        ? null
        : {
            price: wire(comparison.priceMinor),
            explained: comparison.explained,
            snapshot: comparison.snapshot ?? null,
          },
    withdrawal:
      withdrawal === undefined
        ? null
        : { informed: withdrawal.informed, at: withdrawal.at, snapshot: withdrawal.snapshot ?? null },
    liveRoom:
      liveRoom === undefined ? null : { sellerShown: liveRoom.sellerShown, snapshot: liveRoom.snapshot ?? null },
  };
}
