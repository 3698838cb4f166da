import type { Right } from "#contract/parties";
import { useMe } from "../../shared/data/index.ts";

export type { Right };

/** Whether the person holds the right: it shows or hides a way in; the server decides again. */
export function useHolds(): (right: Right) => boolean {
  const me = useMe();
  return (right) => me?.rights.includes(right) ?? false;
}
