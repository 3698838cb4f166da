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

/** A shopper's own cases, newest first; for staff and merchants a queue, what breaches next first. */
export const listCases = (findShoppers: FindShoppers) =>
  query({
    name: "returns.list",
    input: caseListQuery,
    output: casePageShape,
    allow: any(is("shopper"), holds("cases.read")),
    run: async (tx, asked) => {
      const cursor = readCursor(asked.cursor);
      if (cursor === "broken") return refuse("cursor-broken");
      const filter = await filterOf(tx, asked, findShoppers);
      const byDue = asked.queue !== undefined && asked.queue !== "all" && tx.principal.kind !== "shopper";
      const params = [...filter.params];
      const where = [...filter.where];
      if (cursor !== undefined) {
        const at = params.push(cursor.at);
        const id = params.push(cursor.id);
        // A missing due instant sorts last; within it the id goes on.
        if (!byDue) where.push(`(c.requested_at, c.id) < ($${at}::timestamptz, $${id}::uuid)`);
        else if (cursor.at === null)
          where.push(`c.due_at is null and $${at}::timestamptz is null and c.id > $${id}::uuid`);
        else
          where.push(
            filter.dueNeeded
              ? `(c.due_at, c.id) > ($${at}::timestamptz, $${id}::uuid)`
              : `((c.due_at, c.id) > ($${at}::timestamptz, $${id}::uuid) or c.due_at is null)`,
          );
      }
      const shopper = tx.principal.kind === "shopper";
      const rows = await tx.rows<ListedCase>(
        `select ${shopper ? shopperColumns : listColumns} from (
         select * from ${filter.from} c ${where.length > 0 ? `where ${where.join(" and ")}` : ""}
          order by ${byDue ? "c.due_at, c.id" : "c.requested_at desc, c.id desc"} limit ${asked.limit + 1}
       ) c ${shopper ? shopperJoins : listJoins} order by ${byDue ? "c.due_at, c.id" : "c.requested_at desc, c.id desc"}`,
        params,
      );
      const page = rows.slice(0, asked.limit);
      const last = rows.length > asked.limit ? page.at(-1) : undefined;
      return grant({
        items: page.map(rowOnWire),
        nextCursor: last === undefined ? null : writeCursor(byDue ? last.due_at : last.requested_at, last.id),
      });
    },
  });

export type ListCases = ReturnType<typeof listCases>;

type Filter = { from: string; where: string[]; params: Param[]; dueNeeded: boolean };

async function filterOf(tx: Tx, asked: Asked, findShoppers: FindShoppers): Promise<Filter> {
  const where: string[] = [];
  const params: Param[] = [];
  const eq = (column: string, value: Param | undefined) => {
    if (value !== undefined) where.push(`c.${column} = $${params.push(value)}`);
  };
  if (tx.principal.kind === "shopper") eq("customer_id", tx.principal.customerId);
  else if (tx.principal.kind === "merchant") eq("merchant_id", tx.principal.merchantId);
  const queue = asked.queue === undefined ? undefined : queueFilter(asked.queue, tx, params);
  if (queue !== undefined) where.push(...queue);
  eq("kind", asked.kind);
  eq("reason", asked.reason);
  eq("case_state", asked.caseState);
  eq("goods_state", asked.goodsState);
  eq("money_state", asked.moneyState);
  eq("outbound_state", asked.outboundState);
  eq("dispute_state", asked.disputeState);
  eq("merchant_id", asked.merchantId);
  eq("customer_id", asked.customerId);
  eq("verdict", asked.verdict);
  if (asked.figure !== undefined) where.push(`(${whereFigure[asked.figure]})`);
  if (asked.requestedFrom !== undefined)
    where.push(`c.requested_at >= $${params.push(startOfDay(localDate(asked.requestedFrom), home))}`);
  if (asked.requestedUntil !== undefined)
    where.push(`c.requested_at < $${params.push(startOfDay(localDate(asked.requestedUntil), home))}`);
  const q = asked.q?.trim();
  const named = q !== undefined && q !== "" ? await searchFilter(tx, q, params, findShoppers) : undefined;
  if (named !== undefined) where.push(named.where);
  return { from: named?.from ?? cases, where, params, dueNeeded: asked.queue === "due" };
}

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

const cases = "returns.return_case";
/** As many as are read in a moment, however many there are. */
const titleSearchReach = 10_000;
const latestCases = `(select * from ${cases} order by requested_at desc limit ${titleSearchReach})`;

/** A number or a person finds by index; words are looked for in the titles of the latest cases. */
async function searchFilter(
  tx: Tx,
  q: string,
  params: Param[],
  findShoppers: FindShoppers,
): Promise<Pick<Filter, "from"> & { where: string }> {
  const customers = await customersNamed(tx, q, findShoppers);
  if (customers.length > 0)
    return {
      from: cases,
      where: `c.customer_id = any($${params.push(customers.map((c) => c.customerId))}::uuid[])${onlyNumber(customers, params)}`,
    };
  const like = `%${q.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`;
  return { from: latestCases, where: `c.search_text ilike $${params.push(like)}` };
}

function onlyNumber(customers: readonly { caseId?: string; orderId?: string }[], params: Param[]): string {
  const cases = customers.flatMap((c) => c.caseId ?? []);
  const orders = customers.flatMap((c) => c.orderId ?? []);
  if (cases.length > 0) return ` and c.id = any($${params.push(cases)}::uuid[])`;
  return orders.length > 0 ? ` and c.order_id = any($${params.push(orders)}::uuid[])` : "";
}

type Cursor = { readonly at: string | null; readonly id: string };

function writeCursor(at: Temporal.Instant | null, id: string): string {
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
