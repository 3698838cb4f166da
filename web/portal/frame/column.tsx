import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useMatchRoute, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { follow, keys, type Me, meQuery } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Icon, type IconName } from "./icons.tsx";
import { toastNews } from "./toast.tsx";

/** The narrow column everything is in, with calm surroundings where the window is wide. */
export function Column() {
  const { t } = useWords();
  const { data: me } = useQuery(meQuery);
  const signedIn = me && (me.kind === "shopper" || me.kind === "guest") ? me : null;
  const path = useRouterState({ select: (state) => state.location.pathname });
  useInbox(signedIn);
  const withTabs =
    signedIn !== null && ["/", "/orders", "/inbox", "/me", `/orders/${signedIn.orderNumber}`].includes(path);
  return (
    <>
      <a className="skip" href="#content">
        {t("common:skip-to-content")}
      </a>
      <Surroundings />
      <div className="column" data-tabs={withTabs || undefined}>
        <LineNotice />
        <Outlet />
        {withTabs ? <TabBar me={signedIn} /> : null}
      </div>
    </>
  );
}

function TabBar({ me }: { me: Me }) {
  const { t } = useWords();
  const matches = useMatchRoute();
  const tabs: [string, IconName, string][] = [
    ["/", "home", t("portal:tab.home")],
    ["/orders", "orders", t("portal:tab.orders")],
    ["/inbox", "inbox", t("portal:tab.inbox")],
    ["/me", "me", t("portal:tab.me")],
  ];
  const shown = me.kind === "guest" ? tabs.filter(([to]) => to === "/orders" || to === "/me") : tabs;
  return (
    <nav className="tab-bar" aria-label={t("portal:tab.label")}>
      {shown.map(([to, icon, word]) => {
        const here = Boolean(matches({ to, fuzzy: to === "/orders" }));
        const unread = to === "/inbox" ? me.unread : 0;
        return (
          <Link key={to} to={to} className="tab" aria-current={here ? "page" : undefined}>
            <span className="tab-icon">
              <Icon name={icon} />
              {unread > 0 ? <b className="tab-badge">{unread > 99 ? "99+" : unread}</b> : null}
            </span>
            {word}
            {unread > 0 ? <span className="for-ears">{t("portal:tab.unread", { count: unread })}</span> : null}
          </Link>
        );
      })}
    </nav>
  );
}

/** News arrives wherever the shopper is: the badge, the lists, and a short word about it. */
function useInbox(me: Me | null): void {
  const client = useQueryClient();
  const { of } = useWords();
  const id = me?.kind === "shopper" ? me.id : null;
  useEffect(() => {
    if (id === null) return;
    const refresh = () => {
      for (const queryKey of [keys.me, keys.inbox, keys.home, keys.orders]) void client.invalidateQueries({ queryKey });
    };
    return follow("inbox", {
      onReset: refresh,
      onEvent: (event) => {
        refresh();
        if (event.kind.startsWith("returns.") && document.visibilityState === "visible")
          toastNews(of("inbox", event.kind));
      },
    });
  }, [client, id, of]);
}

/** Says so while the device has no network. */
function LineNotice() {
  const { t } = useWords();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  return (
    <div role="status" className="line-notice" data-shown={!online || undefined}>
      {online ? "" : t("portal:line.offline")}
    </div>
  );
}

function Surroundings() {
  const { t } = useWords();
  return (
    <aside className="surroundings" aria-hidden="true">
      <div className="surroundings-brand">
        <p className="surroundings-name">
          <Icon name="shield" size={30} /> {t("common:product")}
        </p>
        <p className="surroundings-lead">{t("portal:around.lead")}</p>
        <svg
          aria-hidden="true"
          viewBox="0 0 320 200"
          width="320"
          height="200"
          fill="none"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path className="soft" d="M30 150c30-70 90-110 150-100s110 50 120 100c-60 20-210 30-270 0Z" />
          <path className="ground" d="M14 164h292" />
          <path className="paper" d="M70 104l46-20 46 20v44l-46 20-46-20Z" />
          <path d="M70 104l46 20 46-20M116 124v44M92 94l46 20v16" />
          <path className="paper" d="M196 72h70a6 6 0 0 1 6 6v80a6 6 0 0 1-6 6h-70a6 6 0 0 1-6-6V78a6 6 0 0 1 6-6Z" />
          <path d="M206 92h30M206 106h46M206 120h38" />
          <path className="jade" d="M206 140l8 8 16-17" />
          <path className="jade" d="M116 60c0-22 18-34 40-34h30M178 18l10 8-10 8" />
          <path d="M40 164v-34M40 146c-12 0-17-8-17-16 11 0 17 6 17 16ZM40 138c0-11 6-16 16-16 0 10-5 16-16 16Z" />
        </svg>
      </div>
      <ol className="surroundings-steps">
        <li>
          <b>{t("portal:around.ask")}</b>
          {t("portal:around.ask-text")}
        </li>
        <li>
          <b>{t("portal:around.see")}</b>
          {t("portal:around.see-text")}
        </li>
        <li>
          <b>{t("portal:around.paid")}</b>
          {t("portal:around.paid-text")}
        </li>
      </ol>
    </aside>
  );
}
