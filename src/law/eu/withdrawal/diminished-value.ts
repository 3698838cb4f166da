import type { Facts } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { rightNotExplained, sendingBack } from "./rules.ts";

/** What trying goods on as in a shop does not leave. */
const traces = [
  "damaged",
  "accessoriesMissing",
  "hygieneSealBroken",
  "repairedWithoutAuthority",
  "labelsAltered",
  "wearTraces",
  "tagsRemoved",
  "soiled",
] as const satisfies readonly (keyof Facts["condition"])[];

/**
 * Handling beyond what shows nature, characteristics and functioning costs the value it takes, never the right; nothing
 * where the right was not explained (EU-CRD-14). How much is for a person.
 */
export function diminishedValue(ruling: Ruling, { facts: { condition, withdrawal } }: Matter): void {
  const found: string[] = traces.filter((trace) => condition[trace]);
  if (condition.activation === "activated") found.push("activation");
  for (const trace of found) {
    if (withdrawal.informed !== false) ruling.review("value-diminished", { trace }, sendingBack);
    else ruling.note("value-loss-not-owed", { trace }, rightNotExplained);
  }
  if (condition.opened && found.length === 0) ruling.note("opening-is-no-harm", {}, sendingBack);
}
