import { grant, type Outcome, refuse } from "#kernel/outcome";
import type { About } from "#platform/action";
import type { Tx } from "#platform/db";
import { findCustomerOf } from "#platform/directory";
import type { Moved } from "../contract.ts";
import { standingPauses } from "../queries/handling-of.ts";
import { type CaseRow, lockCase } from "../store/case.ts";

/** The subject of every move: the case, locked, with the merchant it belongs to. */
export type CaseToMove = { readonly row: CaseRow; readonly merchantId: string; readonly about: About };

/** Locks the case by its number. A version the caller did not see refuses: two people do not overwrite each other. */
export async function caseToMove(
  tx: Tx,
  { number, version }: { number: string; version?: number | undefined },
): Promise<Outcome<CaseToMove, "case-not-found" | "version-changed">> {
  const customerId =
    tx.principal.kind === "shopper" ? tx.principal.customerId : await findCustomerOf(tx, "case", number);
  const [row] =
    customerId === undefined ? [] : await Promise.all([lockCase(tx, customerId, number), standingPauses(tx)]);
  if (row === undefined) return refuse("case-not-found", { number });
  if (version !== undefined && version !== row.version)
    return refuse("version-changed", { number, version: row.version });
  return grant({
    row,
    merchantId: row.merchant_id,
    about: {
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    },
  });
}

export function notAllowed(row: CaseRow, verb: string) {
  return refuse("move-not-allowed", {
    verb,
    caseState: row.case_state,
    goodsState: row.goods_state,
    moneyState: row.money_state,
    outboundState: row.outbound_state,
    disputeState: row.dispute_state,
  });
}

/** What every move answers. */
export function moved(row: CaseRow): Moved {
  return {
    number: row.number,
    version: row.version,
    caseState: row.case_state,
    goodsState: row.goods_state,
    moneyState: row.money_state,
    outboundState: row.outbound_state,
    disputeState: row.dispute_state,
    waitingOn: row.waiting_on,
    dueAt: row.due_at?.toString() ?? null,
  };
}
