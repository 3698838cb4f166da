import { Link } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useState } from "react";
import type { GoodsWaiting as Waiting } from "#contract/returns";
import { Picture } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { ChangeDisposition, type Pieces } from "./change-disposition.tsx";
import "./goods-waiting.css";

/** Counted pieces that wait for what is to become of them: to be refurbished, or to be decided. */
export function GoodsWaiting() {
  return (
    <Needs right="cases.inspect">
      <WaitingList />
    </Needs>
  );
}

const piles = ["refurbish", "none"] as const;

function WaitingList() {
  const { t, of } = useWords();
  const [pile, setPile] = useState<(typeof piles)[number]>("refurbish");
  const [changing, setChanging] = useState<Pieces | null>(null);
  const pages = usePages<Waiting>(["goods-waiting"], "/api/v1/goods-waiting", { disposition: pile });
  return (
    <div className="page">
      <PageHead title={t("desk:goods.title")} lead={t("desk:goods.lead")}>
        <Segmented
          value={pile}
          onChange={setPile}
          options={piles.map((value) => ({ value, label: t(`desk:goods.pile.${value}`) }))}
        />
      </PageHead>
      <PagedCard
        label={t("desk:goods.title")}
        pages={{ ...pages, narrowed: false }}
        empty={{ title: t(`desk:goods.empty.${pile}`), why: t("desk:goods.emptyWhy") }}
      >
        {(rows) => <WaitingTable rows={rows} onChange={setChanging} gradeOf={(grade) => of("grade", grade)} />}
      </PagedCard>
      {changing ? <ChangeDisposition pieces={changing} onClose={() => setChanging(null)} /> : null}
    </div>
  );
}

function WaitingTable({
  rows,
  onChange,
  gradeOf,
}: {
  rows: readonly Waiting[];
  onChange: (pieces: Pieces) => void;
  gradeOf: (grade: string) => string;
}) {
  const { t, format, title } = useWords();
  return (
    <table className="table table-broad">
      <thead>
        <tr>
          <th>{t("desk:goods.goods")}</th>
          <th className="right">{t("desk:goods.pieces")}</th>
          <th>{t("desk:goods.grade")}</th>
          <th>{t("desk:goods.case")}</th>
          <th>{t("desk:goods.merchant")}</th>
          <th>{t("desk:goods.since")}</th>
          <th aria-label={t("desk:case.actions")} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.number}${row.lineId}`}>
            <td>
              <span className="goods-waiting">
                <Picture of={row.picture} size={40} />
                <span>
                  <b>{title(row.title)}</b>
                  <small>{[row.variant, row.productNumber].filter(Boolean).join(" · ")}</small>
                </span>
              </span>
            </td>
            <td className="right">{format.number(row.quantity)}</td>
            <td>
              {gradeOf(row.grade)}
              {row.note ? <small>{row.note}</small> : null}
            </td>
            <td className="nowrap">
              <Link
                to="/cases/$number"
                params={{ number: row.number }}
                search={{ queue: "all" }}
                className="quiet-link mono"
              >
                {row.number}
              </Link>
            </td>
            <td>{title(row.merchantName)}</td>
            <td className="nowrap">{format.relative(row.since)}</td>
            <td className="right">
              <Button
                onClick={() =>
                  onChange({
                    number: row.number,
                    lineId: row.lineId,
                    goods: [title(row.title), row.variant].filter(Boolean).join(" "),
                    from: row.disposition,
                    quantity: row.quantity,
                    next: row.next,
                  })
                }
              >
                {t("desk:goods.change")}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
