import { holdsRight, type Principal } from "#platform/db";
import type { Ability } from "#platform/wire";
import { caseLifecycle, goodsLifecycle, limits } from "../model.ts";
import type { CaseRow } from "../store/case.ts";
import { handedOver } from "./handed-over.ts";
import { refundBlocked } from "./refund-blocked.ts";

type Standing = Pick<
  CaseRow,
  "case_state" | "goods_state" | "money_state" | "waiting_on" | "verdict" | "best_route" | "closed_at" | "attempt"
>;

/** What the viewer may do with a case now, and why not the rest. The buttons are exactly these; the actions ask the same again. */
export function abilitiesOf(row: Standing, viewer: Principal, hasRefund: boolean): Ability[] {
  const shopper = viewer.kind === "shopper";
  const onBehalf = shopper || holdsRight(viewer, "cases.create");
  const may = (right: string) => (holdsRight(viewer, right) ? null : no("right-not-held", { right }));
  const when = (condition: boolean) =>
    condition
      ? null
      : no("move-not-allowed", { caseState: row.case_state, goodsState: row.goods_state, moneyState: row.money_state });
  const quiet = row.money_state === "none";
  const mine = [
    ability(
      "withdraw",
      onBehalf
        ? when(
            caseLifecycle.can(row.case_state, "withdraw") &&
              quiet &&
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
          : when(row.case_state === "rejected" && row.goods_state === "none"),
    ),
    ability(
      "ship",
      onBehalf ? when(goodsLifecycle.can(row.goods_state, "ship")) : no("right-not-held", { right: "cases.create" }),
    ),
    ability("note", shopper ? when(row.closed_at === null) : (may("cases.read") ?? when(row.closed_at === null))),
  ];
  if (shopper) return mine;
  return [
    ability(
      "approve",
      may("cases.decide") ??
        when(
          row.case_state === "submitted" ||
            handedOver(row) ||
            (row.case_state === "rejected" && row.goods_state === "none"),
        ),
    ),
    ability(
      "reject",
      may("cases.decide") ??
        when(row.case_state === "submitted" || handedOver(row)) ??
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
      may("cases.inspect") ?? when(row.goods_state === "arrived" && row.case_state === "approved" && quiet),
    ),
    ability(
      "retry-refund",
      may("refunds.resolve") ??
        (refundBlocked(row, hasRefund) ? null : no("refund-not-blocked", { moneyState: row.money_state })),
    ),
    ability("assign", may("cases.assign")),
    ...mine,
  ];
}

type No = NonNullable<Ability["because"]>;

function no(code: string, params: No["params"]): No {
  return { code, params };
}

function ability(action: string, because: No | null): Ability {
  return { action, allowed: because === null, because };
}
