import { useState } from "react";
import { type Case, type EvidenceKind, evidenceKinds } from "#contract/returns";
import { mayBeMended, piecesToExchange, useKept, waysToExchange } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { NoteField } from "../../frame/note-field.tsx";
import { GoodsChoice, goodsOf, sameAgain } from "../orders/wanted-goods.tsx";
import { AmountField, amountWithin } from "./amount-field.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { GoodsNamed, offerSays } from "./offers.tsx";
import { useMove } from "./use-move.ts";

type What = "amount" | "kind" | "evidence";

/** Proposes something else than was asked: an amount with the goods kept, another kind, or more evidence. */
export function OfferDialog({ one, onClose }: DialogProps) {
  const { t, of, format } = useWords();
  // Before anything was sent there is nothing to keep at a lower price, and a gift has none.
  const priced = one.kind !== "cancel-before-shipment" && Number(one.requested.amount) > 0;
  // Who asks for a lower price is offered another price: what the goods themselves are worth was never looked at.
  const choices = (["amount", "kind", "evidence"] as const).filter(
    (each) => (each !== "amount" || priced) && (each !== "kind" || one.kind !== "price-protection"),
  );
  const [what, setWhat] = useState<What>(choices[0] ?? "evidence");
  const [amount, setAmount] = useState("");
  const [toKind, setToKind] = useState<string | null>(null);
  const [goods, setGoods] = useState({ ...sameAgain, ...(one.kind === "exchange" ? { how: "other" as const } : {}) });
  const pieces = piecesToExchange(one);
  const named = toKind === "exchange" ? goodsOf(goods) : {};
  const [shownBy, setShownBy] = useState<EvidenceKind | null>(null);
  const [note, setNote] = useKept(`offer:${one.number}`);
  const move = useMove(one, "offers", () => {
    setNote("");
    onClose();
  });
  const blocked =
    (what === "amount" && !amountWithin(amount, one.requested)) ||
    (what === "kind" && (toKind === null || named === undefined)) ||
    (what === "kind" && toKind === one.kind && Object.keys(named ?? {}).length === 0) ||
    (what === "evidence" && note.trim() === "");
  return (
    <Ask
      title={t("desk:offers.title")}
      go={t("desk:offers.go")}
      busy={move.isPending}
      blocked={blocked}
      onClose={onClose}
      onGo={() =>
        move.mutate({
          kind: what,
          note: note.trim(),
          ...(what === "amount" ? { amount: { amount, currency: one.requested.currency } } : {}),
          ...(what === "kind" ? { toKind, ...named } : {}),
          ...(what === "evidence" && shownBy !== null ? { evidenceKind: shownBy } : {}),
        })
      }
    >
      <p className="ask-what">{t("desk:offers.why")}</p>
      <fieldset className="field">
        <legend>{t("desk:offers.what")}</legend>
        <div className="chips">
          {choices.map((each) => (
            <label key={each} data-on={what === each || undefined}>
              <input type="radio" name="offer" checked={what === each} onChange={() => setWhat(each)} />
              {of("offer-kind", each)}
            </label>
          ))}
        </div>
      </fieldset>
      {what === "amount" ? (
        <AmountField
          label={t("desk:offers.amount", { most: format.money(one.requested) })}
          value={amount}
          most={one.requested}
          onChange={setAmount}
        />
      ) : null}
      {what === "kind" ? (
        <fieldset className="field">
          <legend>{t("desk:offers.toKind")}</legend>
          <div className="chips">
            {otherKinds
              .filter((kind) => kind !== one.kind || (kind === "exchange" && pieces !== null))
              .filter((kind) => kind !== "repair" || mayBeMended(one))
              .map((kind) => (
                <label key={kind} data-on={toKind === kind || undefined}>
                  <input type="radio" name="to-kind" checked={toKind === kind} onChange={() => setToKind(kind)} />
                  {of("kind", kind)}
                </label>
              ))}
          </div>
        </fieldset>
      ) : null}
      {what === "kind" && toKind === "exchange" ? (
        <GoodsChoice
          wanted={goods}
          asked={pieces}
          ways={waysToExchange(one)}
          onChange={(part) => setGoods({ ...goods, ...part })}
        />
      ) : null}
      {what === "evidence" ? (
        <fieldset className="field">
          <legend>{t("desk:offers.shownBy")}</legend>
          <div className="chips">
            {[null, ...evidenceKinds].map((each) => (
              <label key={each} data-on={shownBy === each || undefined}>
                <input type="radio" name="shown-by" checked={shownBy === each} onChange={() => setShownBy(each)} />
                {each === null ? t("desk:offers.shownByAny") : of("evidence-kind", each)}
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
      <NoteField
        label={what === "evidence" ? t("desk:offers.evidenceNote") : t("desk:offers.note")}
        value={note}
        onChange={setNote}
        replies={{ usedFor: "offer", one }}
      />
    </Ask>
  );
}

/** The shopper has proposed something; yes is carried out at once, no leaves what was asked as it was. */
export function AnswerDialog({ one, onClose }: DialogProps) {
  const words = useWords();
  const { t, of } = words;
  const [accept, setAccept] = useState<boolean | null>(null);
  const [note, setNote] = useKept(`answer:${one.number}`);
  const move = useMove(one, "answer-offer", () => {
    setNote("");
    onClose();
  });
  const offer = openOffer(one);
  return (
    <Ask
      title={t("desk:offers.answerTitle")}
      go={t("desk:offers.answerGo")}
      busy={move.isPending}
      blocked={accept === null}
      onClose={onClose}
      onGo={() => move.mutate({ accept, note: note.trim() })}
    >
      {offer ? (
        <div className="ask-offer">
          <b>{offerSays(offer, words)}</b>
          <GoodsNamed of={offer} />
          {offer.note ? <p className="quote">{offer.note}</p> : null}
        </div>
      ) : null}
      <fieldset className="field">
        <legend>{t("desk:offers.answer")}</legend>
        <div className="chips">
          {[true, false].map((each) => (
            <label key={String(each)} data-on={accept === each || undefined}>
              <input type="radio" name="answer" checked={accept === each} onChange={() => setAccept(each)} />
              {of("offer-answer", each ? "yes" : "no")}
            </label>
          ))}
        </div>
      </fieldset>
      {accept === null ? null : <p className="ask-what">{accept ? t("desk:offers.yesWhy") : t("desk:offers.noWhy")}</p>}
      <NoteField label={t("desk:offers.note")} value={note} onChange={setNote} />
    </Ask>
  );
}

function openOffer(one: Case) {
  return one.offers.find(({ state }) => state === "open");
}

const otherKinds = ["refund-only", "return-and-refund", "exchange", "reship", "repair"] as const;
