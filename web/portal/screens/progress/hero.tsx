import type { Case } from "#contract/returns";
import { Countdown } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import { may, type SheetName } from "./abilities.ts";

/** The four questions, answered in the order in which people ask them. */
export function Hero({ one, onOpen }: { one: Case; onOpen: (sheet: SheetName) => void }) {
  const { t, of, title, format } = useWords();
  const { now, waitingOn, dueAt, ifNobody } = one.next;
  const over = one.closedAt !== null;
  const mood = over ? (one.caseState === "completed" ? "done" : "over") : waitingOn === "shopper" ? "you" : "others";
  const who =
    waitingOn === "merchant" || waitingOn === "warehouse" ? title(one.merchant.name) : of("waiting-on", waitingOn);
  const amount = one.approved ?? one.amount;
  const params = { ...now.params, amount: now.params.amount ?? format.money(amount) };
  return (
    <section className="hero" data-mood={mood} aria-live="polite">
      <p className="hero-kind tiny">
        {of("kind", one.kind)} · <span className="figures">{one.number}</span>
      </p>
      <h2>
        {mood === "done" ? <Icon name="check" size={26} /> : null}
        {of("now", now.code, params)}
      </h2>
      {over ? (
        <p className="hero-closed small figures">
          {one.caseState === "completed"
            ? t("portal:progress.refunded-at", {
                amount: format.money(one.refunded),
                at: format.moment(one.closedAt ?? ""),
              })
            : format.moment(one.closedAt ?? "")}
        </p>
      ) : dueAt ? (
        <>
          <p className="hero-clock">
            <span className="small">{t("portal:progress.left")}</span>
            <Countdown until={dueAt} />
          </p>
          <p className="small">
            {now.code === "goods-arrive"
              ? t("portal:progress.by-parcel", { at: format.moment(dueAt) })
              : waitingOn === "shopper"
                ? t("portal:progress.by-you", { at: format.moment(dueAt) })
                : t("portal:progress.by-whom", { who, at: format.moment(dueAt) })}
          </p>
        </>
      ) : (
        <p className="small">
          {waitingOn === "nobody" ? t("portal:progress.by-nobody") : t("portal:progress.by-whom-soon", { who })}
        </p>
      )}
      {ifNobody && !over ? (
        <p className="hero-then small">
          {of("if-nobody", ifNobody.code, {
            ...ifNobody.params,
            amount: ifNobody.params.amount ?? format.money(amount),
          })}
        </p>
      ) : null}
      {may(one, "ship") ? (
        <button type="button" id="do" className="button main wide" onClick={() => onOpen("ship")}>
          {t("portal:progress.ship-long")}
        </button>
      ) : may(one, "resubmit") ? (
        <button type="button" id="do" className="button main wide" onClick={() => onOpen("resubmit")}>
          {t("portal:progress.resubmit-long")}
        </button>
      ) : null}
    </section>
  );
}
