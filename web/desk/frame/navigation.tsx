import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import type { Queue } from "#contract/returns";
import { api, keys } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Icon, type IconName } from "./icon.tsx";
import { type Right, useHolds } from "./rights.ts";

/** The ways into the desk: queues with their counts, then the pages this person may open. */
export function Navigation({ onChoose }: { onChoose: () => void }) {
  const { t } = useWords();
  const holds = useHolds();
  const counts = useQueueCounts(holds("cases.read"));
  const { href } = useLocation();
  const side = useRef<HTMLElement>(null);
  // The list is longer than a small screen: without this a page below its edge would have no mark of where one is.
  useEffect(() => {
    if (href) side.current?.querySelector("[data-on]")?.scrollIntoView({ block: "nearest" });
  }, [href]);
  return (
    <nav ref={side} className="side" aria-label={t("desk:nav.main")} onClickCapture={onChoose}>
      <Group>
        <Way to="/" icon="home" exact>
          {t("desk:nav.home")}
        </Way>
        {holds("cases.inspect") ? (
          <Way to="/bench" icon="scan">
            {t("desk:nav.bench")}
          </Way>
        ) : null}
      </Group>
      {holds("cases.read") ? (
        <Group title={t("desk:nav.queues")}>
          {queueWays.map(({ queue, icon }) => (
            <QueueWay key={queue} queue={queue} icon={icon} count={counts?.counts[queue]} capped={counts?.capped} />
          ))}
        </Group>
      ) : null}
      {sections.map(({ title, ways }) => {
        const open = ways.filter(({ right }) => holds(right));
        return open.length === 0 ? null : (
          <Group key={title} title={sectionTitle(t, title)}>
            {open.map(({ to, icon, name, counted }) => (
              <Way key={to} to={to} icon={icon} count={counted && counts?.counts[counted]} capped={counts?.capped}>
                {t(`desk:nav.${name}`)}
              </Way>
            ))}
          </Group>
        );
      })}
    </nav>
  );
}

export type QueueCounts = { counts: Record<string, number>; capped: number };

export function useQueueCounts(enabled = true): QueueCounts | undefined {
  return useQuery({
    queryKey: keys.caseCounts,
    queryFn: ({ signal }) => api<QueueCounts>("GET", "/api/v1/cases/counts", undefined, { signal }),
    staleTime: 15_000,
    refetchInterval: 60_000,
    enabled,
  }).data;
}

function sectionTitle(t: ReturnType<typeof useWords>["t"], title: "work" | "rules" | "house"): string {
  if (title === "work") return t("desk:nav.work");
  return title === "rules" ? t("desk:nav.rules") : t("desk:nav.house");
}

function Group({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div className="side-group">
      {title ? <h2>{title}</h2> : null}
      <ul>{children}</ul>
    </div>
  );
}

function Way({ to, icon, exact, count, capped, children }: WayProps) {
  return (
    <li>
      <Link
        to={to}
        className="side-way"
        activeOptions={{ exact: exact ?? false, includeSearch: false }}
        activeProps={{ "data-on": "" }}
      >
        <Icon name={icon} />
        <span>{children}</span>
        <Count of={count || undefined} capped={capped} />
      </Link>
    </li>
  );
}
type WayProps = {
  to: string;
  icon: IconName;
  exact?: boolean;
  count?: number | "" | undefined;
  capped?: number | undefined;
  children: ReactNode;
};

function Count({
  of: count,
  capped,
  urgent = false,
}: {
  of: number | undefined;
  capped: number | undefined;
  urgent?: boolean;
}) {
  const { format } = useWords();
  if (count === undefined) return null;
  return (
    <span className="side-count" data-urgent={(urgent && count > 0) || undefined} data-none={count === 0 || undefined}>
      {capped !== undefined && count >= capped ? `${format.number(capped)}+` : format.number(count)}
    </span>
  );
}

function QueueWay({
  queue,
  icon,
  count,
  capped,
}: {
  queue: Queue;
  icon: IconName;
  count: number | undefined;
  capped: number | undefined;
}) {
  const { t } = useWords();
  const urgent = queue === "due" || queue === "attention";
  return (
    <li>
      <Link
        to="/cases"
        search={{ queue }}
        className="side-way"
        activeOptions={{ includeSearch: true }}
        activeProps={{ "data-on": "" }}
      >
        <Icon name={icon} />
        <span>{t(`desk:queue.${queue}`)}</span>
        <Count of={count} capped={capped} urgent={urgent} />
      </Link>
    </li>
  );
}

const queueWays: readonly { queue: Queue; icon: IconName }[] = [
  { queue: "due", icon: "clock" },
  { queue: "mine", icon: "person" },
  { queue: "to-decide", icon: "scale" },
  { queue: "to-send", icon: "hourglass" },
  { queue: "on-the-way", icon: "truck" },
  { queue: "to-inspect", icon: "parcel" },
  { queue: "to-ship-out", icon: "sendOut" },
  { queue: "disputes", icon: "gavel" },
  { queue: "to-pay", icon: "coin" },
  { queue: "attention", icon: "alert" },
  { queue: "open", icon: "stack" },
  { queue: "all", icon: "list" },
];

const sections: readonly {
  title: "work" | "rules" | "house";
  ways: readonly { to: string; icon: IconName; name: string; right: Right; counted?: string }[];
}[] = [
  {
    title: "work",
    ways: [
      { to: "/orders", icon: "bag", name: "orders", right: "orders.read" },
      { to: "/counter", icon: "scan", name: "counter", right: "parcels.receive" },
      { to: "/parked", icon: "parcel", name: "parked", right: "parcels.receive" },
      { to: "/goods-waiting", icon: "stack", name: "goodsWaiting", right: "cases.inspect" },
      { to: "/compensations", icon: "hand", name: "compensations", right: "compensation.read" },
      {
        to: "/return-freights",
        icon: "truck",
        name: "returnFreights",
        right: "cases.read",
        counted: "freight-to-decide",
      },
      { to: "/discrepancies", icon: "coin", name: "discrepancies", right: "cases.read", counted: "discrepancies-open" },
      { to: "/payouts", icon: "coin", name: "stuckPayouts", right: "cases.read", counted: "payouts-stuck" },
      { to: "/carrier-claims", icon: "alert", name: "carrierClaims", right: "deposits.read" },
      { to: "/signal-appeals", icon: "shield", name: "signalAppeals", right: "cases.overrule" },
      { to: "/deposits", icon: "coin", name: "deposits", right: "deposits.read" },
      { to: "/shoppers", icon: "people", name: "shoppers", right: "shoppers.read" },
      { to: "/merchants", icon: "shop", name: "merchants", right: "merchants.read" },
      { to: "/performance", icon: "hourglass", name: "performance", right: "cases.read" },
      { to: "/return-addresses", icon: "truck", name: "returnAddresses", right: "addresses.write" },
      { to: "/pickups", icon: "clock", name: "pickups", right: "pickups.manage" },
    ],
  },
  {
    title: "rules",
    ways: [
      { to: "/policies", icon: "book", name: "policies", right: "policies.read" },
      { to: "/law", icon: "paper", name: "law", right: "policies.read" },
      { to: "/clock-pauses", icon: "hourglass", name: "clockPauses", right: "policies.read" },
      { to: "/auto-approval", icon: "check", name: "autoApproval", right: "policies.read" },
      { to: "/freight-products", icon: "truck", name: "freightProducts", right: "policies.read" },
      { to: "/compensation-limits", icon: "hand", name: "compensationLimits", right: "staff.read" },
      { to: "/deduction-prices", icon: "coin", name: "deductionPrices", right: "cases.read" },
      { to: "/replies", icon: "note", name: "replies", right: "cases.decide" },
    ],
  },
  {
    title: "house",
    ways: [
      { to: "/imports", icon: "upload", name: "imports", right: "imports.run" },
      { to: "/staff", icon: "person", name: "staff", right: "staff.read" },
      { to: "/keys", icon: "key", name: "keys", right: "keys.manage" },
      { to: "/webhooks", icon: "link", name: "webhooks", right: "webhooks.manage" },
      { to: "/privacy", icon: "lock", name: "privacy", right: "privacy.handle" },
      { to: "/audit", icon: "shield", name: "audit", right: "audit.read" },
    ],
  },
];
