import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import { type ComponentType, useEffect, useState } from "react";
import type { Case } from "#contract/returns";
import { Timeline } from "../../../shared/components/index.ts";
import { api, keys, useFollow } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Screen } from "../../frame/screen.tsx";
import { SendBack } from "../send-back/send-back.tsx";
import { shipmentsKey } from "../send-back/use-parcel-move.ts";
import { may, type SheetName } from "./abilities.ts";
import { About, Asked, Goods, Interception, Money, NotSent, Outbound, Rejected, WayBack } from "./cards.tsx";
import { Dispute } from "./dispute.tsx";
import { AppealSheet, EscalateSheet, StateSheet } from "./dispute-sheets.tsx";
import { Cover } from "./freight.tsx";
import { Given } from "./given.tsx";
import { Hero } from "./hero.tsx";
import { ObjectSheet } from "./object-sheet.tsx";
import { OfferSheet, ShowEvidenceSheet } from "./offer-sheets.tsx";
import { OpenOffer, PastOffers } from "./offers.tsx";
import { Photos } from "./photos.tsx";
import { ConfirmSheet, InterceptSheet, NoteSheet, ResubmitSheet, ShipSheet, WithdrawSheet } from "./sheets.tsx";
import { Steps } from "./steps.tsx";
import { Transfer } from "./transfer.tsx";
import "./progress.css";

/** What happens now, who must act, by when, and what if nobody does: all before the first scroll. */
export function Progress() {
  const { t, title } = useWords();
  const { number } = useParams({ from: "/signed-in/cases/$number" });
  const one = useQuery({
    queryKey: keys.case(number),
    queryFn: ({ signal }) => api<Case>("GET", `/api/v1/cases/${encodeURIComponent(number)}`, undefined, { signal }),
  });
  useFollow(`case:${number}`, [keys.case(number), shipmentsKey("case", number), keys.home]);
  const [sheet, setSheet] = useState<SheetName | null>(null);
  const close = () => setSheet(null);
  useComingToShip(one.data, () => setSheet("ship"));
  const footer = one.data ? <Actions one={one.data} onOpen={setSheet} /> : null;
  return (
    <Screen title={t("portal:progress.title")} up="/" {...(one.data && mayAnything(one.data) ? { footer } : {})}>
      <Loaded query={one} skeleton={<ProgressSkeleton />}>
        {(found) => (
          <>
            <Hero one={found} onOpen={setSheet} />
            {found.present ? <p className="notice">{t("portal:present.asked-by-recipient")}</p> : null}
            <OpenOffer one={found} onOpen={setSheet} />
            <Transfer one={found} />
            <Interception one={found} />
            <Steps steps={found.steps} caseState={found.caseState} />
            {found.caseState === "rejected" ? <Rejected one={found} onOpen={setSheet} /> : null}
            {found.caseState === "closed" && may(found, "escalate") ? <NotSent onOpen={setSheet} /> : null}
            <Dispute one={found} onOpen={setSheet} />
            <WayBack one={found} />
            <Outbound one={found} onOpen={setSheet} />
            <PastOffers one={found} />
            {found.kind === "refuse-delivery" ? null : <SendBack kind="case" subject={found.number} />}
            <Asked one={found} />
            <Money one={found} />
            <Given number={found.number} />
            <Cover cover={found.freight.cover} />
            <Goods one={found} />
            <Photos one={found} />
            <section className="card" aria-labelledby="timeline">
              <h2 id="timeline" className="card-title">
                {t("portal:progress.timeline")}
              </h2>
              <Timeline
                lines={found.timeline.filter((line) => !innerKinds.has(line.kind))}
                names={{ merchant: title(found.merchant.name) }}
              />
            </section>
            <About one={found} />
            {sheet === null ? null : <OpenSheet name={sheet} one={found} onClose={close} />}
          </>
        )}
      </Loaded>
    </Screen>
  );
}

const sheets: Record<SheetName, ComponentType<{ one: Case; onClose: () => void }>> = {
  ship: ShipSheet,
  resubmit: ResubmitSheet,
  note: NoteSheet,
  withdraw: WithdrawSheet,
  confirm: ConfirmSheet,
  object: ObjectSheet,
  intercept: InterceptSheet,
  offer: OfferSheet,
  "show-evidence": ShowEvidenceSheet,
  escalate: EscalateSheet,
  state: StateSheet,
  appeal: AppealSheet,
};

function OpenSheet({ name, one, onClose }: { name: SheetName; one: Case; onClose: () => void }) {
  const OneSheet = sheets[name];
  return <OneSheet one={one} onClose={onClose} />;
}

/** What the next line says better, and what only concerns the colleagues. */
const innerKinds = new Set([
  "deadline-passed",
  "assigned",
  "loss-borne-carrier",
  "loss-borne-merchant",
  "loss-borne-platform",
]);

/** Who comes here by "enter the tracking number" finds the form open, once. */
function useComingToShip(one: Case | undefined, open: () => void): void {
  const hash = useRouterState({ select: (state) => state.location.hash });
  const navigate = useNavigate();
  const wanted = hash === "do" && one !== undefined;
  useEffect(() => {
    if (!wanted || !one) return;
    if (may(one, "ship")) open();
    void navigate({ to: ".", hash: "", replace: true, resetScroll: false });
  });
}

function mayAnything(one: Case): boolean {
  return ["ship", "resubmit", "note", "withdraw", "offer", "confirm-replacement"].some((action) => may(one, action));
}

function Actions({ one, onOpen }: { one: Case; onOpen: (sheet: SheetName) => void }) {
  const { t } = useWords();
  return (
    <>
      {may(one, "withdraw") ? (
        <button type="button" className="button" onClick={() => onOpen("withdraw")}>
          {t("portal:progress.withdraw")}
        </button>
      ) : null}
      {may(one, "note") ? (
        <button type="button" className="button" onClick={() => onOpen("note")}>
          {t("portal:progress.note")}
        </button>
      ) : null}
      {may(one, "offer") ? (
        <button type="button" className="button" onClick={() => onOpen("offer")}>
          {t("portal:offer.negotiate")}
        </button>
      ) : null}
      {may(one, "confirm-replacement") && !one.outbound.trouble && !may(one, "ship") ? (
        <button type="button" className="button main" onClick={() => onOpen("confirm")}>
          {t("portal:outbound.confirm")}
        </button>
      ) : null}
      {may(one, "ship") ? (
        <button type="button" className="button main" onClick={() => onOpen("ship")}>
          {t("portal:progress.ship")}
        </button>
      ) : null}
      {may(one, "resubmit") ? (
        <button type="button" className="button main" onClick={() => onOpen("resubmit")}>
          {t("portal:progress.resubmit")}
        </button>
      ) : null}
    </>
  );
}

function ProgressSkeleton() {
  return (
    <>
      <span className="skeleton hero-skeleton" />
      <SkeletonCard bars={[100]} />
      <SkeletonCard bars={[50, 100, 96, 92]} />
      <SkeletonCard bars={[30, 70, 66]} />
    </>
  );
}
