import { useState } from "react";
import type { Option } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import type { Draft } from "./draft.ts";

type Reason = Option["reasons"][number];

/** A short list that fits the goods; closer words only where one of them decides something. */
export function Reasons({
  option,
  value,
  onChange,
}: {
  option: Pick<Option, "reasons">;
  value: Draft["reason"];
  onChange: (reason: Draft["reason"]) => void;
}) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const chosen = option.reasons.find(({ reason }) => reason === value);
  const first = chosen?.under ?? chosen?.reason ?? null;
  const roots = option.reasons.filter(({ under }) => under === null);
  const likely = roots.filter(({ reason, fits }) => fits || reason === first);
  const closer = option.reasons.filter(({ under, fits }) => under !== null && under === first && (all || fits));
  return (
    <>
      <Chips
        labelledBy="reasons"
        reasons={all || likely.length === 0 ? roots : likely}
        value={first}
        onChoose={onChange}
      />
      {!all && likely.length > 0 && likely.length < roots.length ? (
        <button type="button" className="link reasons-all" onClick={() => setAll(true)}>
          {t("portal:request.more-reasons")}
        </button>
      ) : null}
      {closer.some(({ decides }) => decides) ? (
        <div className="reasons-closer">
          <h3 id="closer" className="small quiet">
            {t("portal:request.closer")}
          </h3>
          <Chips
            labelledBy="closer"
            reasons={closer}
            value={value}
            onChoose={(reason) => onChange(reason === value ? first : reason)}
          />
        </div>
      ) : null}
    </>
  );
}

function Chips({
  labelledBy,
  reasons,
  value,
  onChoose,
}: {
  labelledBy: string;
  reasons: readonly Reason[];
  value: Draft["reason"];
  onChoose: (reason: Reason["reason"]) => void;
}) {
  const { of } = useWords();
  return (
    <div className="chips" role="radiogroup" onKeyDown={chooseByArrows} aria-labelledby={labelledBy}>
      {reasons.map(({ reason }) => (
        // biome-ignore lint/a11y/useSemanticElements: a chip that is a radio button
        <button
          key={reason}
          type="button"
          role="radio"
          className="chip"
          aria-checked={reason === value}
          onClick={() => onChoose(reason)}
        >
          {of("reason", reason)}
        </button>
      ))}
    </div>
  );
}
