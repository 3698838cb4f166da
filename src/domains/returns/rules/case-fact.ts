import { currency, money, toWire } from "#kernel/money";
import type { Fact } from "#platform/action";
import type { factPayloads } from "../contract.ts";
import type { CaseRow } from "../store/case.ts";
import { amountOf } from "./amount-of.ts";

type Told = Pick<
  CaseRow,
  | "id"
  | "number"
  | "order_id"
  | "order_number"
  | "kind"
  | "case_state"
  | "goods_state"
  | "money_state"
  | "outbound_state"
  | "dispute_state"
  | "waiting_on"
  | "due_at"
  | "approved_minor"
  | "requested_minor"
  | "currency"
  | "reason"
  | "title"
  | "title_en"
  | "present_id"
  | "present_quiet"
> &
  Partial<Pick<CaseRow, "withheld_minor">>;

/** A fact of a case: always the whole standing, so that a receiver need not ask back. */
export function caseFact(kind: keyof typeof factPayloads, row: Told): Fact {
  return {
    kind,
    version: 1,
    payload: {
      caseId: row.id,
      number: row.number,
      orderId: row.order_id,
      orderNumber: row.order_number,
      kind: row.kind,
      caseState: row.case_state,
      goodsState: row.goods_state,
      moneyState: row.money_state,
      outboundState: row.outbound_state,
      disputeState: row.dispute_state,
      waitingOn: row.waiting_on,
      dueAt: row.due_at?.toString() ?? null,
      amount: toWire(money(amountOf(row), currency(row.currency))),
      reason: row.reason,
      titleZh: row.title,
      titleEn: row.title_en,
      ...(row.present_id === null ? {} : { present: row.present_quiet ? "quiet" : "open" }),
    },
  };
}
