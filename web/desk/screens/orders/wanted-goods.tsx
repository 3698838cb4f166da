import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Checkbox, Input } from "antd";
import { useEffect, useState } from "react";
import type { Replacements } from "#contract/returns";
import { Picture } from "../../../shared/components/index.ts";
import { api, keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Bars, Failed, Waiting } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";

export type Wanted = {
  readonly how: "same" | "variant" | "other";
  readonly variant: string;
  readonly productNumber: string | null;
  readonly shipFirst: boolean;
};
export const sameAgain: Wanted = { how: "same", variant: "", productNumber: null, shipFirst: false };

/** What is asked for with it; undefined while other goods are wanted and none is chosen. */
export function wantedOf({ shipFirst, ...wanted }: Wanted): object | undefined {
  const goods = goodsOf(wanted);
  return goods === undefined ? undefined : { shipFirst, ...goods };
}

/** The goods alone, as they are named in an offer. */
export function goodsOf({ how, variant, productNumber }: Omit<Wanted, "shipFirst">): object | undefined {
  if (how === "other") return productNumber === null ? undefined : { wanted: { productNumber } };
  return how === "variant" && variant.trim() !== "" ? { wanted: { variant: variant.trim() } } : {};
}

/** Exchange: the same again, another variant, or other goods of the same shop with what that makes against what was paid. */
export function WantedGoods({
  wanted,
  asked,
  onChange,
}: {
  readonly wanted: Wanted;
  /** Null: several lines at once, which come back as they were. */
  readonly asked: Asked | null;
  readonly onChange: (wanted: Wanted) => void;
}) {
  const { t } = useWords();
  return (
    <>
      <GoodsChoice
        wanted={wanted}
        asked={asked}
        ways={asked === null ? ["same"] : ["same", "variant", "other"]}
        onChange={(part) => onChange({ ...wanted, ...part })}
      />
      <div className="field">
        <Checkbox
          checked={wanted.shipFirst}
          onChange={({ target }) => onChange({ ...wanted, shipFirst: target.checked })}
        >
          {t("desk:outbound.shipFirst")}
        </Checkbox>
      </div>
    </>
  );
}

export function GoodsChoice({
  wanted,
  asked,
  ways,
  onChange: change,
}: {
  readonly wanted: Omit<Wanted, "shipFirst">;
  readonly asked: Asked | null;
  readonly ways: readonly Wanted["how"][];
  readonly onChange: (part: Partial<Omit<Wanted, "shipFirst">>) => void;
}) {
  const { t } = useWords();
  return (
    <>
      <fieldset className="field">
        <legend>{t("desk:openCase.wanted")}</legend>
        <div className="chips">
          {ways.map((how) => (
            <label key={how} data-on={wanted.how === how || undefined}>
              <input type="radio" name="wanted" checked={wanted.how === how} onChange={() => change({ how })} />
              {t(`desk:openCase.wantedHow.${how}`)}
            </label>
          ))}
        </div>
      </fieldset>
      {wanted.how === "variant" ? (
        <Field label={t("desk:openCase.variant")}>
          {(id) => (
            <Input
              id={id}
              value={wanted.variant}
              maxLength={100}
              onChange={({ target }) => change({ variant: target.value })}
            />
          )}
        </Field>
      ) : null}
      {wanted.how === "other" && asked !== null ? (
        <OtherGoods
          asked={asked}
          chosen={wanted.productNumber}
          onChoose={(productNumber) => change({ productNumber })}
        />
      ) : null}
    </>
  );
}

type Asked = {
  /** Of the order. */
  readonly number: string;
  readonly lineId: string;
  readonly quantity: number;
  /** A case that holds the pieces already. */
  readonly caseNumber?: string;
};

/** What the shop sells today, nearest in price first. */
function OtherGoods({
  asked: { number, lineId, quantity, caseNumber },
  chosen,
  onChoose,
}: {
  readonly asked: Asked;
  readonly chosen: string | null;
  readonly onChoose: (productNumber: string) => void;
}) {
  const { t, title, format } = useWords();
  const [text, setText] = useState("");
  const [q, setQ] = useState("");
  useEffect(() => {
    const pause = setTimeout(() => setQ(text.trim()), 300);
    return () => clearTimeout(pause);
  }, [text]);
  const query = new URLSearchParams({
    lineId,
    quantity: String(quantity),
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(q ? { q } : {}),
  }).toString();
  const found = useQuery({
    queryKey: keys.replacements(number, query),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api<Replacements>("GET", `/api/v1/orders/${encodeURIComponent(number)}/replacements?${query}`, undefined, {
        signal,
      }),
  });
  return (
    <fieldset className="field">
      <legend>{t("desk:openCase.otherGoods")}</legend>
      <Input
        value={text}
        maxLength={100}
        allowClear
        aria-label={t("desk:openCase.findGoods")}
        placeholder={t("desk:openCase.findGoods")}
        onChange={({ target }) => setText(target.value)}
      />
      {found.data === undefined ? (
        found.isError ? (
          <Failed error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Waiting>
            <Bars count={3} height={32} gap={10} />
          </Waiting>
        )
      ) : found.data.items.length === 0 ? (
        <p className="fine">{q ? t("desk:openCase.noGoodsFound") : t("desk:openCase.noGoods")}</p>
      ) : (
        <ul className="open-wanted" aria-busy={found.isPlaceholderData || undefined}>
          {found.data.items.map((one) => (
            <li key={one.productNumber} data-on={chosen === one.productNumber || undefined}>
              <label>
                <input
                  type="radio"
                  name="product"
                  checked={chosen === one.productNumber}
                  onChange={() => onChoose(one.productNumber)}
                />
                <Picture of={one.picture} size={40} />
                <span>
                  <b>{title(one.title)}</b>
                  <small className="fine">
                    {one.productNumber} · <Difference of={one.difference} />
                  </small>
                </span>
                <b className="ac-figures">{format.money(one.price)}</b>
              </label>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

export function Difference({ of: difference }: { readonly of: Replacements["items"][number]["difference"] }) {
  const { t, format } = useWords();
  const amount = format.money({ ...difference, amount: difference.amount.replace("-", "") });
  const sign = Math.sign(Number(difference.amount));
  if (sign === 0) return t("desk:openCase.samePrice");
  return sign < 0 ? t("desk:openCase.comesBack", { amount }) : t("desk:openCase.costsMore", { amount });
}
