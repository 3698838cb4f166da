import { queryOptions } from "@tanstack/react-query";
import { api, keys } from "../../../shared/data/index.ts";

/** What the sign-in page says beside its forms. */
export type DemoSignIn = {
  demo: boolean;
  shoppers: { phone: string; name: string; note: string | { zh: string; en: string } }[];
  codeHint: string | null;
  marksDevices: boolean;
};

export const demoQuery = queryOptions({
  queryKey: keys.demo,
  staleTime: 600_000,
  queryFn: () => api<DemoSignIn>("GET", "/api/v1/sign-in/demo"),
});
