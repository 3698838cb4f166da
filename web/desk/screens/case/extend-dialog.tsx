import { useState } from "react";
import { extensionLimits } from "#contract/returns";
import { useKept } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { NoteField } from "../../frame/note-field.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { useMove } from "./use-move.ts";

/** More time for whoever is waited for; both sides read the reason. */
export function ExtendDialog({ one, onClose }: DialogProps) {
  const { t, of, format } = useWords();
  const [days, setDays] = useState<number>(2);
  const [note, setNote] = useKept(`extend:${one.number}`);
  const move = useMove(one, "extend", () => {
    setNote("");
    onClose();
  });
  return (
    <Ask
      title={t("desk:case.extendTitle")}
      go={t("desk:case.extendGo")}
      busy={move.isPending}
      blocked={note.trim() === ""}
      onClose={onClose}
      onGo={() => move.mutate({ days, note: note.trim() })}
    >
      <p className="ask-what">
        {t("desk:case.extendWhy", { who: of("waiting-on", one.waitingOn), at: format.moment(one.dueAt ?? "") })}
      </p>
      <fieldset className="field">
        <legend>{t("desk:case.extendDays")}</legend>
        <div className="chips">
          {Array.from({ length: extensionLimits.days }, (_, nth) => nth + 1).map((each) => (
            <label key={each} data-on={days === each || undefined}>
              <input type="radio" name="days" checked={days === each} onChange={() => setDays(each)} />
              {t("desk:case.extendBy", { count: each })}
            </label>
          ))}
        </div>
      </fieldset>
      <NoteField label={t("desk:case.extendNote")} value={note} onChange={setNote} />
    </Ask>
  );
}
