import { useState } from "react";
import type { Option } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";

type Reason = Option["reasons"][number];
type Condition = Partial<Record<Option["asks"][number], boolean>>;

/** Why: what is likely of these goods first, closer words below the one they belong to. */
export function CaseReasons({
  reasons,
  value,
  onChange,
}: {
  reasons: readonly Reason[];
  value: Reason["reason"] | null;
  onChange: (reason: Reason["reason"]) => void;
}) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const chosen = reasons.find(({ reason }) => reason === value);
  const first = chosen?.under ?? chosen?.reason ?? null;
  const roots = reasons.filter(({ under }) => under === null);
  const likely = roots.filter(({ reason, fits }) => fits || reason === first);
  const closer = reasons.filter(({ under, fits }) => under !== null && under === first && (all || fits));
  const short = !all && likely.length > 0;
  return (
    <>
      <fieldset className="field">
        <legend>{t("desk:openCase.reason")}</legend>
        <ReasonChips name="reason" reasons={short ? likely : roots} value={first} onChange={onChange} />
        {short && likely.length < roots.length ? (
          <button type="button" className="cite-more" onClick={() => setAll(true)}>
            {t("desk:openCase.moreReasons")}
          </button>
        ) : null}
      </fieldset>
      {closer.length > 0 && chosen ? (
        <fieldset className="field">
          <legend>{t("desk:openCase.closer")}</legend>
          <ReasonChips
            name="closer"
            reasons={[...reasons.filter(({ reason }) => reason === first), ...closer]}
            value={value}
            onChange={onChange}
          />
        </fieldset>
      ) : null}
    </>
  );
}

function ReasonChips({
  name,
  reasons,
  value,
  onChange,
}: {
  name: string;
  reasons: readonly Reason[];
  value: Reason["reason"] | null;
  onChange: (reason: Reason["reason"]) => void;
}) {
  const { of } = useWords();
  return (
    <div className="chips">
      {reasons.map(({ reason }) => (
        <label key={reason} data-on={value === reason || undefined}>
          <input type="radio" name={name} checked={value === reason} onChange={() => onChange(reason)} />
          {of("reason", reason)}
        </label>
      ))}
    </div>
  );
}

/** What of the goods or the delay is so; marking nothing says that nothing is. */
export function CaseConditions({
  asks,
  value,
  onChange,
}: {
  asks: Option["asks"];
  value: Condition;
  onChange: (condition: Condition) => void;
}) {
  const { t, of } = useWords();
  const marked = asks.filter((ask) => value[ask]);
  const answered = asks.every((ask) => value[ask] !== undefined);
  const mark = (now: readonly Option["asks"][number][]) =>
    onChange(Object.fromEntries(asks.map((ask) => [ask, now.includes(ask)])));
  return (
    <fieldset className="field">
      <legend>{t("desk:openCase.condition")}</legend>
      <div className="chips">
        {asks.map((ask) => (
          <label key={ask} data-on={value[ask] || undefined}>
            <input
              type="checkbox"
              checked={value[ask] === true}
              onChange={({ target }) => {
                const now = target.checked ? [...marked, ask] : marked.filter((one) => one !== ask);
                if (now.length === 0) onChange({});
                else mark(now);
              }}
            />
            {of("ask", ask)}
          </label>
        ))}
        <label data-on={(answered && marked.length === 0) || undefined}>
          <input type="checkbox" checked={answered && marked.length === 0} onChange={() => mark([])} />
          {t("desk:openCase.conditionNone")}
        </label>
      </div>
    </fieldset>
  );
}
