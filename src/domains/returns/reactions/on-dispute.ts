import { deductFromDeposit, holdDeposit, releaseDeposit } from "#domains/payments";
import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { type CaseRow, lockCaseById } from "../store/case.ts";
import { disputeOf } from "../store/dispute.ts";

const holder = (row: CaseRow) => ({
  merchantId: row.merchant_id,
  currency: row.currency,
  cause: { kind: "ruling", id: row.id, number: row.number },
});

/** A case comes before the platform: what is in dispute is kept of the merchant's deposit, as far as there is one. */
export const onEscalated: Reaction = {
  name: "returns.on-escalated",
  on: ["returns.escalated"],
  react: async (app, fact) => {
    const { caseId } = fact.payload as { caseId: string };
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, fact.customerId ?? "", caseId);
      if (row === undefined || row.requested_minor === 0n || row.dispute_state === "closed") return;
      // A deposit that is too low holds nothing up: the ruling may be owed.
      await holdDeposit(tx, { ...holder(row), amountMinor: row.requested_minor });
    });
    app.nudge();
  },
};

/**
 * The dispute is over. Where the merchant is to blame, what the shopper gets is taken from the deposit, for the platform has
 * paid it ahead; what is not there is owed. Otherwise what was kept is free again.
 */
export const onDisputeOver: Reaction = {
  name: "returns.on-dispute-over",
  on: ["returns.approved", "returns.inspected", "returns.closed", "returns.withdrawn", "returns.goods-go-back"],
  react: async (app, fact) => {
    const { caseId, disputeState } = fact.payload as { caseId: string; disputeState: string };
    if (disputeState !== "closed") return;
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, fact.customerId ?? "", caseId);
      const dispute = row === undefined ? undefined : await disputeOf(tx, row.customer_id, row.id);
      if (row === undefined || dispute === undefined) return;
      const { blame, ruling, amount_minor } = dispute;
      const owed = ruling === "grant" ? row.requested_minor : ruling === "partial" ? (amount_minor ?? 0n) : 0n;
      if (blame === "merchant" && owed > 0n)
        await deductFromDeposit(tx, { ...holder(row), amountMinor: owed, mayOwe: true });
      await releaseDeposit(tx, holder(row));
    });
    app.nudge();
  },
};
