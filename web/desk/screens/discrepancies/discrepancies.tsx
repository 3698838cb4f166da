import { Link } from "@tanstack/react-router";
import { Segmented } from "antd";
import { useState } from "react";
import type { ListedDiscrepancy } from "#contract/payments";
import { Status } from "../../../shared/components/index.ts";
import { keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Clock } from "../../frame/clock.tsx";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { discrepancyTones, EndDiscrepancy, HowItEnds } from "../case/discrepancy.tsx";

/** Money that came wrong, of refunds and of what shoppers pay: the platform says by a time how it is put right. */
export function Discrepancies() {
  return (
    <Needs right="cases.read">
      <List />
    </Needs>
  );
}

function List() {
  const { t, of, title, format } = useWords();
  const [state, setState] = useState<"open" | "all">("open");
  const pages = usePages<ListedDiscrepancy>(
    keys.discrepancies,
    "/api/v1/discrepancies",
    { state },
    { refetchInterval: 30_000 },
  );
  return (
    <div className="page">
      <PageHead title={t("desk:discrepancy.list")} lead={t("desk:discrepancy.lead")}>
        <Segmented<"open" | "all">
          value={state}
          onChange={(next) => setState(next)}
          options={[
            { value: "open", label: t("desk:discrepancy.open") },
            { value: "all", label: t("desk:discrepancy.all") },
          ]}
        />
      </PageHead>
      <PagedCard
        label={t("desk:discrepancy.list")}
        pages={{ ...pages, narrowed: false }}
        empty={{ title: state === "open" ? t("desk:discrepancy.noneOpen") : t("desk:discrepancy.noneAtAll") }}
      >
        {(rows) => (
          <table className="table table-broad">
            <thead>
              <tr>
                <th className="right">{t("desk:discrepancy.tooMuch")}</th>
                <th>{t("desk:discrepancy.what")}</th>
                <th className="right">{t("desk:discrepancy.dueAndCame")}</th>
                <th>{t("desk:discrepancy.order")}</th>
                <th>{t("desk:discrepancy.state")}</th>
                <th>{t("desk:discrepancy.until")}</th>
                <th>{t("desk:discrepancy.act")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.number}>
                  <td className="right nowrap">
                    <b className="ac-figures">{format.money(one.tooMuch)}</b>
                    <small className="mono">{one.number}</small>
                  </td>
                  <td>
                    {of("discrepancy-kind", one.kind)}
                    <small className="mono">{one.refund ?? one.collection ?? one.ofPayout}</small>
                  </td>
                  <td className="right nowrap ac-figures">
                    {one.due ? format.money(one.due) : "—"}
                    <small>{format.money(one.came)}</small>
                  </td>
                  <td className="nowrap">
                    <Link to="/orders/$number" params={{ number: one.orderNumber }} className="quiet-link mono">
                      {one.orderNumber}
                    </Link>
                    <small>{title(one.merchantName)}</small>
                  </td>
                  <td>
                    <Status tone={discrepancyTones[one.state]}>{of("discrepancy", one.state)}</Status>
                    <HowItEnds of={one} />
                  </td>
                  <td className="nowrap">{one.dueAt ? <Clock until={one.dueAt} /> : "—"}</td>
                  <td>
                    <EndDiscrepancy of={one} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </PagedCard>
    </div>
  );
}
