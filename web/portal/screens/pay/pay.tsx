import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Collection } from "#contract/payments";
import { Countdown, collectionTones, Receipt, Status } from "../../../shared/components/index.ts";
import { api, keys, newKey, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { Till } from "./till.tsx";
import "./pay.css";

/** How much is still to be paid, why, until when; paid at the provider, and back here. */
export function PayPage() {
  const { t } = useWords();
  const { number } = useParams({ from: "/signed-in/pay/$number" });
  const path = `/api/v1/collections/${encodeURIComponent(number)}`;
  const one = useQuery({
    queryKey: keys.collection(number),
    queryFn: ({ signal }) => api<Collection>("GET", path, undefined, { signal }),
    // Whether the money has come is the provider's to say, at any moment.
    refetchInterval: ({ state: { data } }) => (data && moving.has(data.state) ? lookAgainMs : false),
  });
  const [wanted, setWanted] = useState(false);
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: (key: string) => api("POST", `${path}/pay`, {}, { key }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.collection(number) }),
    onError: () => setWanted(false),
  });
  useGoingToPay(one.data, wanted);
  const go = () => {
    setWanted(true);
    start.mutate(newKey());
  };
  return (
    <Screen
      title={t("portal:pay.title")}
      up="/"
      {...(one.data?.payable ? { footer: <PayButton one={one.data} wanted={wanted} onGo={go} /> } : {})}
    >
      <Loaded query={one} skeleton={<PaySkeleton />}>
        {(found) => (
          <>
            <Standing one={found} trouble={start.error} />
            <section className="card" aria-labelledby="why">
              <h2 id="why" className="pay-title">
                {t("portal:pay.why")}
              </h2>
              <Receipt receipt={found.receipt} totalLabel={t("portal:pay.total")} recompute />
            </section>
            <About one={found} />
            <Till one={found} open={wanted && found.ready && found.payUrl === null} onClose={() => setWanted(false)} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

const lookAgainMs = 1_200;
const moving: ReadonlySet<Collection["state"]> = new Set(["asked", "paying", "unknown", "refunding"]);

/** Where the provider has a page of its own, the shopper goes there; the way back leads to this page. */
function useGoingToPay(one: Collection | undefined, wanted: boolean): void {
  const url = wanted && one?.ready ? one.payUrl : null;
  useEffect(() => {
    if (url !== null && url !== undefined) location.assign(url);
  }, [url]);
}

function Standing({ one, trouble }: { one: Collection; trouble: Error | null }) {
  const { t, of, format, trouble: worded } = useWords();
  const open = one.state === "asked" || one.state === "paying" || one.state === "unknown";
  return (
    <section className="pay-standing" data-open={open || undefined} aria-live="polite">
      <Status tone={collectionTones[one.state]}>{of("collection", one.state)}</Status>
      <b className="pay-sum figures">{format.money(one.received ?? one.amount)}</b>
      <p className="small">{t(`portal:pay.says.${one.state}`, { at: format.moment(one.receivedAt ?? one.askedAt) })}</p>
      {one.payable ? (
        <p className="small pay-until">
          {t("portal:pay.until")} <Countdown until={one.expiresAt} />
        </p>
      ) : null}
      {trouble ? (
        <p className="small pay-trouble" role="alert">
          {worded(trouble)}
        </p>
      ) : one.trouble && one.state === "asked" ? (
        <p className="small pay-trouble" role="alert">
          {t("portal:pay.not-opened")}
        </p>
      ) : null}
    </section>
  );
}

function PayButton({ one, wanted, onGo }: { one: Collection; wanted: boolean; onGo: () => void }) {
  const { t, format } = useWords();
  const busy = wanted && !one.ready && one.trouble === null;
  return (
    <button type="button" className="button main wide" aria-busy={busy} disabled={busy} onClick={onGo}>
      {busy ? t("portal:pay.opening") : t("portal:pay.go", { amount: format.money(one.amount) })}
    </button>
  );
}

function About({ one }: { one: Collection }) {
  const { t, of, format } = useWords();
  const guest = useMe()?.kind === "guest";
  return (
    <section className="card" aria-label={t("portal:pay.about")}>
      <dl className="pairs">
        <div>
          <dt>{t("portal:pay.for")}</dt>
          <dd>{of("collection-cause", one.causeKind)}</dd>
        </div>
        <div>
          <dt>{t("portal:pay.case")}</dt>
          <dd className="figures">
            <Link to="/cases/$number" params={{ number: one.causeNumber }} className="link">
              {one.causeNumber} <Icon name="forward" size={14} />
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t("portal:pay.number")}</dt>
          <dd className="figures">{one.number}</dd>
        </div>
        <div>
          <dt>{t("portal:pay.asked-at")}</dt>
          <dd className="figures">{format.moment(one.askedAt)}</dd>
        </div>
      </dl>
      {one.state === "paid" && !guest ? (
        <Link to="/cases/$number" params={{ number: one.causeNumber }} className="button main wide pay-back">
          {t("portal:pay.back")}
        </Link>
      ) : null}
    </section>
  );
}

function PaySkeleton() {
  return (
    <>
      <span className="skeleton pay-skeleton" />
      <SkeletonCard bars={[40, 100, 96]} />
      <SkeletonCard bars={[60, 80]} />
    </>
  );
}
