import { z } from "zod";
import { goodsOf } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { type Query, query, recipient } from "#platform/action";
import type { Tx } from "#platform/db";
import { numberShape } from "#platform/wire";
import {
  type Case,
  type PresentCase,
  type PresentOptions,
  type PresentPage,
  presentCaseShape,
  presentOptionsInput,
  presentOptionsShape,
  presentPageShape,
  presentReplacementsQuery,
  presentReplacementsShape,
} from "../contract.ts";
import { recipientAbilities, recipientKinds, recipientMayAsk, withoutMoney } from "../rules/recipients.ts";
import type { CaseRow } from "../store/case.ts";
import { findReplacements } from "./find-replacements.ts";
import { askOptions } from "./options.ts";

/**
 * What the recipient of a present sees: the answers of the shopper's own questions, cut to shapes in which there is no amount.
 * Row security leaves nothing but the lines of the present and the cases asked for about it.
 */
export const readPresent = query({
  name: "returns.present",
  input: z.object({}),
  output: presentPageShape,
  allow: recipient,
  run: async (tx) => {
    const order = await presentOrder(tx);
    if (order === undefined) return refuse("present-not-found");
    const [goods, cases] = await Promise.all([
      goodsOf(tx, order.customer_id, order.id),
      tx.rows<ListedRow>(
        `select number, kind, title, title_en, picture, units, case_state, goods_state, outbound_state, waiting_on, due_at, requested_at, closed_at
           from returns.return_case where customer_id = $1 and order_id = $2 order by requested_at desc limit 50`,
        [order.customer_id, order.id],
      ),
    ]);
    return grant<PresentPage>({
      orderNumber: order.number,
      goods: goods.map((line) => ({
        lineId: line.id,
        title: { zh: line.title, en: line.title_en },
        variant: line.variant,
        picture: line.picture,
        merchantName: { zh: line.merchant_name ?? "", en: line.merchant_name_en ?? "" },
        quantity: line.quantity,
        units: { free: line.free, held: line.held, returned: line.returned },
        deliveredAt: line.delivered_at?.toString() ?? null,
      })),
      cases: cases.map((row) => ({
        number: row.number,
        kind: row.kind,
        title: { zh: row.title, en: row.title_en },
        picture: row.picture,
        units: row.units,
        caseState: row.case_state,
        goodsState: row.goods_state,
        outboundState: row.outbound_state,
        waitingOn: row.waiting_on,
        dueAt: row.due_at?.toString() ?? null,
        requestedAt: row.requested_at.toString(),
        closedAt: row.closed_at?.toString() ?? null,
      })),
    });
  },
});

type ListedRow = Pick<
  CaseRow,
  | "number"
  | "kind"
  | "title"
  | "title_en"
  | "picture"
  | "units"
  | "case_state"
  | "goods_state"
  | "outbound_state"
  | "waiting_on"
  | "due_at"
  | "requested_at"
  | "closed_at"
>;

export const presentOptions = query({
  name: "returns.present-options",
  input: presentOptionsInput,
  output: presentOptionsShape,
  allow: recipient,
  run: async (tx, input) => {
    const order = await presentOrder(tx);
    if (order === undefined) return refuse("present-not-found");
    const asked = await askOptions.within(tx, { ...input, number: order.number });
    if (!asked.ok) return asked;
    return grant<PresentOptions>({
      options: asked.value.options
        .filter(({ kind }) => recipientKinds.some((one) => one === kind))
        .map((option) => ({
          kind: option.kind,
          standing: option.standing,
          mayOpen: option.mayOpen,
          lastDay: option.lastDay,
          freightPayer: option.freightPayer,
          because: option.because.map((one) => ({ ...one, params: {} })),
          citations: option.citations,
          reasons: option.reasons.filter(({ reason }) => recipientMayAsk(option.kind, reason)),
          asks: option.asks,
          answerWithinHours: option.answerWithinHours,
          withinDays: option.withinDays,
          effort: option.effort,
        })),
    });
  },
});

export const presentReplacements = query({
  name: "returns.present-replacements",
  input: presentReplacementsQuery,
  output: presentReplacementsShape,
  allow: recipient,
  run: async (tx, input) => {
    const order = await presentOrder(tx);
    if (order === undefined) return refuse("present-not-found");
    const found = await findReplacements.within(tx, { ...input, number: order.number });
    if (!found.ok) return found;
    return grant({
      items: found.value.items
        .filter(({ difference }) => Number(difference.amount) <= 0)
        .map(({ productNumber, title, picture }) => ({ productNumber, title, picture })),
    });
  },
});

/** One case, from the page of the shopper: everything but what it is worth. */
export const presentCase = (getCase: Query<z.ZodObject<{ number: typeof numberShape }>, Case>) =>
  query({
    name: "returns.present-case",
    input: z.object({ number: numberShape }),
    output: presentCaseShape,
    allow: recipient,
    run: async (tx, { number }) => {
      const found = await getCase.within(tx, { number });
      if (!found.ok) return found;
      const one = found.value;
      const quiet = await tx.maybe<{ present_quiet: boolean }>(
        "select present_quiet from returns.return_case where customer_id = $1 and number = $2",
        [one.customerId, number],
      );
      // The shape cuts off what it does not name; what may carry amounts inside is cut by hand.
      return grant<PresentCase>(
        presentCaseShape.parse({
          ...one,
          quiet: quiet?.present_quiet ?? false,
          money: moneyOf(one),
          evidence: withoutTransfers(one),
          next: {
            ...one.next,
            now: { ...one.next.now, params: {} },
            ifNobody: one.next.ifNobody === null ? null : { ...one.next.ifNobody, params: {} },
          },
          timeline: one.timeline.map((line) => ({ ...line, ...withoutMoney(line) })),
          abilities: one.abilities.filter(({ action }) => recipientAbilities.has(action)),
        }),
      );
    },
  });

/** Where a refund would not go through, pictures of the shop's from then on may show what was paid, and by whom. */
function withoutTransfers({ evidence, timeline }: Case): Case["evidence"] {
  const stuck = timeline.filter(({ kind }) => kind === "refund-attention").map(({ at }) => Date.parse(at));
  const since = Math.min(...stuck);
  return evidence.filter(({ by, at }) => by === "recipient" || Date.parse(at) < since);
}

function moneyOf({ moneyState }: Case): PresentCase["money"] {
  if (moneyState === "none") return "none";
  return moneyState === "settled" ? "refunded-to-the-giver" : "on-its-way";
}

/** The order of the present; undefined once who paid has ended it. */
function presentOrder(tx: Tx): Promise<{ customer_id: string; id: string; number: string } | undefined> {
  const { principal } = tx;
  if (principal.kind !== "shopper" || principal.orderId === undefined) return Promise.resolve(undefined);
  return tx.maybe("select customer_id, id, number from orders.shop_order where customer_id = $1 and id = $2", [
    principal.customerId,
    principal.orderId,
  ]);
}
