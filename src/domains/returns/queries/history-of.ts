import type { Tx } from "#platform/db";
import { type History, type Signal, thresholds } from "../rules/risk-signals.ts";

/** Reasons that only the shopper's word speaks for. */
const wordAlone = ["never-arrived", "no-tracking", "missing-parts", "empty-parcel", "wrong-item"] as const;

/**
 * What a shopper did in the last half year; what the recipient of a present asked says nothing of who paid. In the role of the
 * system: others see only their part of it.
 */
export async function historyOf(tx: Tx, customerId: string): Promise<History> {
  const since = tx.now.subtract({ hours: 24 * thresholds.days });
  const row = await tx.one<{
    orders: number;
    bought: number;
    returned: number;
    peer_units: number;
    peer_returned: number;
    word_alone: number;
    wrong_goods: number;
  }>(
    `with bought as (
       select l.category_code, count(*)::int as units, count(u.returned_at)::int as returned
         from orders.shop_order o
         join orders.line l on l.customer_id = o.customer_id and l.order_id = o.id and not l.is_adjustment and not l.is_gift
         join orders.unit u on u.customer_id = l.customer_id and u.line_id = l.id
        where o.customer_id = $1 and o.placed_at > $2 group by l.category_code)
     select (select count(*)::int from orders.shop_order where customer_id = $1 and placed_at > $2) as orders,
            (select coalesce(sum(units), 0)::int from bought) as bought,
            (select coalesce(sum(returned), 0)::int from bought) as returned,
            (select coalesce(sum(p.units), 0)::float8 from returns.peer_rate p where p.category_code in (select category_code from bought)) as peer_units,
            (select coalesce(sum(p.returned), 0)::float8 from returns.peer_rate p where p.category_code in (select category_code from bought)) as peer_returned,
            (select count(*)::int from returns.return_case where customer_id = $1 and requested_at > $2 and reason = any($3) and present_id is null and case_state <> 'withdrawn') as word_alone,
            (select count(distinct i.case_id)::int from returns.inspection i join returns.return_case c on c.customer_id = i.customer_id and c.id = i.case_id
              where i.customer_id = $1 and i.at > $2 and i.grade in ('wrong-item', 'missing') and c.present_id is null) as wrong_goods`,
    [customerId, since, wordAlone],
  );
  return {
    orders: row.orders,
    units: { hits: row.returned, of: row.bought },
    peers: { hits: row.peer_returned, of: row.peer_units },
    wordAlone: row.word_alone,
    wrongGoodsBack: row.wrong_goods,
    peopleBehindPhone: await peopleBehindPhone(tx, customerId),
    peopleBehindAddress: await peopleBehindAddress(tx, customerId),
    peopleBehindDevice: await peopleBehindDevice(tx, customerId, since),
  };
}

/** The signals as they were last counted. */
export async function signalsOpen(tx: Tx, customerId: string): Promise<Signal[]> {
  const row = await tx.maybe<{ signals: Signal[] }>(
    "select signals from returns.risk_standing where customer_id = $1",
    [customerId],
  );
  return row?.signals ?? [];
}

async function peopleBehindPhone(tx: Tx, customerId: string): Promise<number> {
  const row = await tx.one<{ people: number }>(
    `select count(distinct o.customer_id)::int as people
       from orders.shop_order o
      where o.customer_id <> $1
        and o.recipient_phone_index in (select recipient_phone_index from orders.shop_order where customer_id = $1 and recipient_phone_index is not null)
        and exists (select 1 from returns.return_case c where c.customer_id = o.customer_id and c.order_id = o.id)`,
    [customerId],
  );
  return row.people;
}

/** Whose goods go to the same door, or are collected there, and who asked about them. */
async function peopleBehindAddress(tx: Tx, customerId: string): Promise<number> {
  const row = await tx.one<{ people: number }>(
    `with own as (
       select address_index from orders.shop_order where customer_id = $1 and address_index is not null
       union select address_index from logistics.booking where customer_id = $1 and address_index is not null),
     there as (
       select o.customer_id, o.id as order_id from own join orders.shop_order o using (address_index) where o.customer_id <> $1
       union select b.customer_id, b.order_id from own join logistics.booking b using (address_index) where b.customer_id <> $1)
     select count(distinct t.customer_id)::int as people from there t
      where exists (select 1 from returns.return_case c where c.customer_id = t.customer_id and c.order_id = t.order_id)`,
    [customerId],
  );
  return row.people;
}

/** Who signed in on the same device lately, and asked about something themselves. */
async function peopleBehindDevice(tx: Tx, customerId: string, since: Temporal.Instant): Promise<number> {
  const row = await tx.one<{ people: number }>(
    `select count(distinct d.customer_id)::int as people
       from parties.device own join parties.device d using (device_index)
      where own.customer_id = $1 and own.last_seen_at > $2 and d.customer_id <> $1 and d.last_seen_at > $2
        and exists (select 1 from returns.return_case c where c.customer_id = d.customer_id and c.present_id is null)`,
    [customerId, since],
  );
  return row.people;
}
