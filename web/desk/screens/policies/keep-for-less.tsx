import { Button, InputNumber } from "antd";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { Chips } from "./chips.tsx";
import type { DraftHandling } from "./draft-body.ts";

type Entry = DraftHandling["keepForLess"][number];

/** What is paid to who keeps the goods, by reason. */
export function KeepForLess({
  entries,
  reasons,
  locked,
  onChange,
}: {
  entries: readonly Entry[];
  reasons: readonly string[];
  locked: boolean;
  onChange: (entries: Entry[]) => void;
}) {
  const { t, of } = useWords();
  const change = (at: number, part: Partial<Entry>) =>
    onChange(entries.map((entry, i) => (i === at ? { ...entry, ...part } : entry)));
  return (
    <>
      <h3 className="sub-title">{t("desk:draft.keep")}</h3>
      <p className="fine">{t("desk:draft.keepWhy")}</p>
      {entries.map((entry, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no names, and keep their places
        <div key={at} className="keep-entry">
          <Chips
            legend={t("desk:draft.keepReasons")}
            options={reasons.map((value) => ({ value, label: of("reason", value) }))}
            chosen={entry.reasons}
            onChange={(chosen) => change(at, { reasons: chosen })}
            disabled={locked}
          />
          <div className="form-columns">
            <Field label={t("desk:draft.keepPercent")}>
              {(id) => (
                <InputNumber
                  id={id}
                  value={entry.percent}
                  min={1}
                  max={90}
                  precision={0}
                  suffix="%"
                  disabled={locked}
                  onChange={(percent) => change(at, { percent: percent ?? entry.percent })}
                  style={{ width: "100%" }}
                />
              )}
            </Field>
          </div>
          <Button disabled={locked} onClick={() => onChange(entries.filter((_, i) => i !== at))}>
            {t("desk:draft.keepRemove")}
          </Button>
        </div>
      ))}
      <Button
        disabled={locked || entries.length >= 20}
        onClick={() => onChange([...entries, { reasons: ["quality-fault"], percent: 20 }])}
      >
        {t("desk:draft.keepAdd")}
      </Button>
    </>
  );
}
