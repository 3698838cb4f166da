import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Select } from "antd";
import { useCallback } from "react";
import type { OrderRow } from "#contract/orders";
import { Picture, Status, type Tone } from "../../../shared/components/index.ts";
import { keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { SearchField } from "../../frame/search-field.tsx";
import "./orders.css";

/** All orders this person may see; a search by number or goods. */
export function Orders() {
  return (
    <Needs right="orders.read">
      <OrderList />
    </Needs>
  );
}

function OrderList() {
  const { t, of } = useWords();
  const search = useSearch({ from: "/frame/orders" });
  const navigate = useNavigate();
  const pages = usePages<OrderRow>(keys.orders, "/api/v1/orders", search);
  const find = useCallback(
    (q: string) => void navigate({ to: "/orders", search: (was) => cleaned({ ...was, q }), replace: true }),
    [navigate],
  );
  return (
    <div className="page">
      <PageHead title={t("desk:orders.title")}>
        <SearchField value={search.q ?? ""} onSearch={find} placeholder={t("desk:orders.search")} />
        <Select
          allowClear
          value={search.state ?? null}
          placeholder={t("desk:orders.state")}
          aria-label={t("desk:orders.state")}
          style={{ width: 132 }}
          onChange={(state: string | null) =>
            void navigate({ to: "/orders", search: (was) => cleaned({ ...was, state: state ?? "" }), replace: true })
          }
          options={deliveryStates.map((state) => ({ value: state, label: of("delivery", state) }))}
        />
      </PageHead>
      <PagedCard
        label={t("desk:orders.title")}
        pages={pages}
        empty={{ title: t("desk:orders.empty"), why: t("desk:orders.emptyWhy") }}
      >
        {(rows) => <OrderTable rows={rows} />}
      </PagedCard>
    </div>
  );
}

export function OrderTable({ rows, plain }: { rows: readonly OrderRow[]; plain?: boolean }) {
  const { t, of, format, title } = useWords();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t("desk:orders.goods")}</th>
          {plain ? null : <th className="wide">{t("desk:orders.shopper")}</th>}
          <th>{t("desk:orders.state")}</th>
          <th className="right">{t("desk:orders.paid")}</th>
          <th className="wide">{t("desk:orders.placed")}</th>
          <th className="right wide">{t("desk:orders.openCases")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const first = row.lines[0];
          return (
            <tr key={row.number} data-link>
              <td>
                <div className="order-cell">
                  <Picture of={first?.picture ?? "box"} size={40} />
                  <span>
                    <Link to="/orders/$number" params={{ number: row.number }} className="row-link">
                      {first ? title(first.title) : row.number}
                    </Link>
                    <small className="ac-figures">
                      {row.number}
                      {row.lines.length > 1 ? ` · ${t("desk:orders.more", { n: row.lines.length })}` : ""}
                    </small>
                  </span>
                </div>
              </td>
              {plain ? null : <td className="nowrap wide">{row.shopperMask ?? "—"}</td>}
              <td className="nowrap">
                <Status tone={deliveryTones[row.state]}>{of("delivery", row.state)}</Status>
              </td>
              <td className="right nowrap ac-figures">{format.money(row.paid)}</td>
              <td className="nowrap wide ac-figures">{format.moment(row.placedAt)}</td>
              <td className="right wide ac-figures">
                {row.openCases > 0 ? (
                  <span className="pill pill-jade">{row.openCases}</span>
                ) : (
                  <span className="fine">—</span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const deliveryStates = ["unshipped", "shipped", "delivered", "cancelled"] as const;
export const deliveryTones: Record<OrderRow["state"], Tone> = {
  unshipped: "wait",
  shipped: "going",
  delivered: "done",
  cancelled: "mute",
};

function cleaned<T extends Record<string, string | undefined>>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value)) as T;
}
