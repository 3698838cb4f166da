import { cnCalendar } from "#kernel/time";
import type { Pack } from "../pack.ts";
import { article, rule } from "../rule.ts";
import { beforeShipment } from "./before-shipment/index.ts";
import { clocks } from "./clocks.ts";
import { hearCompensation } from "./compensation/index.ts";
import { compensationRules } from "./compensation/rules.ts";
import { depositRule } from "./deposit.ts";
import { duties } from "./duties.ts";
import { hearLiability } from "./liability/index.ts";
import { liabilityRules } from "./liability/rules.ts";
import { goodsIntact } from "./no-reason/goods-intact.ts";
import { noReasonReturn } from "./no-reason/index.ts";
import { nonConformity } from "./non-conformity/index.ts";
import { nonDelivery } from "./non-delivery/index.ts";
import { timeRules } from "./periods.ts";
import { priceRules } from "./price/rules.ts";
import { consumerLaw, implementingRegulation, onlineDisputes, sevenDayMeasures, sources } from "./sources.ts";
import { threeGuarantees } from "./three-guarantees/index.ts";
import { carsHaveTheirOwn } from "./three-guarantees/rules.ts";
import { voidContract } from "./void-contract/index.ts";

/** What is better for the consumer than the statute binds whoever promised it; what is worse is void. */
const bindingPromise = rule(
  "CN-PREC-02",
  "orderedAt",
  article(consumerLaw, "16(2), 26(3), 44(1)", "V"),
  article(implementingRegulation, "12", "V"),
  article(onlineDisputes, "2, 10", "V"),
  article(sevenDayMeasures, "5", "P"),
);

/** Mainland China. */
export const cn: Pack = {
  id: "cn",
  version: "2026-11-30",
  calendar: cnCalendar,
  sources,
  rules: [
    ...timeRules,
    bindingPromise,
    depositRule,
    ...compensationRules,
    ...liabilityRules,
    ...priceRules,
    carsHaveTheirOwn,
    ...duties,
  ],
  clocks,
  routes: [beforeShipment, noReasonReturn, nonConformity, threeGuarantees, nonDelivery, voidContract],
  hearCompensation,
  hearLiability,
  bindingPromise,
  judgeIntact: goodsIntact,
};
