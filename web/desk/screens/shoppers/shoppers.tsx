import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { ShopperRow } from "#contract/parties";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { SearchField } from "../../frame/search-field.tsx";
import "./shoppers.css";

/** Finds a shopper by what a caller can say: a number, a phone, its last four digits, an e-mail. */
export function Shoppers() {
  return (
    <Needs right="shoppers.read">
      <ShopperList />
    </Needs>
  );
}

function ShopperList() {
  const { t, format } = useWords();
  const { q } = useSearch({ from: "/frame/shoppers" });
  const navigate = useNavigate();
  const pages = usePages<ShopperRow>(["shoppers"], "/api/v1/shoppers", { q });
  const find = useCallback(
    (text: string) => void navigate({ to: "/shoppers", search: text ? { q: text } : {}, replace: true }),
    [navigate],
  );
  return (
    <div className="page">
      <PageHead title={t("desk:shoppers.title")} lead={t("desk:shoppers.searchWhy")}>
        <SearchField value={q ?? ""} onSearch={find} placeholder={t("desk:shoppers.search")} width={380} />
      </PageHead>
      <PagedCard
        label={t("desk:shoppers.title")}
        pages={pages}
        empty={{ title: t("desk:shoppers.empty"), why: t("desk:shoppers.emptyWhy") }}
      >
        {(rows) => (
          <table className="table">
            <thead>
              <tr>
                <th>{t("desk:shoppers.name")}</th>
                <th>{t("desk:shoppers.phone")}</th>
                <th className="wide">{t("desk:shoppers.email")}</th>
                <th className="wide">{t("desk:shoppers.tier")}</th>
                <th className="wide">{t("desk:shoppers.source")}</th>
                <th className="wide">{t("desk:shoppers.since")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.customerId} data-link>
                  <td className="nowrap">
                    <Link
                      to="/shoppers/$customerId"
                      params={{ customerId: row.customerId }}
                      className="row-link shopper-name"
                    >
                      <i className="avatar">{(row.nameMask ?? "·").slice(0, 1)}</i>
                      {row.erasedAt ? t("desk:shoppers.erased") : (row.nameMask ?? "—")}
                    </Link>
                  </td>
                  <td className="nowrap ac-figures">{row.phoneMask ?? "—"}</td>
                  <td className="nowrap wide">{row.emailMask ?? "—"}</td>
                  <td className="nowrap wide">{t([`desk:case.tier.${row.tier}`, "desk:case.tier.standard"])}</td>
                  <td className="wide">{row.source}</td>
                  <td className="nowrap wide ac-figures">{format.day(row.createdAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </PagedCard>
    </div>
  );
}
