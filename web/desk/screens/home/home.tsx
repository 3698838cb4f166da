import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { CaseRow, Queue } from "#contract/returns";
import { Picture, TabTitle } from "../../../shared/components/index.ts";
import { api, businessNow, keys, useMe } from "../../../shared/data/index.ts";
import type { Money } from "../../../shared/format/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Clock } from "../../frame/clock.tsx";
import { Answer, Bars, Face } from "../../frame/faces.tsx";
import { Icon, type IconName } from "../../frame/icon.tsx";
import { useHolds } from "../../frame/rights.ts";
import "./home.css";

type HomeAnswer = {
  queues: Record<string, number>;
  dueSoon: CaseRow[];
  overdue: number;
  today: { requested: number; approved: number; refunded: Money[]; inspected: number };
};

/** What burns, what comes next, and what today has seen; every figure opens the rows behind it. */
export function Home() {
  const { t } = useWords();
  const me = useMe();
  const holds = useHolds();
  const reads = holds("cases.read");
  const home = useQuery({
    queryKey: keys.home,
    queryFn: ({ signal }) => api<HomeAnswer>("GET", "/api/v1/desk/home", undefined, { signal }),
    refetchInterval: 60_000,
    enabled: reads,
  });
  const hour = new Date(businessNow()).getHours();
  const name = me?.name ?? "";
  const greeting =
    hour < 12
      ? t("desk:home.morning", { name })
      : hour < 18
        ? t("desk:home.afternoon", { name })
        : t("desk:home.evening", { name });
  return (
    <div className="page home">
      <header className="page-head">
        <div>
          <TabTitle of={t("desk:nav.home")} />
          <h1>{greeting}</h1>
          <p className="lead">{home.data ? <Lead {...home.data} /> : "\u00a0"}</p>
        </div>
      </header>
      {reads ? (
        <Answer query={home} waiting={<HomeBars />}>
          {(data) => <HomeBody {...data} />}
        </Answer>
      ) : null}
    </div>
  );
}

function Lead({ queues, overdue }: HomeAnswer) {
  const { t, format } = useWords();
  const due = queues["due"] ?? 0;
  if (due === 0) return <>{t("desk:home.leadEmpty")}</>;
  return (
    <>
      {overdue > 0
        ? t("desk:home.lead", { due: format.number(due), overdue: format.number(overdue) })
        : t("desk:home.leadCalm", { due: format.number(due) })}
    </>
  );
}

function HomeBody({ queues, dueSoon, overdue, today }: HomeAnswer) {
  const { t, format } = useWords();
  const first = dueSoon[0];
  const freights = queues["freight-to-decide"] ?? 0;
  return (
    <>
      <section className="home-queues" aria-label={t("desk:home.queues")}>
        <Figure
          queue="due"
          tone={overdue > 0 ? "bad" : "calm"}
          icon="alert"
          label={t("desk:home.overdue")}
          value={format.number(overdue)}
          note={overdue === 0 ? t("desk:home.overdueNone") : null}
        />
        {shown.map(({ queue, icon }) => (
          <Figure
            key={queue}
            queue={queue}
            icon={icon}
            tone={(queue === "attention" || queue === "disputes") && (queues[queue] ?? 0) > 0 ? "wait" : "calm"}
            label={t(`desk:queue.${queue}`)}
            value={format.number(queues[queue] ?? 0)}
          />
        ))}
      </section>
      {freights > 0 ? (
        <Link to="/return-freights" className="card card-pad home-also">
          <Icon name="truck" size={16} />
          {t("desk:home.freights", { count: freights })}
        </Link>
      ) : null}
      <div className="home-columns">
        <section className="card">
          <header className="card-head">
            <h2>{t("desk:home.dueSoon")}</h2>
            <Link to="/cases" search={{ queue: "due" }} className="quiet-link">
              {t("desk:home.dueAll")}
            </Link>
          </header>
          {dueSoon.length === 0 ? (
            <Face drawing="calm" title={t("desk:home.dueEmpty")} small />
          ) : (
            <ul className="home-due">
              {dueSoon.map((row) => (
                <DueRow key={row.number} row={row} />
              ))}
            </ul>
          )}
          {first ? (
            <footer className="card-foot">
              <Link
                to="/cases/$number"
                params={{ number: first.number }}
                search={{ queue: "due" }}
                className="button-main"
              >
                {t("desk:home.next")}
                <Icon name="forward" size={16} />
              </Link>
            </footer>
          ) : null}
        </section>
        <section className="card">
          <header className="card-head">
            <h2>{t("desk:home.today")}</h2>
            <span className="fine">{format.day(new Date(businessNow()).toISOString())}</span>
          </header>
          <div className="home-today">
            <Today label={t("desk:home.requested")} queue="open" icon="note">
              {format.number(today.requested)}
            </Today>
            <Today label={t("desk:home.approved")} queue="to-send" icon="check">
              {format.number(today.approved)}
            </Today>
            <Today label={t("desk:home.inspected")} queue="to-inspect" icon="parcel">
              {format.number(today.inspected)}
            </Today>
            <Today label={t("desk:home.refunded")} queue="to-pay" icon="coin" wide>
              {today.refunded.length === 0
                ? "—"
                : today.refunded.map((money) => <span key={money.currency}>{format.money(money)}</span>)}
            </Today>
          </div>
        </section>
      </div>
    </>
  );
}

const shown: readonly { queue: Queue; icon: IconName }[] = [
  { queue: "to-decide", icon: "scale" },
  { queue: "to-inspect", icon: "parcel" },
  { queue: "to-ship-out", icon: "sendOut" },
  { queue: "on-the-way", icon: "truck" },
  { queue: "disputes", icon: "gavel" },
  { queue: "to-pay", icon: "coin" },
  { queue: "attention", icon: "hand" },
];

function Figure({ queue, icon, label, value, note, tone }: FigureProps) {
  return (
    <Link to="/cases" search={{ queue }} className="figure" data-tone={tone}>
      <span className="figure-label">
        <Icon name={icon} size={16} />
        {label}
      </span>
      <b>{value}</b>
      {note ? <small>{note}</small> : null}
    </Link>
  );
}
type FigureProps = {
  queue: Queue;
  icon: IconName;
  label: string;
  value: string;
  note?: string | null;
  tone: "calm" | "wait" | "bad";
};

function Today({
  label,
  queue,
  icon,
  wide,
  children,
}: {
  label: string;
  queue: Queue;
  icon: IconName;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <Link to="/cases" search={{ queue }} data-wide={wide || undefined}>
      <span>
        <Icon name={icon} size={16} />
        {label}
      </span>
      <b>{children}</b>
    </Link>
  );
}

function DueRow({ row }: { row: CaseRow }) {
  const { of, title, format, t } = useWords();
  return (
    <li>
      <Link to="/cases/$number" params={{ number: row.number }} search={{ queue: "due" }}>
        <Picture of={row.picture} size={40} />
        <span className="home-due-words">
          <b>
            {row.shopperMask ? `${row.shopperMask} · ` : ""}
            {title(row.title)}
          </b>
          <small>
            {of("kind", row.kind)} · {of("reason", row.reason)} · {format.money(row.amount)}
          </small>
        </span>
        <span className="home-due-clock">
          {row.dueAt ? <Clock until={row.dueAt} /> : <span className="fine">{t("desk:cases.noClock")}</span>}
          <small>{of("waiting-on", row.waitingOn)}</small>
        </span>
      </Link>
    </li>
  );
}

function HomeBars() {
  return (
    <>
      <div className="home-queues">
        {["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => (
          <span key={name} className="figure figure-blank" />
        ))}
      </div>
      <div className="home-columns">
        <section className="card card-pad">
          <Bars count={9} height={28} gap={18} />
        </section>
        <section className="card card-pad">
          <Bars count={5} height={28} gap={18} />
        </section>
      </div>
    </>
  );
}
