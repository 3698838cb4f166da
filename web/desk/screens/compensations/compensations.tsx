import { Link } from "@tanstack/react-router";
import type { Compensation } from "#contract/payments";
import { Status } from "../../../shared/components/index.ts";
import { keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { WorkList } from "../../frame/work-list.tsx";
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
  return (
    <WorkList<Compensation>
      name={keys.allCompensations}
      path="/api/v1/compensations"
      title={t("desk:comp.queue")}
      lead={t("desk:comp.queueLead")}
      piles={[
        { state: "waiting", label: t("desk:comp.waiting"), none: t("desk:comp.noneWaiting") },
        { state: "all", label: t("desk:comp.all"), none: t("desk:comp.noneAtAll") },
      ]}
      columns={[
        { figures: t("desk:comp.amount") },
        t("desk:comp.what"),
        t("desk:comp.case"),
        t("desk:comp.payer"),
        t("desk:comp.by"),
        t("desk:comp.state"),
        t("desk:comp.decide"),
      ]}
    >
      {(one) => (
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
              <small>{t("desk:comp.agreed", { given: one.approvals.length, needed: one.approvalsNeeded })}</small>
            ) : null}
          </td>
          <td>
            <Decide one={one} />
          </td>
        </tr>
      )}
    </WorkList>
  );
}
