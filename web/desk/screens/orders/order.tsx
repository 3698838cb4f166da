import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { Order, OrderLine } from "#contract/orders";
import { Picture, Status, standingOf, TabTitle } from "../../../shared/components/index.ts";
import { api, keys } from "../../../shared/data/index.ts";
import { setWords } from "../../../shared/format/set-words.ts";
import { useWords } from "../../../shared/text/index.ts";
import { carrierSays } from "../../frame/carrier.ts";
import { Copy } from "../../frame/copy.tsx";
import { Answer, Bars, Needs } from "../../frame/faces.tsx";
import { useHolds } from "../../frame/rights.ts";
import { TableScroll } from "../../frame/table-scroll.tsx";
import { usePolicies } from "../policies/policies.tsx";
import { FreightCovers } from "./freight-cover.tsx";
import { deliveryTones } from "./orders.tsx";
import { ToldBefore } from "./told.tsx";
import "./orders.css";

/** One order as it was frozen at purchase: lines, shares, units, tenders, terms, and its cases. */
export function OrderScreen() {
  const { number } = useParams({ from: "/frame/orders/$number" });
  const query = useQuery({
    queryKey: keys.order(number),
    queryFn: ({ signal }) => api<Order>("GET", `/api/v1/orders/${encodeURIComponent(number)}`, undefined, { signal }),
  });
  return (
    <Needs right="orders.read">
      <div className="page">
        <Answer query={query} waiting={<OrderBars />}>
          {(order) => <OrderBody order={order} />}
        </Answer>
      </div>
    </Needs>
  );
}

function OrderBody({ order }: { order: Order }) {
  const { t, of, title, format } = useWords();
  const holds = useHolds();
  return (
    <>
      <header className="page-head">
        <div>
          <TabTitle of={order.number} />
          <h1 className="order-title">
            {t("desk:case.order", { number: order.number })}{" "}
            <Status tone={deliveryTones[order.state]}>{of("delivery", order.state)}</Status>
          </h1>
          <p className="lead ac-figures">
            <Copy text={order.number} label={t("desk:orders.copyNumber")} /> · {format.moment(order.placedAt)} ·{" "}
            {order.source}
          </p>
        </div>
        <dl className="sums">
          <Sum label={t("desk:orders.paid")}>{format.money(order.paid)}</Sum>
          <Sum label={t("desk:orders.refunded")}>{format.money(order.refunded)}</Sum>
          {Number(order.reserved.amount) > 0 ? (
            <Sum label={t("desk:orders.reserved")}>{format.money(order.reserved)}</Sum>
          ) : null}
        </dl>
        <OpenCaseWay order={order} />
      </header>
      <div className="order-columns">
        <div className="stack">
          <Lines order={order} />
          <OrderCases order={order} />
        </div>
        <div className="stack">
          {order.tenders.length > 0 ? <Tenders order={order} /> : null}
          {order.promotions.length > 0 ? (
            <section className="card card-pad">
              <h2 className="card-title">{t("desk:orders.promotions")}</h2>
              <dl className="facts">
                {order.promotions.map((promotion) => (
                  <div key={promotion.code}>
                    <dt className="ac-figures">−{format.money(promotion.off)}</dt>
                    <dd>
                      {promotion.label} · {of("funder", promotion.funder)}
                      {promotion.threshold
                        ? ` · ${t("desk:orders.threshold", { amount: format.money(promotion.threshold) })}`
                        : ""}
                      {promotion.set
                        ? ` · ${t("desk:orders.set", { goods: setWords(promotion.set, order.lines, title) })}`
                        : ""}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ) : null}
          <section className="card card-pad">
            <h2 className="card-title">{t("desk:orders.recipient")}</h2>
            <p>
              {order.recipient.nameMask ?? "—"} <span className="ac-figures">{order.recipient.phoneMask ?? ""}</span>
            </p>
            <p className="fine">{order.recipient.addressMask ?? ""}</p>
            {holds("shoppers.read") ? (
              <Link to="/shoppers/$customerId" params={{ customerId: order.customerId }} className="quiet-link">
                {t("desk:case.openShopper")}
              </Link>
            ) : null}
          </section>
          <section className="card card-pad">
            <h2 className="card-title">{t("desk:orders.policy")}</h2>
            {order.policies.map((policy) => (
              <Policy key={`${policy.id} ${policy.version}`} policy={policy} several={order.policies.length > 1} />
            ))}
          </section>
          <FreightCovers order={order} />
          <Context context={order.context} />
        </div>
      </div>
    </>
  );
}

/** For a shopper on the phone, or because the merchant offers it; gone once no piece is left to ask about. */
function OpenCaseWay({ order }: { order: Order }) {
  const { t } = useWords();
  const holds = useHolds();
  const may = holds("cases.create") || holds("cases.initiate");
  if (!may || openLines(order).length === 0) return null;
  return (
    <Link to="/orders/$number/open-case" params={{ number: order.number }} className="button-quiet">
      {holds("cases.create") ? t("desk:openCase.way") : t("desk:openCase.wayMerchant")}
    </Link>
  );
}

/** The lines of which a piece is left to ask about. */
export function openLines(order: Order): OrderLine[] {
  return order.lines.filter(({ units, isGift, isAdjustment }) => units.free > 0 && !isGift && !isAdjustment);
}

/** What the policy is called; its id where this person may not read policies. */
/** What was promised at purchase; where shops promised different things, by whom. */
function Policy({ policy, several }: { policy: Order["policies"][number]; several: boolean }) {
  const { t, title } = useWords();
  const mayRead = useHolds()("policies.read");
  const policyTitle = usePolicyTitle(policy.id);
  const version = t("desk:policies.version", { n: policy.version });
  return (
    <div className="order-policy">
      {several ? <p className="fine">{policy.merchants.map((name) => title(name)).join(" · ")}</p> : null}
      {policy.builtIn ? (
        <p>{t("desk:orders.policyBuiltIn")}</p>
      ) : mayRead ? (
        <Link
          to="/policies/$id/$version"
          params={{ id: policy.id, version: String(policy.version) }}
          className="quiet-link"
        >
          {policyTitle} · {version}
        </Link>
      ) : (
        <p>
          {policy.id} · {version}
        </p>
      )}
    </div>
  );
}

function usePolicyTitle(id: string): string {
  const { title } = useWords();
  const policies = usePolicies({ enabled: useHolds()("policies.read") });
  const policy = policies.data?.items.find((one) => one.id === id);
  return policy ? title(policy.title) : id;
}

function Sum({ label, children }: { label: string; children: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="ac-figures">{children}</dd>
    </div>
  );
}

function Lines({ order }: { order: Order }) {
  const { t, format } = useWords();
  return (
    <section className="card">
      <header className="card-head">
        <h2>{t("desk:orders.frozen")}</h2>
        <span className="fine">{t("desk:orders.frozenWhy")}</span>
      </header>
      <TableScroll label={t("desk:orders.frozen")}>
        <table className="table">
          <thead>
            <tr>
              <th>{t("desk:orders.goods")}</th>
              <th className="right">{t("desk:orders.list")}</th>
              <th className="right">{t("desk:orders.discounts")}</th>
              <th className="right">{t("desk:orders.linePaid")}</th>
              <th>{t("desk:orders.units")}</th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <LineRow key={line.lineId} line={line} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>
                {t("desk:orders.total")}
                {Number(order.freight.amount) > 0 ? (
                  <small>{`${t("desk:orders.freight")} ${format.money(order.freight)}`}</small>
                ) : null}
              </td>
              <td className="right ac-figures">{format.money(order.list)}</td>
              <td />
              <td className="right ac-figures">{format.money(order.paid)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      </TableScroll>
    </section>
  );
}

function LineRow({ line }: { line: OrderLine }) {
  const { t, of, format, title } = useWords();
  const { delivery, units } = line;
  return (
    <tr>
      <td>
        <div className="order-cell">
          <Picture of={line.picture} size={40} />
          <span>
            <b>
              {title(line.title)} <span className="fine">{t("desk:case.units", { n: line.quantity })}</span>
            </b>
            <small>{[line.variant, title(line.merchantName)].filter(Boolean).join(" · ")}</small>
            <small className="ac-figures">
              {[
                of("delivery", delivery.state),
                delivery.carrier ? carrierSays(of, delivery.carrier) : null,
                delivery.trackingNumber,
                delivery.deliveredAt ? format.day(delivery.deliveredAt) : null,
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
            {line.isGift || line.isAdjustment ? (
              <span className="pill">{line.isGift ? t("desk:orders.gift") : t("desk:orders.adjustment")}</span>
            ) : null}
          </span>
        </div>
      </td>
      <td className="right nowrap ac-figures">
        {format.money(line.listTotal)}
        {line.quantity > 1 ? <small>{format.money(line.unitPrice)}</small> : null}
      </td>
      <td className="right ac-figures">
        {line.discounts.length === 0 ? "—" : null}
        {line.discounts.map((discount) => (
          <span key={discount.label + discount.funder} className="discount">
            −{format.money(discount.amount)}
            <small>
              {discount.label} · {of("funder", discount.funder)}
            </small>
          </span>
        ))}
      </td>
      <td className="right nowrap ac-figures">
        <b>{format.money(line.paid)}</b>
      </td>
      <td>
        <UnitBar {...units} />
        <small>
          {[
            units.free > 0 ? t("desk:orders.unitsFree", { n: units.free }) : null,
            units.held > 0 ? t("desk:orders.unitsHeld", { n: units.held }) : null,
            units.returned > 0 ? t("desk:orders.unitsReturned", { n: units.returned }) : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </small>
        {line.returnableUntil ? (
          <small>{t("desk:orders.returnable", { date: format.day(line.returnableUntil) })}</small>
        ) : null}
        {line.exclusion ? (
          <small>
            {line.exclusion.flaws.length === 0
              ? t("desk:orders.exclusionHolds", { what: of("exclusion", line.exclusion.class) })
              : t("desk:orders.exclusionFails", {
                  what: of("exclusion", line.exclusion.class),
                  why: line.exclusion.flaws.map((flaw) => of("confirmation-flaw", flaw)).join(t("common:list-or")),
                })}
          </small>
        ) : null}
        <ToldBefore told={line.told} />
      </td>
    </tr>
  );
}

/** One mark per unit up to twelve, filled by where it is. */
function UnitBar({ free, held, returned }: OrderLine["units"]) {
  const marks = [
    ...Array(Math.min(12, free)).fill("free"),
    ...Array(Math.min(12, held)).fill("held"),
    ...Array(Math.min(12, returned)).fill("returned"),
  ].slice(0, 12);
  return (
    <span className="unit-bar" aria-hidden="true">
      {marks.map((mark, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: marks have no other name
        <i key={index} data-mark={mark} />
      ))}
    </span>
  );
}

function OrderCases({ order }: { order: Order }) {
  const { t, of, format } = useWords();
  return (
    <section className="card">
      <header className="card-head">
        <h2>{t("desk:orders.cases")}</h2>
      </header>
      {order.cases.length === 0 ? (
        <p className="fine card-pad-in">{t("desk:orders.noCases")}</p>
      ) : (
        <table className="table">
          <tbody>
            {order.cases.map((each) => {
              const { word, tone } = standingOf({ ...each, waitingOn: "nobody" }, "platform");
              return (
                <tr key={each.number} data-link>
                  <td>
                    <Link
                      to="/cases/$number"
                      params={{ number: each.number }}
                      search={{ queue: "all" }}
                      className="row-link"
                    >
                      {of("kind", each.kind)}
                    </Link>
                    <small className="mono">{each.number}</small>
                  </td>
                  <td className="nowrap">
                    <Status tone={tone}>{of("standing", word)}</Status>
                  </td>
                  <td className="right nowrap ac-figures">{format.moment(each.requestedAt)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Tenders({ order }: { order: Order }) {
  const { t, of, format } = useWords();
  return (
    <section className="card">
      <header className="card-head">
        <h2>{t("desk:orders.tenders")}</h2>
      </header>
      <table className="table">
        <thead>
          <tr>
            <th />
            <th className="right">{t("desk:orders.captured")}</th>
            <th className="right">{t("desk:orders.refunded")}</th>
          </tr>
        </thead>
        <tbody>
          {order.tenders.map((tender, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two tenders may be of one kind and are never reordered
            <tr key={index}>
              <td>{of("tender", tender.kind)}</td>
              <td className="right ac-figures">{format.money(tender.captured)}</td>
              <td className="right ac-figures">
                {format.money(tender.refunded)}
                {Number(tender.reserved.amount) > 0 ? (
                  <small>{`${t("desk:orders.reserved")} ${format.money(tender.reserved)}`}</small>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Context({ context }: { context: Order["context"] }) {
  const { t } = useWords();
  const known = contextNames.flatMap((name) =>
    typeof context[name] === "string" && context[name] !== "" ? [[name, context[name] as string] as const] : [],
  );
  if (known.length === 0) return null;
  return (
    <section className="card card-pad">
      <h2 className="card-title">{t("desk:orders.context")}</h2>
      <dl className="facts">
        {known.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`desk:orders.context.${name}`)}</dt>
            <dd>{contextWords(name, value, t)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function contextWords(name: (typeof contextNames)[number], value: string, t: ReturnType<typeof useWords>["t"]): string {
  if (name === "channel") return t([`desk:orders.channel.${value}`, "desk:orders.channel.other"]);
  return name === "memberTier" ? t([`desk:case.tier.${value}`, "desk:case.tier.standard"]) : value;
}

const contextNames = ["channel", "liveSession", "host", "campaign", "memberTier"] as const;

function OrderBars() {
  return (
    <>
      <div className="page-head">
        <Bars count={2} height={24} gap={10} />
      </div>
      <div className="order-columns">
        <div className="card card-pad">
          <Bars count={6} height={32} gap={18} />
        </div>
        <div className="card card-pad">
          <Bars count={4} height={20} gap={14} />
        </div>
      </div>
    </>
  );
}
