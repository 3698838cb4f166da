import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { OrderLine } from "#contract/orders";
import type { Option, Replacements } from "#contract/returns";
import { Picture } from "../../../shared/components/index.ts";
import { api, keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import { Coming, Empty, Failure, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import type { Draft } from "./draft.ts";

type Asked = {
  /** Of the order. */
  readonly number: string;
  readonly lineId: string;
  readonly quantity: number;
  /** A case that holds the pieces already. */
  readonly caseNumber?: string;
};

/** The difference of a product was told for other pieces: with them it is chosen anew. */
export const nothingElse: Draft["wanted"] = { how: "same", variant: "", product: null };

/** Other goods are wanted, and it is not said which. */
export function goodsAreOpen({ how, variant, product }: Draft["wanted"]): boolean {
  return (how === "variant" && variant.trim() === "") || (how === "other" && product === null);
}

/** The goods as they are asked for, or named in an offer. */
export function goodsOf({ how, variant, product }: Draft["wanted"]): object {
  if (how === "variant") return { wanted: { variant: variant.trim() } };
  return how === "other" ? { wanted: { productNumber: product?.productNumber } } : {};
}

/** Exchange: the same again, another variant, or other goods of the same shop; and whether they go out first. */
export function WantedGoods({
  wanted,
  shipFirst,
  line,
  asked,
  onChange,
}: {
  wanted: Draft["wanted"];
  shipFirst: boolean;
  line: OrderLine;
  /** Null: several lines at once, which come back as they were. */
  asked: Asked | null;
  onChange: (part: Partial<Draft>) => void;
}) {
  const { t } = useWords();
  return (
    <>
      <GoodsChoice
        wanted={wanted}
        variantNow={line.variant}
        asked={asked}
        ways={asked === null ? ["same"] : ["same", "variant", "other"]}
        onChange={(part) => onChange({ wanted: { ...wanted, ...part } })}
      />
      <label className="switch-row">
        <span>
          <b>{t("portal:wanted.ship-first")}</b>
          <span className="tiny quiet">{t("portal:wanted.ship-first-text")}</span>
        </span>
        <input
          type="checkbox"
          className="switch"
          checked={shipFirst}
          onChange={(event) => onChange({ shipFirst: event.target.checked })}
        />
      </label>
    </>
  );
}

/** The same again, another variant, or other goods of the same shop. */
export function GoodsChoice({
  wanted,
  variantNow,
  asked,
  ways: offered,
  onChange: change,
}: {
  wanted: Draft["wanted"];
  variantNow: string;
  asked: Asked | null;
  ways: readonly Draft["wanted"]["how"][];
  onChange: (part: Partial<Draft["wanted"]>) => void;
}) {
  const { t, title } = useWords();
  const [picking, pick] = useState(false);
  const ways = {
    same: t("portal:wanted.same"),
    variant: t("portal:wanted.variant"),
    other: t("portal:wanted.other"),
  };
  return (
    <>
      <h2 className="small" id="wanted">
        {t("portal:wanted.title")}
      </h2>
      <div className="chips" role="radiogroup" onKeyDown={chooseByArrows} aria-labelledby="wanted">
        {offered.map((how) => (
          // biome-ignore lint/a11y/useSemanticElements: a chip that is a radio button
          <button
            key={how}
            type="button"
            role="radio"
            className="chip"
            aria-checked={wanted.how === how}
            onClick={() => {
              change({ how });
              if (how === "other" && wanted.product === null) pick(true);
            }}
          >
            {ways[how]}
          </button>
        ))}
      </div>
      {wanted.how === "variant" ? (
        <div className="field">
          <label htmlFor="variant">
            {variantNow ? t("portal:wanted.variant-now", { variant: variantNow }) : t("portal:wanted.variant-label")}
          </label>
          <input
            id="variant"
            className="input"
            value={wanted.variant}
            onChange={(event) => change({ variant: event.target.value })}
            maxLength={100}
            placeholder={t("portal:wanted.variant-example")}
            autoComplete="off"
          />
        </div>
      ) : null}
      {wanted.how === "other" ? (
        <button type="button" className="wanted-product" onClick={() => pick(true)}>
          {wanted.product ? (
            <>
              <Picture of={wanted.product.picture} size={48} />
              <span className="goods-words">
                <span className="goods-title">{title(wanted.product.title)}</span>
                <Difference difference={wanted.product.difference} />
              </span>
            </>
          ) : (
            <span className="goods-words quiet">{t("portal:wanted.pick")}</span>
          )}
          <Icon name="forward" size={16} />
        </button>
      ) : null}
      {picking && asked ? (
        <ProductSheet
          asked={asked}
          onClose={() => pick(false)}
          onPick={(product) => {
            change({ product });
            pick(false);
          }}
        />
      ) : null}
    </>
  );
}

/** What the shop sells today, nearest in price first; the difference is said with each. */
function ProductSheet({
  asked: { number, lineId, quantity, caseNumber },
  onPick,
  onClose,
}: {
  asked: Asked;
  onPick: (product: NonNullable<Draft["wanted"]["product"]>) => void;
  onClose: () => void;
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
  const items = found.data?.items;
  return (
    <Sheet title={t("portal:wanted.pick-title")} onClose={onClose}>
      <div className="search-field">
        <Icon name="search" size={20} />
        <input
          className="input"
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={100}
          aria-label={t("portal:wanted.search")}
          placeholder={t("portal:wanted.search")}
          enterKeyHint="search"
        />
      </div>
      <div className="product-list">
        {items === undefined ? (
          found.isError ? (
            <Failure error={found.error} onRetry={() => void found.refetch()} />
          ) : (
            <Coming>
              <SkeletonCard picture bars={[70, 40]} />
              <SkeletonCard picture bars={[60, 44]} />
            </Coming>
          )
        ) : items.length === 0 ? (
          <Empty
            drawing="search"
            title={t("portal:wanted.none")}
            text={q ? t("portal:wanted.none-found") : t("portal:wanted.none-text")}
          />
        ) : (
          <ul>
            {items.map((one) => (
              <li key={one.productNumber}>
                <button type="button" className="product" onClick={() => onPick(one)}>
                  <Picture of={one.picture} size={48} />
                  <span className="goods-words">
                    <span className="goods-title">{title(one.title)}</span>
                    <Difference difference={one.difference} />
                  </span>
                  <b className="figures">{format.money(one.price)}</b>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Sheet>
  );
}

export function Difference({ difference }: { difference: Replacements["items"][number]["difference"] }) {
  const { t, format } = useWords();
  const amount = format.money({ ...difference, amount: difference.amount.replace("-", "") });
  const sign = Math.sign(Number(difference.amount));
  return (
    <span className="tiny quiet figures">
      {sign === 0
        ? t("portal:wanted.same-price")
        : sign < 0
          ? t("portal:wanted.comes-back", { amount })
          : t("portal:wanted.costs-more", { amount })}
    </span>
  );
}

/** Price protection: what was paid, what it costs at the lowest since, and the difference. */
export function PriceDrop({ option, titles }: { option: Option; titles: Readonly<Record<string, string>> }) {
  const { t, format } = useWords();
  if (option.prices.length === 0 || option.amount === null) return null;
  return (
    <section className="card request-part" aria-label={t("portal:prices.title")}>
      <h2 className="request-part-title">{t("portal:prices.title")}</h2>
      <dl className="ac-receipt">
        {option.prices.map(({ lineId, paid, lowest }) => [
          option.prices.length > 1 ? (
            <div key={`${lineId} title`}>
              <dt>{titles[lineId]}</dt>
            </div>
          ) : null,
          <div key={`${lineId} paid`}>
            <dt>{t("portal:prices.paid")}</dt>
            <dd className="figures">{format.money(paid)}</dd>
          </div>,
          <div key={`${lineId} lowest`}>
            <dt>{t("portal:prices.lowest")}</dt>
            <dd className="figures">{format.money(lowest)}</dd>
          </div>,
        ])}
        <div className="ac-receipt-total">
          <dt>{t("portal:prices.difference")}</dt>
          <dd className="figures">{format.money(option.amount)}</dd>
        </div>
      </dl>
    </section>
  );
}

/** What to do when the parcel is at the door. */
export function AtTheDoor({
  option,
  intercept,
  onIntercept,
}: {
  option: Option;
  intercept: boolean;
  onIntercept: (on: boolean) => void;
}) {
  const { t, of } = useWords();
  return (
    <section className="card request-part at-the-door" aria-labelledby="at-the-door">
      <h2 id="at-the-door" className="request-part-title">
        {t("portal:door.title")}
      </h2>
      <ol className="small">
        <li>{t("portal:door.say")}</li>
        <li>{t("portal:door.back")}</li>
        <li>{t("portal:door.refund")}</li>
      </ol>
      <label className="switch-row">
        <span>
          <b>{t("portal:interception.ask")}</b>
          <span className="tiny quiet">{t("portal:interception.with-request")}</span>
        </span>
        <input
          type="checkbox"
          className="switch"
          checked={intercept}
          onChange={(event) => onIntercept(event.target.checked)}
        />
      </label>
      <p className="tiny quiet">
        {[option.freightPayer ? of("freight-payer", option.freightPayer) : "", t("portal:door.signed")]
          .filter(Boolean)
          .join(t("portal:list-join"))}
      </p>
    </section>
  );
}
