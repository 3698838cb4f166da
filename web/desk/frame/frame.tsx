import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { Dropdown, Tooltip } from "antd";
import { useEffect, useRef, useState } from "react";
import { api, follow, forgetAll, hangUp, keys, useMe, watchLine } from "../../shared/data/index.ts";
import { adoptLanguage, currentLanguage, setLanguage, useWords } from "../../shared/text/index.ts";
import { Icon } from "./icon.tsx";
import { KeysHelp } from "./keys-help.tsx";
import { chooseLook, useLook } from "./look.ts";
import { Navigation } from "./navigation.tsx";
import { useHolds } from "./rights.ts";
import { SandboxBar } from "./sandbox-bar.tsx";
import { useShortcuts } from "./shortcuts.ts";

/** Head, queues and the screen: what stays while one works. */
export function Frame() {
  const { t } = useWords();
  const me = useMe();
  const [menuOpen, setMenuOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const { isDark } = useLook();
  useFrameShortcuts({
    focusSearch: () => search.current?.focus(),
    showHelp: () => setHelpOpen(true),
    flipLook: () => chooseLook(isDark ? "light" : "dark"),
  });
  useLiveQueue();
  useEffect(() => {
    if (me) void adoptLanguage(me.locale);
  }, [me]);
  if (!me) return null;
  return (
    <div className="frame" data-menu={menuOpen || undefined}>
      <a className="skip" href="#content">
        {t("desk:frame.skip")}
      </a>
      <header className="head">
        <button
          type="button"
          className="head-menu"
          aria-label={menuOpen ? t("desk:nav.close") : t("desk:nav.menu")}
          aria-expanded={menuOpen}
          onClick={() => setMenuOpen(!menuOpen)}
        >
          <Icon name={menuOpen ? "cross" : "menu"} size={20} />
        </button>
        <Link to="/" className="brand">
          <Mark />
          <b>{t("desk:brand")}</b>
          <span>{t("desk:place")}</span>
        </Link>
        <Search field={search} />
        <div className="head-right">
          <LineState />
          <Tooltip title={t("desk:frame.help")}>
            <button
              type="button"
              className="head-button wide-only"
              aria-label={t("desk:frame.help")}
              onClick={() => setHelpOpen(true)}
            >
              <Icon name="keyboard" />
            </button>
          </Tooltip>
          <button
            type="button"
            className="head-button"
            aria-label={isDark ? t("desk:frame.themeLight") : t("desk:frame.themeDark")}
            onClick={() => chooseLook(isDark ? "light" : "dark")}
          >
            <Icon name={isDark ? "sun" : "moon"} />
          </button>
          <Account />
        </div>
      </header>
      <Navigation onChoose={() => setMenuOpen(false)} />
      <button type="button" className="side-veil" tabIndex={-1} aria-hidden="true" onClick={() => setMenuOpen(false)} />
      <main className="content" id="content" tabIndex={-1}>
        <Outlet />
      </main>
      {me.sandbox ? <SandboxBar /> : null}
      <KeysHelp open={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

/** The leaf of the brand, the same as on the tab. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--jade)" />
      <path
        d="M9.5 16.5l4.6 4.6 8.8-9.6"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

function Search({ field }: { field: React.RefObject<HTMLInputElement | null> }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const inUrl = useRouterState({ select: (state) => String((state.location.search as { q?: string }).q ?? "") });
  const onCases = useRouterState({ select: (state) => state.location.pathname.includes("/cases") });
  const holds = useHolds();
  const [typed, setTyped] = useState("");
  useEffect(() => setTyped(onCases ? inUrl : ""), [inUrl, onCases]);
  if (!holds("cases.read")) return <div className="find" />;
  return (
    <search className="find">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ to: "/cases", search: typed.trim() ? { queue: "all", q: typed.trim() } : { queue: "due" } });
          field.current?.blur();
        }}
      >
        <Icon name="glass" />
        <input
          ref={field}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") field.current?.blur();
          }}
          placeholder={t("desk:frame.search")}
          aria-label={t("desk:frame.searchLabel")}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
        />
        <kbd>/</kbd>
      </form>
    </search>
  );
}

/** Whether changes arrive by themselves; quiet while they do. */
function LineState() {
  const { t } = useWords();
  const [up, setUp] = useState(true);
  useEffect(() => {
    // A line that comes back within two seconds is not worth a word.
    let later: ReturnType<typeof setTimeout> | undefined;
    const stop = watchLine((now) => {
      clearTimeout(later);
      if (now) setUp(true);
      else later = setTimeout(() => setUp(false), 2000);
    });
    return () => {
      clearTimeout(later);
      stop();
    };
  }, []);
  return (
    <span className="line-state" data-up={up || undefined} role="status">
      <i />
      <span>{up ? t("desk:frame.online") : t("desk:frame.offline")}</span>
    </span>
  );
}

function Account() {
  const { t } = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  if (!me) return null;
  const other =
    currentLanguage() === "en"
      ? ({ code: "zh-CN", name: "中文" } as const)
      : ({ code: "en", name: "English" } as const);
  const signOut = async () => {
    await api("POST", "/api/v1/sign-out").catch(() => undefined);
    hangUp();
    forgetAll();
    client.clear();
    await navigate({ to: "/sign-in" });
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          {
            key: "me",
            label: t("desk:nav.me"),
            icon: <Icon name="gear" size={16} />,
            onClick: () => void navigate({ to: "/me" }),
          },
          {
            key: "language",
            label: other.name,
            icon: <Icon name="book" size={16} />,
            onClick: () => {
              void setLanguage(other.code);
              void api("PUT", "/api/v1/me/locale", { locale: other.code }).catch(() => undefined);
            },
          },
          { type: "divider" },
          {
            key: "out",
            label: t("desk:frame.signOut"),
            icon: <Icon name="out" size={16} />,
            onClick: () => void signOut(),
          },
        ],
      }}
    >
      <button type="button" className="account">
        <span className="unseen">{t("desk:frame.account")}</span>
        <span className="avatar">{me.name.slice(0, 1)}</span>
        <span className="account-words">
          <b>{me.name}</b>
          <small>
            {me.merchant
              ? currentLanguage() === "en"
                ? me.merchant.nameEn
                : me.merchant.name
              : (me.team ?? (me.role ? t(`desk:role.${me.role}`) : ""))}
          </small>
        </span>
        <Icon name="down" size={14} />
      </button>
    </Dropdown>
  );
}

function useFrameShortcuts({
  focusSearch,
  showHelp,
  flipLook,
}: Record<"focusSearch" | "showHelp" | "flipLook", () => void>) {
  const { t } = useWords();
  const navigate = useNavigate();
  const holds = useHolds();
  const go = (to: string) => () => void navigate({ to });
  useShortcuts(
    [
      { keys: "/", label: t("desk:keys.search"), run: focusSearch },
      { keys: "?", label: t("desk:keys.help"), run: showHelp },
      { keys: "g h", label: t("desk:keys.goHome"), run: go("/") },
      ...(holds("cases.read")
        ? [
            {
              keys: "g c",
              label: t("desk:keys.goCases"),
              run: () => void navigate({ to: "/cases", search: { queue: "due" } }),
            },
          ]
        : []),
      ...(holds("cases.inspect") ? [{ keys: "g b", label: t("desk:keys.goBench"), run: go("/bench") }] : []),
      ...(holds("orders.read") ? [{ keys: "g o", label: t("desk:keys.goOrders"), run: go("/orders") }] : []),
      ...(holds("shoppers.read") ? [{ keys: "g s", label: t("desk:keys.goShoppers"), run: go("/shoppers") }] : []),
      ...(holds("policies.read") ? [{ keys: "g p", label: t("desk:keys.goPolicies"), run: go("/policies") }] : []),
      { keys: "t", label: t("desk:keys.theme"), run: flipLook },
    ].map((shortcut) => ({ ...shortcut, everywhere: true })),
  );
}

/** News about any case makes lists, counts and the home page ask anew, at most once a second. */
function useLiveQueue() {
  const client = useQueryClient();
  const holds = useHolds();
  const reads = holds("cases.read");
  useEffect(() => {
    if (!reads) return;
    let soon: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      soon ??= setTimeout(() => {
        soon = undefined;
        for (const queryKey of [["cases", "list"], keys.caseCounts, keys.home])
          void client.invalidateQueries({ queryKey });
      }, 1000);
    };
    const stop = follow("queue", { onEvent: refresh, onReset: refresh });
    return () => {
      clearTimeout(soon);
      stop();
    };
  }, [client, reads]);
}
