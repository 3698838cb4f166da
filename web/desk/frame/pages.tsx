import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { api } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Bars, Face, Failed, Waiting } from "./faces.tsx";
import { TableScroll } from "./table-scroll.tsx";

type Page<T> = { items: T[]; nextCursor: string | null };

/** A list that the server gives page by page. `asked` narrows it; empty texts are left out. */
export function usePages<T>(
  name: readonly unknown[],
  path: string,
  asked: Readonly<Record<string, string | undefined>> = {},
  options: { limit?: number; refetchInterval?: number } = {},
) {
  const narrowed = Object.entries(asked).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "",
  );
  const query = useInfiniteQuery({
    queryKey: [...name, "list", Object.fromEntries(narrowed)],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams([...narrowed, ["limit", String(options.limit ?? 30)]]);
      if (pageParam) search.set("cursor", pageParam);
      return api<Page<T>>("GET", `${path}?${search}`, undefined, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (last: Page<T>) => last.nextCursor ?? undefined,
    placeholderData: (previous) => previous,
    ...(options.refetchInterval ? { refetchInterval: options.refetchInterval } : {}),
  });
  return { query, rows: query.data?.pages.flatMap((page) => page.items) ?? [], narrowed: narrowed.length > 0 };
}

/** The rows in a card, or one of the faces of a list, and the way to more of them. */
export function PagedCard<T>({
  pages,
  label,
  empty,
  children,
}: {
  pages: ReturnType<typeof usePages<T>>;
  label: string;
  empty: { title: string; why?: string };
  children: (rows: readonly T[]) => ReactNode;
}) {
  const { t } = useWords();
  const { query, rows, narrowed } = pages;
  return (
    <div className="card" aria-busy={query.isPlaceholderData || undefined}>
      {query.isPending ? (
        <Waiting>
          <div className="card-pad">
            <Bars count={8} height={20} gap={20} />
          </div>
        </Waiting>
      ) : query.isError && rows.length === 0 ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Face drawing={narrowed ? "search" : "calm"} title={empty.title}>
          {empty.why ? <p>{empty.why}</p> : null}
        </Face>
      ) : (
        <>
          <TableScroll label={label}>{children(rows)}</TableScroll>
          {query.hasNextPage ? (
            <div className="table-foot">
              <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t("desk:state.more")}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </div>
  );
}
