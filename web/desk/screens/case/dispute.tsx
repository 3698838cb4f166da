import { Image } from "antd";
import type { Case } from "#contract/returns";
import { Status, When } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { disputeTones } from "./axes.tsx";
import { Shots } from "./evidence.tsx";

type Dispute = NonNullable<Case["dispute"]>;

/** The case before the platform: both sides side by side with what they show, the ruling, and who did not accept it. */
export function DisputePanel({ one }: { one: Case }) {
  const { t, of, format } = useWords();
  const { dispute } = one;
  if (dispute === null) return null;
  return (
    <section className="card card-pad" aria-label={t("desk:dispute.title")}>
      <header className="panel-head">
        <h2 className="card-title">{t("desk:dispute.title")}</h2>
        <Status tone={disputeTones[one.disputeState]}>{of("dispute", one.disputeState)}</Status>
        <span className="fine">{t("desk:dispute.opened", { when: format.nearMoment(dispute.openedAt) })}</span>
      </header>
      <Image.PreviewGroup>
        <div className="sides">
          <Side one={one} dispute={dispute} side="shopper" />
          <Side one={one} dispute={dispute} side="merchant" />
        </div>
      </Image.PreviewGroup>
      {dispute.ruling ? (
        <article className="ruling" data-ruling={dispute.ruling.ruling}>
          <header>
            <b>
              {of("ruling", dispute.ruling.ruling)}
              {dispute.ruling.amount ? ` ${format.money(dispute.ruling.amount)}` : ""}
            </b>
            <span>{of("blame", dispute.ruling.blame)}</span>
            <When at={dispute.ruling.at} how="near" />
          </header>
          <p className="quote">{dispute.ruling.note}</p>
        </article>
      ) : null}
      {dispute.appeal ? (
        <article className="ruling" data-ruling="appeal">
          <header>
            <b>{t("desk:dispute.appealed", { who: of("actor", dispute.appeal.by) })}</b>
            <When at={dispute.appeal.at} how="near" />
          </header>
          <p className="quote">{dispute.appeal.note}</p>
          {one.disputeState === "appeal" ? <p className="fine">{t("desk:dispute.otherPerson")}</p> : null}
        </article>
      ) : null}
    </section>
  );
}

function Side({ one, dispute, side }: { one: Case; dispute: Dispute; side: "shopper" | "merchant" }) {
  const { t, of } = useWords();
  const said = dispute.statements.filter((statement) => statement.side === side);
  const shown = one.evidence.filter(({ by }) =>
    side === "shopper" ? by === "shopper" || by === "guest" : by === side,
  );
  const hasSpoken = side === "shopper" ? dispute.shopperStated : dispute.merchantStated;
  return (
    <section className="side-words" aria-label={of("actor", side)}>
      <header>
        <h3>{of("actor", side)}</h3>
        <Status tone={hasSpoken ? "done" : "wait"}>
          {hasSpoken ? t("desk:dispute.stated") : t("desk:dispute.notStated")}
        </Status>
      </header>
      {side === "shopper" ? <Words at={dispute.openedAt} words={dispute.claim} /> : null}
      {said.map((statement) => (
        <Words key={statement.at} at={statement.at} words={statement.words} />
      ))}
      {side === "merchant" && said.length === 0 ? <p className="fine">{t("desk:dispute.silent")}</p> : null}
      {shown.length === 0 ? (
        <p className="fine">{t("desk:dispute.noPhotos")}</p>
      ) : (
        <Shots evidence={shown} of={of("actor", side)} />
      )}
    </section>
  );
}

function Words({ at, words }: { at: string; words: string }) {
  return (
    <blockquote className="side-said">
      <When at={at} how="near" />
      <p>{words}</p>
    </blockquote>
  );
}
