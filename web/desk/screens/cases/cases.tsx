import { useInfiniteQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect, useMemo, useRef } from "react";
import type { CaseRow } from "#contract/returns";
import { TabTitle } from "../../../shared/components/index.ts";
import { api, keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { type CaseFilter, caseFilterNames } from "../../frame/case-filter.ts";
import { Bars, Face, Failed, Needs, Waiting } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icon.tsx";
import { useQueueCounts } from "../../frame/navigation.tsx";
import { useHolds } from "../../frame/rights.ts";
import { useShortcuts } from "../../frame/shortcuts.ts";
import { BulkBar, usePicked } from "./bulk.tsx";
import { CaseItem } from "./case-item.tsx";
import { Filters } from "./filters.tsx";
import { neighbour } from "./neighbour.ts";
import "./cases.css";

/** The list on the left, the chosen case on the right; on a phone one after the other. */
export function Cases() {
  const { number } = useParams({ strict: false }) as { number?: string };
  return (
    <Needs right="cases.read">
      <div className="cases" data-chosen={number !== undefined || undefined}>
        <CaseList chosen={number} />
        <div className="cases-detail">
          <Outlet />
        </div>
      </div>
    </Needs>
  );
}

function CaseList({ chosen }: { chosen: string | undefined }) {
  const { t, format } = useWords();
  const filter = useSearch({ from: "/frame/cases" });
  const navigate = useNavigate();
  const { history } = useRouter();
  const counts = useQueueCounts();
  const list = useCaseList(filter);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const looking = useLookingOn(list, rows.length);
  const bulk = usePicked(rows);
  const mayDecide = useHolds()("cases.decide");
  const at = rows.findIndex((row) => row.number === chosen);
  const place = useRef<HTMLDivElement>(null);
  const walk = (step: 1 | -1) => {
    const row: CaseRow | undefined = neighbour(rows, history.location.pathname, step);
    if (row)
      void navigate({
        to: "/cases/$number",
        params: { number: row.number },
        search: filter,
        replace: history.location.pathname.includes("/cases/"),
      });
  };
  useShortcuts([
    { keys: "j", label: t("desk:keys.next"), run: () => walk(1) },
    { keys: "k", label: t("desk:keys.previous"), run: () => walk(-1) },
    ...(mayDecide ? [{ keys: "v", label: t("desk:keys.pick"), run: bulk.toggle }] : []),
    ...(bulk.on && chosen !== undefined
      ? [{ keys: "x", label: t("desk:keys.pickOne"), run: () => bulk.pick(chosen) }]
      : []),
  ]);
  // Walking by keys near the end of what is loaded brings the next page.
  useEffect(() => {
    if (at >= 0 && at >= rows.length - 3 && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [at, rows.length, list]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another case is chosen, so another row must be in sight
  useEffect(() => {
    place.current?.querySelector("[data-on]")?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const narrowed = caseFilterNames.some((name) => filter[name] !== undefined);
  const total = narrowed ? undefined : counts?.counts[filter.queue];
  const more = counts !== undefined && total !== undefined && total >= counts.capped ? "+" : "";
  return (
    <section className="case-list" aria-label={t("desk:cases.list")}>
      <header className="case-list-head">
        <div>
          <TabTitle of={t(`desk:queue.${filter.queue}`)} />
          <h1>{t(`desk:queue.${filter.queue}`)}</h1>
          <span className="fine">{filter.queue === "all" ? t("desk:queue.newestFirst") : t("desk:queue.sorted")}</span>
        </div>
        <div className="case-list-tools">
          {mayDecide && rows.length > 0 ? (
            <Button size="small" type="text" aria-pressed={bulk.on} onClick={bulk.toggle}>
              {bulk.on ? t("desk:bulk.stop") : t("desk:bulk.start")}
            </Button>
          ) : null}
          <Filters filter={filter} />
        </div>
      </header>
      <div className="case-list-rows" ref={place}>
        {list.isPending || looking ? (
          <Waiting>
            <div className="card-pad">
              <Bars count={14} height={22} gap={22} />
            </div>
          </Waiting>
        ) : list.isError && rows.length === 0 ? (
          <Failed error={list.error} onRetry={() => void list.refetch()} />
        ) : rows.length === 0 ? (
          <Face
            drawing={narrowed ? "search" : "calm"}
            title={
              list.hasNextPage
                ? t("desk:cases.notFoundYet")
                : narrowed
                  ? t("desk:cases.emptySearch")
                  : t("desk:cases.empty")
            }
            small
          >
            <p>
              {list.hasNextPage
                ? t("desk:cases.notFoundYetWhy")
                : narrowed
                  ? t("desk:cases.emptySearchWhy")
                  : t("desk:cases.emptyWhy")}
            </p>
          </Face>
        ) : (
          <ul>
            {rows.map((row) => (
              <CaseItem
                key={row.number}
                row={row}
                filter={filter}
                chosen={row.number === chosen}
                picked={bulk.on ? bulk.picked.has(row.number) : null}
                onPick={bulk.pick}
              />
            ))}
          </ul>
        )}
        {list.hasNextPage && !looking ? (
          <Button
            className="case-list-more"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {filter.q === undefined ? t("desk:state.more") : t("desk:cases.lookOn")}
          </Button>
        ) : null}
      </div>
      {bulk.on ? <BulkBar rows={rows} bulk={bulk} /> : null}
      <footer className="case-list-foot">
        <span className="keys-hint">
          <kbd>j</kbd>
          <kbd>k</kbd> {t("desk:keys.next")} · <kbd>e</kbd> {t("desk:keys.decide")} · <kbd>?</kbd>
        </span>
        <span className="ac-figures">
          {total === undefined
            ? t("desk:cases.shown", { n: format.number(rows.length) })
            : t("desk:cases.ofTotal", { n: format.number(rows.length), total: `${format.number(total)}${more}` })}
        </span>
      </footer>
    </section>
  );
}

type Page = { items: CaseRow[]; nextCursor: string | null };

function useCaseList(filter: CaseFilter) {
  return useInfiniteQuery({
    queryKey: keys.caseList({ ...filter }),
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ ...filter, limit: "30" });
      if (pageParam) asked.set("cursor", pageParam);
      return api<Page>("GET", `/api/v1/cases?${asked}`, undefined, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (last: Page) => last.nextCursor ?? undefined,
    placeholderData: (previous) => previous,
  });
}

/** A search answers with an empty page where words are not among so many cases: it goes on by itself for a moment. */
const pagesLookedThrough = 20;

function useLookingOn(list: ReturnType<typeof useCaseList>, found: number): boolean {
  const { hasNextPage, isFetchingNextPage, isPlaceholderData, isError, fetchNextPage } = list;
  const looked = list.data?.pages.length ?? 0;
  const looking = found === 0 && hasNextPage && !isPlaceholderData && !isError && looked < pagesLookedThrough;
  useEffect(() => {
    if (looking && !isFetchingNextPage) void fetchNextPage();
  }, [looking, isFetchingNextPage, fetchNextPage]);
  return looking;
}

/** On a phone, the way from a case back to its list. */
export function BackToList({ filter }: { filter: CaseFilter }) {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <button type="button" className="back-to-list" onClick={() => void navigate({ to: "/cases", search: filter })}>
      <Icon name="back" size={16} />
      {t("desk:cases.backToList")}
    </button>
  );
}
