import { Link } from "@tanstack/react-router";
import type { CarrierClaim } from "#contract/returns";
import { keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { WorkList } from "../../frame/work-list.tsx";

/** What carriers lost or spoilt and are to be asked for, each with its case and its parcel. */
export function CarrierClaims() {
  return (
    <Needs right="deposits.read">
      <Claims />
    </Needs>
  );
}

function Claims() {
  const { t, of, title, format } = useWords();
  return (
    <WorkList<CarrierClaim>
      name={keys.carrierClaims}
      path="/api/v1/carrier-claims"
      title={t("desk:carriers.title")}
      lead={t("desk:carriers.lead")}
      piles={[{ none: t("desk:carriers.none"), noneWhy: t("desk:carriers.noneWhy") }]}
      columns={[
        { figures: t("desk:carriers.amount") },
        t("desk:carriers.carrier"),
        t("desk:carriers.direction"),
        t("desk:carriers.case"),
        t("desk:carriers.merchant"),
        t("desk:carriers.at"),
      ]}
    >
      {(one) => (
        <tr key={one.id}>
          <td className="right nowrap">
            <b className="ac-figures">{format.money(one.amount)}</b>
          </td>
          <td className="nowrap">
            {one.carrier ? of("carrier", one.carrier) : t("desk:carriers.unknown")}
            {one.trackingNumber ? <small className="mono">{one.trackingNumber}</small> : null}
          </td>
          <td>{t(`desk:carriers.way.${one.direction}`)}</td>
          <td className="nowrap">
            <Link
              to="/cases/$number"
              params={{ number: one.caseNumber }}
              search={{ queue: "all" }}
              className="quiet-link mono"
            >
              {one.caseNumber}
            </Link>
            <small className="mono">{one.orderNumber}</small>
          </td>
          <td>{title(one.merchantName)}</td>
          <td className="nowrap ac-figures">{format.nearMoment(one.at)}</td>
        </tr>
      )}
    </WorkList>
  );
}
