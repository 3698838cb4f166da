import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, InputNumber } from "antd";
import { useState } from "react";
import type { FreightProduct } from "#contract/payments";
import { Status } from "../../../shared/components/index.ts";
import { api, useIntent, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { useHolds } from "../../frame/rights.ts";
import { TableScroll } from "../../frame/table-scroll.tsx";

type Version = FreightProduct["versions"][number];
type Zone = Version["zones"][number]["zone"];

export const freightProductsKey = ["freight-products"];

export function useFreightProducts(wanted = true) {
  return useQuery({
    queryKey: freightProductsKey,
    queryFn: ({ signal }) => api<{ items: FreightProduct[] }>("GET", "/api/v1/freight-products", undefined, { signal }),
    enabled: wanted,
  });
}

/** Freight insurance as it is sold: every version with what it pays by distance, from its own day on. */
export function FreightProducts() {
  return (
    <Needs right="policies.read">
      <ProductList />
    </Needs>
  );
}

function ProductList() {
  const { t } = useWords();
  const me = useMe();
  const maySell = useHolds()("policies.write") && me?.kind !== "merchant";
  const [open, setOpen] = useState<FreightProduct | "new" | null>(null);
  const query = useFreightProducts();
  return (
    <div className="page">
      <PageHead title={t("desk:insurance.title")} lead={t("desk:insurance.lead")}>
        {maySell ? (
          <Button type="primary" onClick={() => setOpen("new")}>
            {t("desk:insurance.add")}
          </Button>
        ) : null}
      </PageHead>
      <Answer
        query={query}
        waiting={
          <div className="card card-pad">
            <Bars count={5} height={20} gap={20} />
          </div>
        }
      >
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Face drawing="calm" title={t("desk:insurance.empty")}>
                <p>{t("desk:insurance.emptyWhy")}</p>
              </Face>
            </div>
          ) : (
            items.map((product) => (
              <Product key={product.id} product={product} {...(maySell ? { onChange: () => setOpen(product) } : {})} />
            ))
          )
        }
      </Answer>
      {open === null ? null : <ProductForm product={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Product({ product, onChange }: { product: FreightProduct; onChange?: () => void }) {
  const { t, of, title, format } = useWords();
  const inForce = product.versions.find((version) => version.inForce)?.version ?? 0;
  return (
    <section className="card freight-product" aria-label={title(product.title)}>
      <header className="card-pad freight-product-head">
        <h2 className="card-title">
          {title(product.title)} <span className="mono fine">{product.id}</span>
        </h2>
        {onChange ? (
          <Button size="small" onClick={onChange}>
            {t("desk:insurance.change")}
          </Button>
        ) : null}
      </header>
      <TableScroll label={title(product.title)}>
        <table className="table table-broad">
          <thead>
            <tr>
              <th>{t("desk:insurance.version")}</th>
              <th>{t("desk:insurance.from")}</th>
              <th className="right">{t("desk:insurance.premium")}</th>
              <th>{t("desk:insurance.days")}</th>
              <th>{t("desk:insurance.zones")}</th>
              <th>{t("desk:insurance.without")}</th>
            </tr>
          </thead>
          <tbody>
            {product.versions.map((version) => (
              <tr key={version.version} data-off={version.version < inForce || undefined}>
                <td className="nowrap">
                  {t("desk:insurance.versionN", { n: version.version })}{" "}
                  <Status tone={version.inForce ? "done" : version.version > inForce ? "wait" : "mute"}>
                    {version.inForce
                      ? t("desk:insurance.inForce")
                      : version.version > inForce
                        ? t("desk:insurance.coming")
                        : t("desk:insurance.past")}
                  </Status>
                </td>
                <td className="nowrap">{format.fullDay(version.effectiveFrom)}</td>
                <td className="right nowrap ac-figures">
                  {format.money(version.premium)}
                  <small>{t([`desk:freight.premium.${version.premiumPayer}`, "desk:freight.premium.other"])}</small>
                </td>
                <td className="nowrap">{t("desk:insurance.daysN", { n: version.windowDays })}</td>
                <td className="ac-figures">
                  {version.zones.map(({ zone, amount }) => (
                    <span key={zone} className="zone-price">
                      {of("distance", zone)} <b>{format.money(amount)}</b>
                    </span>
                  ))}
                </td>
                <td>
                  {version.without
                    .map((one) => t([`desk:insurance.without.${one}`, "desk:insurance.without.other"]))
                    .join(t("desk:case.separator"))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}

const zones: readonly Zone[] = ["same-city", "same-province", "neighbouring", "far", "remote"];
const payers = ["merchant", "platform", "shopper"] as const;
const exclusions = ["pickup-paid-by-seller", "sellers-fault"] as const;

/** A new version starts from the latest: usually one price changes. */
function ProductForm({ product, onClose }: { product: FreightProduct | undefined; onClose: () => void }) {
  const { t, of, trouble } = useWords();
  const client = useQueryClient();
  const keyFor = useIntent();
  const latest = product?.versions[0];
  const [tried, setTried] = useState(false);
  const [form, setForm] = useState({
    id: product?.id ?? "",
    zh: latest?.title.zh ?? "",
    en: latest?.title.en ?? "",
    premium: Number(latest?.premium.amount ?? "0.60"),
    premiumPayer: latest?.premiumPayer ?? "merchant",
    windowDays: latest?.windowDays ?? 90,
    zones: Object.fromEntries(
      zones.map((zone) => [zone, Number(latest?.zones.find((one) => one.zone === zone)?.amount.amount ?? "10.00")]),
    ) as Record<Zone, number>,
    without: latest?.without ?? [...exclusions],
    from: "",
  });
  const set = (change: Partial<typeof form>) => setForm((was) => ({ ...was, ...change }));
  const save = useMutation({
    mutationFn: () => {
      const body = {
        latest: latest?.version ?? 0,
        title: { zh: form.zh.trim(), en: form.en.trim() },
        premium: { amount: form.premium.toFixed(2), currency: latest?.premium.currency ?? "CNY" },
        premiumPayer: form.premiumPayer,
        zones: Object.fromEntries(zones.map((zone) => [zone, form.zones[zone].toFixed(2)])),
        without: form.without,
        windowDays: form.windowDays,
        effectiveFrom: new Date(form.from).toISOString(),
      };
      return api("PUT", `/api/v1/freight-products/${encodeURIComponent(form.id.trim())}`, body, { key: keyFor(body) });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: freightProductsKey });
      onClose();
    },
  });
  const missing = (value: string) => (tried && value.trim() === "" ? t("desk:insurance.needed") : null);
  const idBad = form.id !== "" && !/^[a-z0-9-]{2,40}$/.test(form.id) ? t("desk:insurance.idHint") : missing(form.id);
  const ready = idBad === null && [form.id, form.zh, form.en, form.from].every((one) => one.trim() !== "");
  const text = (field: "zh" | "en", label: string) => (
    <Field label={label} bad={missing(form[field])}>
      {(id) => (
        <Input
          id={id}
          value={form[field]}
          maxLength={60}
          status={missing(form[field]) ? "error" : ""}
          onChange={(event) => set({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Ask
      title={product === undefined ? t("desk:insurance.add") : t("desk:insurance.change")}
      go={t("desk:insurance.save")}
      busy={save.isPending}
      onGo={() => {
        setTried(true);
        if (ready) save.mutate();
      }}
      onClose={onClose}
    >
      {product === undefined ? (
        <Field label={t("desk:insurance.id")} bad={idBad}>
          {(id) => (
            <Input
              id={id}
              value={form.id}
              maxLength={40}
              placeholder={t("desk:insurance.idHint")}
              onChange={(event) => set({ id: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <div className="form-columns freight-columns">
        {text("zh", t("desk:insurance.nameZh"))}
        {text("en", t("desk:insurance.nameEn"))}
        <Field label={t("desk:insurance.from")} bad={missing(form.from)}>
          {(id) => (
            <Input
              id={id}
              type="datetime-local"
              value={form.from}
              onChange={(event) => set({ from: event.target.value })}
            />
          )}
        </Field>
        <Money label={t("desk:insurance.premium")} value={form.premium} onChange={(premium) => set({ premium })} />
        <Field label={t("desk:insurance.days")}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={365}
              precision={0}
              value={form.windowDays}
              onChange={(windowDays) => set({ windowDays: windowDays ?? 90 })}
              style={{ width: "100%" }}
            />
          )}
        </Field>
      </div>
      <fieldset className="field">
        <legend>{t("desk:insurance.premiumPayer")}</legend>
        <div className="chips">
          {payers.map((payer) => (
            <label key={payer} data-on={form.premiumPayer === payer || undefined}>
              <input
                type="radio"
                name="premium-payer"
                checked={form.premiumPayer === payer}
                onChange={() => set({ premiumPayer: payer })}
              />
              {t([`desk:freight.premium.${payer}`, "desk:freight.premium.other"])}
            </label>
          ))}
        </div>
      </fieldset>
      <h3 className="sub-title">{t("desk:insurance.zones")}</h3>
      <div className="form-columns freight-columns">
        {zones.map((zone) => (
          <Money
            key={zone}
            label={of("distance", zone)}
            value={form.zones[zone]}
            onChange={(amount) => set({ zones: { ...form.zones, [zone]: amount } })}
          />
        ))}
      </div>
      <fieldset className="field">
        <legend>{t("desk:insurance.without")}</legend>
        <div className="chips">
          {exclusions.map((one) => (
            <label key={one} data-on={form.without.includes(one) || undefined}>
              <input
                type="checkbox"
                checked={form.without.includes(one)}
                onChange={() =>
                  set({
                    without: form.without.includes(one)
                      ? form.without.filter((other) => other !== one)
                      : [...form.without, one],
                  })
                }
              />
              {t([`desk:insurance.without.${one}`, "desk:insurance.without.other"])}
            </label>
          ))}
        </div>
      </fieldset>
      {save.isError ? (
        <p className="field-bad" role="alert">
          {trouble(save.error)}
        </p>
      ) : null}
    </Ask>
  );
}

function Money({ label, value, onChange }: { label: string; value: number; onChange: (amount: number) => void }) {
  return (
    <Field label={label}>
      {(id) => (
        <InputNumber
          id={id}
          min={0}
          max={9_999}
          precision={2}
          prefix="¥"
          value={value}
          onChange={(amount) => onChange(amount ?? 0)}
          style={{ width: "100%" }}
        />
      )}
    </Field>
  );
}
