import { useState } from "react";
import { useKept, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { NoteField } from "../../frame/note-field.tsx";
import { Photos } from "../../frame/photos.tsx";
import { AmountField, amountWithin } from "./amount-field.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { useMove } from "./use-move.ts";

const blames = ["merchant", "shopper", "carrier", "nobody"] as const;
const rulings = ["grant", "partial", "refuse"] as const;

/** The platform rules: who is to blame, what is done, and the words both sides read. */
export function RuleDialog({ one, onClose }: DialogProps) {
  const { t, of, format } = useWords();
  const [blame, setBlame] = useState<string | null>(null);
  const [ruling, setRuling] = useState<(typeof rulings)[number] | null>(null);
  const [amount, setAmount] = useState("");
  const [note, setNote] = useKept(`rule:${one.number}`);
  const move = useMove(one, "rule", () => {
    setNote("");
    onClose();
  });
  const appeal = one.disputeState === "appeal";
  const sentFirst =
    one.kind === "exchange" &&
    one.outbound.shipFirst &&
    one.outboundState !== "none" &&
    one.outboundState !== "cancelled";
  // Of a gift there is no part to give; what was paid ahead, or sent ahead, is the shopper's or it is not.
  const possible = (each: string) =>
    each !== "partial" || (Number(one.requested.amount) > 0 && !one.instant && !sentFirst);
  return (
    <Ask
      title={appeal ? t("desk:dispute.appealRuleTitle") : t("desk:dispute.ruleTitle")}
      go={t("desk:dispute.ruleGo")}
      busy={move.isPending}
      blocked={
        blame === null ||
        ruling === null ||
        note.trim() === "" ||
        (ruling === "partial" && !amountWithin(amount, one.requested))
      }
      onClose={onClose}
      onGo={() =>
        move.mutate({
          blame,
          ruling,
          note: note.trim(),
          ...(ruling === "partial" ? { amount: { amount, currency: one.requested.currency } } : {}),
        })
      }
    >
      <p className="ask-what">{appeal ? t("desk:dispute.appealRuleWhy") : t("desk:dispute.ruleWhy")}</p>
      <fieldset className="field">
        <legend>{t("desk:dispute.blame")}</legend>
        <div className="chips">
          {blames.map((each) => (
            <label key={each} data-on={blame === each || undefined}>
              <input type="radio" name="blame" checked={blame === each} onChange={() => setBlame(each)} />
              {of("blame", each)}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset className="field">
        <legend>{t("desk:dispute.remedy")}</legend>
        <div className="chips">
          {rulings.filter(possible).map((each) => (
            <label key={each} data-on={ruling === each || undefined}>
              <input type="radio" name="ruling" checked={ruling === each} onChange={() => setRuling(each)} />
              {of("ruling", each)}
            </label>
          ))}
        </div>
      </fieldset>
      {ruling === null ? null : (
        <p className="ask-what">
          {t(`desk:dispute.means.${ruling}`, { kind: of("kind", one.kind), amount: format.money(one.requested) })}
        </p>
      )}
      {ruling === "partial" ? (
        <AmountField
          label={t("desk:offers.amount", { most: format.money(one.requested) })}
          value={amount}
          most={one.requested}
          onChange={setAmount}
        />
      ) : null}
      <NoteField label={t("desk:dispute.note")} value={note} onChange={setNote} />
    </Ask>
  );
}

/** The merchant says and shows what happened. */
export function StatementDialog({ one, onClose }: DialogProps) {
  const { t } = useWords();
  const [words, setWords] = useKept(`state:${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "statements", () => {
    setWords("");
    onClose();
  });
  return (
    <Ask
      title={t("desk:dispute.stateTitle")}
      go={t("desk:dispute.stateGo")}
      busy={move.isPending}
      blocked={words.trim() === "" || photos.sending}
      onClose={onClose}
      onGo={() => move.mutate({ words: words.trim(), evidence: photos.ids })}
    >
      <p className="ask-what">{t("desk:dispute.stateWhy")}</p>
      <NoteField label={t("desk:dispute.words")} value={words} onChange={setWords} />
      <Photos photos={photos} />
    </Ask>
  );
}

/** A side does not accept the ruling, or the shopper on the phone asks the platform: words are all it takes. */
export function WordsDialog({ one, onClose, verb }: DialogProps & { readonly verb: "appeal" | "escalate" }) {
  const { t } = useWords();
  const [note, setNote] = useKept(`${verb}:${one.number}`);
  const move = useMove(one, verb, () => {
    setNote("");
    onClose();
  });
  return (
    <Ask
      title={t(`desk:dispute.${verb}Title`)}
      go={t(`desk:dispute.${verb}Go`)}
      busy={move.isPending}
      blocked={note.trim() === ""}
      onClose={onClose}
      onGo={() => move.mutate({ note: note.trim() })}
    >
      <p className="ask-what">{t(`desk:dispute.${verb}Why`)}</p>
      <NoteField label={t("desk:dispute.words")} value={note} onChange={setNote} />
    </Ask>
  );
}
