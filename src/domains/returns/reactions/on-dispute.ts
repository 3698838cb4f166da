import { deductFromDeposit, holdDeposit, refundStanding, releaseDeposit } from "#domains/payments";
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
 * The dispute is over. Where the merchant is to blame, what the shopper is paid is taken from the deposit as it is put aside, for
 * the platform pays it ahead: what is paid and not what was ruled, for only some of the pieces may have come back. What is not
 * there is owed. Where no money goes back what was kept is free again.
 */
export const onDisputeOver: Reaction = {
  name: "returns.on-dispute-over",
  on: [
    "returns.approved",
    "returns.refund-due",
    "returns.inspected",
    "returns.lost",
    "returns.money-moved",
    "returns.completed",
    "returns.closed",
    "returns.withdrawn",
    "returns.goods-go-back",
  ],
  react: async (app, fact) => {
    const { caseId, disputeState } = fact.payload as { caseId: string; disputeState: string };
    if (disputeState !== "closed") return;
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, fact.customerId ?? "", caseId);
      const dispute = row === undefined ? undefined : await disputeOf(tx, row.customer_id, row.id);
      if (row === undefined || dispute === undefined) return;
      const gives = dispute.blame === "merchant" && dispute.ruling !== null && dispute.ruling !== "refuse";
      const paid = gives ? await refundStanding(tx, row.customer_id, row.id) : undefined;
      if (gives && paid === undefined && row.closed_at === null) return;
      if (paid !== undefined)
        await deductFromDeposit(tx, { ...holder(row), amountMinor: paid.amountMinor, mayOwe: true });
      await releaseDeposit(tx, holder(row));
    });
    app.nudge();
  },
};
