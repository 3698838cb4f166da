import { useState } from "react";
import { lossBearers, objections, remediesOfTrouble } from "#contract/returns";
import { useKept, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { NoteField } from "../../frame/note-field.tsx";
import { Photos } from "../../frame/photos.tsx";
import { useHolds } from "../../frame/rights.ts";
import { AmountField, amountWithin } from "./amount-field.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { useMove } from "./use-move.ts";

type Remedy = (typeof remediesOfTrouble)[number];
export type LossBearer = (typeof lossBearers)[number];

/** What was sent is lost, refused, wrong or broken: sent again, or paid for; the platform may find that it did arrive. */
export function MakeGoodDialog({ one, onClose }: DialogProps) {
  const { t, of, format } = useWords();
  const judges = useHolds()("cases.overrule");
  const [worth, setWorth] = useState("");
  const [remedy, setRemedy] = useState<Remedy | null>(null);
  const [bearer, setBearer] = useState<LossBearer | null>(null);
  const [note, setNote] = useKept(`make-good:${one.number}`);
  const move = useMove(one, "make-good", () => {
    setNote("");
    onClose();
  });
  // Refused goods that were lost on their way back to the shopper are not there to be sent once more.
  const nothingLeft = one.caseState === "rejected" && one.outboundState === "lost";
  const remedies = remediesOfTrouble.filter(
    (each) => (each !== "arrived" || judges) && (each !== "resend" || !nothingLeft),
  );
  const bears = remedy !== null && remedy !== "arrived";
  const says =
    one.outbound.partsOnly &&
    (remedy === "refund" || (remedy === "resend" && bearer !== null && bearer !== "merchant"));
  return (
    <Ask
      title={t("desk:outbound.makeGoodTitle")}
      go={t("desk:outbound.makeGoodGo")}
      busy={move.isPending}
      blocked={remedy === null || (bears && bearer === null) || (says && !amountWithin(worth, one.requested))}
      onClose={onClose}
      onGo={() =>
        move.mutate({
          remedy,
          note: note.trim(),
          ...(bears ? { lossBorneBy: bearer } : {}),
          ...(says ? { amount: { amount: worth, currency: one.requested.currency } } : {}),
        })
      }
    >
      {one.outbound.trouble ? <p className="ask-what">{of("trouble", one.outbound.trouble)}</p> : null}
      <fieldset className="field">
        <legend>{t("desk:outbound.remedy")}</legend>
        <div className="chips">
          {remedies.map((each) => (
            <label key={each} data-on={remedy === each || undefined}>
              <input type="radio" name="remedy" checked={remedy === each} onChange={() => setRemedy(each)} />
              {of("made-good", each)}
            </label>
          ))}
        </div>
      </fieldset>
      {remedy === null ? null : (
        <p className="ask-what">
          {t(`desk:outbound.makeGoodWhy.${remedy === "refund" && one.outbound.partsOnly ? "refundParts" : remedy}`)}
        </p>
      )}
      {bears ? <LossBearers value={bearer} onChange={setBearer} /> : null}
      {says ? (
        <AmountField
          label={t("desk:outbound.partsWorth", { most: format.money(one.requested) })}
          value={worth}
          most={one.requested}
          onChange={setWorth}
        />
      ) : null}
      <NoteField label={t("desk:outbound.makeGoodNote")} value={note} onChange={setNote} />
    </Ask>
  );
}

/** Who bears what was lost on the way; that the platform does is the platform's to say. */
export function LossBearers({
  value,
  onChange,
}: {
  readonly value: LossBearer | null;
  readonly onChange: (bearer: LossBearer) => void;
}) {
  const { t, of } = useWords();
  const judges = useHolds()("cases.overrule");
  return (
    <fieldset className="field">
      <legend>{t("desk:outbound.lossBorneBy")}</legend>
      <div className="chips">
        {lossBearers
          .filter((each) => each !== "platform" || judges)
          .map((each) => (
            <label key={each} data-on={value === each || undefined}>
              <input type="radio" name="loss-bearer" checked={value === each} onChange={() => onChange(each)} />
              {of("loss-bearer", each)}
            </label>
          ))}
      </div>
    </fieldset>
  );
}

/** The shopper says on the phone what is the matter with what was sent. */
export function ObjectDialog({ one, onClose }: DialogProps) {
  const { t, of } = useWords();
  const [trouble, setTrouble] = useState<(typeof objections)[number] | null>(null);
  const [note, setNote] = useKept(`object-replacement:${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "object-replacement", () => {
    setNote("");
    onClose();
  });
  const shown = trouble === "not-arrived" || photos.ids.length > 0;
  return (
    <Ask
      title={t("desk:outbound.objectTitle")}
      go={t("desk:outbound.objectGo")}
      busy={move.isPending}
      blocked={trouble === null || !shown || photos.sending}
      onClose={onClose}
      onGo={() => move.mutate({ trouble, note: note.trim(), evidence: photos.ids })}
    >
      <p className="ask-what">{t("desk:outbound.objectWhy")}</p>
      <fieldset className="field">
        <legend>{t("desk:outbound.trouble")}</legend>
        <div className="chips">
          {objections.map((each) => (
            <label key={each} data-on={trouble === each || undefined}>
              <input type="radio" name="trouble" checked={trouble === each} onChange={() => setTrouble(each)} />
              {of("trouble", each)}
            </label>
          ))}
        </div>
      </fieldset>
      <NoteField label={t("desk:dispute.words")} value={note} onChange={setNote} />
      <Photos photos={photos} />
    </Ask>
  );
}
