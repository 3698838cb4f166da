import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { App, Button, Input, Modal } from "antd";
import { useEffect, useState } from "react";
import type { OrderRow } from "#contract/orders";
import type { ShopperRow } from "#contract/parties";
import type { CaseRow } from "#contract/returns";
import { Picture, Status, standingOf, TabTitle } from "../../../shared/components/index.ts";
import { api, keys, newKey } from "../../../shared/data/index.ts";
import type { Money } from "../../../shared/format/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import { Icon } from "../../frame/icon.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { useHolds } from "../../frame/rights.ts";
import { saveFile } from "../../frame/save-file.ts";
import { OrderTable } from "../orders/orders.tsx";
import "../orders/orders.css";
import "./shoppers.css";

type Shopper = ShopperRow & {
  orders: number;
  cases: number;
  refunded: Money[];
  links: { customerId: string; nameMask: string | null }[];
};
type PersonalField = "name" | "phone" | "email";

/** The shopper's page: who, masked; orders and cases; what the law lets them ask of us. */
export function ShopperScreen() {
  const { customerId } = useParams({ from: "/frame/shoppers/$customerId" });
  const query = useQuery({
    queryKey: ["shoppers", "one", customerId],
    queryFn: ({ signal }) => api<Shopper>("GET", `/api/v1/shoppers/${customerId}`, undefined, { signal }),
  });
  return (
    <Needs right="shoppers.read">
      <div className="page">
        <Answer
          query={query}
          waiting={
            <div className="card card-pad">
              <Bars count={7} height={24} gap={18} />
            </div>
          }
        >
          {(shopper) => <ShopperBody shopper={shopper} />}
        </Answer>
      </div>
    </Needs>
  );
}

function ShopperBody({ shopper }: { shopper: Shopper }) {
  const { t, format } = useWords();
  const holds = useHolds();
  const orders = usePages<OrderRow>(keys.orders, "/api/v1/orders", { customerId: shopper.customerId }, { limit: 10 });
  const cases = usePages<CaseRow>(
    keys.cases,
    "/api/v1/cases",
    { customerId: shopper.customerId, queue: "all" },
    { limit: 10 },
  );
  return (
    <>
      <header className="page-head">
        <div className="shopper-head">
          <i className="avatar avatar-l">{(shopper.nameMask ?? "·").slice(0, 1)}</i>
          <div>
            <TabTitle of={shopper.nameMask ?? t("desk:case.shopper")} />
            <h1>{shopper.erasedAt ? t("desk:shoppers.erased") : (shopper.nameMask ?? t("desk:case.shopper"))}</h1>
            <p className="lead">
              {t([`desk:case.tier.${shopper.tier}`, "desk:case.tier.standard"])} ·{" "}
              {t("desk:case.shopperSince", { date: format.day(shopper.createdAt) })} · {shopper.source}
            </p>
          </div>
        </div>
        <dl className="sums">
          <div>
            <dt>{t("desk:shoppers.orders")}</dt>
            <dd className="ac-figures">{format.number(shopper.orders)}</dd>
          </div>
          <div>
            <dt>{t("desk:shoppers.cases")}</dt>
            <dd className="ac-figures">{format.number(shopper.cases)}</dd>
          </div>
          <div>
            <dt>{t("desk:shoppers.refunded")}</dt>
            <dd className="ac-figures">
              {shopper.refunded.length === 0 ? "—" : shopper.refunded.map((money) => format.money(money)).join(" + ")}
            </dd>
          </div>
        </dl>
      </header>
      {shopper.erasedAt ? (
        <p className="notice">{t("desk:shoppers.erasedWhy", { date: format.day(shopper.erasedAt) })}</p>
      ) : null}
      <div className="order-columns">
        <div className="stack">
          {holds("cases.read") ? (
            <section>
              <h2 className="section-title">{t("desk:shoppers.cases")}</h2>
              <PagedCard label={t("desk:shoppers.cases")} pages={cases} empty={{ title: t("desk:shoppers.noCases") }}>
                {(rows) => <CaseTable rows={rows} />}
              </PagedCard>
            </section>
          ) : null}
          {holds("orders.read") ? (
            <section>
              <h2 className="section-title">{t("desk:shoppers.orders")}</h2>
              <PagedCard
                label={t("desk:shoppers.orders")}
                pages={orders}
                empty={{ title: t("desk:shoppers.noOrders") }}
              >
                {(rows) => <OrderTable rows={rows} plain />}
              </PagedCard>
            </section>
          ) : null}
        </div>
        <div className="stack">
          <section className="card card-pad">
            <h2 className="card-title">{t("desk:shoppers.privacy")}</h2>
            <dl className="facts facts-wide">
              <Masked shopper={shopper} field="name" mask={shopper.nameMask} label={t("desk:shoppers.name")} />
              <Masked shopper={shopper} field="phone" mask={shopper.phoneMask} label={t("desk:shoppers.phone")} />
              <Masked shopper={shopper} field="email" mask={shopper.emailMask} label={t("desk:shoppers.email")} />
            </dl>
          </section>
          {shopper.links.length > 0 ? (
            <section className="card card-pad">
              <h2 className="card-title">{t("desk:shoppers.links")}</h2>
              {shopper.links.map((link) => (
                <p key={link.customerId}>
                  <Link to="/shoppers/$customerId" params={{ customerId: link.customerId }} className="quiet-link">
                    {link.nameMask ?? link.customerId.slice(0, 8)}
                  </Link>
                </p>
              ))}
            </section>
          ) : null}
          {holds("privacy.handle") ? <PrivacyTools shopper={shopper} /> : null}
        </div>
      </div>
    </>
  );
}

function CaseTable({ rows }: { rows: readonly CaseRow[] }) {
  const { of, format, title } = useWords();
  return (
    <table className="table">
      <tbody>
        {rows.map((row) => {
          const { word, tone } = standingOf(row, "platform");
          return (
            <tr key={row.number} data-link>
              <td>
                <div className="order-cell">
                  <Picture of={row.picture} size={40} />
                  <span>
                    <Link
                      to="/cases/$number"
                      params={{ number: row.number }}
                      search={{ queue: "all" }}
                      className="row-link"
                    >
                      {title(row.title)}
                    </Link>
                    <small>
                      {of("kind", row.kind)} · {of("reason", row.reason)} · <span className="mono">{row.number}</span>
                    </small>
                  </span>
                </div>
              </td>
              <td className="nowrap">
                <Status tone={tone}>{of("standing", word)}</Status>
              </td>
              <td className="right nowrap ac-figures">{format.money(row.amount)}</td>
              <td className="right nowrap ac-figures">{format.day(row.requestedAt)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const shownForSeconds = 30;

/** Masked until somebody with the right says why; then shown for half a minute. */
function Masked({
  shopper,
  field,
  mask,
  label,
}: {
  shopper: Shopper;
  field: PersonalField;
  mask: string | null;
  label: string;
}) {
  const { t, trouble } = useWords();
  const holds = useHolds();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [shown, setShown] = useState<string | null>(null);
  const [left, setLeft] = useState(0);
  const reveal = useMutation({
    mutationFn: () =>
      api<{ value: string }>("POST", `/api/v1/shoppers/${shopper.customerId}/unmask`, { field, reason: reason.trim() }),
    onSuccess: ({ value }) => {
      setShown(value);
      setLeft(shownForSeconds);
      setAsking(false);
    },
  });
  useEffect(() => {
    if (shown === null) return;
    if (left <= 0) return setShown(null);
    const tick = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(tick);
  }, [shown, left]);
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {shown === null ? (
          <span className="ac-figures">{mask ?? "—"}</span>
        ) : (
          <>
            <b className="ac-figures">{shown}</b>
            <small className="fine">{t("desk:shoppers.shownFor", { n: left })}</small>
          </>
        )}
        {mask && shown === null && holds("shoppers.unmask") && !shopper.erasedAt ? (
          <Button
            size="small"
            type="text"
            icon={<Icon name="eye" size={15} />}
            onClick={() => setAsking(true)}
            aria-label={`${t("desk:shoppers.unmask")} ${label}`}
          >
            {t("desk:shoppers.unmask")}
          </Button>
        ) : null}
        <Modal
          open={asking}
          title={t("desk:shoppers.unmaskTitle", { field: label })}
          afterOpenChange={focusFirst("field")}
          okText={t("desk:shoppers.unmaskGo")}
          cancelText={t("desk:state.cancel")}
          okButtonProps={{ disabled: reason.trim().length < 2, loading: reveal.isPending }}
          onOk={() => reveal.mutate()}
          onCancel={() => setAsking(false)}
          destroyOnHidden
        >
          <p className="ask-what">{t("desk:shoppers.unmaskWhy")}</p>
          <Input
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onPressEnter={() => reason.trim().length >= 2 && reveal.mutate()}
            placeholder={t("desk:shoppers.unmaskReason")}
            aria-label={t("desk:shoppers.unmaskReason")}
            maxLength={200}
          />
          {reveal.isError ? (
            <p className="field-bad" role="alert">
              {trouble(reveal.error)}
            </p>
          ) : null}
        </Modal>
      </dd>
    </div>
  );
}

function PrivacyTools({ shopper }: { shopper: Shopper }) {
  const { t, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [erasing, setErasing] = useState(false);
  const [typed, setTyped] = useState("");
  const [key] = useState(newKey);
  const exported = useMutation({
    mutationFn: () => api<unknown>("POST", `/api/v1/privacy/${shopper.customerId}/export`, {}),
    onSuccess: (data) => saveFile(`shopper-${shopper.customerId.slice(0, 8)}.json`, JSON.stringify(data, null, 2)),
    onError: (error) => void message.error(trouble(error)),
  });
  const erase = useMutation({
    mutationFn: () => api("POST", `/api/v1/privacy/${shopper.customerId}/erase`, {}, { key }),
    onSuccess: () => {
      void message.success(t("desk:shoppers.eraseDone"));
      setErasing(false);
      void client.invalidateQueries({ queryKey: ["shoppers"] });
    },
  });
  const word = t("desk:shoppers.eraseWord");
  return (
    <section className="card card-pad stack">
      <div>
        <p className="fine">{t("desk:shoppers.exportWhy")}</p>
        <Button
          block
          loading={exported.isPending}
          onClick={() => exported.mutate()}
          icon={<Icon name="download" size={15} />}
        >
          {t("desk:shoppers.export")}
        </Button>
      </div>
      {shopper.erasedAt ? null : (
        <Button block danger type="text" onClick={() => setErasing(true)}>
          {t("desk:shoppers.erase")}
        </Button>
      )}
      <Modal
        open={erasing}
        title={t("desk:shoppers.eraseTitle")}
        afterOpenChange={focusFirst("field")}
        okText={t("desk:shoppers.eraseGo")}
        cancelText={t("desk:state.cancel")}
        okButtonProps={{ danger: true, disabled: typed.trim() !== word, loading: erase.isPending }}
        onOk={() => erase.mutate()}
        onCancel={() => setErasing(false)}
        destroyOnHidden
      >
        <p className="ask-what">{t("desk:shoppers.eraseWhy")}</p>
        <Field label={t("desk:shoppers.eraseType", { word })}>
          {(id) => <Input id={id} value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
        {erase.isError ? (
          <p className="field-bad" role="alert">
            {trouble(erase.error)}
          </p>
        ) : null}
      </Modal>
    </section>
  );
}
