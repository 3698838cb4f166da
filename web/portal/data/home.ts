import { queryOptions } from "@tanstack/react-query";
import type { OrderRow } from "#contract/orders";
import type { CaseRow } from "#contract/returns";
import { api, keys } from "../../shared/data/index.ts";

export type HomeAnswer = {
  waitingForYou: CaseRow[];
  inProgress: CaseRow[];
  onTheWay: OrderRow[];
  recent: OrderRow[];
  unread: number;
};

/** What waits for the shopper, what is under way, what is on its way to them, what they bought last. */
export const homeQuery = queryOptions({
  queryKey: keys.home,
  queryFn: ({ signal }) => api<HomeAnswer>("GET", "/api/v1/portal/home", undefined, { signal }),
});

/** What ends first is seen first; what has no end comes last. */
export function bySoonest(cases: readonly CaseRow[]): CaseRow[] {
  const due = ({ dueAt }: CaseRow) => (dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(dueAt));
  return cases.toSorted((a, b) => due(a) - due(b));
}
