import { useState } from "react";
import { type Case, objections } from "#contract/returns";
import { useKept, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import { Evidence } from "../../frame/evidence.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { Form, Note, useMove } from "./move.tsx";

type Trouble = (typeof objections)[number];

/** What was sent did not arrive, or is wrong or broken; the last two are shown. */
export function ObjectSheet({ one, onClose }: { one: Pick<Case, "number" | "version">; onClose: () => void }) {
  const { t, of } = useWords();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [note, setNote] = useKept(`object-replacement.${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "object-replacement", { said: t("portal:outbound.objected"), onMoved: onClose });
  const shown = trouble === "not-arrived" || photos.ids.length > 0;
  return (
    <Sheet title={t("portal:outbound.object-title")} onClose={onClose}>
      <Form
        move={move}
        ready={trouble !== null && shown && !photos.sending}
        button={t("portal:outbound.object-do")}
        onSubmit={() => move.mutate({ trouble, note: note.trim(), evidence: photos.ids })}
      >
        <p className="small quiet">{t("portal:outbound.object-text")}</p>
        <div
          className="chips"
          role="radiogroup"
          onKeyDown={chooseByArrows}
          aria-label={t("portal:outbound.object-title")}
        >
          {objections.map((each) => (
            // biome-ignore lint/a11y/useSemanticElements: a chip that is a radio button
            <button
              key={each}
              type="button"
              role="radio"
              className="chip"
              aria-checked={trouble === each}
              onClick={() => setTrouble(each)}
            >
              {of("trouble", each)}
            </button>
          ))}
        </div>
        {trouble === null ? null : (
          <>
            <Note id="object-note" value={note} onChange={setNote} label={t("portal:outbound.object-note")} />
            {shown ? null : <p className="small">{t("portal:outbound.photo-needed")}</p>}
            <Evidence photos={photos} />
          </>
        )}
      </Form>
    </Sheet>
  );
}
