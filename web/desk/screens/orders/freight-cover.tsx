import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import type { Order } from "#contract/orders";
import { api, keys, useIntent, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { useHolds } from "../../frame/rights.ts";
import { useFreightProducts } from "../freight-products/freight-products.tsx";

/** What insures the way back of an order, and the way to give it as goodwill. */
export function FreightCovers({ order }: { order: Order }) {
  const { t, title, format } = useWords();
  const me = useMe();
  const mayGive = useHolds()("compensation.propose");
  const [giving, setGiving] = useState(false);
  const shops = shopsOf(order).filter(
    ({ id }) =>
      !order.freightCovers.some(({ merchantId }) => merchantId === id) && (!me?.merchant || me.merchant.id === id),
  );
  if (order.freightCovers.length === 0 && (!mayGive || shops.length === 0)) return null;
  return (
    <section className="card card-pad">
      <div className="cover-head">
        <h2 className="card-title">{t("desk:freight.cover")}</h2>
        {mayGive && shops.length > 0 ? (
          <Button size="small" onClick={() => setGiving(true)}>
            {t("desk:freight.give")}
          </Button>
        ) : null}
      </div>
      {order.freightCovers.length === 0 ? <p className="fine">{t("desk:freight.noCover")}</p> : null}
      {order.freightCovers.map((cover) => (
        <p key={cover.merchantId}>
          {title(cover.title)}{" "}
          <span className="fine">{t("desk:freight.upTo", { amount: format.money(cover.upTo) })}</span>
          <br />
          <span className="fine">
            {t(`desk:freight.premium.${cover.payer}`)} · {format.fullDay(cover.coveredUntil)}
          </span>
        </p>
      ))}
      {giving ? <Give order={order} shops={shops} onClose={() => setGiving(false)} /> : null}
    </section>
  );
}

type Shop = { readonly id: string; readonly name: { readonly zh: string; readonly en: string } };

/** Whose goods may still come back. */
function shopsOf({ lines }: Order): Shop[] {
  const left = lines.filter(({ units }) => units.free + units.held > 0);
  return [...new Map(left.map((line) => [line.merchantId, { id: line.merchantId, name: line.merchantName }])).values()];
}

function Give({ order, shops, onClose }: { order: Order; shops: readonly Shop[]; onClose: () => void }) {
  const { t, title, format, trouble } = useWords();
  const { message } = App.useApp();
  const me = useMe();
  const client = useQueryClient();
  const keyFor = useIntent();
  const products = useFreightProducts();
  const sold = (products.data?.items ?? []).filter(({ versions }) => versions.some(({ inForce }) => inForce));
  const [picked, setPicked] = useState<string | null>(null);
  const [merchantId, setMerchantId] = useState(shops[0]?.id ?? "");
  const payers = me?.kind === "merchant" ? (["merchant"] as const) : (["platform", "merchant"] as const);
  const [payer, setPayer] = useState<"merchant" | "platform">(payers[0]);
  const product = picked ?? sold[0]?.id ?? null;
  const give = useMutation({
    mutationFn: () => {
      const body = { merchantId, product, payer };
      return api("POST", `/api/v1/orders/${encodeURIComponent(order.number)}/freight-cover`, body, {
        key: keyFor(body),
      });
    },
    onSuccess: () => {
      void message.success(t("desk:freight.given"));
      void client.invalidateQueries({ queryKey: keys.order(order.number) });
      onClose();
    },
  });
  const chips = <V extends string>(
    legend: string,
    options: readonly { readonly value: V; readonly label: string }[],
    chosen: V | null,
    onChoose: (value: V) => void,
  ) => (
    <fieldset className="field">
      <legend>{legend}</legend>
      <div className="chips">
        {options.map(({ value, label }) => (
          <label key={value} data-on={chosen === value || undefined}>
            <input type="radio" name={legend} checked={chosen === value} onChange={() => onChoose(value)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
  return (
    <Ask
      title={t("desk:freight.giveTitle")}
      go={t("desk:freight.giveDo")}
      quick
      busy={give.isPending}
      blocked={product === null}
      onGo={() => give.mutate()}
      onClose={onClose}
    >
      <p className="ask-what">{t("desk:freight.giveWhy")}</p>
      {chips(
        t("desk:freight.product"),
        sold.map((one) => ({
          value: one.id,
          label: `${title(one.title)} · ${t("desk:freight.upTo", { amount: mostOf(one) })}`,
        })),
        product,
        setPicked,
      )}
      {shops.length > 1
        ? chips(
            t("desk:freight.giveTo"),
            shops.map(({ id, name }) => ({ value: id, label: title(name) })),
            merchantId,
            setMerchantId,
          )
        : null}
      {chips(
        t("desk:insurance.premiumPayer"),
        payers.map((value) => ({ value, label: t(`desk:freight.premium.${value}`) })),
        payer,
        setPayer,
      )}
      {products.isError || give.isError ? (
        <p className="field-bad" role="alert">
          {trouble(give.error ?? products.error)}
        </p>
      ) : null}
    </Ask>
  );

  function mostOf({ versions }: (typeof sold)[number]): string {
    const amount = versions.find(({ inForce }) => inForce)?.zones.at(-1)?.amount;
    return amount === undefined ? "" : format.money(amount);
  }
}
