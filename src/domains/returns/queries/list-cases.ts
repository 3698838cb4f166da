import type { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { localDate, startOfDay } from "#kernel/time";
import { any, holds, is, query } from "#platform/action";
import type { Param, Tx } from "#platform/db";
import { caseListQuery, casePageShape, type Queue } from "../contract.ts";
import { type ListedCase, listColumns, listJoins, rowOnWire, shopperColumns, shopperJoins } from "./case-row.ts";
import { customersNamed, type FindShoppers } from "./find-case.ts";
import { home, whereFigure } from "./performance.ts";

type Asked = z.output<typeof caseListQuery>;

/**
 * A shopper's own cases, newest first; for staff and merchants a queue, what breaches next first. A search by words looks through
 * so many cases at a time and says where it stopped: its page may hold few rows, or none, and still have a next one.
 */
export const listCases = (findShoppers: FindShoppers) =>
  query({
    name: "returns.list",
    input: caseListQuery,
    output: casePageShape,
    allow: any(is("shopper"), holds("cases.read")),
    run: async (tx, asked) => {
      const cursor = readCursor(asked.cursor);
      if (cursor === "broken") return refuse("cursor-broken");
      const shopper = tx.principal.kind === "shopper";
      const byDue = asked.queue !== undefined && asked.queue !== "all" && !shopper;
      const order = byDue ? "c.due_at, c.id" : "c.requested_at desc, c.id desc";
      const place = byDue ? "c.due_at as at, c.id" : "c.requested_at as at, c.id";
      // Read apart, each part begins where its index leads to; words and people are looked for over both at once.
      const looks = (asked.q ?? "").trim() !== "" || asked.customerId !== undefined;
      const apart = byDue && asked.queue !== "due" && cursor?.at != null && !looks;
      const { by, near, nearParams, beside, params } = await filterOf(tx, asked, {
        cursor,
        byDue,
        datedOnly: apart || asked.queue === "due",
        findShoppers,
      });
      const stop =
        by === "words" &&
        (await tx.maybe<Place>(
          `select ${place} from returns.return_case c ${allOf(near)} order by ${order} limit 1 offset ${reachOfWords - 1}`,
          nearParams,
        ));
      if (stop) near.push(upTo(stop, byDue, params));
      // Some people's cases are all read: a list in order would be walked until enough of theirs have come by.
      const from =
        by === "people" ? `(select * from returns.return_case c ${allOf(near)} offset 0)` : "returns.return_case";
      const where = allOf(by === "people" ? beside : [...near, ...beside]);
      const pageOf = (where: string) =>
        `select ${shopper ? shopperColumns : listColumns} from (
           select * from ${from} c ${where} order by ${order} limit ${asked.limit + 1}
         ) c ${shopper ? shopperJoins : listJoins} order by ${order}`;
      const rows = await tx.rows<ListedCase>(pageOf(where), params);
      if (apart && rows.length <= asked.limit) {
        const undated = await filterOf(tx, asked, { cursor: beforeUndated, byDue, datedOnly: false, findShoppers });
        rows.push(...(await tx.rows<ListedCase>(pageOf(allOf([...undated.near, ...undated.beside])), undated.params)));
      }
      const items = rows.slice(0, asked.limit);
      const last = rows.length > asked.limit ? items.at(-1) : undefined;
      const end = last === undefined ? stop : { at: byDue ? last.due_at : last.requested_at, id: last.id };
      return grant({ items: items.map(rowOnWire), nextCursor: end ? writeCursor(end) : null });
    },
  });

export type ListCases = ReturnType<typeof listCases>;

/** So many are looked through for words at a time, however many there are: a moment's work. */
const reachOfWords = 2_500;

/** By what the list is in order. */
type Place = { readonly at: Temporal.Instant | null; readonly id: string };

type Filter = {
  /** Whether cases of some people are asked for, or cases with some words, or whatever is in the list. */
  readonly by: "people" | "words" | "all";
  /** What an index leads to in the order of the list. */
  readonly near: string[];
  readonly nearParams: readonly Param[];
  /** What is asked of each case on the way. */
  readonly beside: readonly string[];
  readonly params: Param[];
};

async function filterOf(
  tx: Tx,
  asked: Asked,
  {
    cursor,
    byDue,
    datedOnly,
    findShoppers,
  }: { cursor: Cursor | undefined; byDue: boolean; datedOnly: boolean; findShoppers: FindShoppers },
): Promise<Filter> {
  const params: Param[] = [];
  const near: string[] = [];
  const beside: string[] = [];
  const eq = (where: string[], column: string, value: Param | undefined) => {
    if (value !== undefined) where.push(`c.${column} = $${params.push(value)}`);
  };
  if (tx.principal.kind === "shopper") eq(near, "customer_id", tx.principal.customerId);
  else if (tx.principal.kind === "merchant") eq(near, "merchant_id", tx.principal.merchantId);
  if (asked.queue !== undefined) near.push(...queueFilter(asked.queue, tx, params));
  eq(near, "merchant_id", asked.merchantId);
  eq(near, "customer_id", asked.customerId);
  const words = asked.q?.trim() ?? "";
  const named = words === "" ? [] : await customersNamed(tx, words, findShoppers);
  if (named.length > 0) near.push(isNamed(named, params));
  if (cursor !== undefined) near.push(afterCursor(cursor, { byDue, datedOnly, params }));
  const nearParams = [...params];
  eq(beside, "kind", asked.kind);
  eq(beside, "reason", asked.reason);
  eq(beside, "case_state", asked.caseState);
  eq(beside, "goods_state", asked.goodsState);
  eq(beside, "money_state", asked.moneyState);
  eq(beside, "outbound_state", asked.outboundState);
  eq(beside, "dispute_state", asked.disputeState);
  eq(beside, "verdict", asked.verdict);
  if (asked.figure !== undefined) beside.push(`(${whereFigure[asked.figure]})`);
  if (asked.requestedFrom !== undefined)
    beside.push(`c.requested_at >= $${params.push(startOfDay(localDate(asked.requestedFrom), home))}`);
  if (asked.requestedUntil !== undefined)
    beside.push(`c.requested_at < $${params.push(startOfDay(localDate(asked.requestedUntil), home))}`);
  const searched = words !== "" && named.length === 0;
  if (searched) beside.push(hasWords(words, params));
  const ofPeople = tx.principal.kind === "shopper" || asked.customerId !== undefined || named.length > 0;
  const by = ofPeople ? "people" : searched ? "words" : "all";
  return { by, near, nearParams, beside, params };
}

function allOf(conditions: readonly string[]): string {
  return conditions.length > 0 ? `where ${conditions.join(" and ")}` : "";
}

/** A missing due instant sorts last; within it the id goes on. */
function afterCursor(
  cursor: Cursor,
  { byDue, datedOnly, params }: { byDue: boolean; datedOnly: boolean; params: Param[] },
): string {
  const at = params.push(cursor.at);
  const id = params.push(cursor.id);
  if (!byDue) return `(c.requested_at, c.id) < ($${at}::timestamptz, $${id}::uuid)`;
  if (cursor.at === null) return `c.due_at is null and $${at}::timestamptz is null and c.id > $${id}::uuid`;
  const later = `(c.due_at, c.id) > ($${at}::timestamptz, $${id}::uuid)`;
  return datedOnly ? later : `(${later} or c.due_at is null)`;
}

/** The other end of {@link afterCursor}: this place and what comes before it. */
function upTo({ at, id }: Place, byDue: boolean, params: Param[]): string {
  const last = `$${params.push(id)}::uuid`;
  if (at === null) return `(c.due_at is not null or c.id <= ${last})`;
  const instant = `$${params.push(at)}::timestamptz`;
  return byDue ? `(c.due_at, c.id) <= (${instant}, ${last})` : `(c.requested_at, c.id) >= (${instant}, ${last})`;
}

const beforeUndated: Cursor = { at: null, id: "00000000-0000-0000-0000-000000000000" };

/** Each queue is one predicate with an index of its own. */
export function queueFilter(queue: Queue, tx: Tx, params: Param[]): string[] {
  const open = "c.closed_at is null";
  switch (queue) {
    case "due":
      return [open, "c.due_at is not null"];
    case "mine":
      return [
        open,
        `c.assigned_to = $${params.push(tx.principal.kind === "staff" || tx.principal.kind === "merchant" ? tx.principal.staffId : null)}`,
      ];
    case "to-decide":
      return [open, "c.waiting_on = 'merchant'"];
    case "to-send":
      return [open, "c.goods_state = 'awaiting-shipment'"];
    case "on-the-way":
      return [open, "c.goods_state = 'in-transit'"];
    case "to-ship-out":
      return ["c.closed_at is null", "c.outbound_state = 'to-ship'"];
    case "disputes":
      return ["c.closed_at is null", "c.dispute_state not in ('none', 'closed')"];
    case "to-inspect":
      return [open, "c.goods_state = 'arrived'"];
    case "to-pay":
      return [open, "c.waiting_on = 'payment'"];
    case "attention":
      return [open, "c.waiting_on = 'platform'"];
    case "open":
      return [open];
    case "all":
      return [];
  }
}

/** A number or a person, found by index. */
function isNamed(named: Awaited<ReturnType<typeof customersNamed>>, params: Param[]): string {
  const customers = `c.customer_id = any($${params.push(named.map((c) => c.customerId))}::uuid[])`;
  const cases = named.flatMap((c) => c.caseId ?? []);
  const orders = named.flatMap((c) => c.orderId ?? []);
  if (cases.length > 0) return `${customers} and c.id = any($${params.push(cases)}::uuid[])`;
  return orders.length > 0 ? `${customers} and c.order_id = any($${params.push(orders)}::uuid[])` : customers;
}

function hasWords(words: string, params: Param[]): string {
  const param = params.push(`%${words.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`);
  // Where no letter is large or small both say the same, and to look for it as it is costs a third.
  const asItIs = words.toLowerCase() === words.toUpperCase();
  return `c.search_text ${asItIs ? "like" : "ilike"} $${param}`;
}

type Cursor = { readonly at: string | null; readonly id: string };

function writeCursor({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at?.toString() ?? null, id])).toString("base64url");
}

function readCursor(text: string | undefined): Cursor | undefined | "broken" {
  if (text === undefined) return undefined;
  try {
    const [at, id] = JSON.parse(Buffer.from(text, "base64url").toString()) as unknown[];
    if (typeof id !== "string" || !/^[0-9a-f-]{36}$/.test(id)) return "broken";
    return at === null ? { at: null, id } : { at: Temporal.Instant.from(String(at)).toString(), id };
  } catch {
    return "broken";
  }
}
