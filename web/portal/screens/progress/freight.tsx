import type { Case } from "#contract/returns";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";

type Freight = Case["freight"];

/** Below the receipt: what the shopper laid out for the way back, and where it is. */
export function FreightBack({ freight }: { freight: Freight }) {
  const { t, of, format } = useWords();
  const { told, paidBack } = freight;
  if (told === null) return null;
  const part = paidBack !== null && paidBack.state !== "to-decide" && paidBack.amount.amount !== told.amount;
  return (
    <ul className="refund-parts">
      <li>
        <span>{t("portal:freight.back")}</span>
        <span className="figures">{format.money(paidBack?.amount ?? told)}</span>
        {paidBack === null ? null : (
          <Status tone={freightTones[paidBack.state]}>{of("return-freight", paidBack.state)}</Status>
        )}
        <span className="tiny quiet freight-words">
          {[
            paidBack === null ? t("portal:freight.told") : "",
            paidBack?.state === "to-decide" && paidBack.dueAt !== null
              ? t("portal:freight.looking", {
                  amount: format.money(paidBack.atOnce),
                  at: format.moment(paidBack.dueAt),
                })
              : "",
            part ? t("portal:freight.part", { paid: format.money(told), amount: format.money(paidBack.amount) }) : "",
            paidBack?.note ?? "",
            paidBack?.paidAt ? format.moment(paidBack.paidAt) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </li>
    </ul>
  );
}

const freightTones: Record<NonNullable<Freight["paidBack"]>["state"], Tone> = {
  "to-decide": "wait",
  approved: "going",
  paying: "going",
  paid: "done",
  refused: "bad",
};

/** Insurance of the way back: what it pays, until when, and what it paid. */
export function Cover({ cover }: { cover: Freight["cover"] }) {
  const { t, of, title, format, because } = useWords();
  if (cover === null) return null;
  const { claim } = cover;
  const most = cover.zones.at(-1);
  return (
    <section className="card" aria-labelledby="cover">
      <div className="card-head">
        <h2 id="cover" className="card-title">
          {title(cover.title)}
        </h2>
        {claim === null ? (
          <span className="tiny quiet">{t("portal:cover.until", { at: format.day(cover.coveredUntil) })}</span>
        ) : (
          <Status tone={claimTones[claim.state]}>{of("freight-claim", claim.state)}</Status>
        )}
      </div>
      {claim === null ? (
        <>
          {most ? <p>{t("portal:cover.up-to", { amount: format.money(most.amount) })}</p> : null}
          <p className="small quiet">{t("portal:cover.pays")}</p>
        </>
      ) : (
        <>
          {claim.state === "refused" ? null : (
            <dl className="pairs">
              <div>
                <dt>{t("portal:cover.paid")}</dt>
                <dd className="figures">{format.money(claim.amount)}</dd>
              </div>
            </dl>
          )}
          {claim.because.map((one) => (
            <p key={one.code} className="small quiet">
              {because(one)}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

const claimTones: Record<NonNullable<NonNullable<Freight["cover"]>["claim"]>["state"], Tone> = {
  refused: "mute",
  paying: "going",
  paid: "done",
};
