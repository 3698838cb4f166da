import { useState } from "react";
import { childFindings } from "#contract/returns";
import { useKept } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { NoteField } from "../../frame/note-field.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { useMove } from "./use-move.ts";

type Findings = { [Question in keyof typeof childFindings]: (typeof childFindings)[Question][number] };

/** What was found out about a purchase by a child; the decision is made anew with it. */
export function ChildDialog({ one, onClose }: DialogProps) {
  const { t } = useWords();
  const [found, setFound] = useState<Findings>({ proof: "claimed", fitsAge: "to-be-judged", guardian: "not-heard" });
  const [note, setNote] = useKept(`find-child:${one.number}`);
  const move = useMove(one, "find-child", () => {
    setNote("");
    onClose();
  });
  const questions = ["proof", "fitsAge", "guardian"] as const;
  return (
    <Ask
      title={t("desk:child.title")}
      go={t("desk:child.go")}
      busy={move.isPending}
      blocked={note.trim() === ""}
      onClose={onClose}
      onGo={() => move.mutate({ ...found, note: note.trim() })}
    >
      <p className="ask-what">{t("desk:child.why")}</p>
      {questions.map((question) => (
        <fieldset key={question} className="field">
          <legend>{t(`desk:child.${question}`)}</legend>
          <div className="chips">
            {childFindings[question].map((answer) => (
              <label key={answer} data-on={found[question] === answer || undefined}>
                <input
                  type="radio"
                  name={question}
                  checked={found[question] === answer}
                  onChange={() => setFound({ ...found, [question]: answer })}
                />
                {t(`desk:child.${question}.${answer}`)}
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <NoteField label={t("desk:child.note")} value={note} onChange={setNote} />
    </Ask>
  );
}
