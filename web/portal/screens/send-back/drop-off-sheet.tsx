import { useQuery } from "@tanstack/react-query";
import type { DropOffPoint, Shipment } from "#contract/logistics";
import { Status } from "../../../shared/components/index.ts";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { useParcelMove } from "./use-parcel-move.ts";

/** Where a parcel can be handed in; choosing shows the code that is scanned there. */
export function DropOffSheet({ parcel, onClose }: { parcel: Shipment; onClose: () => void }) {
  const { t } = useWords();
  const points = useQuery({
    queryKey: ["drop-off-points"],
    queryFn: ({ signal }) => api<{ items: DropOffPoint[] }>("GET", "/api/v1/drop-off-points", undefined, { signal }),
    staleTime: 300_000,
  });
  return (
    <Sheet title={t("portal:send.points")} onClose={onClose}>
      <Loaded query={points} skeleton={<SkeletonCard bars={[70, 90, 50]} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t("portal:send.points-empty")}</p>
          ) : (
            <Choice parcel={parcel} points={items} onClose={onClose} />
          )
        }
      </Loaded>
    </Sheet>
  );
}

function Choice({
  parcel,
  points,
  onClose,
}: {
  parcel: Shipment;
  points: readonly DropOffPoint[];
  onClose: () => void;
}) {
  const { t, trouble } = useWords();
  const move = useParcelMove(parcel, onClose, t("portal:send.code-ready"));
  const choose = (way: "drop-off" | "store") => move.mutate({ verb: "drop-off", body: { way } });
  return (
    <div className="sheet-form">
      <ul className="drop-points">
        {points.map((point) => (
          <Point key={point.number} point={point} />
        ))}
      </ul>
      {move.isError ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(move.error)}
        </p>
      ) : null}
      {points.some(({ kind }) => kind !== "store") ? (
        <button type="button" className="button main wide" disabled={move.isPending} onClick={() => choose("drop-off")}>
          {t("portal:send.choose-point")}
        </button>
      ) : null}
      {points.some(({ kind }) => kind === "store") ? (
        <button type="button" className="button wide" disabled={move.isPending} onClick={() => choose("store")}>
          {t("portal:send.choose-store")}
        </button>
      ) : null}
    </div>
  );
}

function Point({ point }: { point: DropOffPoint }) {
  const { t, title } = useWords();
  return (
    <li>
      <span className="with-state">
        <b>{title(point.title)}</b>
        <Status tone={point.open ? "done" : "mute"}>
          {point.open ? t("portal:send.open") : t("portal:send.closed")}
        </Status>
      </span>
      <span className="small quiet">
        {t(`portal:send.kind.${point.kind}`)} · {title(point.place)}
      </span>
    </li>
  );
}
