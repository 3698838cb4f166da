import { type CaseStanding, standingOf } from "../../shared/components/index.ts";
import { useMe } from "../../shared/data/index.ts";

/** Where a case stands for who looks: what the merchant is to do waits for agents too, what the platform is to do not for merchants. */
export function useStanding(one: CaseStanding): ReturnType<typeof standingOf> {
  const me = useMe();
  return standingOf(one, one.waitingOn === "platform" && me?.kind !== "merchant" ? "platform" : "merchant");
}
