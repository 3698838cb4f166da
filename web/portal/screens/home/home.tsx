import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { OrderRow } from "#contract/orders";
import type { CaseRow } from "#contract/returns";
import { Countdown, Picture, Status, standingOf } from "../../../shared/components/index.ts";
import { businessNow, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { bySoonest, type HomeAnswer, homeQuery } from "../../data/home.ts";
import { Empty, Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { movesMoney } from "../progress/abilities.ts";
import "./home.css";

/** What waits for the shopper first, then what is under way for them. */
export function Home() {
  const { t } = useWords();
  const home = useQuery(homeQuery);
  return (
    <Screen title={t("common:product")}>
      <Loaded query={home} skeleton={<HomeSkeleton />}>
        {(answer) => <Content {...answer} />}
      </Loaded>
    </Screen>
  );
}

function Content({ waitingForYou, inProgress, onTheWay, recent }: HomeAnswer) {
  const { t } = useWords();
  const quiet = waitingForYou.length + inProgress.length + onTheWay.length === 0;
  const shown = new Set(onTheWay.map((one) => one.number));
  const others = recent.filter((one) => !shown.has(one.number));
  return (
    <>
      <Greeting waiting={waitingForYou.length} going={inProgress.length} />
      {bySoonest(waitingForYou).map((one) => (
        <WaitingCase key={one.number} one={one} />
      ))}
      {inProgress.length > 0 ? <h2 className="section-head">{t("portal:home.in-progress")}</h2> : null}
      {inProgress.map((one) => (
        <GoingCase key={one.number} one={one} />
      ))}
      {onTheWay.length > 0 ? <h2 className="section-head">{t("portal:home.on-the-way")}</h2> : null}
      {onTheWay.map((one) => (
        <OrderLink key={one.number} one={one} />
      ))}
      {others.length > 0 ? (
        <div className="section-head">
          <h2>{t("portal:home.recent")}</h2>
          <Link to="/orders">
            {t("portal:home.all-orders")} <Icon name="forward" size={14} />
          </Link>
        </div>
      ) : null}
      {others.map((one) => (
        <OrderLink key={one.number} one={one} />
      ))}
      {quiet && others.length === 0 ? (
        <Empty drawing="calm" title={t("portal:home.empty")} text={t("portal:home.empty-text")} />
      ) : null}
    </>
  );
}

function Greeting({ waiting, going }: { waiting: number; going: number }) {
  const { t } = useWords();
  const me = useMe();
  const hour = new Date(businessNow()).getHours();
  const time = hour < 5 ? "night" : hour < 11 ? "morning" : hour < 13 ? "noon" : hour < 18 ? "afternoon" : "evening";
  const hello = {
    night: t("portal:home.hello-night"),
    morning: t("portal:home.hello-morning"),
    noon: t("portal:home.hello-noon"),
    afternoon: t("portal:home.hello-afternoon"),
    evening: t("portal:home.hello-evening"),
  }[time];
  const parts = [
    waiting > 0 ? t("portal:home.waiting-count", { count: waiting }) : "",
    going > 0 ? t("portal:home.going-count", { count: going }) : "",
  ].filter((part) => part !== "");
  return (
    <div className="greeting">
      <div>
        <p className="greeting-hello">
          {me?.name && !me.name.includes("*") ? t("portal:home.hello-name", { hello, name: me.name }) : hello}
        </p>
        <p className="small">
          {parts.length > 0
            ? t("portal:home.summary", { parts: parts.join(t("portal:home.summary-join")) })
            : t("portal:home.summary-none")}
        </p>
      </div>
      <svg
        aria-hidden="true"
        viewBox="0 0 84 64"
        width="84"
        height="64"
        fill="none"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path className="paper" d="M14 26l24-11 24 11v23L38 60 14 49Z" />
        <path d="M14 26l24 11 24-11M38 37v23M26 20.5l24 11v8" />
        <path d="M72 58V40M72 48c-7 0-9-4-9-9 6 0 9 3 9 9ZM72 44c0-6 3-8 8-8 0 5-3 8-8 8Z" />
        <path d="M30 6c6-4 12-3 16 1M46 2v5h-5" />
      </svg>
    </div>
  );
}

/** What a case waits for the shopper to do. */
function waitingFor(one: CaseRow): "send" | "resubmit" | "offer" | "deduction" | "receive" | "ruling" | "pay" | "look" {
  if (one.disputeState === "ruled") return "ruling";
  if (one.caseState === "negotiating") return "offer";
  if (one.goodsState === "awaiting-shipment") return "send";
  if (one.outboundState === "shipped" || one.outboundState === "arrived") return "receive";
  if (one.caseState === "rejected") return "resubmit";
  if (one.caseState !== "approved") return "look";
  if (one.goodsState === "inspected") return one.kind === "repair" ? "offer" : "deduction";
  return one.kind === "exchange" ? "pay" : "look";
}

/** The most visible thing on the page: what to do, until when, and the button that does it. */
function WaitingCase({ one }: { one: CaseRow }) {
  const { t, title, format, of } = useWords();
  const what = waitingFor(one);
  const why = {
    send: t("portal:home.send-back"),
    resubmit: t("portal:home.resubmit"),
    offer: t("portal:home.offer"),
    deduction: t("portal:home.deduction"),
    receive: t("portal:home.receive"),
    ruling: t("portal:home.ruling"),
    pay: t("portal:home.pay"),
    look: t("portal:home.waiting"),
  }[what];
  const button = {
    send: t("portal:home.send-back-do"),
    resubmit: t("portal:home.resubmit-do"),
    offer: t("portal:home.offer-do"),
    deduction: t("portal:home.deduction-do"),
    receive: t("portal:home.receive-do"),
    ruling: t("portal:home.ruling-do"),
    pay: t("portal:home.pay-do"),
    look: t("portal:home.look-do"),
  }[what];
  return (
    <article className="card waiting-case">
      <div className="card-head">
        <Status tone="wait">{why}</Status>
        {one.dueAt ? (
          <span className="small quiet">
            <Countdown until={one.dueAt} short />
          </span>
        ) : null}
      </div>
      <div className="goods">
        <Picture of={one.picture} size={56} />
        <div className="goods-words">
          <h2 className="goods-title">{title(one.title)}</h2>
          <p className="small quiet">
            {of("kind", one.kind)} ·{" "}
            {movesMoney(one) ? (
              <>
                <span className="figures">{format.money(one.amount)}</span> ·{" "}
              </>
            ) : null}
            {t("portal:units", { count: one.units })}
          </p>
          {one.dueAt && what === "send" ? (
            <p className="small quiet">{t("portal:home.send-by", { at: format.moment(one.dueAt) })}</p>
          ) : null}
        </div>
      </div>
      <Link
        to="/cases/$number"
        params={{ number: one.number }}
        hash={what === "send" ? "do" : ""}
        className="button main wide"
      >
        {button}
      </Link>
    </article>
  );
}

function GoingCase({ one }: { one: CaseRow }) {
  const { t, title, format, of } = useWords();
  const { word, tone } = standingOf(one);
  return (
    <Link to="/cases/$number" params={{ number: one.number }} className="card going-case">
      <div className="card-head">
        <Status tone={tone}>{of("standing", word)}</Status>
        {one.dueAt && one.closedAt === null ? (
          <span className="small quiet">
            {word === "platform-looks" ? "" : `${of("waiting-on", one.waitingOn)} · `}
            <Countdown until={one.dueAt} short />
          </span>
        ) : null}
      </div>
      <div className="goods">
        <Picture of={one.picture} size={44} />
        <div className="goods-words">
          <p className="goods-title">{title(one.title)}</p>
          <p className="small quiet">
            {of("kind", one.kind)} · {t("portal:units", { count: one.units })}
          </p>
        </div>
        {movesMoney(one) ? <b className="goods-figure">{format.money(one.amount)}</b> : null}
      </div>
    </Link>
  );
}

function OrderLink({ one }: { one: OrderRow }) {
  const { t, title, format, of } = useWords();
  const first = one.lines.find((line) => !line.isGift) ?? one.lines[0];
  const units = one.lines.reduce((sum, line) => sum + line.quantity, 0);
  if (!first) return null;
  return (
    <Link to="/orders/$number" params={{ number: one.number }} className="card order-link">
      <div className="goods">
        <Picture of={first.picture} size={44} />
        <div className="goods-words">
          <p className="goods-title">
            {one.lines.length > 1
              ? t("portal:order.and-more", { title: title(first.title), count: one.lines.length })
              : title(first.title)}
          </p>
          <p className="small quiet">
            {of("delivery", one.state)} · {t("portal:units", { count: units })} · {format.day(one.placedAt)}
          </p>
        </div>
        <span className="goods-figure small">{format.money(one.paid)}</span>
      </div>
    </Link>
  );
}

function HomeSkeleton() {
  return (
    <>
      <span className="skeleton greeting-skeleton" />
      <SkeletonCard picture bars={[70, 45, 96]} />
      <SkeletonCard picture bars={[60, 40]} />
      <SkeletonCard picture bars={[66, 44]} />
    </>
  );
}
