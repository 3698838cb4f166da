import { useQuery } from "@tanstack/react-query";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { useHolds } from "../../frame/rights.ts";

/** Shops to pick from, by id; none where nobody asks or may ask. */
export function useMerchantNames(enabled: boolean): readonly { value: string; label: string }[] {
  const { title } = useWords();
  const holds = useHolds();
  const merchants = useQuery({
    queryKey: ["merchants", "names"],
    queryFn: ({ signal }) =>
      api<{ items: { id: string; name: string; nameEn: string }[] }>("GET", "/api/v1/merchants?limit=100", undefined, {
        signal,
      }),
    enabled: enabled && holds("merchants.read"),
    staleTime: 600_000,
  });
  return (merchants.data?.items ?? []).map(({ id, name, nameEn }) => ({
    value: id,
    label: title({ zh: name, en: nameEn }),
  }));
}
