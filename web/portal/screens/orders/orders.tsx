import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { OrderRow } from "#contract/orders";
import { Picture, Status, standingOf, type Tone } from "../../../shared/components/index.ts";
import { api, keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { bySoonest, homeQuery } from "../../data/home.ts";
import { Coming, Empty, Failure, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { useReached } from "./use-reached.ts";
import "./orders.css";

type OrderPage = { items: OrderRow[]; nextCursor: string | null };
const states = ["unshipped", "shipped", "delivered", "cancelled"] as const;
export const deliveryTones: Record<string, Tone> = {
  unshipped: "wait",
  shipped: "going",
  delivered: "done",
  cancelled: "mute",
};

/** All orders; the address carries the search, so that "back" finds the same list. */
export function Orders() {
  const { t, of } = useWords();
  const { q = "", state = "" } = useSearch({ from: "/signed-in/orders" });
  const navigate = useNavigate({ from: "/orders" });
  const narrow = (next: { q?: string; state?: string }) =>
    void navigate({
      search: {
        ...((next.q ?? q) ? { q: next.q ?? q } : {}),
        ...((next.state ?? state) ? { state: next.state ?? state } : {}),
      },
      replace: true,
    });
  return (
    <Screen title={t("portal:orders.title")}>
      <WaitingForYou />
      <SearchField value={q} onChange={(text) => narrow({ q: text })} />
      <fieldset className="order-filter" aria-label={t("portal:orders.filter")}>
        {["", ...states].map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={state === one}
            onClick={() => narrow({ state: one })}
          >
            {one === "" ? t("common:all") : of("delivery", one)}
          </button>
        ))}
      </fieldset>
      <OrderList
        q={q}
        state={state}
        onClear={() => void navigate({ search: q && state ? { q } : {}, replace: true })}
      />
    </Screen>
  );
}

/** Cases that wait for the shopper are in sight before any order is. */
function WaitingForYou() {
  const { t, of, title } = useWords();
  const waiting = useQuery(homeQuery).data?.waitingForYou ?? [];
  if (waiting.length === 0) return null;
  return (
    <section className="card orders-waiting" aria-labelledby="orders-waiting">
      <h2 id="orders-waiting" className="small">
        {t("portal:orders.waiting", { count: waiting.length })}
      </h2>
      <ul>
        {bySoonest(waiting)
          .slice(0, waitingShown)
          .map((one) => {
            const { word, tone } = standingOf(one);
            return (
              <li key={one.number}>
                <Link to="/cases/$number" params={{ number: one.number }} className="orders-waiting-case">
                  <span className="orders-waiting-title">{title(one.title)}</span>
                  <Status tone={tone}>{of("standing", word)}</Status>
                  <Icon name="forward" size={14} />
                </Link>
              </li>
            );
          })}
      </ul>
    </section>
  );
}

const waitingShown = 3;

function OrderList({ q, state, onClear }: { q: string; state: string; onClear: () => void }) {
  const { t } = useWords();
  const list = useInfiniteQuery({
    queryKey: keys.orderList({ q, state }),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: "20",
        ...(q ? { q } : {}),
        ...(state ? { state } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return api<OrderPage>("GET", `/api/v1/orders?${query}`, undefined, { signal });
    },
    getNextPageParam: (page) => page.nextCursor,
  });
  const end = useReached(() => {
    if (list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError) void list.fetchNextPage();
  });
  if (list.data === undefined) {
    if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
    return (
      <Coming>
        {["a", "b", "c", "d"].map((one) => (
          <SkeletonCard key={one} picture bars={[30, 80, 50]} />
        ))}
      </Coming>
    );
  }
  const orders = list.data.pages.flatMap((page) => page.items);
  if (orders.length === 0) {
    const narrowed = q !== "" || state !== "";
    return (
      <Empty
        drawing={narrowed ? "search" : "orders"}
        title={narrowed ? t("portal:orders.none-found") : t("portal:orders.none")}
        text={narrowed ? t("portal:orders.none-found-text") : t("portal:orders.none-text")}
      >
        {narrowed ? (
          <button type="button" className="button" onClick={onClear}>
            {t("portal:orders.show-all")}
          </button>
        ) : null}
      </Empty>
    );
  }
  return (
    <>
      <ul className="order-list">
        {orders.map((order) => (
          <li key={order.number}>
            <OrderCard order={order} />
          </li>
        ))}
      </ul>
      <div ref={end} className="order-end tiny quiet" role="status">
        {list.isFetchNextPageError ? (
          <button type="button" className="button less" onClick={() => void list.fetchNextPage()}>
            {t("common:retry")}
          </button>
        ) : list.hasNextPage ? (
          <button
            type="button"
            className="button less"
            disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {list.isFetchingNextPage ? t("common:loading") : t("common:more")}
          </button>
        ) : (
          t("portal:orders.end")
        )}
      </div>
    </>
  );
}

function OrderCard({ order }: { order: OrderRow }) {
  const { t, title, format, of } = useWords();
  const shops = new Set(order.lines.map((line) => title(line.merchantName)));
  const [shop = ""] = shops;
  const shown = order.lines.slice(0, linesShown);
  const units = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <article className="card order-card">
      <Link to="/orders/$number" params={{ number: order.number }} className="order-card-link">
        <div className="card-head">
          <span className="order-shop">
            {shops.size > 1 ? t("portal:orders.shops", { shop, count: shops.size }) : shop}
          </span>
          <Status tone={deliveryTones[order.state] ?? "mute"}>{of("delivery", order.state)}</Status>
        </div>
        {shown.map((line) => (
          <div key={line.lineId} className="goods">
            <Picture of={line.picture} size={64} />
            <div className="goods-words">
              <p className="goods-title">{title(line.title)}</p>
              <p className="tiny quiet">{line.isGift ? t("portal:order.gift") : line.variant}</p>
            </div>
            <div className="goods-figure">
              {line.isGift ? null : <p>{format.money(line.paid)}</p>}
              <p className="tiny quiet">×{line.quantity}</p>
            </div>
          </div>
        ))}
        {order.lines.length > linesShown ? (
          <p className="tiny quiet">{t("portal:orders.more-lines", { count: order.lines.length - linesShown })}</p>
        ) : null}
      </Link>
      <div className="order-card-foot">
        <span className="tiny quiet figures">
          {format.day(order.placedAt)} · {t("portal:units", { count: units })} · {t("portal:order.paid")}{" "}
          <b>{format.money(order.paid)}</b>
        </span>
        {order.state === "cancelled" ? null : (
          <Link to="/orders/$number" params={{ number: order.number }} className="button less">
            {order.openCases > 0 ? t("portal:orders.open-cases", { count: order.openCases }) : t("portal:order.ask")}
          </Link>
        )}
      </div>
    </article>
  );
}

const linesShown = 3;

/** Searches when typing pauses. */
function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useWords();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    const tidy = text.trim();
    if (tidy === sent.current) return;
    const pause = setTimeout(() => {
      sent.current = tidy;
      onChange(tidy);
    }, 350);
    return () => clearTimeout(pause);
  }, [text, onChange]);
  return (
    <div className="search-field">
      <Icon name="search" size={20} />
      <input
        className="input"
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={100}
        aria-label={t("portal:orders.search")}
        placeholder={t("portal:orders.search")}
        enterKeyHint="search"
      />
    </div>
  );
}
