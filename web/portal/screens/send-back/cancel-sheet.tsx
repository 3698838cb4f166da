import type { Shipment } from "#contract/logistics";
import { useWords } from "../../../shared/text/index.ts";
import { Sheet } from "../../frame/sheet.tsx";
import { useParcelMove } from "./use-parcel-move.ts";

/** Asks before a courier is called off. */
export function CancelSheet({ parcel, onClose }: { parcel: Shipment; onClose: () => void }) {
  const { t, trouble } = useWords();
  const move = useParcelMove(parcel, onClose, t("portal:send.cancelled"));
  return (
    <Sheet title={t("portal:send.cancel-ask")} onClose={onClose}>
      <div className="sheet-form">
        <p className="quiet">{t("portal:send.cancel-text")}</p>
        {move.isError ? (
          <p className="notice" data-tone="bad" role="alert">
            {trouble(move.error)}
          </p>
        ) : null}
        <button type="button" className="button wide" onClick={onClose}>
          {t("portal:send.cancel-keep")}
        </button>
        <button
          type="button"
          className="button harm wide"
          disabled={move.isPending}
          onClick={() => move.mutate({ verb: "pickup/cancel", body: {} })}
        >
          {move.isPending ? t("portal:progress.moving") : t("portal:send.cancel")}
        </button>
      </div>
    </Sheet>
  );
}
