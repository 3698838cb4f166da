import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Case } from "#contract/returns";
import { ByLaw, Picture, Receipt, Status, TabTitle } from "../../../shared/components/index.ts";
import { api, follow, keys, look, useMe, type Viewer } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Copy } from "../../frame/copy.tsx";
import { Answer, Bars } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icon.tsx";
import { useStanding } from "../../frame/standing.ts";
import { BackToList } from "../cases/cases.tsx";
import { Actions } from "./actions.tsx";
import { Axes } from "./axes.tsx";
import { CompensationPanel } from "./compensation.tsx";
import { DecisionCard } from "./decision.tsx";
import { DisputePanel } from "./dispute.tsx";
import { Evidence } from "./evidence.tsx";
import { FreightPanel } from "./freight.tsx";
import { Offers } from "./offers.tsx";
import { Outbound } from "./outbound.tsx";
import { Refunds } from "./refunds.tsx";
import { ShopperAside } from "./shopper-aside.tsx";
import { CaseTimeline } from "./timeline.tsx";
import { WayBack } from "./way-back.tsx";
import "./case.css";

/** One case: where it stands, what the rules say, what may be done, the money, the proof, what happened. */
export function CaseScreen() {
  const { number } = useParams({ from: "/frame/cases/$number" });
  const filter = useSearch({ from: "/frame/cases" });
  const query = useQuery({
    queryKey: keys.case(number),
    queryFn: ({ signal }) => api<Case>("GET", `/api/v1/cases/${encodeURIComponent(number)}`, undefined, { signal }),
  });
  const viewers = useCompany(number);
  return (
    <div className="case-pane" key={number}>
      <BackToList filter={filter} />
      <Answer query={query} waiting={<CaseBars />}>
        {(one) => <CaseBody one={one} viewers={viewers ?? one.viewers} />}
      </Answer>
    </div>
  );
}

function CaseBody({ one, viewers }: { one: Case; viewers: readonly Viewer[] }) {
  const { t, of, format, title } = useWords();
  return (
    <div className="case">
      <div className="case-main">
        <CaseHead one={one} viewers={viewers} />
        <Axes one={one} />
        <Next one={one} />
        <DisputePanel one={one} />
        <Offers one={one} />
        <Outbound one={one} />
        {one.note ? (
          <section className="card card-pad">
            <h2 className="card-title">{t("desk:case.shopperNote")}</h2>
            <p className="quote">{one.note}</p>
          </section>
        ) : null}
        <DecisionCard one={one} />
        <Evidence evidence={one.evidence} />
        <Goods one={one} />
        <div className="case-pair">
          <section className="card card-pad">
            <h2 className="card-title">{t("desk:case.receipt")}</h2>
            <Receipt
              receipt={one.receipt}
              titles={Object.fromEntries(one.lines.map((line) => [line.lineId, title(line.title)]))}
              recompute
            />
            {one.withheld && !one.receipt.steps.some(({ code }) => code === "withheld") ? (
              <p className="withheld">
                {t("desk:case.withheld")} <b className="ac-figures">−{format.money(one.withheld)}</b>
              </p>
            ) : null}
            {one.freightPayer ? <p className="fine">{of("freight-payer", one.freightPayer)}</p> : null}
          </section>
          <Refunds one={one} />
        </div>
        <FreightPanel one={one} />
        <CompensationPanel one={one} />
        {one.goodsState === "none" ? null : <WayBack one={one} />}
        <CaseTimeline lines={one.timeline} />
        <p className="fine case-end">
          {t("desk:case.requestedAt")} {format.moment(one.requestedAt)} ·{" "}
          {t("desk:case.versions", { policy: one.policy.version, law: one.lawVersion })}
        </p>
      </div>
      <ShopperAside one={one} />
      <Actions one={one} />
    </div>
  );
}

function CaseHead({ one, viewers }: { one: Case; viewers: readonly Viewer[] }) {
  const { t, of, title, format } = useWords();
  const me = useMe();
  const { word, tone } = useStanding(one);
  const others = viewers.filter((viewer) => viewer.id !== me?.id);
  return (
    <header className="case-head">
      <Picture of={one.picture} size={56} />
      <div className="case-head-words">
        <TabTitle of={one.number} />
        <h1>
          <span>{title(one.title)}</span>
          <span className="case-kind">{of("kind", one.kind)}</span>
          <Status tone={tone}>{of("standing", word)}</Status>
          {one.attempt > 1 ? <span className="pill">{t("desk:case.attempt", { n: one.attempt })}</span> : null}
        </h1>
        <p className="case-head-facts">
          <Copy text={one.number} />
          <Link to="/orders/$number" params={{ number: one.orderNumber }} className="quiet-link">
            {t("desk:case.order", { number: one.orderNumber })}
          </Link>
          <span>{one.reasonWords ? title(one.reasonWords) : of("reason", one.reason)}</span>
          <span>{title(one.merchant.name)}</span>
          <b className="ac-figures">{format.money(one.amount)}</b>
          {one.kind === "exchange" || one.asked.amount === one.amount.amount ? null : (
            <span className="ac-figures">{t("desk:case.askedFor", { amount: format.money(one.asked) })}</span>
          )}
        </p>
      </div>
      <div className="case-head-people">
        {others.length > 0 ? (
          <span className="company" role="status">
            <Icon name="eye" size={14} />
            {others.length > 2
              ? t("desk:case.watchingMore", {
                  names: others
                    .slice(0, 2)
                    .map(({ name }) => name)
                    .join(t("desk:case.separator")),
                  n: others.length,
                })
              : t("desk:case.watching", { names: others.map(({ name }) => name).join(t("desk:case.separator")) })}
          </span>
        ) : null}
        <span className="fine">
          {one.assignedTo
            ? t("desk:case.assigned", { name: one.assignedTo.name ?? t("desk:case.platform") })
            : t("desk:case.unassigned")}
        </span>
      </div>
    </header>
  );
}

/** What happens now, and what happens if nobody does anything. */
function Next({ one }: { one: Case }) {
  const { t, of } = useWords();
  const { now, ifNobody } = one.next;
  return (
    <section className="next-box" data-waiting={one.waitingOn}>
      <p>
        <b>{of("now", now.code, now.params)}</b>
      </p>
      {ifNobody ? (
        <p>
          <span className="fine">{t("desk:case.nobodyActs")}</span>{" "}
          {of("if-nobody", ifNobody.code, { ...ifNobody.params, amount: one.amount })}
        </p>
      ) : null}
      <ByLaw byLaw={one.next.byLaw} className="fine next-box-present" />
      {one.present ? <p className="fine next-box-present">{t("desk:case.present")}</p> : null}
    </section>
  );
}

function Goods({ one }: { one: Case }) {
  const { t, title, format } = useWords();
  return (
    <section className="card">
      <header className="card-head">
        <h2>{t("desk:case.goods")}</h2>
        <Link to="/orders/$number" params={{ number: one.orderNumber }} className="quiet-link">
          {t("desk:case.openOrder")}
        </Link>
      </header>
      <ul className="goods">
        {one.lines.map((line) => (
          <li key={line.lineId}>
            <Picture of={line.picture} size={44} />
            <span className="goods-words">
              <b>{title(line.title)}</b>
              <small>{[line.variant, format.money(line.unitPrice)].filter(Boolean).join(" · ")}</small>
            </span>
            <span className="goods-count">
              {t("desk:case.units", { n: line.quantity })}
              {line.acceptedQuantity === null ? null : (
                <small>{t("desk:case.accepted", { n: line.acceptedQuantity })}</small>
              )}
            </span>
            <b className="ac-figures">{format.money(line.requested)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Tells the others that somebody is here, and hears who they are; news about the case refreshes it. */
function useCompany(number: string): readonly Viewer[] | null {
  const client = useQueryClient();
  const [viewers, setViewers] = useState<readonly Viewer[] | null>(null);
  useEffect(() => {
    const subject = `case:${number}`;
    const refresh = () => {
      for (const queryKey of [keys.case(number), keys.compensations(number)])
        void client.invalidateQueries({ queryKey });
    };
    const unfollow = follow(subject, { onEvent: refresh, onReset: refresh, onViewers: setViewers });
    const leave = look(subject);
    return () => {
      leave();
      unfollow();
      setViewers(null);
    };
  }, [client, number]);
  return viewers;
}

function CaseBars() {
  return (
    <div className="case">
      <div className="case-main">
        <div className="case-head">
          <span className="blank-square" />
          <Bars count={2} height={20} gap={10} />
        </div>
        <div className="card axes-blank" />
        <div className="card card-pad">
          <Bars count={6} height={26} gap={18} />
        </div>
      </div>
      <aside className="case-aside">
        <div className="card card-pad">
          <Bars count={6} height={18} gap={14} />
        </div>
      </aside>
    </div>
  );
}
