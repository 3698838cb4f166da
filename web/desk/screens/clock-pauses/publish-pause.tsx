import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Input } from "antd";
import { useState } from "react";
import { type ClockPause, pauseCauses, pausedClocks } from "#contract/returns";
import { api, businessNow, newKey, useIntent } from "../../../shared/data/index.ts";
import { fromChina, inChina } from "../../../shared/format/china.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Field } from "../../frame/field.tsx";
import { OwnerField } from "../../frame/save-entry.tsx";
import { Chips } from "../policies/chips.tsx";

/** Published once and for good: says so, and what it does not move. */
export function PublishPause({ onClose }: { onClose: () => void }) {
  const { t, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const intent = useIntent();
  const [id] = useState(newKey);
  const [merchantId, setOwner] = useState<string | null>(null);
  const [cause, setCause] = useState<ClockPause["cause"]>("festival");
  const [label, setLabel] = useState({ zh: "", en: "" });
  const [holds, setHolds] = useState<string[]>([...pausedClocks]);
  const [ends, setEnds] = useState(() => ({ from: midnight(7), until: midnight(14) }));
  const [from, until] = [fromChina(ends.from), fromChina(ends.until)];
  const body = {
    id,
    merchantId,
    cause,
    label: { zh: label.zh.trim(), en: label.en.trim() || label.zh.trim() },
    holds,
    from,
    until,
  };
  const publish = useMutation({
    mutationFn: () => api<ClockPause>("POST", "/api/v1/clock-pauses", body, { key: intent(body) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["clock-pauses"] });
      void message.success(t("desk:clockPauses.published"));
      onClose();
    },
    onError: (error) => void message.error(trouble(error), 5),
  });
  const backwards = from !== null && until !== null && Date.parse(until) <= Date.parse(from);
  return (
    <Ask
      title={t("desk:clockPauses.publish")}
      go={t("desk:clockPauses.publishGo")}
      busy={publish.isPending}
      blocked={label.zh.trim() === "" || holds.length === 0 || from === null || until === null || backwards}
      onClose={onClose}
      onGo={() => publish.mutate()}
    >
      <p className="ask-what">{t("desk:clockPauses.publishWhy")}</p>
      <OwnerField value={merchantId} onChange={setOwner} />
      <fieldset className="field">
        <legend>{t("desk:clockPauses.causeAsk")}</legend>
        <div className="chips">
          {pauseCauses.map((each) => (
            <label key={each} data-on={cause === each || undefined}>
              <input type="radio" name="cause" checked={cause === each} onChange={() => setCause(each)} />
              {t(`desk:clockPauses.cause.${each}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="field-pair">
        {(["zh", "en"] as const).map((language) => (
          <Field key={language} label={t(`desk:replies.label.${language}`)}>
            {(field) => (
              <Input
                id={field}
                value={label[language]}
                onChange={(event) => setLabel({ ...label, [language]: event.target.value })}
                placeholder={t(`desk:clockPauses.example.${language}`)}
                maxLength={60}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="field-pair">
        {(["from", "until"] as const).map((end) => (
          <Field key={end} label={t(`desk:draft.pauseEnds.${end}`)}>
            {(field) => (
              <Input
                id={field}
                type="datetime-local"
                value={ends[end]}
                status={end === "until" && backwards ? "error" : ""}
                onChange={({ target }) => setEnds({ ...ends, [end]: target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {backwards ? <p className="fine">{t("desk:clockPauses.backwards")}</p> : null}
      <Chips
        legend={t("desk:clockPauses.holds")}
        options={pausedClocks.map((value) => ({ value, label: t(`desk:clockPauses.who.${value}`) }))}
        chosen={holds}
        onChange={setHolds}
      />
    </Ask>
  );
}

const dayMs = 86_400_000;

/** The beginning of a day so many days ahead, in China. */
function midnight(ahead: number): string {
  return `${inChina(businessNow() + ahead * dayMs).slice(0, 10)}T00:00`;
}
