import type { Domain } from "#platform/domain";
import { get, post, put } from "#platform/http";
import { approveCompensation } from "./actions/approve-compensation.ts";
import { chooseDetour } from "./actions/choose-detour.ts";
import { confirmDetour } from "./actions/confirm-detour.ts";
import { decideFreight } from "./actions/decide-return-freight.ts";
import { endDiscrepancy } from "./actions/end-discrepancy.ts";
import { giveBonus } from "./actions/give-bonus.ts";
import { giveFreightCover } from "./actions/give-freight-cover.ts";
import { noteTopUp } from "./actions/note-top-up.ts";
import { payCompensation } from "./actions/pay-compensation.ts";
import { payReturnFreight } from "./actions/pay-return-freight.ts";
import { proposeCompensation } from "./actions/propose-compensation.ts";
import { putFreightProduct } from "./actions/put-freight-product.ts";
import { refuseCompensation } from "./actions/refuse-compensation.ts";
import { retryPayout } from "./actions/retry-payout.ts";
import { retryRefund } from "./actions/retry-refund.ts";
import { setCompensationLimit } from "./actions/set-compensation-limit.ts";
import { startPaying } from "./actions/start-paying.ts";
import type { PaymentProvider } from "./adapters/provider/index.ts";
import { factPayloads } from "./contract.ts";
import { caseCompensations } from "./queries/case-compensations.ts";
import { getCollection } from "./queries/get-collection.ts";
import { invariants } from "./queries/invariants.ts";
import { listCompensationLimits } from "./queries/list-compensation-limits.ts";
import { listCompensations } from "./queries/list-compensations.ts";
import { listDepositPostings, listDeposits } from "./queries/list-deposits.ts";
import { listDiscrepancies } from "./queries/list-discrepancies.ts";
import { listFreightProducts } from "./queries/list-freight-products.ts";
import { listReturnFreights } from "./queries/list-return-freights.ts";
import { listStuckPayouts } from "./queries/list-stuck-payouts.ts";
import { carryCollectionJob } from "./reactions/carry-collection.ts";
import { onCollectionOver } from "./reactions/on-collection-over.ts";
import { onCompensationApproved } from "./reactions/on-compensation-approved.ts";
import { onCoverGiven } from "./reactions/on-cover-given.ts";
import { onDeadline } from "./reactions/on-deadline.ts";
import { onDetourMoved } from "./reactions/on-detour-moved.ts";
import { onDiscrepancyMoved } from "./reactions/on-discrepancy-moved.ts";
import { onOrderImported } from "./reactions/on-order-imported.ts";
import { onPaymentWanted } from "./reactions/on-payment-wanted.ts";
import { onPayoutMoved } from "./reactions/on-payout-moved.ts";
import { onRetryAsked } from "./reactions/on-retry-asked.ts";
import { onReturnFreightApproved } from "./reactions/on-return-freight-approved.ts";
import { onTopUpNoted } from "./reactions/on-top-up-noted.ts";
import { sendPayoutJob } from "./reactions/send-payout.ts";
import { sendRefundJob } from "./reactions/send-refund.ts";
import { sweepUnsettledJob } from "./reactions/sweep-unsettled.ts";
import { personalData } from "./store/personal-data.ts";

const routes = [
  post("/refunds/{number}/retry", retryRefund, "Send a refused refund again, under its own number"),
  post(
    "/refunds/{number}/detour",
    chooseDetour,
    "Say how a refund the provider will not take reaches the shopper: another payment of the order, or a proved transfer",
  ),
  post("/refunds/{number}/received", confirmDetour, "Say whether a transfer outside has come"),
  get("/discrepancies", listDiscrepancies, "Money that came wrong and waits for the platform, or all of it"),
  post(
    "/discrepancies/{number}/end",
    endDiscrepancy,
    "Say how money that came wrong is put right: taken back, borne, asked back, or sent back",
  ),
  get("/payouts", listStuckPayouts, "Payouts that were refused or came short and wait for the platform"),
  post("/payouts/{number}/retry", retryPayout, "Send a refused payout again, under its own number, or the rest of one"),
  get("/collections/{number}", getCollection, "What a shopper still has to pay, why, until when and where"),
  post("/collections/{number}/pay", startPaying, "Open a place to pay it; asked about until it is ready"),
  get("/cases/{number}/compensations", caseCompensations, "What is given beside the price, and what may be proposed"),
  post("/cases/{number}/compensations", proposeCompensation, "Propose goodwill, or what the law gives"),
  get("/compensations", listCompensations, "Compensations that wait for agreement, or all"),
  post("/compensations/{number}/approve", approveCompensation, "Agree to a compensation"),
  post("/compensations/{number}/refuse", refuseCompensation, "Refuse a compensation, or take back an own proposal"),
  get(
    "/compensation-limits",
    listCompensationLimits,
    "Up to how much each role agrees alone, and how much goodwill there is",
  ),
  put("/compensation-limits/{what}", setCompensationLimit, "Change one of these limits from now on"),
  get("/return-freights", listReturnFreights, "Return freight above the policy's sum that waits for a person, or all"),
  post("/return-freights/{number}/decide", decideFreight, "Say how much of the return freight is paid back"),
  post("/orders/{number}/freight-cover", giveFreightCover, "Give freight insurance as goodwill"),
  get("/freight-products", listFreightProducts, "Freight insurance as it is sold, version by version"),
  put("/freight-products/{id}", putFreightProduct, "Sell freight insurance on new terms from a day on"),
  get("/deposits", listDeposits, "What merchants have deposited: free, held and owed"),
  get("/deposits/postings", listDepositPostings, "Movements of deposits with cause and lines"),
  post("/deposits/{merchantId}/top-ups", noteTopUp, "Note that a merchant's money has come in"),
];

export function payments(provider: PaymentProvider): Domain {
  return {
    name: "payments",
    actions: [
      giveBonus,
      retryRefund,
      chooseDetour,
      confirmDetour,
      endDiscrepancy,
      retryPayout,
      startPaying,
      proposeCompensation,
      approveCompensation,
      refuseCompensation,
      payCompensation,
      setCompensationLimit,
      decideFreight,
      payReturnFreight,
      putFreightProduct,
      giveFreightCover,
      noteTopUp,
    ],
    routes,
    reactions: [
      onRetryAsked,
      onDetourMoved,
      onDiscrepancyMoved,
      onPaymentWanted,
      onPayoutMoved,
      onCompensationApproved,
      onCollectionOver,
      onTopUpNoted,
      onReturnFreightApproved,
      onOrderImported,
      onCoverGiven,
    ],
    deadlines: onDeadline,
    jobs: [sendRefundJob(provider), sendPayoutJob(provider), carryCollectionJob(provider), sweepUnsettledJob],
    invariants,
    facts: factPayloads,
    personalData,
  };
}
