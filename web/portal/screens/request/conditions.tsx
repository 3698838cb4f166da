import type { Option } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import type { Draft } from "./draft.ts";

/** What the decision still needs to know of the goods; yes or no to each. */
export function Conditions({
  asks,
  value,
  onChange,
}: {
  asks: Option["asks"];
  value: Draft["condition"];
  onChange: (condition: Draft["condition"]) => void;
}) {
  const { t, of } = useWords();
  return (
    <div className="card conditions">
      <h2 className="small quiet">{t("portal:request.condition")}</h2>
      {asks.map((ask) => (
        <div key={ask} className="condition" role="radiogroup" onKeyDown={chooseByArrows} aria-label={of("ask", ask)}>
          <span>{of("ask", ask)}</span>
          {[true, false].map((answer) => (
            // biome-ignore lint/a11y/useSemanticElements: a chip that is a radio button
            <button
              key={String(answer)}
              type="button"
              role="radio"
              className="chip"
              aria-checked={value[ask] === answer}
              onClick={() => onChange({ ...value, [ask]: answer })}
            >
              {answer ? t("common:yes") : t("common:no")}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
