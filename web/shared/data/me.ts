import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Me } from "#contract/parties";
import { api, Problem } from "./api.ts";
import { setBusinessNow } from "./clock.ts";
import { keys } from "./keys.ts";

export type { Me };

/** Who the caller is; `null` when nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      const me = await api<Me | null | undefined>("GET", "/api/v1/me", undefined, { signal });
      if (me) setBusinessNow(me.now);
      return me ?? null;
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
});

export function useMe(): Me | null {
  return useQuery(meQuery).data ?? null;
}
