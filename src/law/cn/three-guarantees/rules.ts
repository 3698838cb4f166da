import { article, rule } from "../../rule.ts";
import { carGuarantees, computerGuarantees, phoneGuarantees, threeGuarantees } from "../sources.ts";

export const sevenAndFifteenDays = rule("CN-SB-01", "orderedAt", article(threeGuarantees, "9-10", "P"));
export const twoRepairs = rule("CN-SB-02", "orderedAt", article(threeGuarantees, "11", "P"));
export const repairTakesTooLong = rule("CN-SB-03", "orderedAt", article(threeGuarantees, "6, 12", "P"));
export const moneyInstead = rule("CN-SB-04", "orderedAt", article(threeGuarantees, "13", "P"));
export const phoneLadder = rule("CN-SB-05", "orderedAt", article(phoneGuarantees, "11-13", "P"));
export const phonePartsWait = rule("CN-SB-05-parts", "orderedAt", article(phoneGuarantees, "16", "P"));
export const computerLadder = rule("CN-SB-06", "orderedAt", article(computerGuarantees, "9-10", "P"));
export const notCovered = rule("CN-SB-07", "orderedAt", article(threeGuarantees, "17", "M"));

// Remembered only, so that a person looks: the instruments' own words on these were not read.
export const phoneRepairTime = rule("CN-SB-05-repair", "orderedAt", article(phoneGuarantees, "修理期限", "M"));
export const computerRepairs = rule(
  "CN-SB-06-repair",
  "orderedAt",
  article(computerGuarantees, "修理、换货、退货", "M"),
);

/** Noted only: cars are not sold here. */
export const carsHaveTheirOwn = rule("CN-SB-08", "orderedAt", article(carGuarantees, "19-29", "V"));
