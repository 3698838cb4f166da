import type { Case } from "#contract/returns";
import { Picture, Status, type Tone, When } from "../../../shared/components/index.ts";
import { useWords, type Words } from "../../../shared/text/index.ts";

import { Difference } from "../orders/wanted-goods.tsx";

type Offer = Case["offers"][number];

/** What the sides proposed to each other, the latest first; the open one says whose answer is waited for. */
export function Offers({ one }: { one: Case }) {
  const words = useWords();
  const { t, of } = words;
  if (one.offers.length === 0) return null;
  return (
    <section className="card card-pad" aria-label={t("desk:offers.history")}>
      <h2 className="card-title">
        {t("desk:offers.history")} <span className="count">{one.offers.length}</span>
      </h2>
      <ol className="offers">
        {one.offers.toReversed().map((offer) => (
          <li key={offer.no} data-open={offer.state === "open" || undefined}>
            <header>
              <span className="pill">{of("actor", offer.by === "platform" ? "staff" : offer.by)}</span>
              <b>{offerSays(offer, words)}</b>
              <Status tone={tones[offer.state]}>
                {offer.state === "open"
                  ? t("desk:offers.waitsFor", { who: of("waiting-on", one.waitingOn) })
                  : of("offer-state", offer.state)}
              </Status>
              <When at={offer.answeredAt ?? offer.at} how="near" />
            </header>
            <GoodsNamed of={offer} />
            {offer.note ? <p className="quote">{offer.note}</p> : null}
            {offer.kind === "deduction" && offer.state === "open" ? (
              <p className="fine">{t("desk:offers.deductionOpen")}</p>
            ) : null}
            {offer.kind === "deduction" && offer.state === "declined" ? (
              <p className="fine">{t("desk:offers.deductionDeclined")}</p>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The goods of an exchange that an offer names, and what they cost more or less. */
export function GoodsNamed({ of: { wanted, difference } }: { of: Pick<Offer, "wanted" | "difference"> }) {
  const { title } = useWords();
  if (wanted === null || difference === null) return null;
  return (
    <p className="offer-goods">
      <Picture of={wanted.picture} size={40} />
      <span>
        <b>{title(wanted.title)}</b>
        <small className="fine">
          {wanted.variant ? `${wanted.variant} · ` : ""}
          {wanted.productNumber} · <Difference of={difference} />
        </small>
      </span>
    </p>
  );
}

const tones: Record<Offer["state"], Tone> = {
  open: "wait",
  accepted: "done",
  declined: "bad",
  expired: "mute",
  withdrawn: "mute",
};

export function offerSays(offer: Offer, { t, of, format }: Words): string {
  if (offer.kind === "kind" && offer.toKind !== null)
    return offer.wanted === null
      ? t("desk:offers.says.kind", { kind: of("kind", offer.toKind) })
      : t("desk:offers.says.goods");
  if (offer.kind === "evidence")
    return offer.evidenceKind === null
      ? of("offer-kind", "evidence")
      : `${of("offer-kind", "evidence")} · ${of("evidence-kind", offer.evidenceKind)}`;
  const amount = offer.amount === null ? "" : format.money(offer.amount);
  return offer.kind === "deduction"
    ? t("desk:offers.says.deduction", { amount })
    : t("desk:offers.says.amount", { amount });
}
