import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import type { Figure, Performance, PerformanceFigures } from "#contract/returns";
import { api, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import type { CaseFilter } from "../../frame/case-filter.ts";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icon.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { saveFile } from "../../frame/save-file.ts";
import { TableScroll } from "../../frame/table-scroll.tsx";
import { csvOf, shareOf } from "./figures.ts";
import "./performance.css";

type Span = { readonly from: string; readonly until: string; readonly merchantId?: string | undefined };

/** How shops keep their deadlines; every figure opens the cases behind it. */
export function PerformanceScreen() {
  return (
    <Needs right="cases.read">
      <Performances />
    </Needs>
  );
}

function Performances() {
  const { t } = useWords();
  const search = useSearch({ from: "/frame/performance" });
  const navigate = useNavigate();
  const weeks = spans.find((each) => String(each) === search.weeks) ?? 8;
  const asked = new URLSearchParams({
    weeks: String(weeks),
    ...(search.merchantId ? { merchantId: search.merchantId } : {}),
  });
  const query = useQuery({
    queryKey: ["performance", asked.toString()],
    queryFn: ({ signal }) => api<Performance>("GET", `/api/v1/performance?${asked}`, undefined, { signal }),
    staleTime: 60_000,
  });
  return (
    <div className="page">
      <PageHead title={t("desk:performance.title")} lead={t("desk:performance.lead")}>
        <Segmented
          value={weeks}
          onChange={(value) => void navigate({ to: "/performance", search: { ...search, weeks: String(value) } })}
          options={spans.map((n) => ({ value: n, label: t("desk:performance.weeks", { n }) }))}
        />
        <Save data={query.data} />
      </PageHead>
      <Answer
        query={query}
        waiting={
          <div className="card card-pad">
            <Bars count={9} height={26} gap={18} />
          </div>
        }
      >
        {(data) => <Body data={data} weeks={String(weeks)} merchantId={search.merchantId} />}
      </Answer>
    </div>
  );
}

const spans = [4, 8, 12, 26] as const;

function Body({ data, weeks, merchantId }: { data: Performance; weeks: string; merchantId: string | undefined }) {
  const { t, title, format } = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const whole: Span = { from: data.from, until: data.until, merchantId };
  const chosen = data.merchants.find((each) => each.merchantId === merchantId);
  if (data.total.counts.asked === 0)
    return (
      <div className="card">
        <Face drawing="calm" title={t("desk:performance.empty")}>
          <p>{t("desk:performance.emptyWhy")}</p>
        </Face>
      </div>
    );
  return (
    <div className="stack">
      {merchantId ? (
        <p>
          <button
            type="button"
            className="chip-gone"
            onClick={() => void navigate({ to: "/performance", search: { weeks } })}
          >
            {chosen ? title(chosen.name) : t("desk:cases.ofMerchant")}
            <Icon name="cross" size={12} />
          </button>
        </p>
      ) : null}
      <section className="performance-heads" aria-label={t("desk:performance.total")}>
        <Head label={t("desk:performance.inTime")} of={data.total} part="in-time" whole="answered" span={whole} />
        <Head label={t("desk:performance.byClock")} of={data.total} part="by-clock" whole="answered" span={whole} bad />
        <div className="performance-head">
          <span>{t("desk:performance.median")}</span>
          <b>{duration(data.total.medianMinutes, t)}</b>
          <small>{t("desk:performance.medianWhy")}</small>
        </div>
        <Head
          label={t("desk:performance.refundsInTime")}
          of={data.total}
          part="refunded-in-time"
          whole="refunded"
          span={whole}
        />
        <Head label={t("desk:performance.lost")} of={data.total} part="lost" whole="ruled" span={whole} bad />
      </section>
      <section className="card">
        <header className="card-head">
          <h2>{t("desk:performance.byWeek")}</h2>
        </header>
        <Table
          label={t("desk:performance.byWeek")}
          first={t("desk:performance.week")}
          rows={data.weeks.toReversed().map((week) => ({
            key: week.from,
            head: t("desk:performance.weekOf", { day: format.day(week.from) }),
            figures: week,
            span: { from: week.from, until: week.until, merchantId },
          }))}
        />
      </section>
      {me?.kind === "merchant" || merchantId ? null : (
        <section className="card">
          <header className="card-head">
            <h2>{t("desk:performance.byMerchant")}</h2>
          </header>
          <Table
            label={t("desk:performance.byMerchant")}
            first={t("desk:merchants.name")}
            rows={data.merchants.map((each) => ({
              key: each.merchantId,
              head: (
                <Link to="/performance" search={{ weeks, merchantId: each.merchantId }} className="row-link">
                  {title(each.name)}
                </Link>
              ),
              figures: each,
              span: { ...whole, merchantId: each.merchantId },
            }))}
          />
        </section>
      )}
      <p className="fine">{t("desk:performance.how")}</p>
    </div>
  );
}

function Head({ label, of: figures, part, whole, span, bad }: HeadProps) {
  const { t } = useWords();
  const { counts } = figures;
  const share = shareOf(counts[part], counts[whole]);
  return (
    <div className="performance-head" data-bad={(bad && counts[part] > 0) || undefined}>
      <span>{label}</span>
      <b>{share === null ? "—" : `${share}%`}</b>
      <small>
        <Open figure={part} n={counts[part]} span={span} /> {t("desk:performance.of")}{" "}
        <Open figure={whole} n={counts[whole]} span={span} />
      </small>
    </div>
  );
}
type HeadProps = {
  readonly label: string;
  readonly of: PerformanceFigures;
  readonly part: Figure;
  readonly whole: Figure;
  readonly span: Span;
  readonly bad?: boolean;
};

type Row = {
  readonly key: string;
  readonly head: React.ReactNode;
  readonly figures: PerformanceFigures;
  readonly span: Span;
};

function Table({ label, first, rows }: { label: string; first: string; rows: readonly Row[] }) {
  const { t } = useWords();
  return (
    <TableScroll label={label}>
      <table className="table table-broad performance-table">
        <thead>
          <tr>
            <th>{first}</th>
            {columns.map((figure) => (
              <th key={figure} className="right">
                {t(`desk:performance.figure.${figure}`)}
              </th>
            ))}
            <th className="right">{t("desk:performance.median")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, head, figures, span }) => (
            <tr key={key}>
              <td className="nowrap">{head}</td>
              {columns.map((figure) => (
                <td
                  key={figure}
                  className="right ac-figures"
                  data-bad={(bad.has(figure) && figures.counts[figure] > 0) || undefined}
                >
                  <Open figure={figure} n={figures.counts[figure]} span={span} />
                </td>
              ))}
              <td className="right ac-figures nowrap">{duration(figures.medianMinutes, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

const columns: readonly Figure[] = [
  "asked",
  "in-time",
  "by-clock",
  "refunded-in-time",
  "refunded-late",
  "ruled",
  "lost",
];
const bad: ReadonlySet<Figure> = new Set(["by-clock", "refunded-late", "lost"]);

/** The figure, as the way to its cases. */
function Open({ figure, n, span }: { figure: Figure; n: number; span: Span }) {
  const { t, format } = useWords();
  if (n === 0) return <span className="none">0</span>;
  const search: CaseFilter = {
    queue: "all",
    figure,
    requestedFrom: span.from,
    requestedUntil: span.until,
    ...(span.merchantId === undefined ? {} : { merchantId: span.merchantId }),
  };
  return (
    <Link to="/cases" search={search} aria-label={`${t(`desk:performance.figure.${figure}`)}: ${n}`}>
      {format.number(n)}
    </Link>
  );
}

function Save({ data }: { data: Performance | undefined }) {
  const { t, title } = useWords();
  if (data === undefined || data.total.counts.asked === 0) return null;
  const save = () =>
    saveFile(
      `aftercare-performance-${data.from}.csv`,
      csvOf(
        [
          t("desk:performance.week"),
          ...columns.map((figure) => t(`desk:performance.figure.${figure}`)),
          t("desk:performance.medianMinutes"),
        ],
        [
          ...data.weeks.map((week) => [week.from, ...columns.map((figure) => week.counts[figure]), week.medianMinutes]),
          ...data.merchants.map((each) => [
            title(each.name),
            ...columns.map((figure) => each.counts[figure]),
            each.medianMinutes,
          ]),
        ],
      ),
      "text/csv;charset=utf-8",
    );
  return (
    <Button icon={<Icon name="download" size={16} />} onClick={save}>
      CSV
    </Button>
  );
}

function duration(minutes: number | null, t: ReturnType<typeof useWords>["t"]): string {
  if (minutes === null) return "—";
  if (minutes < 60) return t("desk:performance.minutes", { n: minutes });
  return t("desk:performance.hours", { n: (minutes / 60).toFixed(minutes < 600 ? 1 : 0) });
}
