import type { Option } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";
import type { Draft } from "./draft.ts";

/** What the decision still needs to know: whatever is so is marked, or nothing of it. */
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
  const marked = asks.filter((ask) => value[ask]);
  const answered = asks.every((ask) => value[ask] !== undefined);
  const mark = (now: readonly Option["asks"][number][]) =>
    onChange(Object.fromEntries(asks.map((ask) => [ask, now.includes(ask)])));
  return (
    <fieldset className="card conditions">
      <legend className="small">{t("portal:request.condition")}</legend>
      <div className="chips">
        {asks.map((ask) => (
          <button
            key={ask}
            type="button"
            className="chip"
            aria-pressed={value[ask] === true}
            onClick={() => {
              const now = value[ask] ? marked.filter((one) => one !== ask) : [...marked, ask];
              if (now.length === 0) onChange({});
              else mark(now);
            }}
          >
            {of("ask", ask)}
          </button>
        ))}
        <button type="button" className="chip" aria-pressed={answered && marked.length === 0} onClick={() => mark([])}>
          {t("portal:request.condition-none")}
        </button>
      </div>
    </fieldset>
  );
}

/** Of goods that come by the piece, how many are bad. */
export function BadPieces({ value, onChange }: { value: Draft["bad"]; onChange: (bad: Draft["bad"]) => void }) {
  const { t } = useWords();
  const whole = (text: string) => text.replace(/\D/g, "").slice(0, 5);
  const over = badOf(value) === null && value.pieces !== "" && value.of !== "";
  return (
    <fieldset className="card conditions">
      <legend className="small">{t("portal:request.bad")}</legend>
      <div className="bad-pieces">
        {(["pieces", "of"] as const).map((part) => (
          <label key={part}>
            <span className="small quiet">
              {part === "of" ? t("portal:request.bad-of") : t("portal:request.bad-pieces")}
            </span>
            <input
              className="input figures"
              inputMode="numeric"
              value={value[part]}
              aria-invalid={over || undefined}
              onChange={(event) => onChange({ ...value, [part]: whole(event.target.value) })}
            />
          </label>
        ))}
      </div>
      {over ? (
        <p className="field-trouble" role="alert">
          {t("portal:request.bad-over")}
        </p>
      ) : null}
    </fieldset>
  );
}

/** How old the child was who bought the goods. */
export function ChildAge({ value, onChange }: { value: string; onChange: (age: string) => void }) {
  const { t } = useWords();
  const wrong = value !== "" && ageOf(value) === null;
  return (
    <label className="card conditions child-age">
      <span className="small">{t("portal:request.child-age")}</span>
      <input
        className="input figures"
        inputMode="numeric"
        value={value}
        aria-invalid={wrong || undefined}
        onChange={(event) => onChange(event.target.value.replace(/\D/g, "").slice(0, 2))}
      />
      {wrong ? (
        <span className="field-trouble" role="alert">
          {t("because:age-needed")}
        </span>
      ) : null}
    </label>
  );
}

/** Null until it is the age of a child. */
export function ageOf(typed: string): number | null {
  const age = Number(typed);
  return typed !== "" && age <= 17 ? age : null;
}

/** Null until both are said and fit together. */
export function badOf({ pieces, of }: Draft["bad"]): { pieces: number; of: number } | null {
  const [bad, all] = [Number(pieces), Number(of)];
  return bad >= 1 && bad <= all ? { pieces: bad, of: all } : null;
}
