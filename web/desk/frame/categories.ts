import { useQuery } from "@tanstack/react-query";
import type { DeductionPrice } from "#contract/returns";
import { api } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";

type Prices = { items: DeductionPrice[]; categories: { code: string; name: { zh: string; en: string } }[] };

/** What grades take off, and the catalogue's categories they may be narrowed to. */
export function useDeductionPrices() {
  return useQuery({
    queryKey: ["deduction-prices"],
    queryFn: ({ signal }) => api<Prices>("GET", "/api/v1/deduction-prices", undefined, { signal }),
    staleTime: 60_000,
  });
}

/** The catalogue's categories to pick from, by code. */
export function useCategories(): readonly { value: string; label: string }[] {
  const { title } = useWords();
  return (useDeductionPrices().data?.categories ?? []).map(({ code, name }) => ({ value: code, label: title(name) }));
}
