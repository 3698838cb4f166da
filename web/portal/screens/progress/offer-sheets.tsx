import { useState } from "react";
import type { Case, EvidenceKind, Moved } from "#contract/returns";
import {
  api,
  mayBeMended,
  piecesToExchange,
  useIntent,
  useKept,
  usePhotos,
  waysToExchange,
} from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import { Evidence } from "../../frame/evidence.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { GoodsChoice, goodsAreOpen, goodsOf, nothingElse } from "../request/wanted.tsx";
import { may, movesMoney } from "./abilities.ts";
import { Form, Note, useMove } from "./move.tsx";

type Props = { one: Case; onClose: () => void };

const otherKinds = ["return-and-refund", "refund-only", "exchange", "reship", "repair"] as const;

/** The shopper's own proposal. Where the other side's is still open, it is declined with it. */
export function OfferSheet({ one, onClose }: Props) {
  const { t, of, format } = useWords();
  const keyFor = useIntent();
  const canKeep = one.kind !== "cancel-before-shipment" && movesMoney(one);
  const [way, setWay] = useState<"amount" | (typeof otherKinds)[number]>(canKeep ? "amount" : "return-and-refund");
  const [amount, setAmount] = useKept(`offers-amount.${one.number}`);
  const [note, setNote] = useKept(`offers.${one.number}`);
  const [goods, setGoods] = useState({ ...nothingElse, ...(one.kind === "exchange" ? { how: "other" as const } : {}) });
  const pieces = piecesToExchange(one);
  const move = useMove(one, "offers", {
    said: t("portal:offer.made"),
    onMoved: () => {
      setAmount("");
      onClose();
    },
    before: async () => {
      if (may(one, "offer")) return one.version;
      const body = { accept: false, version: one.version };
      const path = `/api/v1/cases/${encodeURIComponent(one.number)}/answer-offer`;
      return (await api<Moved>("POST", path, body, { key: keyFor(body) })).version;
    },
  });
  const { currency, amount: asked } = one.requested;
  const digits = asked.split(".")[1]?.length ?? 0;
  const readable = /^\d{1,9}(\.\d{1,3})?$/.test(amount) && (amount.split(".")[1]?.length ?? 0) <= digits;
  const fits = readable && Number(amount) > 0 && Number(amount) <= Number(asked);
  // Who asks for a lower price is answered with a price: what the goods themselves are worth was never looked at.
  const kinds =
    one.kind === "price-protection"
      ? []
      : otherKinds
          .filter((kind) => kind !== one.kind || (kind === "exchange" && pieces !== null))
          .filter((kind) => kind !== "repair" || mayBeMended(one));
  return (
    <Sheet title={t("portal:offer.counter")} onClose={onClose}>
      <Form
        move={move}
        ready={way === "amount" ? fits : way !== "exchange" || !goodsAreOpen(goods)}
        button={t("portal:offer.counter-do")}
        onSubmit={() =>
          move.mutate(
            way === "amount"
              ? { kind: "amount", amount: { amount, currency }, note: note.trim() }
              : { kind: "kind", toKind: way, note: note.trim(), ...(way === "exchange" ? goodsOf(goods) : {}) },
          )
        }
      >
        <p className="small quiet">{t("portal:offer.counter-text")}</p>
        <div className="chips" role="radiogroup" onKeyDown={chooseByArrows} aria-label={t("portal:offer.counter")}>
          {[...(canKeep ? (["amount"] as const) : []), ...kinds].map((each) => (
            // biome-ignore lint/a11y/useSemanticElements: a chip that is a radio button
            <button
              key={each}
              type="button"
              role="radio"
              className="chip"
              aria-checked={way === each}
              onClick={() => setWay(each)}
            >
              {each === "amount" ? of("offer-kind", "amount") : of("kind", each)}
            </button>
          ))}
        </div>
        {way === "amount" ? (
          <div className="field">
            <label htmlFor="offer-amount">{t("portal:offer.amount")}</label>
            <input
              id="offer-amount"
              className="input figures"
              inputMode="decimal"
              autoComplete="off"
              value={amount}
              onChange={(event) => setAmount(event.target.value.trim())}
              maxLength={13}
              aria-invalid={amount !== "" && !fits}
              aria-describedby="offer-amount-hint"
            />
            <p id="offer-amount-hint" className="tiny quiet">
              {t("portal:offer.amount-hint", { amount: format.money(one.requested) })}
            </p>
          </div>
        ) : (
          <p className="small">{of("kind-hint", way)}</p>
        )}
        {way === "exchange" ? (
          <GoodsChoice
            wanted={goods}
            variantNow={one.lines[0]?.variant ?? ""}
            asked={pieces}
            ways={waysToExchange(one)}
            onChange={(part) => setGoods({ ...goods, ...part })}
          />
        ) : null}
        <Note id="offer-note" value={note} onChange={setNote} label={t("portal:offer.note")} />
      </Form>
    </Sheet>
  );
}

/** Somebody asks for more to see: whatever shows it, or the one kind that was asked for, and the words that belong to it. */
export function ShowEvidenceSheet({
  one,
  onClose,
}: {
  one: Pick<Case, "number" | "version"> & {
    readonly offers: readonly Pick<Case["offers"][number], "state" | "kind" | "evidenceKind">[];
  };
  onClose: () => void;
}) {
  const { t, of } = useWords();
  const wanted = one.offers.find(({ state, kind }) => state === "open" && kind === "evidence")?.evidenceKind ?? null;
  const [note, setNote] = useKept(`answer-offer.${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "answer-offer", { said: t("portal:offer.shown"), onMoved: onClose });
  return (
    <Sheet title={t("portal:offer.show")} onClose={onClose}>
      <Form
        move={move}
        ready={!photos.sending && photos.ids.length > 0 && isWhatWasAsked(wanted, photos.kinds)}
        button={t("portal:offer.show-do")}
        onSubmit={() => move.mutate({ accept: true, note: note.trim(), evidence: photos.ids })}
      >
        {wanted === null ? null : (
          <p className="small">{t("portal:offer.evidence-kind", { kind: of("evidence-kind", wanted) })}</p>
        )}
        <Evidence photos={photos} needed wanted={wanted === null ? [] : [wanted]} />
        <Note id="evidence-note" value={note} onChange={setNote} label={t("portal:offer.note")} />
      </Form>
    </Sheet>
  );
}

/** A film of the unboxing is a film. */
function isWhatWasAsked(wanted: EvidenceKind | null, given: readonly EvidenceKind[]): boolean {
  return wanted === null || given.includes(wanted) || (wanted === "video" && given.includes("unboxing-video"));
}
