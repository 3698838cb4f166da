import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import { type accessories, faultDay } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { within } from "../periods.ts";
import { freeRepair } from "./free-repair.ts";
import { runsUntil } from "./guarantee-runs.ts";
import { listedGoods } from "./listed-goods.ts";
import { phoneLadder } from "./rules.ts";

const monthsOfAccessory: Readonly<Record<(typeof accessories)[number], number>> = {
  battery: 6,
  "wired-headset": 3,
  charger: 12,
  "data-card": 12,
};

/** How often an accessory is replaced before its price comes back. */
const replacementsBeforeRefund = 2;

/** An accessory is replaced free while its own guarantee runs, and refunded once replacing it twice did not help (CN-SB-05). */
export function phoneAccessory(ruling: Ruling, matter: Matter, receivedOn: DayNumber): void {
  const { guarantee, money } = matter.facts;
  if (guarantee.accessory === null) return;
  const { kind, replacements } = guarantee.accessory;
  const end = runsUntil(matter, monthsOfAccessory[kind], receivedOn);
  const lastDay = dateText(end.lastDay);
  const inTime = within(faultDay(matter.facts, matter.notice), end);
  if (inTime === "late") {
    ruling.deny("accessory-guarantee-over", { accessory: kind, lastDay }, phoneLadder);
    return;
  }
  const terms = { lastDay: end.lastDay, freightPayer: "seller", amount: null } as const;
  const give = inTime === "in-time" ? "offer" : "offerAfterReview";
  if (inTime === "unknown") {
    ruling.note("calendar-not-published", { lastDay, year: end.unpublishedYear }, phoneLadder);
  }
  if (replacements >= replacementsBeforeRefund) {
    ruling.note("accessory-replaced-twice", { accessory: kind }, phoneLadder);
    ruling[give]("return", { ...terms, amount: money.accessoryPrice }, phoneLadder);
  } else {
    ruling.note("within-accessory-guarantee", { accessory: kind, lastDay }, phoneLadder);
    ruling[give]("replace", terms, phoneLadder);
  }
}

/** Days from leaving the factory after which the guarantee of a phone without papers begins. */
const daysFromFactory = 90;

/** Without papers a phone is repaired free, from its factory date on, or from receipt where that is later (CN-SB-05). */
export function phoneWithoutPapers(ruling: Ruling, matter: Matter, receivedOn: DayNumber): void {
  const { leftFactory } = matter.facts.days;
  if (leftFactory === null) {
    ruling.review("papers-lost", {}, phoneLadder);
    return;
  }
  const startOn = Math.max(leftFactory + daysFromFactory, receivedOn);
  ruling.note("dated-by-factory", { startOn: dateText(startOn) }, phoneLadder);
  freeRepair(ruling, matter, listedGoods["mobile-phone"], { startOn, onTheLadder: false });
}
