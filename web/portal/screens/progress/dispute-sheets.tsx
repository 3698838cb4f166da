import type { Case } from "#contract/returns";
import { useKept, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Evidence } from "../../frame/evidence.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { Form, Note, useMove } from "./move.tsx";

type Props = { one: Pick<Case, "number" | "version">; onClose: () => void };

/** After a refusal: the platform hears both sides and rules. */
export function EscalateSheet({ one, onClose }: Props) {
  const { t } = useWords();
  const [note, setNote] = useKept(`escalate.${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "escalate", { said: t("portal:dispute.escalated"), onMoved: onClose });
  return (
    <Sheet title={t("portal:dispute.escalate")} onClose={onClose}>
      <Form
        move={move}
        ready={!photos.sending && note.trim() !== ""}
        button={t("portal:dispute.escalate-do")}
        onSubmit={() => move.mutate({ note: note.trim(), evidence: photos.ids })}
      >
        <ol className="small quiet numbered">
          <li>{t("portal:dispute.how-hear")}</li>
          <li>{t("portal:dispute.how-rule")}</li>
          <li>{t("portal:dispute.how-appeal")}</li>
        </ol>
        <Note id="escalate-note" value={note} onChange={setNote} label={t("portal:dispute.escalate-words")} />
        <Evidence photos={photos} />
      </Form>
    </Sheet>
  );
}

export function StateSheet({ one, onClose }: Props) {
  const { t } = useWords();
  const [words, setWords] = useKept(`statements.${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "statements", { said: t("portal:dispute.stated"), onMoved: onClose });
  return (
    <Sheet title={t("portal:dispute.state")} onClose={onClose}>
      <Form
        move={move}
        ready={!photos.sending && words.trim() !== ""}
        button={t("portal:dispute.state-do")}
        onSubmit={() => move.mutate({ words: words.trim(), evidence: photos.ids })}
      >
        <p className="small quiet">{t("portal:dispute.state-text")}</p>
        <Note id="state-words" value={words} onChange={setWords} label={t("portal:dispute.state-words")} />
        <Evidence photos={photos} />
      </Form>
    </Sheet>
  );
}

/** Once, and heard by somebody who has not ruled before. */
export function AppealSheet({ one, onClose }: Props) {
  const { t } = useWords();
  const [note, setNote] = useKept(`appeal.${one.number}`);
  const move = useMove(one, "appeal", { said: t("portal:dispute.appeal-sent"), onMoved: onClose });
  return (
    <Sheet title={t("portal:dispute.appeal")} onClose={onClose}>
      <Form
        move={move}
        ready={note.trim() !== ""}
        button={t("portal:dispute.appeal-do")}
        onSubmit={() => move.mutate({ note: note.trim() })}
      >
        <p className="small quiet">{t("portal:dispute.appeal-text")}</p>
        <Note id="appeal-note" value={note} onChange={setNote} label={t("portal:dispute.appeal-words")} />
      </Form>
    </Sheet>
  );
}
