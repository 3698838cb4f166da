import { Segmented, Tooltip } from "antd";
import { useState } from "react";
import type { Case, DecisionOnWire } from "#contract/returns";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icon.tsx";
import { TableScroll } from "../../frame/table-scroll.tsx";

type Route = DecisionOnWire["routes"][number];

/** Every route with its verdict, reasons, articles and what it yields; one table per kind of goods in the case. */
export function DecisionCard({ one }: { one: Case }) {
  const { t, title } = useWords();
  const [chosen, setChosen] = useState(0);
  const line = one.lines[chosen] ?? one.lines[0];
  if (!line) return null;
  const { decision } = line;
  return (
    <section className="card decision">
      <header className="card-head">
        <h2>{t("desk:case.decision")}</h2>
        <span className="fine">
          {t("desk:case.versions", {
            policy: decision.policy.version,
            law: decision.law ? `${decision.law.pack} ${decision.law.version}` : "—",
          })}
        </span>
      </header>
      {one.lines.length > 1 ? (
        <div className="decision-lines">
          <Segmented
            value={chosen}
            onChange={(value) => setChosen(Number(value))}
            options={one.lines.map((each, index) => ({
              value: index,
              label: `${title(each.title)} ${each.variant}`.slice(0, 24),
            }))}
          />
        </div>
      ) : null}
      <TableScroll label={t("desk:case.decision")}>
        <table className="decision-table">
          <thead>
            <tr>
              <th>{t("desk:case.route")}</th>
              <th>{t("desk:case.verdict")}</th>
              <th>{t("desk:case.because")}</th>
              <th className="right">{t("desk:case.gets")}</th>
            </tr>
          </thead>
          <tbody>
            {bestFirst(decision).map((route) => (
              <RouteRow
                key={route.route}
                route={route}
                best={route.route === decision.best}
                beside={one.receipt.steps.filter(({ code }) => besideGoods.has(code))}
              />
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Exclusion line={line} />
      <Claims compensation={decision.compensation} />
      <Liable liability={decision.liability ?? []} />
    </section>
  );
}

/** What was confirmed at purchase, and whether it keeps the goods from coming back without a reason. */
function Exclusion({ line: { exclusion } }: { line: Case["lines"][number] }) {
  const { t, of, format } = useWords();
  if (exclusion === null) return null;
  const { confirmation, flaws } = exclusion;
  return (
    <div className="decision-beside">
      <h3>{t("desk:case.exclusion")}</h3>
      <p>
        <Status tone={flaws.length === 0 ? "done" : "wait"}>
          {flaws.length === 0 ? t("desk:case.exclusionHolds") : t("desk:case.exclusionFails")}
        </Status>{" "}
        {of("exclusion", exclusion.class)}
        {confirmation ? ` · ${t("desk:case.confirmedAt", { at: format.moment(confirmation.at) })}` : ""}
        {confirmation?.snapshot ? ` · ${t("desk:case.snapshot", { name: confirmation.snapshot })}` : ""}
      </p>
      {flaws.length > 0 ? (
        <ul className="reasons">
          {flaws.map((flaw) => (
            <li key={flaw}>{of("confirmation-flaw", flaw)}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** What the shopper may ask beside the price back, once a person has found it shown. */
function Claims({ compensation }: { compensation: DecisionOnWire["compensation"] }) {
  const { t, of, because, format } = useWords();
  if (compensation.length === 0) return null;
  return (
    <div className="decision-beside">
      <h3>{t("desk:case.claims")}</h3>
      {compensation.map((claim) => (
        <div key={claim.rule}>
          <p>
            <Status tone={tones[claim.decision]}>{of("verdict", claim.decision)}</Status>{" "}
            {claim.basis ? of("basis", claim.basis) : claim.rule}
            {claim.amount ? <b className="ac-figures"> {format.money(claim.amount)}</b> : null}
          </p>
          <ul className="reasons">
            {claim.because.map((reason) => (
              <li key={reason.code}>{because(reason)}</li>
            ))}
          </ul>
          <Cites citations={claim.citations} />
        </div>
      ))}
    </div>
  );
}

/** Who answers beside the seller or in its place, on what ground. */
function Liable({ liability }: { liability: NonNullable<DecisionOnWire["liability"]> }) {
  const { t, of, because } = useWords();
  if (liability.length === 0) return null;
  return (
    <div className="decision-beside">
      <h3>{t("desk:case.liable")}</h3>
      {liability.map((one) => (
        <div key={one.ground}>
          <p>
            <Status tone={tones[one.decision]}>{of("answers", one.decision)}</Status> {of("liable", one.who)} ·{" "}
            {of("liable-as", one.as)}
          </p>
          <ul className="reasons">
            {one.because.map((reason) => (
              <li key={reason.code}>{because(reason)}</li>
            ))}
          </ul>
          <Cites citations={one.citations} />
        </div>
      ))}
    </div>
  );
}

const tones: Record<Route["decision"], Tone> = { ALLOW: "done", REVIEW: "wait", DENY: "mute" };

/** What a case comes to beside its goods, which is no part of what a route gives for them. */
const besideGoods = new Set(["charged-freight", "beyond-the-lines", "restocking-fee"]);

function RouteRow({ route, best, beside }: { route: Route; best: boolean; beside: Case["receipt"]["steps"] }) {
  const { t, of, because, format } = useWords();
  const side = [
    route.lastDay ? t("desk:case.lastDay", { date: format.day(route.lastDay) }) : null,
    route.decision !== "DENY" && route.freightPayer && route.freightPayer !== "none"
      ? of("freight-payer", route.freightPayer)
      : null,
    route.burdenOfProof === "seller" || route.burdenOfProof === "shopper"
      ? t(`desk:case.burden.${route.burdenOfProof}`)
      : null,
  ].filter((part) => part !== null);
  return (
    <tr data-best={best || undefined}>
      <td>
        <b>{of("route", route.route)}</b>
        {best ? <small className="best-mark">{t("desk:case.best")}</small> : null}
      </td>
      <td>
        <Status tone={tones[route.decision]}>{of("verdict", route.decision)}</Status>
      </td>
      <td>
        <ul className="reasons">
          {[...new Set(route.because.map((reason) => because(reason)))].map((said) => (
            <li key={said}>{said}</li>
          ))}
        </ul>
        <Cites citations={route.citations} />
        {route.decision !== "DENY" && side.length > 0 ? <p className="fine">{side.join(" · ")}</p> : null}
        {best && route.decision === "ALLOW" && route.obligations.length > 0 ? (
          <p className="fine">{`${t("desk:case.obligations")} ${route.obligations.map((duty) => because(duty)).join(" ")}`}</p>
        ) : null}
        {route.warnings.map((warning) => (
          <p key={warning.code} className="warning">
            <Icon name="alert" size={14} />
            {because(warning)}
          </p>
        ))}
      </td>
      <td className="right ac-figures">
        {route.amount && route.decision !== "DENY" ? (
          <b>{format.money(route.amount)}</b>
        ) : (
          <span className="fine">—</span>
        )}
        {route.decision !== "DENY" && route.remedy !== "none" ? <small>{of("remedy", route.remedy)}</small> : null}
        {best && route.amount
          ? beside.map(({ code, amount }) => (
              <small key={code}>
                {of("receipt", code)} {format.money(amount)}
              </small>
            ))
          : null}
      </td>
    </tr>
  );
}

type Citation = Route["citations"][number];

const citesShown = 2;

/** The articles, one entry per law; the first ones at once, the rest on demand. */
export function Cites({ citations }: { citations: readonly Citation[] }) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const laws = [...Map.groupBy(citations, ({ source }) => source)];
  if (laws.length === 0) return null;
  return (
    <p className="cites">
      {laws.slice(0, all ? laws.length : citesShown).map(([source, cited]) => (
        <Law key={source} source={source} cited={cited} />
      ))}
      {all || laws.length <= citesShown ? null : (
        <button type="button" className="cite-more" onClick={() => setAll(true)}>
          {t("desk:case.moreLaws", { count: laws.length - citesShown })}
        </button>
      )}
    </p>
  );
}

function Law({ source, cited }: { source: string; cited: readonly Citation[] }) {
  const { t, of, format } = useWords();
  const articles = [...new Set(cited.flatMap(({ article }) => article.split(/,\s*/)))];
  const instrument = of("statute", source);
  const detail = (cite: Citation) => {
    const dates = cite.inForceTo
      ? t("desk:case.inForceTo", { from: format.day(cite.inForceFrom), to: format.day(cite.inForceTo) })
      : t("desk:case.inForce", { from: format.day(cite.inForceFrom) });
    return `${cite.rule} · ${dates} · ${t([`desk:case.verification.${cite.verification}`, "desk:case.verification.M"])}`;
  };
  return (
    <Tooltip title={[...new Set(cited.map(detail))].map((line) => <div key={line}>{line}</div>)}>
      <button
        type="button"
        className="cite"
        data-checked={cited.every(({ verification }) => verification === "V") || undefined}
      >
        {articles.every((article) => /^\d/.test(article))
          ? t("desk:case.article", { instrument, article: articles.join(t("desk:case.separator")) })
          : `${instrument} ${articles.join(" ")}`}
      </button>
    </Tooltip>
  );
}

/** The best, then what is open, then what is not. */
function bestFirst({ routes, best }: DecisionOnWire): Route[] {
  const rank = (route: Route) =>
    route.route === best ? 0 : route.decision === "ALLOW" ? 1 : route.decision === "REVIEW" ? 2 : 3;
  return routes.toSorted((a, b) => rank(a) - rank(b));
}
