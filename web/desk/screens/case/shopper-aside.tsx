import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Case, CaseRow } from "#contract/returns";
import { Status, standingOf } from "../../../shared/components/index.ts";
import { api, keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Bars } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icon.tsx";
import { useHolds } from "../../frame/rights.ts";
import { SignalsPanel } from "./signals.tsx";

/** The shopper beside the case: who, how long, how many, and what else is going on. */
export function ShopperAside({ one }: { one: Case }) {
  const { t, of, format, title } = useWords();
  const holds = useHolds();
  const shopper = one.shopper;
  const others = useQuery({
    queryKey: keys.caseList({ customerId: one.customerId, limit: "8" }),
    queryFn: ({ signal }) =>
      api<{ items: CaseRow[] }>("GET", `/api/v1/cases?queue=all&customerId=${one.customerId}&limit=8`, undefined, {
        signal,
      }),
    staleTime: 30_000,
  });
  const rows = (others.data?.items ?? []).filter(({ number }) => number !== one.number);
  return (
    <aside className="case-aside" aria-label={t("desk:case.shopper")}>
      {shopper ? (
        <section className="card card-pad shopper-card">
          <header>
            <i className="avatar avatar-l">{(shopper.nameMask ?? "·").slice(0, 1)}</i>
            <div>
              <b>{shopper.nameMask ?? t("desk:case.shopper")}</b>
              <span className="ac-figures">{shopper.phoneMask ?? ""}</span>
            </div>
            {shopper.tier ? (
              <span className="pill pill-jade">{t([`desk:case.tier.${shopper.tier}`, "desk:case.tier.standard"])}</span>
            ) : null}
          </header>
          <dl className="shopper-figures">
            <div>
              <dt>{t("desk:case.ordersCount")}</dt>
              <dd className="ac-figures">{format.number(shopper.orders)}</dd>
            </div>
            <div>
              <dt>{t("desk:case.casesCount")}</dt>
              <dd className="ac-figures">{format.number(shopper.cases)}</dd>
            </div>
          </dl>
          {shopper.since ? (
            <p className="fine">{t("desk:case.shopperSince", { date: format.day(shopper.since) })}</p>
          ) : null}
          {holds("shoppers.read") ? (
            <Link to="/shoppers/$customerId" params={{ customerId: shopper.customerId }} className="button-quiet">
              {t("desk:case.openShopper")}
              <Icon name="forward" size={14} />
            </Link>
          ) : null}
        </section>
      ) : null}
      <SignalsPanel number={one.number} />
      <section className="card">
        <header className="card-head">
          <h2>{t("desk:case.otherCases")}</h2>
        </header>
        {others.isPending ? (
          <div className="card-pad">
            <Bars count={3} />
          </div>
        ) : rows.length === 0 ? (
          <p className="fine card-pad-in">{t("desk:case.otherNone")}</p>
        ) : (
          <ul className="others">
            {rows.map((row) => {
              const { word, tone } = standingOf(row, "platform");
              return (
                <li key={row.number}>
                  <Link to="/cases/$number" params={{ number: row.number }} search={{ queue: "all" }}>
                    <b>{title(row.title)}</b>
                    <span>
                      {of("kind", row.kind)} · {format.money(row.amount)}
                    </span>
                    <span>
                      <Status tone={tone}>{of("standing", word)}</Status> {format.relative(row.requestedAt)}
                    </span>
                  </Link>
                </li>
              );
            })}
          </ul>
        )}
      </section>
      <section className="card card-pad">
        <h2 className="card-title">{t("desk:case.merchantSide")}</h2>
        <p className="aside-merchant">
          <Icon name="shop" size={16} />
          {title(one.merchant.name)}
        </p>
        <p className="fine">
          {title(one.policy.title)} · v{one.policy.version}
        </p>
        {holds("policies.read") ? (
          <Link
            to="/policies/$id/$version"
            params={{ id: one.policy.id, version: String(one.policy.version) }}
            className="quiet-link"
          >
            {t("desk:nav.policies")}
          </Link>
        ) : null}
      </section>
    </aside>
  );
}
