import { article, rule } from "../../rule.ts";
import { computerGuarantees, phoneGuarantees, threeGuarantees } from "../sources.ts";

export const sevenAndFifteenDays = rule("CN-SB-01", "orderedAt", article(threeGuarantees, "9-10", "P"));
export const phoneLadder = rule("CN-SB-05", "orderedAt", article(phoneGuarantees, "11-13", "P"));
export const computerLadder = rule("CN-SB-06", "orderedAt", article(computerGuarantees, "9-10", "P"));
export const notCovered = rule("CN-SB-07", "orderedAt", article(threeGuarantees, "17", "M"));
