import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Loading some thousand modules leaves half a heap of what nobody needs any more, in pages that an idle process would keep for
 * ever. Once, before anybody waits: a collection that moves together what stays (a tenth of a second, some 50 MB).
 */
export function giveBackWhatLoadingLeft(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (how: { type: "major"; execution: "sync"; flavor: "last-resort" }) => void;
  setFlagsFromString("--no-expose-gc");
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
