import type { Case } from "#contract/returns";
import { Picture, Status } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { carrierSays } from "../../frame/carrier.ts";
import { Copy } from "../../frame/copy.tsx";
import { outboundTones } from "./axes.tsx";

/** What goes out to the shopper, how, and whether it has arrived. */
export function Outbound({ one }: { one: Case }) {
  const { t, of, title, format } = useWords();
  const { outbound, outboundState } = one;
  if (outboundState === "none" && outbound.goods === null) return <LostOnTheWay losses={one.losses} />;
  const differenceSays = ({ difference, differenceState }: Case["outbound"]) => {
    if (difference === null) return null;
    const amount = format.money({ ...difference, amount: difference.amount.replace("-", "") });
    if (!difference.amount.startsWith("-")) return t("desk:outbound.differenceBack", { amount });
    return differenceState === "paid"
      ? t("desk:outbound.differencePaid", { amount })
      : t("desk:outbound.differenceToPay", { amount });
  };
  return (
    <section className="card card-pad" aria-label={t("desk:outbound.title")}>
      <header className="panel-head">
        <h2 className="card-title">{t("desk:outbound.title")}</h2>
        {outboundState === "none" && one.closedAt !== null ? null : (
          <Status tone={outboundTones[outboundState]}>
            {outboundState === "none" ? t(`desk:outbound.${waitsFor(one)}`) : of("outbound", outboundState)}
          </Status>
        )}
      </header>
      <div className="outbound">
        {outbound.goods && !outbound.goesBack ? (
          <>
            <Picture of={outbound.goods.picture} size={44} />
            <span className="goods-words">
              <b>{title(outbound.goods.title)}</b>
              <small>
                {[outbound.goods.variant, outbound.goods.productNumber, t("desk:case.units", { n: outbound.units })]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </span>
          </>
        ) : (
          <p>{t("desk:outbound.goesBack")}</p>
        )}
      </div>
      <dl className="facts">
        {outbound.goods && !outbound.goesBack && one.kind === "exchange" ? (
          <div>
            <dt>{t("desk:outbound.order")}</dt>
            <dd>{outbound.shipFirst ? t("desk:outbound.shipFirst") : t("desk:outbound.shipAfter")}</dd>
          </div>
        ) : null}
        {outbound.difference ? (
          <div>
            <dt>{t("desk:outbound.difference")}</dt>
            <dd>{differenceSays(outbound)}</dd>
          </div>
        ) : null}
        {outbound.trouble ? (
          <div>
            <dt>{t("desk:outbound.trouble")}</dt>
            <dd>{of("trouble", outbound.trouble)}</dd>
          </div>
        ) : null}
        <Losses losses={one.losses} />
        {outbound.trackingNumber ? (
          <div>
            <dt>{t("desk:case.tracking")}</dt>
            <dd>
              {outbound.carrier ? `${carrierSays(of, outbound.carrier)} ` : ""}
              <Copy text={outbound.trackingNumber} />
            </dd>
          </div>
        ) : null}
        {outbound.shippedAt ? (
          <div>
            <dt>{t("desk:outbound.shippedAt")}</dt>
            <dd>{format.nearMoment(outbound.shippedAt)}</dd>
          </div>
        ) : null}
        {outbound.deliveredAt ? (
          <div>
            <dt>{t("desk:outbound.deliveredAt")}</dt>
            <dd>{format.nearMoment(outbound.deliveredAt)}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}

/** What has to be before it goes out. */
function waitsFor({ caseState, outbound }: Case) {
  if (caseState !== "approved") return "notYet";
  return outbound.differenceState === "asked" ? "notYetPaid" : "notYetBack";
}

function LostOnTheWay({ losses }: Pick<Case, "losses">) {
  const { t } = useWords();
  if (losses.length === 0) return null;
  return (
    <section className="card card-pad" aria-label={t("desk:outbound.lost")}>
      <h2 className="card-title">{t("desk:outbound.lost")}</h2>
      <dl className="facts">
        <Losses losses={losses} />
      </dl>
    </section>
  );
}

function Losses({ losses }: Pick<Case, "losses">) {
  const { t, of, format } = useWords();
  if (losses.length === 0) return null;
  return (
    <div>
      <dt>{t("desk:outbound.losses")}</dt>
      {losses.map((loss) => (
        <dd key={loss.at}>
          {t(`desk:outbound.loss.${loss.direction}`, {
            amount: format.money(loss.amount),
            who: of("loss-bearer", loss.borneBy),
          })}
        </dd>
      ))}
    </div>
  );
}
