import { type DetourState, detourLifecycle } from "#domains/payments";
import { holdsRight, type Principal } from "#platform/db";
import type { Ability } from "#platform/wire";
import { extensionLimits } from "../contract/clocks.ts";
import {
  caseLifecycle,
  disputeLifecycle,
  goodsLifecycle,
  limits,
  outboundLifecycle,
  type PausedClock,
} from "../model.ts";
import type { CaseRow } from "../store/case.ts";
import { goesOut, leavesNothingToHear, notSentBack, sentTooSoon } from "./goes-out.ts";
import { beforeThePlatform, handedOver, notPaidFor } from "./handed-over.ts";
import { mayBeTurnedRound } from "./may-be-turned-round.ts";
import { inTrouble } from "./outbound-trouble.ts";
import { refundBlocked } from "./refund-blocked.ts";
import { goodsAreKept } from "./what-becomes.ts";

type Standing = Pick<
  CaseRow,
  | "kind"
  | "case_state"
  | "goods_state"
  | "money_state"
  | "outbound_state"
  | "dispute_state"
  | "interception_state"
  | "difference_state"
  | "waiting_on"
  | "due_action"
  | "instant"
  | "verdict"
  | "best_route"
  | "closed_at"
  | "attempt"
  | "ways_back"
  | "ship_first"
>;

/** What lies beside the case and decides about its buttons. */
export type Beside = {
  readonly hasRefund: boolean;
  /** Where a refund stands that the provider will not take. */
  readonly detour: DetourState | null;
  /** Whether a share of it was refused, and may be sent again. */
  readonly refused: boolean;
  /** Who made the offer that waits for an answer. */
  readonly openOffer: "shopper" | "merchant" | "platform" | null;
  readonly ruledByViewer: boolean;
  /** Closed because nothing was sent, and still to be brought before the platform. */
  readonly reopens?: boolean;
  /** The sides have talked long enough. */
  readonly talkedOut?: boolean;
  /** It is said that a child bought it. */
  readonly byChild?: boolean;
  /** The clock that runs, where it can be given more time: whose it is, and how often it was. */
  readonly clock?: { readonly whose: PausedClock; readonly extendedTimes: number } | null;
};

/** What the viewer may do with a case now, and why not the rest. The buttons are exactly these; the actions ask the same again. */
export function abilitiesOf(row: Standing, viewer: Principal, beside: Beside): Ability[] {
  const shopper = viewer.kind === "shopper";
  const onBehalf = shopper || holdsRight(viewer, "cases.create");
  const may = (right: string) => (holdsRight(viewer, right) ? null : no("right-not-held", { right }));
  const when = (condition: boolean) =>
    condition
      ? null
      : no("move-not-allowed", {
          caseState: row.case_state,
          goodsState: row.goods_state,
          moneyState: row.money_state,
          outboundState: row.outbound_state,
          disputeState: row.dispute_state,
        });
  const detourCan = (move: "confirm" | "prove" | "send-again") =>
    beside.detour !== null && detourLifecycle.can(beside.detour, move);
  const quiet = row.money_state === "none";
  const side = viewer.kind === "shopper" || viewer.kind === "merchant";
  const decides = shopper ? null : may("cases.decide");
  const ownOffer = beside.openOffer !== null && (beside.openOffer === "shopper") === shopper;
  const mine = [
    ability(
      "withdraw",
      onBehalf
        ? when(
            caseLifecycle.can(row.case_state, "withdraw") &&
              quiet &&
              !goesOut(row) &&
              row.dispute_state !== "ruled" &&
              (row.goods_state === "none" || row.goods_state === "awaiting-shipment"),
          )
        : no("right-not-held", { right: "cases.create" }),
    ),
    ability(
      "resubmit",
      !onBehalf
        ? no("right-not-held", { right: "cases.create" })
        : row.attempt >= limits.attemptsPerCase && row.case_state === "rejected"
          ? no("too-many-attempts", { limit: limits.attemptsPerCase })
          : when(row.case_state === "rejected" && row.goods_state === "none" && row.dispute_state === "none"),
    ),
    ability(
      "escalate",
      onBehalf
        ? when(
            (row.case_state === "rejected" &&
              row.closed_at === null &&
              !leavesNothingToHear(row) &&
              disputeLifecycle.can(row.dispute_state, "escalate")) ||
              beside.reopens === true,
          )
        : no("right-not-held", { right: "cases.create" }),
    ),
    ability(
      "pay-difference",
      shopper ? when(row.difference_state === "asked") : no("right-not-held", { right: "shopper" }),
    ),
    ability(
      "intercept",
      onBehalf || decides === null ? when(mayBeTurnedRound(row)) : no("right-not-held", { right: "cases.decide" }),
    ),
    ability(
      "confirm-replacement",
      onBehalf
        ? when(outboundLifecycle.can(row.outbound_state, "deliver"))
        : no("right-not-held", { right: "cases.create" }),
    ),
    ability(
      "object-replacement",
      onBehalf
        ? when(row.closed_at === null && !sentTooSoon(row) && outboundLifecycle.can(row.outbound_state, "refuse"))
        : no("right-not-held", { right: "cases.create" }),
    ),
    ability(
      "offer",
      decides ??
        (beside.talkedOut === true ? no("talked-long-enough", { days: limits.talkDays }) : null) ??
        when(caseLifecycle.can(row.case_state, "offer") && row.dispute_state === "none"),
    ),
    ability(
      "answer-offer",
      decides ?? (ownOffer ? no("own-offer", {}) : when(row.closed_at === null && beside.openOffer !== null)),
    ),
    ability(
      "state",
      side ? when(row.dispute_state === "evidence" || row.dispute_state === "appeal") : no("neither-side", {}),
    ),
    ability("appeal", side ? when(disputeLifecycle.can(row.dispute_state, "appeal")) : no("neither-side", {})),
    ability(
      "ship",
      onBehalf
        ? (wayClosed(row, viewer) ?? when(row.case_state === "approved" && goodsLifecycle.can(row.goods_state, "ship")))
        : no("right-not-held", { right: "cases.create" }),
    ),
    ability(
      "confirm-refund",
      shopper
        ? detourCan("confirm")
          ? null
          : no("nothing-to-confirm", {})
        : no("right-not-held", { right: "shopper" }),
    ),
    ability("note", shopper ? when(row.closed_at === null) : (may("cases.read") ?? when(row.closed_at === null))),
  ];
  if (shopper) return mine;
  const findsAnotherWay =
    (viewer.kind === "merchant" ? may("cases.decide") : may("refunds.resolve")) ??
    (detourCan("prove") ? null : no("refund-not-stuck", {}));
  return [
    ability(
      "approve",
      may("cases.decide") ??
        when(
          (caseLifecycle.can(row.case_state, "approve") &&
            row.case_state !== "rejected" &&
            row.dispute_state !== "ruled" &&
            (viewer.kind === "merchant" || !beforeThePlatform(row))) ||
            handedOver(row) ||
            (row.case_state === "rejected" && row.goods_state === "none") ||
            notSentBack(row),
        ),
    ),
    ability(
      "reject",
      may("cases.decide") ??
        when(
          (row.case_state === "submitted" && row.dispute_state === "none") ||
            row.case_state === "negotiating" ||
            handedOver(row),
        ) ??
        (holdsRight(viewer, "cases.overrule")
          ? null
          : row.verdict === "ALLOW"
            ? no("statutory-right", { route: row.best_route })
            : handedOver(row)
              ? no("platform-decides", {})
              : null),
    ),
    ability(
      "receive",
      may("cases.receive") ?? when(goodsLifecycle.can(row.goods_state, "arrive") && row.closed_at === null),
    ),
    ability(
      "inspect",
      may("cases.inspect") ?? when(row.goods_state === "arrived" && row.case_state === "approved" && notPaidFor(row)),
    ),
    ability("change-disposition", may("cases.inspect") ?? when(goodsAreKept(row))),
    ability(
      "retry-refund",
      may("refunds.resolve") ??
        (refundBlocked(row, beside.hasRefund) ? null : no("refund-not-blocked", { moneyState: row.money_state })),
    ),
    ability(
      "send-refund-again",
      may("refunds.resolve") ?? (beside.refused && detourCan("send-again") ? null : no("refund-not-stuck", {})),
    ),
    ability("choose-detour", findsAnotherWay),
    // A shop whose transfer never came does not keep the shopper waiting with another one.
    ability(
      "transfer-refund",
      findsAnotherWay ??
        (viewer.kind === "merchant" && beside.detour === "platform" ? no("detour-with-platform", {}) : null),
    ),
    ability("ship-replacement", may("cases.send") ?? when(outboundLifecycle.can(row.outbound_state, "ship"))),
    ability("make-good", may("cases.decide") ?? when(row.closed_at === null && inTrouble(row))),
    ability(
      "rule",
      may("cases.overrule") ??
        (row.dispute_state === "appeal" && beside.ruledByViewer
          ? no("ruled-before", {})
          : when(disputeLifecycle.can(row.dispute_state, "rule"))),
    ),
    ability("extend", may("cases.decide") ?? moreTime(beside, viewer) ?? when(beside.clock != null)),
    ability(
      "find-child",
      may("cases.decide") ??
        when(beside.byChild === true && row.case_state === "submitted" && row.dispute_state === "none"),
    ),
    ability("assign", may("cases.assign")),
    ...mine,
  ];
}

/** A shopper who may not send by themselves books or brings; whoever does it for them says which way it was. */
function wayClosed({ ways_back: ways }: Standing, viewer: Principal): No | null {
  const closed = viewer.kind === "shopper" && ways != null && !ways.includes("self-ship");
  return closed ? no("way-not-offered", { ways: ways.join(" ") }) : null;
}

function moreTime({ clock }: Beside, viewer: Principal): No | null {
  if (clock == null) return null;
  const seller = viewer.kind === "merchant";
  if (seller && clock.whose !== "shopper") return no("own-clock", { waitingOn: clock.whose });
  const limit = seller ? extensionLimits.bySeller : extensionLimits.byPlatform;
  return clock.extendedTimes < limit ? null : no("too-many-extensions", { limit });
}

type No = NonNullable<Ability["because"]>;

function no(code: string, params: No["params"]): No {
  return { code, params };
}

function ability(action: string, because: No | null): Ability {
  return { action, allowed: because === null, because };
}
