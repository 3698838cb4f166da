import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useCallback, useState } from "react";
import type { ParkedParcel } from "#contract/logistics";
import { useWords } from "../../../shared/text/index.ts";
import { carrierSays } from "../../frame/carrier.ts";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { SearchField } from "../../frame/search-field.tsx";
import { OneParcel } from "./one-parcel.tsx";
import { ParkForm } from "./park-form.tsx";
import { ParkedState } from "./parked-state.tsx";
import "./parked.css";

const states = ["parked", "matched", "disposed"] as const;

/** Parcels nobody announced: where they lie, whose they may be, and what became of them. */
export function Parked() {
  return (
    <Needs right="parcels.receive">
      <ParkedList />
    </Needs>
  );
}

function ParkedList() {
  const { t } = useWords();
  const search = useSearch({ from: "/frame/parked" });
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const state = search.state ?? "parked";
  const pages = usePages<ParkedParcel>(["parked-parcels"], "/api/v1/parked-parcels", {
    q: search.q,
    state: state === "all" ? undefined : state,
  });
  const find = useCallback(
    (q: string) =>
      void navigate({ to: "/parked", search: (was) => ({ ...rest(was, "q"), ...(q ? { q } : {}) }), replace: true }),
    [navigate],
  );
  const open = (parcel: string | undefined) =>
    void navigate({ to: "/parked", search: (was) => ({ ...rest(was, "parcel"), ...(parcel ? { parcel } : {}) }) });
  return (
    <div className="page">
      <PageHead title={t("desk:parked.title")} lead={t("desk:parked.lead")}>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t("desk:parked.add")}
        </Button>
      </PageHead>
      <div className="page-tools parked-tools">
        <SearchField value={search.q ?? ""} onSearch={find} placeholder={t("desk:parked.search")} width={380} />
        <Segmented
          value={state}
          onChange={(next) =>
            void navigate({ to: "/parked", search: (was) => ({ ...was, state: next }), replace: true })
          }
          options={[
            ...states.map((value) => ({ value: value as string, label: t(`desk:parked.state.${value}`) })),
            { value: "all", label: t("desk:parked.all") },
          ]}
        />
      </div>
      <PagedCard
        label={t("desk:parked.title")}
        pages={pages}
        empty={{ title: t("desk:parked.empty"), why: t("desk:parked.emptyWhy") }}
      >
        {(rows) => <ParkedTable rows={rows} onOpen={open} />}
      </PagedCard>
      {adding ? (
        <ParkForm
          onClose={() => setAdding(false)}
          onParked={(number) => {
            setAdding(false);
            open(number);
          }}
        />
      ) : null}
      {search.parcel ? <OneParcel number={search.parcel} onClose={() => open(undefined)} /> : null}
    </div>
  );
}

function ParkedTable({ rows, onOpen }: { rows: readonly ParkedParcel[]; onOpen: (number: string) => void }) {
  const { t, of, format } = useWords();
  return (
    <table className="table table-broad">
      <thead>
        <tr>
          <th>{t("desk:parked.number")}</th>
          <th>{t("desk:parked.tracking")}</th>
          <th>{t("desk:parked.slip")}</th>
          <th>{t("desk:parked.sender")}</th>
          <th>{t("desk:parked.shelf")}</th>
          <th>{t("desk:parked.found")}</th>
          <th>{t("desk:parked.stateOf")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.number}>
            <td className="nowrap">
              <button type="button" className="parked-open mono" onClick={() => onOpen(row.number)}>
                {row.number}
              </button>
            </td>
            <td>
              <span className="mono">{row.trackingNumber ?? "—"}</span>
              {row.carrier ? <small>{carrierSays(of, row.carrier)}</small> : null}
            </td>
            <td className="mono">{row.slipNumber ?? "—"}</td>
            <td>{row.senderMask ?? "—"}</td>
            <td>{row.shelf}</td>
            <td className="nowrap">
              {format.relative(row.foundAt)}
              <small>{row.foundBy ?? ""}</small>
            </td>
            <td className="nowrap">
              <ParkedState parcel={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Search = { q?: string; state?: string; parcel?: string };

function rest(search: Search, name: keyof Search): Search {
  const { [name]: _gone, ...others } = search;
  return others;
}
