import type { Domain } from "#platform/domain";
import { get, post, put } from "#platform/http";
import { addNote } from "./actions/add-note.ts";
import { answerOffer } from "./actions/answer-offer.ts";
import { appealRuling } from "./actions/appeal-ruling.ts";
import { appealSignal } from "./actions/appeal-signal.ts";
import { approveCase } from "./actions/approve-case.ts";
import { assignCase } from "./actions/assign-case.ts";
import { changeDisposition } from "./actions/change-disposition.ts";
import { confirmReplacement } from "./actions/confirm-replacement.ts";
import { decideSignalAppeal } from "./actions/decide-signal-appeal.ts";
import { differencePaid } from "./actions/difference-moved.ts";
import { discardPolicyDraft } from "./actions/discard-policy-draft.ts";
import { escalateCase } from "./actions/escalate-case.ts";
import { expectParcel } from "./actions/expect-parcel.ts";
import { extendClock } from "./actions/extend-clock.ts";
import { findChild } from "./actions/find-child.ts";
import { followInterception } from "./actions/follow-interception.ts";
import { followParcel } from "./actions/follow-parcel.ts";
import { followRefund } from "./actions/follow-refund.ts";
import { giveStatement } from "./actions/give-statement.ts";
import { holdTransfer } from "./actions/hold-transfer.ts";
import { inspectGoods } from "./actions/inspect-goods.ts";
import { interceptParcel } from "./actions/intercept-parcel.ts";
import { makeGood } from "./actions/make-good.ts";
import { makeOffer } from "./actions/make-offer.ts";
import { moveClockOfCase } from "./actions/move-clock.ts";
import { notePayment } from "./actions/note-payment.ts";
import { objectReplacement } from "./actions/object-replacement.ts";
import { publishPause } from "./actions/publish-pause.ts";
import { publishPolicy } from "./actions/publish-policy.ts";
import { receiveGoods } from "./actions/receive-goods.ts";
import { recountSignals } from "./actions/recount-signals.ts";
import { rejectCase } from "./actions/reject-case.ts";
import { remind } from "./actions/remind.ts";
import { requestReturn } from "./actions/request-return.ts";
import { reserveCaseRefund } from "./actions/reserve-case-refund.ts";
import { resubmitCase } from "./actions/resubmit-case.ts";
import { retryRefund } from "./actions/retry-refund.ts";
import { ruleDispute } from "./actions/rule-dispute.ts";
import { saveDeductionPrice } from "./actions/save-deduction-price.ts";
import { savePolicyDraft } from "./actions/save-policy-draft.ts";
import { saveReplyTemplate } from "./actions/save-reply-template.ts";
import { shipBack } from "./actions/ship-back.ts";
import { shipReplacement } from "./actions/ship-replacement.ts";
import { startPolicyReplay } from "./actions/start-policy-replay.ts";
import { tellTransfer } from "./actions/tell-transfer.ts";
import { timeOut } from "./actions/time-out.ts";
import { withdrawCase } from "./actions/withdraw-case.ts";
import { benchFacts, clockFacts, factPayloads, inKindFacts, lossFacts, policyFacts } from "./contract.ts";
import { countQueues } from "./queries/count-queues.ts";
import { type FindShoppers, scanAtBench } from "./queries/find-case.ts";
import { findReplacements } from "./queries/find-replacements.ts";
import { getCase, type ViewersOf } from "./queries/get-case.ts";
import { goodsWaiting } from "./queries/goods-waiting.ts";
import { invariants } from "./queries/invariants.ts";
import { listCarrierClaims } from "./queries/list-carrier-claims.ts";
import { listCases } from "./queries/list-cases.ts";
import { listPauses } from "./queries/list-pauses.ts";
import { askOptions } from "./queries/options.ts";
import { readPerformance } from "./queries/performance.ts";
import { presentCase, presentOptions, presentReplacements, readPresent } from "./queries/present.ts";
import { proposeDeduction } from "./queries/propose-deduction.ts";
import { checkDraft, getDraft, listDrafts, readTerms } from "./queries/read-drafts.ts";
import { getPolicy, listPolicies, readLawRegister } from "./queries/read-policies.ts";
import { getLatestReplay, listReplayChanges } from "./queries/read-replays.ts";
import { caseSignals, mySignals, openAppeals } from "./queries/read-signals.ts";
import { listDeductionPrices, listReplyTemplates } from "./queries/read-tables.ts";
import { getReturnPolicy } from "./queries/return-policy.ts";
import { everyNightCountSignals } from "./reactions/every-night-count-signals.ts";
import { onDeadline, onReminder } from "./reactions/on-deadline.ts";
import { onDifferenceDue, onDifferencePaid, onExchangeFellThrough } from "./reactions/on-difference.ts";
import { onDisputeOver, onEscalated } from "./reactions/on-dispute.ts";
import { onExchanged } from "./reactions/on-exchanged.ts";
import { onFreightPaid } from "./reactions/on-freight-paid.ts";
import { onAdvanceBack, onInstantEnds, onInstantWanted } from "./reactions/on-instant.ts";
import { onInterceptionMoved, onInterceptionWanted } from "./reactions/on-interception.ts";
import { onGoodsOfRuling, onLossBorne } from "./reactions/on-loss-borne.ts";
import { onPaidBeside } from "./reactions/on-paid-beside.ts";
import { onParcelExpected, onParcelMatched, onParcelMoved, onParcelNotWanted } from "./reactions/on-parcels.ts";
import { onPausePublished, pauseJob } from "./reactions/on-pause-published.ts";
import { onRefundDue } from "./reactions/on-refund-due.ts";
import { onMoneyLeft, onRefundMoved } from "./reactions/on-refund-moved.ts";
import { onReplayAsked, replayJob } from "./reactions/on-replay-asked.ts";
import { onGoodsAccepted, onReturnFreightMoved } from "./reactions/on-return-freight.ts";
import { onSignalAppealDecided } from "./reactions/on-signal-appeal-decided.ts";
import { onTransferProved, onTransferReminder } from "./reactions/on-transfer-proved.ts";
import { personalData } from "./store/personal-data.ts";

export type ReturnsParts = {
  /** How the desk's search finds people. */
  readonly findShoppers: FindShoppers;
  readonly viewersOf: ViewersOf;
};

const routes = ({ findShoppers, viewersOf }: ReturnsParts) => [
  post(
    "/orders/{number}/options",
    askOptions,
    "What is on offer for these lines, with why, until when and how much; writes nothing",
  ),
  get("/orders/{number}/replacements", findReplacements, "What an exchange could bring instead, with the difference"),
  post("/orders/{number}/cases", requestReturn, "Ask for a refund or a return"),
  get("/cases", listCases(findShoppers), "Cases: a shopper's own, or a queue of the desk"),
  get("/cases/counts", countQueues, "How many wait in each queue"),
  get("/present", readPresent, "What the recipient of a present was given, and the cases asked for about it"),
  post("/present/options", presentOptions, "What the recipient of a present may ask for; writes nothing"),
  get("/present/replacements", presentReplacements, "What an exchange of a present could bring instead"),
  get("/present/cases/{number}", presentCase(getCase(viewersOf)), "One case of a present, without any amount"),
  get("/cases/{number}", getCase(viewersOf), "One case with its decision, arithmetic, timeline and abilities"),
  post("/cases/{number}/approve", approveCase, "Agree"),
  post("/cases/{number}/reject", rejectCase, "Refuse, with a reason"),
  post("/cases/{number}/withdraw", withdrawCase, "Take the request back"),
  post("/cases/{number}/resubmit", resubmitCase, "Ask again after a refusal"),
  post("/cases/{number}/ship", shipBack, "Goods are on their way back"),
  post("/cases/{number}/intercept", interceptParcel, "Have the carrier turn the parcel round before it is at the door"),
  post("/cases/{number}/receive", receiveGoods, "The parcel has arrived"),
  post("/cases/{number}/inspect", inspectGoods, "Counted, graded, decided"),
  post("/cases/{number}/disposition", changeDisposition, "Deal with counted pieces otherwise"),
  get("/goods-waiting", goodsWaiting, "Counted pieces that wait for what is to become of them, longest first"),
  post("/cases/{number}/offers", makeOffer, "Propose something else: another amount, another kind, more evidence"),
  post("/cases/{number}/answer-offer", answerOffer, "Say yes or no to what was proposed"),
  post("/cases/{number}/ship-replacement", shipReplacement, "The goods that go out are on their way"),
  post("/cases/{number}/confirm-replacement", confirmReplacement, "What was sent out has arrived"),
  post("/cases/{number}/object-replacement", objectReplacement, "What was sent did not arrive, or is wrong or broken"),
  post("/cases/{number}/make-good", makeGood, "Send again or pay for what was lost or refused on the way"),
  get("/carrier-claims", listCarrierClaims, "What carriers lost or spoilt and are to pay for, the newest first"),
  post("/cases/{number}/escalate", escalateCase, "Ask the platform after a refusal"),
  post("/cases/{number}/statements", giveStatement, "Say and show what happened, before the platform"),
  post("/cases/{number}/rule", ruleDispute, "The platform rules"),
  post("/cases/{number}/appeal", appealRuling, "Do not accept the ruling"),
  get("/cases/{number}/signals", caseSignals, "Risk signals that were open when it was asked, with their figures"),
  get("/me/signals", mySignals, "The shopper's own risk signals, what they take away, and appeals"),
  post("/me/signals/{signal}/appeals", appealSignal, "Say why a signal is wrong"),
  get("/signal-appeals", openAppeals, "Appeals against signals that wait"),
  post("/signal-appeals/{customerId}/{id}/decide", decideSignalAppeal, "Uphold or dismiss an appeal"),
  post("/cases/{number}/notes", addNote, "Add words or photos"),
  post("/cases/{number}/retry-refund", retryRefund, "Try again to put a blocked refund aside"),
  post("/cases/{number}/find-child", findChild, "Say what was found out about a purchase by a child"),
  post("/cases/{number}/extend", extendClock, "Give whoever is waited for more time, with the reason"),
  post("/cases/{number}/assign", assignCase, "Take or give a case"),
  post(
    "/cases/{number}/deduction",
    proposeDeduction,
    "What the state of the goods takes off, with its arithmetic; writes nothing",
  ),
  get("/deduction-prices", listDeductionPrices, "What each grade takes off"),
  put("/deduction-prices/{id}", saveDeductionPrice, "Write an entry of what a grade takes off"),
  get("/reply-templates", listReplyTemplates, "Words to answer with"),
  put("/reply-templates/{id}", saveReplyTemplate, "Keep words to answer with"),
  get("/performance", readPerformance, "How shops keep their deadlines, by week"),
  get("/policies", listPolicies, "Policies with their versions"),
  get("/policies/{id}/{version}", getPolicy, "One policy version with its clauses"),
  get("/policies/{id}/{version}/schema-org", getReturnPolicy, "One policy version as schema.org MerchantReturnPolicy"),
  get("/policy-drafts", listDrafts, "Policies being written, changed last first"),
  get("/policy-drafts/terms", readTerms, "The words a clause may be written in"),
  post("/policy-drafts/check", checkDraft, "What the law says of a draft that is not saved yet; writes nothing"),
  get("/policy-drafts/{id}", getDraft, "One draft with what the law says of it"),
  put("/policy-drafts/{id}", savePolicyDraft, "Begin a draft, or save it as it stands"),
  post("/policy-drafts/{id}/discard", discardPolicyDraft, "Give a draft up"),
  post("/policy-drafts/{id}/publish", publishPolicy, "Make a draft the next version of its policy"),
  post(
    "/policy-drafts/{id}/replay",
    startPolicyReplay,
    "Decide past cases by the draft; the answer is found again later",
  ),
  get("/policy-drafts/{id}/replay", getLatestReplay, "What the draft would have changed, finished or still running"),
  get("/policy-replays/{id}/changes", listReplayChanges, "The cases a draft would have decided otherwise, with why"),
  get("/clock-pauses", listPauses, "When clocks stand still, for everybody or for one shop"),
  post("/clock-pauses", publishPause, "Let clocks stand still for a while; the open deadlines follow"),
  get("/law/register", readLawRegister, "Every rule of the law pack with source, article, dates and verification"),
  get("/bench", scanAtBench(findShoppers), "What a scanned number belongs to"),
];

export const returns = (parts: ReturnsParts): Domain => ({
  name: "returns",
  actions: [
    requestReturn,
    approveCase,
    rejectCase,
    withdrawCase,
    resubmitCase,
    shipBack,
    receiveGoods,
    inspectGoods,
    changeDisposition,
    addNote,
    assignCase,
    retryRefund,
    reserveCaseRefund,
    followRefund,
    timeOut,
    extendClock,
    findChild,
    publishPause,
    moveClockOfCase,
    savePolicyDraft,
    discardPolicyDraft,
    publishPolicy,
    startPolicyReplay,
    remind,
    makeOffer,
    answerOffer,
    shipReplacement,
    confirmReplacement,
    objectReplacement,
    makeGood,
    escalateCase,
    giveStatement,
    ruleDispute,
    appealRuling,
    saveDeductionPrice,
    saveReplyTemplate,
    appealSignal,
    decideSignalAppeal,
    recountSignals,
    differencePaid,
    expectParcel,
    notePayment,
    tellTransfer,
    holdTransfer,
    followParcel,
    interceptParcel,
    followInterception,
  ],
  routes: routes(parts),
  reactions: [
    onRefundDue,
    onRefundMoved,
    onMoneyLeft,
    onReplayAsked,
    onPausePublished,
    onSignalAppealDecided,
    onDifferenceDue,
    onDifferencePaid,
    onExchangeFellThrough,
    onInstantWanted,
    onInstantEnds,
    onAdvanceBack,
    onExchanged,
    onParcelExpected,
    onInterceptionWanted,
    onInterceptionMoved,
    onParcelMoved,
    onParcelNotWanted,
    onGoodsAccepted,
    onReturnFreightMoved,
    onParcelMatched,
    onFreightPaid,
    onPaidBeside,
    onTransferProved,
    onLossBorne,
    onGoodsOfRuling,
    onEscalated,
    onDisputeOver,
  ],
  jobs: [replayJob, pauseJob, everyNightCountSignals],
  deadlines: onDeadline,
  reminders: { ...onReminder, ...onTransferReminder },
  invariants,
  personalData,
  facts: { ...factPayloads, ...policyFacts, ...clockFacts, ...benchFacts, ...inKindFacts, ...lossFacts },
});
