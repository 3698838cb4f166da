import { Link } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useState } from "react";
import type { ListedReturnFreight } from "#contract/payments";
import { Status } from "../../../shared/components/index.ts";
import { keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Clock } from "../../frame/clock.tsx";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { DecideFreight, repaidTones } from "../case/freight.tsx";

/** What shoppers laid out above the policy's sum: somebody looks before the time is over, though the case may be. */
export function ReturnFreights() {
  return (
    <Needs right="cases.read">
      <Freights />
    </Needs>
  );
}

function Freights() {
  const { t, of, title, format } = useWords();
  const [state, setState] = useState<"to-decide" | "all">("to-decide");
  const [deciding, setDeciding] = useState<ListedReturnFreight | null>(null);
  const pages = usePages<ListedReturnFreight>(
    keys.returnFreights,
    "/api/v1/return-freights",
    { state },
    { refetchInterval: 30_000 },
  );
  return (
    <div className="page">
      <PageHead title={t("desk:freights.title")} lead={t("desk:freights.lead")}>
        <Segmented<"to-decide" | "all">
          value={state}
          onChange={(next) => setState(next)}
          options={[
            { value: "to-decide", label: t("desk:freights.waiting") },
            { value: "all", label: t("desk:freights.all") },
          ]}
        />
      </PageHead>
      <PagedCard
        label={t("desk:freights.title")}
        pages={{ ...pages, narrowed: false }}
        empty={{ title: state === "to-decide" ? t("desk:freights.noneWaiting") : t("desk:freights.noneAtAll") }}
      >
        {(rows) => (
          <table className="table table-broad">
            <thead>
              <tr>
                <th className="right">{t("desk:freights.paid")}</th>
                <th>{t("desk:freights.case")}</th>
                <th>{t("desk:freights.merchant")}</th>
                <th>{t("desk:freights.payer")}</th>
                <th>{t("desk:freights.state")}</th>
                <th>{t("desk:freights.due")}</th>
                <th>{t("desk:freights.decide")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.number}>
                  <td className="right nowrap">
                    <b className="ac-figures">{format.money(one.paidByShopper)}</b>
                    <small className="mono">{one.number}</small>
                  </td>
                  <td className="nowrap">
                    <Link
                      to="/cases/$number"
                      params={{ number: one.caseNumber }}
                      search={{ queue: "all" }}
                      className="quiet-link mono"
                    >
                      {one.caseNumber}
                    </Link>
                    <small className="ac-figures">{format.nearMoment(one.askedAt)}</small>
                  </td>
                  <td>{title(one.merchantName)}</td>
                  <td className="nowrap">{of("payer", one.payer)}</td>
                  <td className="nowrap">
                    <Status tone={repaidTones[one.state]}>{of("return-freight", one.state)}</Status>
                    {one.decidedBy ? (
                      <small>
                        {format.money(one.amount)} · {t([`desk:freight.by.${one.decidedBy}`, "desk:freight.by.other"])}
                      </small>
                    ) : null}
                  </td>
                  <td className="nowrap">{one.dueAt ? <Clock until={one.dueAt} /> : "—"}</td>
                  <td>
                    {one.abilities.some(({ action, allowed }) => action === "decide" && allowed) ? (
                      <Button size="small" type="primary" onClick={() => setDeciding(one)}>
                        {t("desk:freight.decide")}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </PagedCard>
      {deciding ? (
        <DecideFreight caseNumber={deciding.caseNumber} repaid={deciding} onClose={() => setDeciding(null)} />
      ) : null}
    </div>
  );
}
