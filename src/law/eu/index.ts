import type { Pack } from "../pack.ts";
import { article, rule } from "../rule.ts";
import { calendars, noStatesCalendar } from "./calendars.ts";
import { clocks } from "./clocks.ts";
import { lackOfConformity } from "./conformity/index.ts";
import { nonDelivery } from "./non-delivery/index.ts";
import { howDaysRun } from "./periods.ts";
import { consumerRights, sources, withdrawalFunction } from "./sources.ts";
import { diminishedValue } from "./withdrawal/diminished-value.ts";
import { beforeShipment, withdrawal } from "./withdrawal/index.ts";

/** What the shop says before the contract becomes part of it. */
const bindingPromise = rule("EU-CRD-06", "orderedAt", article(consumerRights, "6(5)", "M"));

/** A button to withdraw with, on the page where the contract was made. */
const onlineFunction = rule("EU-CRD-11a", "orderedAt", article(withdrawalFunction, "1 (2011/83/EU 11a)", "M"));

/** The European Union; every member state keeps holidays of its own. */
export const eu: Pack = {
  id: "eu",
  version: "2026-12-01",
  calendar: noStatesCalendar,
  calendars,
  sources,
  rules: [howDaysRun, bindingPromise, onlineFunction],
  clocks,
  routes: [beforeShipment, withdrawal, lackOfConformity, nonDelivery],
  bindingPromise,
  judgeIntact: diminishedValue,
};
