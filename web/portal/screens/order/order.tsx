import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { Order, OrderLine } from "#contract/orders";
import { Picture, Status, standingOf } from "../../../shared/components/index.ts";
import { api, keys, useMe } from "../../../shared/data/index.ts";
import { setWords } from "../../../shared/format/set-words.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { toast } from "../../frame/toast.tsx";
import { Give } from "../present/give.tsx";
import "./order.css";

/** One order: where it is, what is in it, what was paid and why, and help for every line. */
export function OrderPage() {
  const { t } = useWords();
  const { number } = useParams({ from: "/signed-in/orders/$number" });
  const guest = useMe()?.kind === "guest";
  const order = useQuery({
    queryKey: keys.order(number),
    queryFn: ({ signal }) => api<Order>("GET", `/api/v1/orders/${encodeURIComponent(number)}`, undefined, { signal }),
  });
  return (
    <Screen title={t("portal:order.title")} {...(guest ? {} : { up: "/orders" })}>
      <Loaded query={order} skeleton={<OrderSkeleton />}>
        {(one) => <Content order={one} guest={guest} />}
      </Loaded>
    </Screen>
  );
}

function Content({ order, guest }: { order: Order; guest: boolean }) {
  const { t, title } = useWords();
  const lines = order.lines.filter((line) => !line.isAdjustment);
  const askable = lines.filter((line) => line.units.free > 0 && !line.isGift);
  return (
    <>
      <Where order={order} lines={lines} />
      <CasesOfOrder order={order} />
      <section className="card order-lines" aria-label={t("portal:order.goods")}>
        {byShop(lines, title).map(([shop, own]) => (
          <Shop key={shop} shop={shop} lines={own} number={order.number} seen={order.cases.length > 0} />
        ))}
        {askable.length > 1 ? (
          <Link to="/orders/$number/request" params={{ number: order.number }} className="button wide">
            {t("portal:order.ask-several")}
          </Link>
        ) : null}
      </section>
      {guest || order.state === "cancelled" ? null : <Give order={order} />}
      <Paid order={order} />
      <Covers order={order} />
      <About order={order} />
    </>
  );
}

function Where({ order, lines }: { order: Order; lines: readonly OrderLine[] }) {
  const { t, of, format } = useWords();
  const delivery = lines.find((line) => line.delivery.trackingNumber !== null)?.delivery ?? lines[0]?.delivery;
  const deliveredAt = lines.map((line) => line.delivery.deliveredAt).findLast((at) => at !== null);
  const detail =
    order.state === "delivered" && deliveredAt
      ? t("portal:order.delivered-at", { at: format.moment(deliveredAt) })
      : order.state === "shipped" && delivery?.promisedBy
        ? t("portal:order.promised-by", { day: format.day(delivery.promisedBy) })
        : order.state === "shipped" && delivery?.shippedAt
          ? t("portal:order.shipped-at", { at: format.moment(delivery.shippedAt) })
          : order.state === "unshipped"
            ? t("portal:order.unshipped-text")
            : "";
  return (
    <section className="order-where" data-state={order.state}>
      <Icon
        name={
          order.state === "delivered"
            ? "check"
            : order.state === "shipped"
              ? "truck"
              : order.state === "cancelled"
                ? "close"
                : "hourglass"
        }
        size={26}
      />
      <div>
        <h2>{of("delivery", order.state)}</h2>
        {detail ? <p className="small">{detail}</p> : null}
        {delivery?.trackingNumber ? (
          <p className="small figures">
            {delivery.carrier ? of("carrier", delivery.carrier.toLowerCase()) : ""} {delivery.trackingNumber}
          </p>
        ) : null}
      </div>
    </section>
  );
}

/** Insurance of the way back that came with the order, or was given with our apologies. */
function Covers({ order }: { order: Order }) {
  const { t, title, format } = useWords();
  const [cover] = order.freightCovers;
  if (cover === undefined) return null;
  return (
    <section className="card" aria-labelledby="cover">
      <div className="card-head">
        <h2 id="cover" className="card-title">
          {title(cover.title)}
        </h2>
        <span className="tiny quiet">{t("portal:cover.until", { at: format.day(cover.coveredUntil) })}</span>
      </div>
      <p>{t("portal:cover.up-to", { amount: format.money(cover.upTo) })}</p>
      <p className="small quiet">{t("portal:cover.pays")}</p>
    </section>
  );
}

function CasesOfOrder({ order }: { order: Order }) {
  const { t, of, format } = useWords();
  if (order.cases.length === 0) return null;
  return (
    <section className="card order-cases" aria-labelledby="cases">
      <h2 id="cases" className="small quiet">
        {t("portal:order.cases")}
      </h2>
      {order.cases.map((one) => {
        const { word, tone } = standingOf(one);
        return (
          <Link key={one.number} to="/cases/$number" params={{ number: one.number }} className="order-case">
            <span>
              <b>{of("kind", one.kind)}</b>
              <span className="tiny quiet figures">{format.day(one.requestedAt)}</span>
            </span>
            <Status tone={tone}>{of("standing", word)}</Status>
            <Icon name="forward" size={16} />
          </Link>
        );
      })}
    </section>
  );
}

function Shop({
  shop,
  lines,
  number,
  seen,
}: {
  shop: string;
  lines: readonly OrderLine[];
  number: string;
  /** Whether there is a case to see: what the recipient of a present keeps quiet is not told by its goods either. */
  seen: boolean;
}) {
  return (
    <div className="order-shop-lines">
      <h2 className="small quiet">{shop}</h2>
      {lines.map((line) => (
        <Line key={line.lineId} line={line} number={number} seen={seen} />
      ))}
    </div>
  );
}

function Line({ line, number, seen }: { line: OrderLine; number: string; seen: boolean }) {
  const { t, of, title, format } = useWords();
  const { free, held, returned } = line.units;
  return (
    <article className="order-line">
      <div className="goods">
        <Picture of={line.picture} size={72} />
        <div className="goods-words">
          <h3 className="goods-title">{title(line.title)}</h3>
          <p className="tiny quiet">
            {[line.isGift ? t("portal:order.gift") : "", line.variant].filter(Boolean).join(" · ")}
          </p>
          {held > 0 && seen ? <p className="tiny order-held">{t("portal:order.held", { count: held })}</p> : null}
          {returned > 0 ? <p className="tiny quiet">{t("portal:order.returned", { count: returned })}</p> : null}
        </div>
        <div className="goods-figure">
          <p>{format.money(line.unitPrice)}</p>
          <p className="tiny quiet">×{line.quantity}</p>
        </div>
      </div>
      {line.exclusion?.flaws.length === 0 && line.exclusion.confirmation ? (
        <p className="tiny quiet">
          {t("portal:order.confirmed", {
            what: of("exclusion", line.exclusion.class),
            day: format.day(line.exclusion.confirmation.at),
          })}
        </p>
      ) : null}
      {free > 0 && !line.isGift ? (
        <div className="order-line-ask">
          <span className="tiny quiet">
            {line.returnableUntil
              ? t("portal:order.returnable-until", { day: format.day(line.returnableUntil) })
              : t("portal:order.ask-anytime")}
          </span>
          <Link to="/orders/$number/request" params={{ number }} search={{ line: line.lineId }} className="button less">
            {t("portal:order.ask")}
          </Link>
        </div>
      ) : null}
    </article>
  );
}

function Paid({ order }: { order: Order }) {
  const { t, of, title, format } = useWords();
  const figure = (amount: { amount: string; currency: string }) => <dd className="figures">{format.money(amount)}</dd>;
  const some = (amount: { amount: string }) => Number(amount.amount) !== 0;
  return (
    <section className="card" aria-labelledby="paid">
      <div className="card-head order-paid-head">
        <h2 id="paid">{t("portal:order.paid")}</h2>
        <b className="figures order-total">{format.money(order.paid)}</b>
      </div>
      <dl className="pairs">
        <div>
          <dt>{t("portal:order.list")}</dt>
          {figure(order.list)}
        </div>
        {order.promotions.map((one) => (
          <div key={one.code}>
            <dt>
              {one.label || of("funder", one.funder)}
              {one.set ? (
                <span className="fine">{t("portal:order.set", { goods: setWords(one.set, order.lines, title) })}</span>
              ) : null}
            </dt>
            {figure({ ...one.off, amount: `-${one.off.amount.replace("-", "")}` })}
          </div>
        ))}
        <div>
          <dt>{t("portal:order.freight")}</dt>
          {some(order.freight) ? figure(order.freight) : <dd>{t("portal:order.freight-free")}</dd>}
        </div>
        {order.tenders.map((one) => (
          <div key={one.kind}>
            <dt>{t("portal:order.by", { tender: of("tender", one.kind) })}</dt>
            {figure(one.captured)}
          </div>
        ))}
        {some(order.reserved) ? (
          <div className="order-refunded">
            <dt>{t("portal:order.reserved")}</dt>
            {figure(order.reserved)}
          </div>
        ) : null}
        {some(order.refunded) ? (
          <div className="order-refunded">
            <dt>{t("portal:order.refunded")}</dt>
            {figure(order.refunded)}
          </div>
        ) : null}
      </dl>
    </section>
  );
}

function About({ order }: { order: Order }) {
  const { t, format } = useWords();
  const { nameMask, phoneMask, addressMask } = order.recipient;
  const copy = () => void navigator.clipboard?.writeText(order.number).then(() => toast(t("common:copied")));
  return (
    <section className="card" aria-label={t("portal:order.about")}>
      <dl className="pairs">
        <div>
          <dt>{t("portal:order.number")}</dt>
          <dd className="figures order-number">
            {order.number}
            <button type="button" className="icon-button" aria-label={t("portal:order.copy-number")} onClick={copy}>
              <Icon name="copy" size={16} />
            </button>
          </dd>
        </div>
        <div>
          <dt>{t("portal:order.placed")}</dt>
          <dd className="figures">{format.moment(order.placedAt)}</dd>
        </div>
        {order.paidAt ? (
          <div>
            <dt>{t("portal:order.paid-at")}</dt>
            <dd className="figures">{format.moment(order.paidAt)}</dd>
          </div>
        ) : null}
        {nameMask || phoneMask ? (
          <div>
            <dt>{t("portal:order.recipient")}</dt>
            <dd className="figures">{[nameMask, phoneMask].filter(Boolean).join(" ")}</dd>
          </div>
        ) : null}
        {addressMask ? (
          <div>
            <dt>{t("portal:order.address")}</dt>
            <dd>{addressMask}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}

function byShop(
  lines: readonly OrderLine[],
  title: (name: OrderLine["merchantName"]) => string,
): [string, OrderLine[]][] {
  const shops = new Map<string, OrderLine[]>();
  for (const line of lines) {
    const shop = title(line.merchantName);
    shops.set(shop, [...(shops.get(shop) ?? []), line]);
  }
  return [...shops];
}

function OrderSkeleton() {
  return (
    <>
      <span className="skeleton order-where-skeleton" />
      <SkeletonCard picture bars={[75, 40, 95]} />
      <SkeletonCard bars={[100, 90, 80]} />
    </>
  );
}
