import { article, rule } from "../../rule.ts";
import { civilCode, ecommerceLaw } from "../sources.ts";

export const minorsPurchase = rule("CN-MIN-01", "orderedAt", article(civilCode, "19, 20, 144, 145, 157", "V"));
export const capacityIsPresumed = rule("CN-MIN-01-capacity", "orderedAt", article(ecommerceLaw, "48(2)", "V"));
export const earnsOwnLiving = rule("CN-MIN-01-earner", "orderedAt", article(civilCode, "18(2)", "V"));

export const voidContractRules = [minorsPurchase, capacityIsPresumed, earnsOwnLiving];
