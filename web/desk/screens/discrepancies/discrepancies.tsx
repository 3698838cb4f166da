import { Link } from "@tanstack/react-router";
import type { ListedDiscrepancy } from "#contract/payments";
import { Status } from "../../../shared/components/index.ts";
import { keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Clock } from "../../frame/clock.tsx";
import { Needs } from "../../frame/faces.tsx";
import { WorkList } from "../../frame/work-list.tsx";
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
  return (
    <WorkList<ListedDiscrepancy>
      name={keys.discrepancies}
      path="/api/v1/discrepancies"
      title={t("desk:discrepancy.list")}
      lead={t("desk:discrepancy.lead")}
      piles={[
        { state: "open", label: t("desk:discrepancy.open"), none: t("desk:discrepancy.noneOpen") },
        { state: "all", label: t("desk:discrepancy.all"), none: t("desk:discrepancy.noneAtAll") },
      ]}
      columns={[
        { figures: t("desk:discrepancy.tooMuch") },
        t("desk:discrepancy.what"),
        { figures: t("desk:discrepancy.dueAndCame") },
        t("desk:discrepancy.order"),
        t("desk:discrepancy.state"),
        t("desk:discrepancy.until"),
        t("desk:discrepancy.act"),
      ]}
    >
      {(one) => (
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
      )}
    </WorkList>
  );
}
