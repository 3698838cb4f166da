import { Link } from "@tanstack/react-router";
import type { Case } from "#contract/returns";
import { collectionTones, Picture, Receipt, Status, type Tone } from "../../../shared/components/index.ts";
import { useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import { toast } from "../../frame/toast.tsx";
import { may, movesMoney, type SheetName, whyNot } from "./abilities.ts";
import { FreightBack } from "./freight.tsx";

/** Why it was not approved, in the merchant's words, and what the shopper can still do about it. */
export function Rejected({ one, onOpen }: { one: Case; onOpen: (sheet: SheetName) => void }) {
  const { t, of, because } = useWords();
  const said = one.timeline.findLast((line) => line.kind === "rejected")?.data.note;
  const spent = whyNot(one, "resubmit");
  return (
    <section className="card rejected" aria-labelledby="rejected">
      <h2 id="rejected" className="card-title">
        {t("portal:progress.rejected-why")}
      </h2>
      <p>{of("reject", one.rejectReason ?? "other")}</p>
      {typeof said === "string" && said !== "" ? <blockquote className="small">{said}</blockquote> : null}
      {spent?.code === "too-many-attempts" ? <p className="small quiet rejected-next">{because(spent)}</p> : null}
      {may(one, "escalate") ? (
        <>
          <p className="small quiet rejected-next">{t("portal:dispute.offer")}</p>
          <button type="button" className="button wide" onClick={() => onOpen("escalate")}>
            {t("portal:dispute.escalate")}
          </button>
        </>
      ) : null}
    </section>
  );
}

/** Closed because nothing was sent in time: for some days the platform may still be asked. */
export function NotSent({ onOpen }: { onOpen: (sheet: SheetName) => void }) {
  const { t } = useWords();
  return (
    <section className="card rejected" aria-labelledby="not-sent">
      <h2 id="not-sent" className="card-title">
        {t("portal:not-sent.title")}
      </h2>
      <p className="small quiet rejected-next">{t("portal:not-sent.why")}</p>
      <button type="button" className="button wide" onClick={() => onOpen("escalate")}>
        {t("portal:dispute.escalate")}
      </button>
    </section>
  );
}

/** The goods that go out to the shopper: what, where they are, and the word that they are here. */
export function Outbound({ one, onOpen }: { one: Case; onOpen: (sheet: SheetName) => void }) {
  const { t, of, title, format } = useWords();
  const { outbound, outboundState } = one;
  const promised = one.kind === "exchange" || one.kind === "reship";
  if (outboundState === "none" && !(promised && one.closedAt === null)) return null;
  const refused = one.caseState === "rejected" || one.caseState === "closed";
  const ownGoods = refused && (outbound.goesBack || outboundState === "none" || outboundState === "cancelled");
  // Of a reshipment it is a part of the goods below, and the note says which.
  const goods = one.kind === "exchange" && !ownGoods ? outbound.goods : null;
  const name = ownGoods
    ? t("portal:outbound.returned")
    : one.kind === "reship"
      ? t("portal:outbound.reship")
      : one.kind === "repair"
        ? t("portal:outbound.repair")
        : t("portal:outbound.exchange");
  return (
    <section className="card" aria-labelledby="outbound">
      <div className="card-head">
        <h2 id="outbound" className="card-title">
          {name}
        </h2>
        {outboundState === "none" ? null : (
          <Status tone={outboundTones[outboundState]}>{of("outbound", outboundState)}</Status>
        )}
      </div>
      {goods ? (
        <div className="goods">
          <Picture of={goods.picture} size={56} />
          <div className="goods-words">
            <p className="goods-title">{title(goods.title)}</p>
            <p className="tiny quiet">
              {[goods.variant, outbound.shipFirst ? t("portal:outbound.ship-first") : ""].filter(Boolean).join(" · ")}
            </p>
          </div>
          <span className="goods-figure small">×{outbound.units}</span>
        </div>
      ) : null}
      <dl className="pairs outbound-pairs">
        {outbound.trouble ? (
          <div>
            <dt>{t("portal:outbound.trouble")}</dt>
            <dd>{of("trouble", outbound.trouble)}</dd>
          </div>
        ) : null}
        {outbound.difference ? (
          <div>
            <dt>
              {Number(outbound.difference.amount) > 0
                ? t("portal:outbound.difference")
                : outbound.differenceState === "paid"
                  ? t("portal:outbound.difference-paid")
                  : t("portal:outbound.difference-to-pay")}
            </dt>
            <dd className="figures">
              {format.money({ ...outbound.difference, amount: outbound.difference.amount.replace("-", "") })}
            </dd>
          </div>
        ) : null}
        {outbound.trackingNumber ? (
          <div>
            <dt>{outbound.carrier ? of("carrier", outbound.carrier) : t("portal:progress.parcel")}</dt>
            <dd className="figures with-copy">
              {outbound.trackingNumber}
              <Copy text={outbound.trackingNumber} label={t("portal:progress.copy-tracking")} />
            </dd>
          </div>
        ) : null}
        {outbound.shippedAt ? (
          <div>
            <dt>{t("portal:progress.shipped-at")}</dt>
            <dd className="figures">{format.moment(outbound.shippedAt)}</dd>
          </div>
        ) : null}
        {outbound.deliveredAt ? (
          <div>
            <dt>{outboundState === "delivered" ? t("portal:outbound.received-at") : t("portal:outbound.there-at")}</dt>
            <dd className="figures">{format.moment(outbound.deliveredAt)}</dd>
          </div>
        ) : null}
      </dl>
      {may(one, "confirm-replacement") && !asksToConfirm.has(one.next.now.code) ? (
        <button type="button" className="button wide" onClick={() => onOpen("confirm")}>
          {t("portal:outbound.confirm")}
        </button>
      ) : null}
      {may(one, "object-replacement") ? (
        <button type="button" className="button wide less" onClick={() => onOpen("object")}>
          {t("portal:outbound.object")}
        </button>
      ) : null}
      {one.caseState === "completed" && outboundState === "delivered" ? (
        <Link
          to="/orders/$number/request"
          params={{ number: one.orderNumber }}
          search={one.lines[0] ? { line: one.lines[0].lineId } : {}}
          className="button wide less"
        >
          {t("portal:outbound.ask-again")}
        </Link>
      ) : null}
    </section>
  );
}

/** Where the first card has the button already. */
const asksToConfirm = new Set(["replacement-on-the-way", "replacement-arrived"]);

export const outboundTones: Record<Case["outboundState"], Tone> = {
  none: "mute",
  "to-ship": "wait",
  shipped: "going",
  arrived: "wait",
  lost: "bad",
  refused: "bad",
  delivered: "done",
  cancelled: "mute",
};

/** Whether the parcel is turned round before it is at the door, and what to do where it is not. */
export function Interception({ one }: { one: Case }) {
  const { t, of, format } = useWords();
  const { state, answerBy } = one.interception;
  if (state === "none" || one.goodsState !== "in-transit") return null;
  return (
    <section className="card" aria-labelledby="interception">
      <div className="card-head">
        <h2 id="interception" className="card-title">
          {t("portal:interception.title")}
        </h2>
        <Status tone={interceptionTones[state]}>{of("interception", state)}</Status>
      </div>
      <p className="small quiet">{of("interception-means", state, { at: answerBy ? format.moment(answerBy) : "" })}</p>
    </section>
  );
}

const interceptionTones: Record<Case["interception"]["state"], Tone> = {
  none: "mute",
  wished: "wait",
  wanted: "going",
  confirmed: "done",
  failed: "bad",
};

/** Where to send the goods while they are here, and where they are once sent. */
export function WayBack({
  one,
  freight,
}: {
  one: Pick<Case, "number" | "goodsState" | "freightPayer" | "wayBack">;
  /** Who bears the way back, where other words than a shopper's say it. */
  freight?: (payer: string) => string;
}) {
  const { t, of, format } = useWords();
  const { wayBack } = one;
  const sending = one.goodsState === "awaiting-shipment";
  if (!sending && wayBack.trackingNumber === null) return null;
  const address = wayBack.returnAddress?.address ? wayBack.returnAddress : null;
  const whole = address ? `${address.name} ${address.phone} ${address.address}` : "";
  return (
    <section className="card" aria-labelledby="way-back">
      <h2 id="way-back" className="card-title">
        {sending ? t("portal:progress.send-to") : t("portal:progress.way-back")}
      </h2>
      {wayBack.trackingNumber ? (
        <dl className="pairs">
          <div>
            <dt>{wayBack.carrier ? of("carrier", wayBack.carrier) : t("portal:progress.parcel")}</dt>
            <dd className="figures with-copy">
              {wayBack.trackingNumber}
              <Copy text={wayBack.trackingNumber} label={t("portal:progress.copy-tracking")} />
            </dd>
          </div>
          {wayBack.shippedAt ? (
            <div>
              <dt>{t("portal:progress.shipped-at")}</dt>
              <dd className="figures">{format.moment(wayBack.shippedAt)}</dd>
            </div>
          ) : null}
          {wayBack.arrivedAt ? (
            <div>
              <dt>{t("portal:progress.arrived-at")}</dt>
              <dd className="figures">{format.moment(wayBack.arrivedAt)}</dd>
            </div>
          ) : null}
        </dl>
      ) : null}
      {sending && address ? (
        <div className="address">
          <p>
            <b>{address.name}</b> <span className="figures">{address.phone}</span>
            <br />
            <span className="small">{address.address}</span>
          </p>
          <Copy text={whole} label={t("portal:progress.copy-address")} />
        </div>
      ) : null}
      {sending && !address ? <p className="small quiet">{t("portal:progress.no-address")}</p> : null}
      {sending ? (
        <p className="tiny quiet address-hint">
          {[
            one.freightPayer ? (freight?.(one.freightPayer) ?? of("freight-payer", one.freightPayer)) : "",
            t("portal:progress.send-hint", { number: one.number }),
          ]
            .filter(Boolean)
            .join(t("portal:list-join"))}
        </p>
      ) : null}
    </section>
  );
}

const refundTones: Record<string, Tone> = { settled: "done", refused: "bad", mismatched: "bad" };

/** The amount, how it comes about, and which part goes back where. */
/** What the shopper is asked to pay about the case, each with its reason and its time. */
export function Asked({ one: { collections } }: { one: Case }) {
  const { t, of, format } = useWords();
  // A difference that is due now has its button at the top.
  const others = collections.filter(({ causeKind, payable }) => causeKind !== "case" || !payable);
  if (others.length === 0) return null;
  return (
    <section className="card" aria-labelledby="asked">
      <h2 id="asked" className="card-title">
        {t("portal:progress.to-pay")}
      </h2>
      <ul className="to-pay">
        {others.map((one) => (
          <li key={one.number}>
            <div className="card-head">
              <span>{of("collection-cause", one.causeKind)}</span>
              <b className="figures">{format.money(one.received ?? one.amount)}</b>
            </div>
            <div className="card-head">
              <Status tone={collectionTones[one.state]}>{of("collection", one.state)}</Status>
              {one.payable ? (
                <Link to="/pay/$number" params={{ number: one.number }} className="button main">
                  {t("portal:progress.to-pay-do")}
                </Link>
              ) : (
                <Link to="/pay/$number" params={{ number: one.number }} className="link">
                  {t("portal:progress.to-pay-see")}
                </Link>
              )}
            </div>
            {one.payable ? (
              <p className="tiny quiet">{t("portal:progress.to-pay-until", { at: format.moment(one.expiresAt) })}</p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Money({ one }: { one: Case }) {
  const { t, of, format, title } = useWords();
  // Goods for goods: only a difference is money.
  if (!movesMoney(one) && one.refunds.length === 0)
    return one.freight.told === null ? null : (
      <section className="card" aria-labelledby="money">
        <h2 id="money" className="card-title">
          {t("portal:freight.back")}
        </h2>
        <FreightBack freight={one.freight} />
      </section>
    );
  const ruled = one.disputeState === "ruled" && one.amount.amount !== one.requested.amount;
  const asked = !ruled && (one.approved === null || one.caseState === "rejected");
  const amount = one.moneyState === "settled" ? one.refunded : one.amount;
  const differs = movesMoney(one) && amount.amount !== one.asked.amount;
  const cause =
    one.dispute?.ruling?.ruling === "partial" ? "ruled-part" : one.inspections.length > 0 ? "inspected" : "agreed";
  return (
    <section className="card" aria-labelledby="money">
      <div className="card-head money-head">
        <h2 id="money" className="card-title">
          {ruled
            ? t("portal:progress.amount-ruled")
            : asked
              ? t("portal:progress.amount-asked")
              : t("portal:progress.amount")}
        </h2>
        <b className="figures">{format.money(amount)}</b>
      </div>
      {differs ? (
        <p className="small quiet">{t(`portal:progress.amount-${cause}`, { amount: format.money(one.asked) })}</p>
      ) : null}
      {one.receipt.steps.length > 0 ? (
        <Receipt
          receipt={one.receipt}
          recompute
          totalLabel={ruled ? t("portal:progress.amount-asked") : t("portal:request.refund-total")}
          titles={Object.fromEntries(one.lines.map((line) => [line.lineId, title(line.title)]))}
        />
      ) : null}
      {one.refunds.map((refund) => (
        <ul key={refund.number} className="refund-parts">
          {refund.parts.map((part) => (
            <li key={part.tender}>
              <span>{t("portal:progress.back-to", { tender: of("tender", part.tender) })}</span>
              <span className="figures">{format.money(part.amount)}</span>
              <Status tone={refundTones[part.state] ?? "going"}>
                {part.settledBy && part.settledBy !== "provider"
                  ? of("settled-by", part.settledBy)
                  : of("refund", part.state)}
              </Status>
              {part.settledAt ? <time className="tiny quiet figures">{format.moment(part.settledAt)}</time> : null}
            </li>
          ))}
        </ul>
      ))}
      <FreightBack freight={one.freight} />
    </section>
  );
}

export function Goods({ one }: { one: Case }) {
  const { t, of, title } = useWords();
  return (
    <section className="card" aria-labelledby="goods">
      <h2 id="goods" className="card-title">
        {t("portal:progress.goods")}
      </h2>
      <ul className="case-goods">
        {one.lines.map((line) => {
          const looked = one.inspections.filter((inspection) => inspection.lineId === line.lineId);
          return (
            <li key={line.lineId}>
              <div className="goods">
                <Picture of={line.picture} size={56} />
                <div className="goods-words">
                  <p className="goods-title">{title(line.title)}</p>
                  <p className="tiny quiet">{line.variant}</p>
                </div>
                <span className="goods-figure small">×{line.quantity}</span>
              </div>
              {looked.map((inspection) => (
                <p key={inspection.at} className="inspection small">
                  {t(countedBy[inspection.by ?? "program"], {
                    received: inspection.received,
                    accepted: inspection.accepted,
                    grade: of("grade", inspection.grade),
                  })}
                  {inspection.note ? <span className="quiet"> {inspection.note}</span> : null}
                </p>
              ))}
            </li>
          );
        })}
      </ul>
      <dl className="pairs case-why">
        <div>
          <dt>{t("portal:progress.reason")}</dt>
          <dd>{one.reasonWords ? title(one.reasonWords) : of("reason", one.reason)}</dd>
        </div>
        {one.note ? (
          <div>
            <dt>{t("portal:progress.said")}</dt>
            <dd>{one.note}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}

export const countedBy = {
  merchant: "portal:progress.inspected-by-merchant",
  platform: "portal:progress.inspected-by-platform",
  program: "portal:progress.inspected",
} as const;

export function About({ one }: { one: Case }) {
  const { t, title, format, because } = useWords();
  const kept = one.caseState === "approved" || one.disputeState === "ruled" ? whyNot(one, "withdraw") : null;
  const guest = useMe()?.kind === "guest";
  return (
    <section className="card" aria-label={t("portal:progress.about")}>
      <dl className="pairs">
        <div>
          <dt>{t("portal:progress.number")}</dt>
          <dd className="figures with-copy">
            {one.number}
            <Copy text={one.number} label={t("portal:progress.copy-number")} />
          </dd>
        </div>
        <div>
          <dt>{t("portal:progress.order")}</dt>
          <dd className="figures">
            <Link to="/orders/$number" params={{ number: one.orderNumber }} className="link">
              {one.orderNumber} <Icon name="forward" size={14} />
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t("portal:progress.merchant")}</dt>
          <dd>{title(one.merchant.name)}</dd>
        </div>
        <div>
          <dt>{t("portal:progress.requested-at")}</dt>
          <dd className="figures">{format.moment(one.requestedAt)}</dd>
        </div>
        {guest ? null : (
          <div>
            <dt>{t("portal:progress.policy")}</dt>
            <dd>
              {t("portal:progress.policy-version", { policy: title(one.policy.title), version: one.policy.version })}
            </dd>
          </div>
        )}
        {kept ? (
          <div>
            <dt>{t("portal:progress.withdraw")}</dt>
            <dd>{because(kept)}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}

function Copy({ text, label }: { text: string; label: string }) {
  const { t } = useWords();
  return (
    <button
      type="button"
      className="icon-button copy"
      aria-label={label}
      onClick={() => void navigator.clipboard?.writeText(text).then(() => toast(t("common:copied")))}
    >
      <Icon name="copy" size={16} />
    </button>
  );
}
