import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import type { ListedReturnFreight } from "#contract/payments";
import { Status } from "../../../shared/components/index.ts";
import { keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Clock } from "../../frame/clock.tsx";
import { Needs } from "../../frame/faces.tsx";
import { WorkList } from "../../frame/work-list.tsx";
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
  const [deciding, setDeciding] = useState<ListedReturnFreight | null>(null);
  return (
    <>
      <WorkList<ListedReturnFreight>
        name={keys.returnFreights}
        path="/api/v1/return-freights"
        title={t("desk:freights.title")}
        lead={t("desk:freights.lead")}
        piles={[
          { state: "to-decide", label: t("desk:freights.waiting"), none: t("desk:freights.noneWaiting") },
          { state: "all", label: t("desk:freights.all"), none: t("desk:freights.noneAtAll") },
        ]}
        columns={[
          { figures: t("desk:freights.paid") },
          t("desk:freights.case"),
          t("desk:freights.merchant"),
          t("desk:freights.payer"),
          t("desk:freights.state"),
          t("desk:freights.due"),
          t("desk:freights.decide"),
        ]}
      >
        {(one) => (
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
        )}
      </WorkList>
      {deciding ? (
        <DecideFreight caseNumber={deciding.caseNumber} repaid={deciding} onClose={() => setDeciding(null)} />
      ) : null}
    </>
  );
}
