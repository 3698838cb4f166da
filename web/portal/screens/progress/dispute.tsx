import type { Case } from "#contract/returns";
import { Status, type Tone, When } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { may, type SheetName } from "./abilities.ts";

const rulingTones: Record<string, Tone> = { grant: "done", partial: "wait", refuse: "bad" };

/** Before the platform: what each side said, what was ruled and who is to blame, and what is still open to the shopper. */
export function Dispute({ one, onOpen }: { one: Case; onOpen: (sheet: SheetName) => void }) {
  const { t, of, title, format } = useWords();
  const { dispute, disputeState } = one;
  if (dispute === null) return null;
  const shop = title(one.merchant.name);
  const you = of("actor", "shopper");
  const said = [{ side: "shopper", words: dispute.claim, at: dispute.openedAt } as const, ...dispute.statements];
  const { ruling, appeal } = dispute;
  const hearing = disputeState === "evidence" || disputeState === "appeal";
  return (
    <section className="card dispute" aria-labelledby="dispute">
      <div className="card-head">
        <h2 id="dispute" className="card-title">
          {t("portal:dispute.title")}
        </h2>
        <Status tone={disputeState === "closed" ? "mute" : disputeState === "ruled" ? "wait" : "going"}>
          {of("dispute", disputeState)}
        </Status>
      </div>
      {ruling ? (
        <div className="ruling">
          <div className="card-head">
            <b>{t("portal:dispute.ruling")}</b>
            <Status tone={rulingTones[ruling.ruling] ?? "mute"}>{of("ruling", ruling.ruling)}</Status>
          </div>
          <dl className="pairs">
            <div>
              <dt>{t("portal:dispute.blame")}</dt>
              <dd>{of("blame", ruling.blame)}</dd>
            </div>
            <div>
              <dt>{t("portal:dispute.remedy")}</dt>
              <dd className="figures">
                {ruling.ruling === "refuse"
                  ? t("portal:dispute.remedy-none")
                  : ruling.amount
                    ? t("portal:dispute.remedy-amount", { amount: format.money(ruling.amount) })
                    : t("portal:dispute.remedy-whole", { kind: of("kind", one.kind) })}
              </dd>
            </div>
          </dl>
          <blockquote className="small">{ruling.note}</blockquote>
          {disputeState === "ruled" && one.dueAt ? (
            <p className="small">{t("portal:dispute.appeal-until", { at: format.moment(one.dueAt) })}</p>
          ) : null}
          {disputeState === "closed" ? <p className="small">{t("portal:dispute.final")}</p> : null}
          {may(one, "appeal") ? (
            <button type="button" className="button wide" onClick={() => onOpen("appeal")}>
              {t("portal:dispute.appeal")}
            </button>
          ) : null}
        </div>
      ) : null}
      {appeal ? (
        <div className="statement" data-own={appeal.by === "shopper" || undefined}>
          <p className="tiny quiet">
            <b>{t("portal:dispute.appealed-by", { who: appeal.by === "shopper" ? you : shop })}</b>{" "}
            <When at={appeal.at} how="near" />
          </p>
          <p className="small">{appeal.note}</p>
        </div>
      ) : null}
      <h3 className="small quiet">{t("portal:dispute.said")}</h3>
      {said.map(({ side, words, at }) => (
        <div key={`${side} ${at}`} className="statement" data-own={side === "shopper" || undefined}>
          <p className="tiny quiet">
            <b>{side === "shopper" ? you : shop}</b> <When at={at} how="near" />
          </p>
          <p className="small">{words}</p>
        </div>
      ))}
      {dispute.merchantStated || ruling ? null : (
        <p className="small quiet">{t("portal:dispute.silent", { who: shop })}</p>
      )}
      {may(one, "state") && dispute.shopperStated ? (
        <button type="button" className="button wide" onClick={() => onOpen("state")}>
          {t("portal:dispute.state-more")}
        </button>
      ) : hearing || ruling ? null : (
        <p className="small quiet">{t("portal:dispute.heard")}</p>
      )}
    </section>
  );
}
