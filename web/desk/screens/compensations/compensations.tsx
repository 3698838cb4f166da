import { Link } from "@tanstack/react-router";
import { Segmented } from "antd";
import { useState } from "react";
import type { Compensation } from "#contract/payments";
import { Status } from "../../../shared/components/index.ts";
import { keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { compensationTones, Decide } from "../case/compensation.tsx";

/** What waits for somebody to agree to it, and everything that was given. */
export function Compensations() {
  return (
    <Needs right="compensation.read">
      <CompensationQueue />
    </Needs>
  );
}

function CompensationQueue() {
  const { t, of, format } = useWords();
  const [state, setState] = useState<"waiting" | "all">("waiting");
  const pages = usePages<Compensation>(
    keys.allCompensations,
    "/api/v1/compensations",
    { state },
    { refetchInterval: 15_000 },
  );
  return (
    <div className="page">
      <PageHead title={t("desk:comp.queue")} lead={t("desk:comp.queueLead")}>
        <Segmented<"waiting" | "all">
          value={state}
          onChange={(next) => setState(next)}
          options={[
            { value: "waiting", label: t("desk:comp.waiting") },
            { value: "all", label: t("desk:comp.all") },
          ]}
        />
      </PageHead>
      <PagedCard
        label={t("desk:comp.queue")}
        pages={{ ...pages, narrowed: false }}
        empty={{ title: state === "waiting" ? t("desk:comp.noneWaiting") : t("desk:comp.noneAtAll") }}
      >
        {(rows) => (
          <table className="table table-broad">
            <thead>
              <tr>
                <th className="right">{t("desk:comp.amount")}</th>
                <th>{t("desk:comp.what")}</th>
                <th>{t("desk:comp.case")}</th>
                <th>{t("desk:comp.payer")}</th>
                <th>{t("desk:comp.by")}</th>
                <th>{t("desk:comp.state")}</th>
                <th>{t("desk:comp.decide")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.number}>
                  <td className="right nowrap">
                    <b className="ac-figures">{format.money(one.amount)}</b>
                    <small className="mono">{one.number}</small>
                  </td>
                  <td>
                    {of("ground", one.ground)}
                    <small>
                      {[of("compensation-kind", one.kind), one.basis ? of("basis", one.basis) : "", one.rule ?? ""]
                        .filter(Boolean)
                        .join(" · ")}
                    </small>
                    {one.note ? <small>{one.note}</small> : null}
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
                  </td>
                  <td className="nowrap">{of("payer", one.payer)}</td>
                  <td>
                    {one.proposedBy ?? t([`desk:role.${one.proposedRole}`, "desk:role.other"])}
                    <small className="ac-figures">{format.nearMoment(one.proposedAt)}</small>
                  </td>
                  <td className="nowrap">
                    <Status tone={compensationTones[one.state]}>{of("compensation", one.state)}</Status>
                    {one.approvalsNeeded > 0 ? (
                      <small>
                        {t("desk:comp.agreed", { given: one.approvals.length, needed: one.approvalsNeeded })}
                      </small>
                    ) : null}
                  </td>
                  <td>
                    <Decide one={one} />
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
