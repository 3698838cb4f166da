import type { Case } from "#contract/returns";
import { Picture, Status, type Tone } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import { Difference } from "../request/wanted.tsx";
import { may, movesMoney, openOffer, type SheetName, whyNot } from "./abilities.ts";
import { countedBy } from "./cards.tsx";
import { useMove } from "./move.tsx";
import { PhotoRow } from "./photos.tsx";

type Offer = Case["offers"][number];

/** What the other side proposes: what a yes brings, what a no leaves, each one tap away. */
export function OpenOffer({ one, onOpen }: { one: Case; onOpen: (sheet: SheetName) => void }) {
  const { t, of, because, title } = useWords();
  const offer = openOffer(one);
  if (offer === undefined) return null;
  const own = offer.by === "shopper";
  const atPlatform = one.caseState === "approved" && one.inspections.some(({ by }) => by === "platform");
  const who = atPlatform
    ? t("portal:offer.platform-warehouse")
    : offer.by === "merchant"
      ? title(one.merchant.name)
      : of("actor", own ? "shopper" : "staff");
  return (
    <section className="card offer" data-own={own || undefined} aria-labelledby="offer">
      <div className="card-head">
        <h2 id="offer" className="card-title">
          {own ? t("portal:offer.own") : t("portal:offer.from", { who })}
        </h2>
        <Status tone={own ? "going" : "wait"}>{own ? of("offer-state", "open") : t("portal:offer.your-turn")}</Status>
      </div>
      <p className="offer-what">
        {offer.kind === "kind" && offer.toKind
          ? offer.wanted
            ? t("portal:offer.to-goods")
            : t("portal:offer.to-kind", { kind: of("kind", offer.toKind) })
          : of("offer-kind", offer.kind)}
      </p>
      <GoodsNamed of={offer} />
      {offer.note ? <blockquote className="small">{offer.note}</blockquote> : null}
      {one.caseState === "approved" ? <AtTheBench one={one} /> : null}
      <Arithmetic one={one} offer={offer} />
      {may(one, "answer-offer") ? (
        <Answer one={one} offer={offer} onOpen={onOpen} />
      ) : (
        <p className="small quiet">{because(whyNot(one, "answer-offer"))}</p>
      )}
    </section>
  );
}

/** The goods of an exchange that an offer names; whoever was given the present never sees what they cost. */
export function GoodsNamed({
  of: offer,
}: {
  of: Pick<Offer, "wanted"> & { readonly difference?: Offer["difference"] };
}) {
  const { title } = useWords();
  if (offer.wanted === null) return null;
  return (
    <p className="offer-goods">
      <Picture of={offer.wanted.picture} size={48} />
      <span className="goods-words">
        <span className="goods-title">{title(offer.wanted.title)}</span>
        {offer.wanted.variant ? <span className="tiny quiet">{offer.wanted.variant}</span> : null}
        {offer.difference ? <Difference difference={offer.difference} /> : null}
      </span>
    </p>
  );
}

function Answer({ one, offer, onOpen }: { one: Case; offer: Offer; onOpen: (sheet: SheetName) => void }) {
  const { t, of, format, trouble } = useWords();
  const yes = useMove(one, "answer-offer", { said: t("portal:offer.accepted") });
  const no = useMove(one, "answer-offer", { said: t("portal:offer.declined") });
  const busy = yes.isPending || no.isPending;
  // The goods are here and looked at: nothing is talked over any more, and the platform hears who says no.
  const atTheBench = one.caseState === "approved";
  const error = yes.error ?? no.error;
  const stays = movesMoney(one) ? `${of("kind", one.kind)} ${format.money(one.requested)}` : of("kind", one.kind);
  return (
    <>
      {error ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(error)}
        </p>
      ) : null}
      <div className="offer-answers">
        <button
          type="button"
          className="button"
          disabled={busy}
          aria-busy={no.isPending}
          onClick={() => no.mutate({ accept: false })}
        >
          {t("portal:offer.decline")}
        </button>
        {offer.kind === "evidence" ? (
          <button type="button" className="button main" disabled={busy} onClick={() => onOpen("show-evidence")}>
            {t("portal:offer.show")}
          </button>
        ) : (
          <button
            type="button"
            className="button main"
            disabled={busy}
            aria-busy={yes.isPending}
            onClick={() => yes.mutate({ accept: true })}
          >
            {t("portal:offer.accept")}
          </button>
        )}
      </div>
      <p className="tiny quiet">
        {offer.kind === "deduction"
          ? t("portal:offer.if-not-deduction")
          : atTheBench
            ? t("portal:offer.if-not-repair")
            : t("portal:offer.if-not", { stays })}
      </p>
      {atTheBench ? null : (
        <button type="button" className="link" disabled={busy} onClick={() => onOpen("offer")}>
          {t("portal:offer.counter-instead")} <Icon name="forward" size={14} />
        </button>
      )}
    </>
  );
}

/** From what was asked to what a yes brings. */
function Arithmetic({ one, offer }: { one: Case; offer: Offer }) {
  const { t, of, format } = useWords();
  if (offer.kind === "evidence")
    return (
      <p className="small">
        {offer.evidenceKind === null
          ? t("portal:offer.evidence-means")
          : t("portal:offer.evidence-kind", { kind: of("evidence-kind", offer.evidenceKind) })}
      </p>
    );
  if (offer.kind === "kind" && one.caseState !== "approved")
    return offer.toKind ? <p className="small">{of("kind-hint", offer.toKind)}</p> : null;
  return (
    <dl className="ac-receipt offer-sum">
      {offer.kind === "amount" ? (
        <div>
          <dt>{t("portal:offer.asked")}</dt>
          <dd className="figures">{movesMoney(one) ? format.money(one.requested) : of("kind", one.kind)}</dd>
        </div>
      ) : null}
      {offer.kind === "deduction" && offer.amount ? (
        <>
          {offer.brings ? (
            <div>
              <dt>{t("portal:offer.after-inspection")}</dt>
              <dd className="figures">{format.money(one.receipt.total)}</dd>
            </div>
          ) : null}
          <div>
            <dt>{t("portal:offer.withheld")}</dt>
            <dd className="figures">{format.money({ ...offer.amount, amount: `-${offer.amount.amount}` })}</dd>
          </div>
        </>
      ) : null}
      {offer.brings ? (
        <div className="ac-receipt-total">
          <dt>{offer.kind === "amount" ? t("portal:offer.brings-keep") : t("portal:offer.brings")}</dt>
          <dd className="figures">{format.money(offer.brings)}</dd>
        </div>
      ) : null}
    </dl>
  );
}

/** What the deduction is for: grade and words of the bench, and what it has pictured. */
function AtTheBench({ one }: { one: Case }) {
  const { t, of, title } = useWords();
  const pictured = new Set(one.inspections.flatMap(({ photos }) => photos));
  return (
    <>
      {one.inspections.map((found) => {
        const line = one.lines.find(({ lineId }) => lineId === found.lineId);
        return (
          <p key={`${found.lineId} ${found.at}`} className="inspection small">
            {line && one.lines.length > 1 ? `${title(line.title)}: ` : ""}
            {t(countedBy[found.by ?? "program"], {
              received: found.received,
              accepted: found.accepted,
              grade: of("grade", found.grade),
            })}
            {found.note ? <span className="quiet"> {found.note}</span> : null}
          </p>
        );
      })}
      <PhotoRow photos={one.evidence.filter(({ id }) => pictured.has(id))} />
    </>
  );
}

const tones: Record<Offer["state"], Tone> = {
  open: "wait",
  accepted: "done",
  declined: "mute",
  expired: "mute",
  withdrawn: "mute",
};

/** What was proposed before, folded away. */
export function PastOffers({ one }: { one: Case }) {
  const { t, of, format, title } = useWords();
  const past = one.offers.filter(({ state }) => state !== "open");
  if (past.length === 0) return null;
  return (
    <details className="card folded">
      <summary>
        {t("portal:offer.past", { count: past.length })}
        <Icon name="down" size={16} />
      </summary>
      <ul className="past-offers">
        {past.toReversed().map((offer) => (
          <li key={offer.no}>
            <p className="card-head">
              <b>
                {offer.by === "merchant"
                  ? title(one.merchant.name)
                  : of("actor", offer.by === "shopper" ? "shopper" : "staff")}
              </b>
              <Status tone={tones[offer.state]}>{of("offer-state", offer.state)}</Status>
            </p>
            <p className="small">
              {[
                offer.toKind
                  ? t("portal:offer.to-kind", { kind: of("kind", offer.toKind) })
                  : of("offer-kind", offer.kind),
                offer.amount ? format.money(offer.amount) : "",
                offer.wanted ? title(offer.wanted.title) : "",
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
            {offer.note ? <p className="small quiet">{offer.note}</p> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
