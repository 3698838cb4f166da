import type { z } from "zod";
import type { merchantShape } from "#contract/parties";
import { Status } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";

type Merchant = z.infer<typeof merchantShape>;

/** The merchants of the platform and where goods go back to. */
export function Merchants() {
  return (
    <Needs right="merchants.read">
      <MerchantList />
    </Needs>
  );
}

function MerchantList() {
  const { t, title } = useWords();
  const pages = usePages<Merchant>(["merchants"], "/api/v1/merchants");
  return (
    <div className="page">
      <PageHead title={t("desk:merchants.title")} />
      <PagedCard label={t("desk:merchants.title")} pages={pages} empty={{ title: t("desk:merchants.empty") }}>
        {(rows) => (
          <table className="table table-broad">
            <thead>
              <tr>
                <th>{t("desk:merchants.name")}</th>
                <th>{t("desk:merchants.returnAddress")}</th>
                <th>{t("desk:merchants.phone")}</th>
                <th>{t("desk:merchants.state")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <b>{title({ zh: row.name, en: row.nameEn })}</b>
                    <small className="mono">{row.number}</small>
                  </td>
                  <td>
                    {row.returnAddress.name} <span className="ac-figures">{row.returnAddress.phone}</span>
                    <small>{row.returnAddress.address}</small>
                  </td>
                  <td className="nowrap ac-figures">{row.contactPhone}</td>
                  <td className="nowrap">
                    <Status tone={row.state === "open" ? "done" : "mute"}>
                      {row.state === "open" ? t("desk:merchants.open") : t("desk:merchants.closed")}
                    </Status>
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
