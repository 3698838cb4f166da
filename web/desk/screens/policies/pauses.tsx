import { Button, Input } from "antd";
import { pausedClocks } from "#contract/returns";
import { businessNow } from "../../../shared/data/index.ts";
import { fromChina, inChina } from "../../../shared/format/china.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { Chips } from "./chips.tsx";
import type { DraftHandling } from "./draft-body.ts";

type Pause = DraftHandling["pauses"][number];

/** Stretches in which clocks stand still, in China's time. */
export function Pauses({ pauses, locked, onChange }: PausesProps) {
  const { t } = useWords();
  const change = (at: number, part: Partial<Pause>) =>
    onChange(pauses.map((pause, index) => (index === at ? { ...pause, ...part } : pause)));
  return (
    <>
      <h3 className="sub-title">{t("desk:draft.pauses")}</h3>
      <p className="fine">{t("desk:draft.pausesWhy")}</p>
      {pauses.map((pause, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pause has no other name while its label is typed
        <div key={at} className="form-columns">
          <Field label={t("desk:draft.pauseLabel")}>
            {(id) => (
              <Input
                id={id}
                value={pause.label}
                maxLength={60}
                disabled={locked}
                onChange={({ target }) => change(at, { label: target.value })}
              />
            )}
          </Field>
          {(["from", "until"] as const).map((end) => (
            <Field key={end} label={t(`desk:draft.pauseEnds.${end}`)}>
              {(id) => (
                <Input
                  id={id}
                  type="datetime-local"
                  value={inChina(pause[end])}
                  disabled={locked}
                  onChange={({ target }) => {
                    const instant = fromChina(target.value);
                    if (instant !== null) change(at, { [end]: instant });
                  }}
                />
              )}
            </Field>
          ))}
          <Chips
            legend={t("desk:clockPauses.holds")}
            options={pausedClocks.map((value) => ({ value, label: t(`desk:clockPauses.who.${value}`) }))}
            chosen={pause.holds}
            onChange={(holds) => {
              if (holds.length > 0) change(at, { holds });
            }}
            disabled={locked}
          />
          <Button className="pause-remove" disabled={locked} onClick={() => onChange(pauses.toSpliced(at, 1))}>
            {t("desk:draft.pauseRemove")}
          </Button>
        </div>
      ))}
      {pauses.length < pausesAtMost ? (
        <Button disabled={locked} onClick={() => onChange([...pauses, aDay(t("desk:draft.pauseFirst"))])}>
          {t("desk:draft.pauseAdd")}
        </Button>
      ) : null}
    </>
  );
}
type PausesProps = {
  readonly pauses: readonly Pause[];
  readonly locked: boolean;
  readonly onChange: (pauses: Pause[]) => void;
};

const pausesAtMost = 20;
const dayMs = 86_400_000;

/** One day, a week from now, to be put right: a long pause may leave less time than the law gives. */
function aDay(label: string): Pause {
  const day = (ahead: number) => `${inChina(businessNow() + ahead * dayMs).slice(0, 10)}T00:00:00+08:00`;
  return { label, from: day(7), until: day(8), holds: ["merchant", "warehouse"] };
}
