import { InputNumber } from "antd";
import { useWords } from "../../../shared/text/index.ts";
import type { DraftClause } from "./draft-body.ts";

type Fee = DraftClause["fee"];

/** What taking goods back costs, as a share or a sum; most promises take nothing. */
export function FeeField({ fee, locked, onChange }: { fee: Fee; locked: boolean; onChange: (fee: Fee) => void }) {
  const { t } = useWords();
  const kind = fee === null ? "none" : "minor" in fee ? "fixed" : "share";
  const choose = { none: null, share: { basisPoints: 500 }, fixed: { minor: "1000" } } as const;
  return (
    <fieldset className="field" disabled={locked}>
      <legend>{t("desk:draft.fee")}</legend>
      <p className="fine">{t("desk:draft.feeWhy")}</p>
      <div className="inline-fields">
        <div className="chips">
          {(["none", "share", "fixed"] as const).map((each) => (
            <label key={each} data-on={kind === each || undefined}>
              <input type="radio" checked={kind === each} onChange={() => onChange(choose[each])} />
              {t(`desk:draft.feeKind.${each}`)}
            </label>
          ))}
        </div>
        {fee === null ? null : "minor" in fee ? (
          <InputNumber
            value={Number(fee.minor) / 100}
            min={0.01}
            max={10_000_000}
            precision={2}
            prefix="¥"
            aria-label={t("desk:draft.fee")}
            disabled={locked}
            onChange={(amount) => onChange({ minor: String(Math.max(1, Math.round((amount ?? 0.01) * 100))) })}
          />
        ) : (
          <InputNumber
            value={fee.basisPoints / 100}
            min={0.01}
            max={50}
            precision={2}
            suffix="%"
            aria-label={t("desk:draft.fee")}
            disabled={locked}
            onChange={(share) => onChange({ basisPoints: Math.max(1, Math.round((share ?? 0.01) * 100)) })}
          />
        )}
      </div>
    </fieldset>
  );
}
