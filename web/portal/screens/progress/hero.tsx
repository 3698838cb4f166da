import { Link } from "@tanstack/react-router";
import type { Case } from "#contract/returns";
import { ByLaw, Countdown, Stretched } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import { may, type SheetName } from "./abilities.ts";

/** The four questions, answered in the order in which people ask them. */
export function Hero({ one, onOpen }: { one: Case; onOpen: (sheet: SheetName) => void }) {
  const { t, of, title, format } = useWords();
  const { now, waitingOn, dueAt, ifNobody } = one.next;
  const over = one.closedAt !== null;
  const ruled = one.disputeState === "ruled";
  const mood = over
    ? one.caseState === "completed"
      ? "done"
      : "over"
    : waitingOn === "shopper" || ruled
      ? "you"
      : "others";
  const who =
    waitingOn === "merchant" || waitingOn === "warehouse" ? title(one.merchant.name) : of("waiting-on", waitingOn);
  const { amount } = one;
  const params = { ...now.params, amount: now.params.amount ?? format.money(amount) };
  const does = useNextMove(one);
  const clockWords = () => {
    const at = format.moment(dueAt ?? "");
    if (ruled) return t("portal:progress.by-appeal", { at });
    if (now.code === "dispute-evidence") return t("portal:progress.by-evidence", { at });
    if (byParcel.has(now.code)) return t("portal:progress.by-parcel", { at });
    return waitingOn === "shopper" ? t("portal:progress.by-you", { at }) : t("portal:progress.by-whom", { who, at });
  };
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
          {one.caseState === "completed" && Number(one.refunded.amount) > 0
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
          <p className="small">{clockWords()}</p>
          <Stretched stretched={one.next.stretched} className="hero-stretched small" />
          <ByLaw byLaw={one.next.byLaw} className="hero-stretched small" />
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
      {may(one, "pay-difference") && one.outbound.collection ? (
        <Link to="/pay/$number" params={{ number: one.outbound.collection }} className="button main wide">
          {t("portal:outbound.pay")}
        </Link>
      ) : does ? (
        <button type="button" id="do" className="button main wide" onClick={() => onOpen(does.sheet)}>
          {does.word}
        </button>
      ) : null}
    </section>
  );
}

/** What is on its way back is waited for, and nobody in particular. */
const byParcel = new Set(["goods-arrive", "interception-wanted", "interception-confirmed", "interception-failed"]);

/** The one thing to do now, by what the server allows. A proposal is answered in its own card, right below. */
function useNextMove(one: Case): { sheet: SheetName; word: string } | null {
  const { t } = useWords();
  if (may(one, "ship")) return { sheet: "ship", word: t("portal:progress.ship-long") };
  if (may(one, "intercept")) return { sheet: "intercept", word: t("portal:interception.ask") };
  if (may(one, "confirm-replacement") && !one.outbound.trouble)
    return { sheet: "confirm", word: t("portal:outbound.confirm") };
  if (may(one, "resubmit")) return { sheet: "resubmit", word: t("portal:progress.resubmit-long") };
  if (may(one, "state") && one.dispute?.shopperStated === false)
    return { sheet: "state", word: t("portal:dispute.state") };
  return null;
}
