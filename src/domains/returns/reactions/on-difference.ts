import { askCollection, cancelCollection } from "#domains/payments";
import { currency, money, toWire } from "#kernel/money";
import { system, type Tx } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { differencePaid } from "../actions/difference-moved.ts";
import { sentTooSoon } from "../rules/goes-out.ts";
import { type CaseRow, lockCaseById } from "../store/case.ts";

const cause = "case";

/** An exchange for dearer goods was agreed: what they cost more is asked of the shopper. */
export const onDifferenceDue: Reaction = {
  name: "returns.on-difference-due",
  on: ["returns.difference-due"],
  react: async (app, fact) => {
    const { caseId } = fact.payload as { caseId: string };
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, fact.customerId ?? "", caseId);
      if (row?.difference_state !== "asked" || row.due_at === null) return;
      const amount = toWire(money(row.difference_minor, currency(row.currency)));
      await askCollection(tx, {
        customerId: row.customer_id,
        orderId: row.order_id,
        merchantId: row.merchant_id,
        causeKind: cause,
        causeId: row.id,
        causeNumber: row.number,
        amountMinor: row.difference_minor,
        currency: row.currency,
        receipt: {
          steps: [{ code: "price-difference", params: { kind: row.kind }, amount }],
          total: amount,
          shortfall: null,
        },
        expiresAt: row.due_at,
      });
    });
    app.nudge();
  },
};

/** It was paid. */
export const onDifferencePaid: Reaction = {
  name: "returns.on-difference-paid",
  on: ["payments.collection-moved"],
  react: async (app, fact) => {
    const { causeKind, causeId, state } = fact.payload as { causeKind: string; causeId: string; state: string };
    if (causeKind !== cause || state !== "paid" || fact.customerId === null) return;
    await differencePaid.execute(
      { db: app.db, principal: system("returns"), nudge: app.nudge },
      { customerId: fact.customerId, caseId: causeId },
    );
  },
};

/** The exchange is over without its goods, or became a return or a refund: nothing more is asked, and what was paid goes back. */
export const onExchangeFellThrough: Reaction = {
  name: "returns.on-exchange-fell-through",
  on: [
    "returns.approved",
    "returns.exchange-off",
    "returns.replacement-off",
    "returns.goods-go-back",
    "returns.withdrawn",
    "returns.rejected",
    "returns.closed",
    "returns.refund-due",
  ],
  react: async (app, fact) => {
    const { caseId } = fact.payload as { caseId: string };
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, fact.customerId ?? "", caseId);
      if (row === undefined || row.difference_state === "none" || row.difference_state === "over") return;
      if (row.kind === "exchange" && (goesOn(row) || (await keepsGoods(tx, row)))) return;
      await cancelCollection(tx, { customerId: row.customer_id, causeKind: cause, causeId: row.id });
      await tx.run(
        "update returns.return_case set difference_state = 'over', version = version + 1 where customer_id = $1 and id = $2",
        [row.customer_id, row.id],
      );
    });
    app.nudge();
  },
};

/** It goes on, before the platform too, or ended with its goods, before this was told. */
function goesOn({ case_state }: Pick<CaseRow, "case_state">): boolean {
  return case_state !== "rejected" && case_state !== "withdrawn" && case_state !== "closed";
}

/** The dearer goods went out first and are with the shopper or on their way: what was paid for them belongs to them. */
async function keepsGoods(tx: Tx, row: CaseRow): Promise<boolean> {
  if (row.difference_state !== "paid") return false;
  if (sentTooSoon(row)) return true;
  const kept = await tx.maybe("select 1 from orders.replacement where customer_id = $1 and case_id = $2 limit 1", [
    row.customer_id,
    row.id,
  ]);
  return kept !== undefined;
}
