import { Link } from "@tanstack/react-router";
import type { CarrierClaim } from "#contract/returns";
import { keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";

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
  const pages = usePages<CarrierClaim>(keys.carrierClaims, "/api/v1/carrier-claims");
  return (
    <div className="page">
      <PageHead title={t("desk:carriers.title")} lead={t("desk:carriers.lead")} />
      <PagedCard
        label={t("desk:carriers.title")}
        pages={pages}
        empty={{ title: t("desk:carriers.none"), why: t("desk:carriers.noneWhy") }}
      >
        {(rows) => (
          <table className="table table-broad">
            <thead>
              <tr>
                <th className="right">{t("desk:carriers.amount")}</th>
                <th>{t("desk:carriers.carrier")}</th>
                <th>{t("desk:carriers.direction")}</th>
                <th>{t("desk:carriers.case")}</th>
                <th>{t("desk:carriers.merchant")}</th>
                <th>{t("desk:carriers.at")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
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
              ))}
            </tbody>
          </table>
        )}
      </PagedCard>
    </div>
  );
}
