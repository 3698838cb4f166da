import type { DecisionOnWire } from "#contract/returns";
import { Status } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import { Articles, bySource } from "./basis.tsx";

type Route = DecisionOnWire["routes"][number];

/** What the law gives for these goods, and what the shop adds to it: each with its article or clause. */
export function Rights({ decision }: { decision: DecisionOnWire }) {
  const { t } = useWords();
  const open = decision.routes.filter((route) => route.decision !== "DENY" && route.remedies.length > 0);
  const law = open.filter(({ route }) => route !== "promise");
  const shop = open.filter(({ route }) => route === "promise");
  return (
    <details className="card rights">
      <summary>
        {t("portal:request.rights")}
        <Icon name="down" size={16} />
      </summary>
      <h3 className="small">{t("portal:request.rights-law")}</h3>
      {law.length === 0 ? <p className="small quiet">{t("portal:request.rights-law-none")}</p> : null}
      <ul>
        {law.map((route) => (
          <Right key={route.route} route={route} />
        ))}
      </ul>
      <h3 className="small">{t("portal:request.rights-shop")}</h3>
      {shop.length === 0 ? <p className="small quiet">{t("portal:request.rights-shop-none")}</p> : null}
      <ul>
        {shop.map((route) => (
          <Right key={route.route} route={route} version={decision.policy.version} />
        ))}
      </ul>
      <Claims compensation={decision.compensation} />
    </details>
  );
}

/** What may be asked beside the price back, once it is shown. */
function Claims({ compensation }: { compensation: DecisionOnWire["compensation"] }) {
  const { t, of, because, format } = useWords();
  const open = compensation.filter(({ decision }) => decision !== "DENY");
  if (open.length === 0) return null;
  return (
    <>
      <h3 className="small">{t("portal:request.rights-claims")}</h3>
      <ul>
        {open.map((claim) => (
          <li key={claim.rule} className="right">
            <p className="right-head">
              <b>
                {claim.basis ? of("basis", claim.basis) : claim.rule}
                {claim.amount ? ` ${format.money(claim.amount)}` : ""}
              </b>
              {claim.decision === "REVIEW" ? <Status tone="wait">{t("portal:request.needs-look")}</Status> : null}
            </p>
            {claim.because.map((one) => (
              <p key={one.code} className="small">
                {because(one)}
              </p>
            ))}
            {bySource(claim.citations).map((same) => (
              <p key={same[0]?.source} className="tiny quiet">
                <Articles citations={same} />
              </p>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

function Right({ route, version }: { route: Route; version?: string }) {
  const { t, of, because, format } = useWords();
  const remedies = [...new Set(route.remedies.map(({ remedy }) => of("remedy", remedy)))];
  return (
    <li className="right">
      <p className="right-head">
        <b>{of("route", route.route)}</b>
        {route.decision === "REVIEW" ? <Status tone="wait">{t("portal:request.needs-look")}</Status> : null}
      </p>
      <p className="small">
        {[
          remedies.join(t("portal:request.or")),
          route.lastDay ? t("portal:request.last-day", { day: format.day(route.lastDay) }) : "",
          route.freightPayer ? of("freight-payer", route.freightPayer) : "",
        ]
          .filter(Boolean)
          .join(t("portal:list-join"))}
      </p>
      {version === undefined
        ? bySource(route.citations).map((same) => (
            <p key={same[0]?.source} className="tiny quiet">
              <Articles citations={same} />
            </p>
          ))
        : route.because.map((one) => (
            <p key={one.code + String(one.rule)} className="tiny quiet">
              {because(one)} {one.rule ? t("portal:request.clause", { version, clause: one.rule }) : ""}
            </p>
          ))}
    </li>
  );
}
