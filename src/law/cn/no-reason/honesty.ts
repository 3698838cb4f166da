import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { goodFaith } from "./rules.ts";

/** Abuse and swapped goods are for people to judge; how often somebody returns refuses nothing (CN-NRR-12). */
export function honesty(ruling: Ruling, { facts }: Matter): void {
  if (facts.claim.abuseSuspected) ruling.review("abuse-suspected", {}, goodFaith);
  if (facts.condition.swapSuspected) ruling.review("swap-suspected", {}, goodFaith);
}
