import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { PresentCase } from "#contract/returns";
import { Countdown, Picture, Status, Timeline } from "../../../shared/components/index.ts";
import { api, keys, useFollow } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { may } from "../progress/abilities.ts";
import { outboundTones, WayBack } from "../progress/cards.tsx";
import { AppealSheet, EscalateSheet, StateSheet } from "../progress/dispute-sheets.tsx";
import { Form, useMove } from "../progress/move.tsx";
import { ObjectSheet } from "../progress/object-sheet.tsx";
import { ShowEvidenceSheet } from "../progress/offer-sheets.tsx";
import { GoodsNamed } from "../progress/offers.tsx";
import { Photos } from "../progress/photos.tsx";
import { ConfirmSheet, NoteSheet, ResubmitSheet, ShipSheet } from "../progress/sheets.tsx";
import { Steps } from "../progress/steps.tsx";
import "../progress/progress.css";
import "./present.css";

const sheets = {
  ship: ShipSheet,
  resubmit: ResubmitSheet,
  note: NoteSheet,
  withdraw: WithdrawSheet,
  confirm: ConfirmSheet,
  object: ObjectSheet,
  "show-evidence": ShowEvidenceSheet,
  escalate: EscalateSheet,
  state: StateSheet,
  appeal: AppealSheet,
} as const;
type SheetName = keyof typeof sheets;

/** The progress page of whoever received the present: everything but the money, which is the giver's. */
export function PresentCasePage() {
  const { t, of, title } = useWords();
  const { number } = useParams({ from: "/receiving/present/cases/$number" });
  const one = useQuery({
    queryKey: keys.presentCase(number),
    queryFn: ({ signal }) =>
      api<PresentCase>("GET", `/api/v1/present/cases/${encodeURIComponent(number)}`, undefined, { signal }),
  });
  useFollow(`case:${number}`, [keys.presentCase(number), keys.present]);
  const [sheet, setSheet] = useState<SheetName | null>(null);
  return (
    <Screen
      title={t("portal:progress.title")}
      up="/present"
      {...(one.data && foot.some((action) => one.data && may(one.data, action))
        ? { footer: <Actions one={one.data} onOpen={setSheet} /> }
        : {})}
    >
      <Loaded query={one} skeleton={<SkeletonCard bars={[50, 100, 96]} />}>
        {(found) => {
          const OneSheet = sheet === null ? null : sheets[sheet];
          return (
            <>
              <Hero one={found} onOpen={setSheet} />
              <Offer one={found} onOpen={setSheet} />
              <Steps steps={found.steps} caseState={found.caseState} />
              <Rejected one={found} onOpen={setSheet} />
              <WayBack one={found} freight={(payer) => of("present-freight", payer)} />
              <Outbound one={found} onOpen={setSheet} />
              <Money one={found} />
              <section className="card" aria-label={t("portal:progress.goods")}>
                {found.lines.map((line) => (
                  <div key={line.lineId} className="goods">
                    <Picture of={line.picture} size={56} />
                    <div className="goods-words">
                      <p className="goods-title">{title(line.title)}</p>
                      <p className="tiny quiet">{line.variant}</p>
                    </div>
                    <span className="goods-figure small">×{line.quantity}</span>
                  </div>
                ))}
              </section>
              <Photos one={found} />
              <section className="card" aria-labelledby="timeline">
                <h2 id="timeline" className="card-title">
                  {t("portal:progress.timeline")}
                </h2>
                <Timeline
                  lines={found.timeline.filter((line) => line.kind !== "deadline-passed" && line.kind !== "assigned")}
                  names={{
                    merchant: title(found.merchant.name),
                    recipient: t("portal:present.you"),
                    shopper: t("portal:present.giver"),
                  }}
                />
              </section>
              {OneSheet ? <OneSheet one={found} onClose={() => setSheet(null)} /> : null}
            </>
          );
        }}
      </Loaded>
    </Screen>
  );
}

function Hero({ one, onOpen }: { one: PresentCase; onOpen: (sheet: SheetName) => void }) {
  const { t, of, title, format } = useWords();
  const { now, waitingOn, dueAt } = one.next;
  const over = one.closedAt !== null;
  const mood = over ? (one.caseState === "completed" ? "done" : "over") : waitingOn === "shopper" ? "you" : "others";
  const who =
    waitingOn === "merchant" || waitingOn === "warehouse" ? title(one.merchant.name) : of("waiting-on", waitingOn);
  const next = (["ship", "confirm", "resubmit", "state"] as const).find((name) => may(one, verbs[name]));
  return (
    <section className="hero" data-mood={mood} aria-live="polite">
      <p className="hero-kind tiny">
        {of("kind", one.kind)} · <span className="figures">{one.number}</span>
      </p>
      <h2>
        {mood === "done" ? <Icon name="check" size={26} /> : null}
        {one.money === "none" ? of("now", now.code, { amount: "" }) : t(`portal:present.${one.money}`)}
      </h2>
      {over ? (
        <p className="small figures">{format.moment(one.closedAt ?? "")}</p>
      ) : dueAt ? (
        <>
          <p className="hero-clock">
            <span className="small">{t("portal:progress.left")}</span>
            <Countdown until={dueAt} />
          </p>
          <p className="small">
            {waitingOn === "shopper"
              ? t("portal:progress.by-you", { at: format.moment(dueAt) })
              : t("portal:progress.by-whom", { who, at: format.moment(dueAt) })}
          </p>
        </>
      ) : (
        <p className="small">
          {waitingOn === "nobody" ? t("portal:progress.by-nobody") : t("portal:progress.by-whom-soon", { who })}
        </p>
      )}
      {one.quiet ? <p className="hero-then small">{t("portal:present.kept-quiet")}</p> : null}
      {next ? (
        <button type="button" className="button main wide" onClick={() => onOpen(next)}>
          {words(t)[next]}
        </button>
      ) : null}
    </section>
  );
}

const verbs = { ship: "ship", confirm: "confirm-replacement", resubmit: "resubmit", state: "state" } as const;
const foot = ["withdraw", "note", "escalate", "appeal"] as const;

function words(t: ReturnType<typeof useWords>["t"]) {
  return {
    ship: t("portal:progress.ship-long"),
    confirm: t("portal:outbound.confirm"),
    resubmit: t("portal:progress.resubmit-long"),
    state: t("portal:dispute.state"),
    withdraw: t("portal:progress.withdraw"),
    note: t("portal:progress.note"),
    escalate: t("portal:dispute.escalate"),
    appeal: t("portal:dispute.appeal"),
  };
}

function Actions({ one, onOpen }: { one: PresentCase; onOpen: (sheet: SheetName) => void }) {
  const { t } = useWords();
  return foot
    .filter((action) => may(one, action))
    .map((action) => (
      <button key={action} type="button" className="button" onClick={() => onOpen(action)}>
        {words(t)[action]}
      </button>
    ));
}

/** What the shop proposes. Where money is the point of it, it says to whom that goes and not how much. */
function Offer({ one, onOpen }: { one: PresentCase; onOpen: (sheet: SheetName) => void }) {
  const { t, of, title, trouble } = useWords();
  const yes = useMove(one, "answer-offer", { said: t("portal:offer.accepted") });
  const no = useMove(one, "answer-offer", { said: t("portal:offer.declined") });
  const offer = one.offers.find(({ state }) => state === "open");
  if (offer === undefined || !may(one, "answer-offer")) return null;
  const busy = yes.isPending || no.isPending;
  const error = yes.error ?? no.error;
  return (
    <section className="card offer" aria-labelledby="offer">
      <div className="card-head">
        <h2 id="offer" className="card-title">
          {t("portal:offer.from", { who: offer.by === "merchant" ? title(one.merchant.name) : of("actor", "staff") })}
        </h2>
        <Status tone="wait">{t("portal:offer.your-turn")}</Status>
      </div>
      <p className="offer-what">
        {offer.kind === "kind" && offer.toKind
          ? offer.wanted
            ? t("portal:offer.to-goods")
            : t("portal:offer.to-kind", { kind: of("kind", offer.toKind) })
          : offer.kind === "amount"
            ? t("portal:present.offer-amount")
            : offer.kind === "deduction"
              ? t("portal:present.offer-deduction")
              : of("offer-kind", offer.kind)}
      </p>
      <GoodsNamed of={offer} />
      {offer.note ? <blockquote className="small">{offer.note}</blockquote> : null}
      {error ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(error)}
        </p>
      ) : null}
      <div className="offer-answers">
        <button type="button" className="button" disabled={busy} onClick={() => no.mutate({ accept: false })}>
          {t("portal:offer.decline")}
        </button>
        <button
          type="button"
          className="button main"
          disabled={busy}
          onClick={() => (offer.kind === "evidence" ? onOpen("show-evidence") : yes.mutate({ accept: true }))}
        >
          {offer.kind === "evidence" ? t("portal:offer.show") : t("portal:offer.accept")}
        </button>
      </div>
    </section>
  );
}

function Rejected({ one, onOpen }: { one: PresentCase; onOpen: (sheet: SheetName) => void }) {
  const { t, of } = useWords();
  if (one.caseState !== "rejected") return null;
  const said = one.timeline.findLast((line) => line.kind === "rejected")?.data.note;
  return (
    <section className="card rejected" aria-labelledby="rejected">
      <h2 id="rejected" className="card-title">
        {t("portal:progress.rejected-why")}
      </h2>
      <p>{of("reject", one.rejectReason ?? "other")}</p>
      {typeof said === "string" && said !== "" ? <blockquote className="small">{said}</blockquote> : null}
      {may(one, "escalate") ? (
        <button type="button" className="button wide" onClick={() => onOpen("escalate")}>
          {t("portal:dispute.escalate")}
        </button>
      ) : null}
    </section>
  );
}

function Outbound({ one, onOpen }: { one: PresentCase; onOpen: (sheet: SheetName) => void }) {
  const { t, of, title } = useWords();
  const { goods, trouble, carrier, trackingNumber } = one.outbound;
  if (goods === null && trackingNumber === null) return null;
  return (
    <section className="card" aria-labelledby="outbound">
      <div className="card-head">
        <h2 id="outbound" className="card-title">
          {one.kind === "reship" ? t("portal:outbound.reship") : t("portal:outbound.exchange")}
        </h2>
        {one.outboundState === "none" ? null : (
          <Status tone={outboundTones[one.outboundState]}>{of("outbound", one.outboundState)}</Status>
        )}
      </div>
      {goods ? (
        <div className="goods">
          <Picture of={goods.picture} size={56} />
          <p className="goods-words goods-title">{title(goods.title)}</p>
        </div>
      ) : null}
      {trackingNumber ? (
        <Pair name={carrier ? of("carrier", carrier) : t("portal:progress.parcel")}>
          <span className="figures">{trackingNumber}</span>
        </Pair>
      ) : null}
      {trouble ? <Pair name={t("portal:outbound.trouble")}>{of("trouble", trouble)}</Pair> : null}
      {may(one, "object-replacement") ? (
        <button type="button" className="button wide less" onClick={() => onOpen("object")}>
          {t("portal:outbound.object")}
        </button>
      ) : null}
    </section>
  );
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <dl className="pairs outbound-pairs">
      <div>
        <dt>{name}</dt>
        <dd>{children}</dd>
      </div>
    </dl>
  );
}

function Money({ one }: { one: PresentCase }) {
  const { t } = useWords();
  if (one.kind !== "return-and-refund" && one.money === "none") return null;
  return (
    <section className="card" aria-labelledby="present-money">
      <div className="card-head">
        <h2 id="present-money" className="card-title">
          {t("portal:present.money")}
        </h2>
        {one.money === "none" ? null : (
          <Status tone={one.money === "refunded-to-the-giver" ? "done" : "going"}>
            {t(`portal:present.${one.money}`)}
          </Status>
        )}
      </div>
      <p className="small quiet">{t("portal:present.money-text")}</p>
    </section>
  );
}

function WithdrawSheet({ one, onClose }: { one: PresentCase; onClose: () => void }) {
  const { t } = useWords();
  const move = useMove(one, "withdraw", { said: t("portal:progress.withdraw-sent"), onMoved: onClose });
  return (
    <Sheet title={t("portal:progress.withdraw-ask")} onClose={onClose}>
      <Form move={move} ready button={t("portal:progress.withdraw-do")} harm onSubmit={() => move.mutate({})}>
        <p className="quiet">{t("portal:present.withdraw-text")}</p>
      </Form>
    </Sheet>
  );
}
