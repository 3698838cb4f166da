import { useState } from "react";
import type { OrderLine } from "#contract/orders";
import { Picture } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";

type Counts = Readonly<Record<string, number>>;

/** Which goods, and how many of each. Only the chosen ones are in sight until somebody asks for the others. */
export function Items({
  lines,
  items,
  onChange,
}: {
  lines: readonly OrderLine[];
  items: Counts;
  onChange: (items: Counts) => void;
}) {
  const { t } = useWords();
  const [all, setAll] = useState(() => lines.every((line) => !items[line.lineId]));
  const shown = all ? lines : lines.filter((line) => items[line.lineId]);
  const single = lines.length === 1;
  return (
    <div className="items">
      {all && !single ? <h2 className="small quiet">{t("portal:request.pick-items")}</h2> : null}
      {shown.map((line) => (
        <Item
          key={line.lineId}
          line={line}
          count={items[line.lineId] ?? 0}
          pickable={!single && all}
          onChange={(count) => onChange(without(items, line.lineId, count))}
        />
      ))}
      {all || single ? null : (
        <button type="button" className="link" onClick={() => setAll(true)}>
          <Icon name="plus" size={16} />
          {t("portal:request.more-items", { count: lines.length - shown.length })}
        </button>
      )}
    </div>
  );
}

function Item({
  line,
  count,
  pickable,
  onChange,
}: {
  line: OrderLine;
  count: number;
  pickable: boolean;
  onChange: (count: number) => void;
}) {
  const { t, title, format } = useWords();
  const name = title(line.title);
  return (
    <div className="item" data-picked={count > 0 || undefined}>
      {pickable ? (
        <input
          type="checkbox"
          className="item-check"
          checked={count > 0}
          aria-label={name}
          onChange={() => onChange(count > 0 ? 0 : line.units.free)}
        />
      ) : null}
      <div className="goods">
        <Picture of={line.picture} size={64} />
        <div className="goods-words">
          <p className="goods-title">{name}</p>
          <p className="tiny quiet">
            {[
              line.variant,
              line.delivery.deliveredAt
                ? t("portal:request.delivered", { day: format.day(line.delivery.deliveredAt) })
                : "",
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <p className="item-figures">
            <b className="figures">{format.money(line.unitPrice)}</b>
            <span className="tiny quiet figures">
              {t("portal:order.paid")} {format.money(line.paid)}
            </span>
          </p>
        </div>
      </div>
      {count > 0 && line.units.free > 1 ? (
        <fieldset className="stepper" aria-label={t("portal:request.quantity-of", { title: name })}>
          <span className="small quiet">{t("portal:request.quantity", { max: line.units.free })}</span>
          <button
            type="button"
            className="icon-button"
            aria-label={t("portal:request.fewer")}
            disabled={count <= 1}
            onClick={() => onChange(count - 1)}
          >
            <Icon name="minus" size={18} />
          </button>
          <output className="figures">{count}</output>
          <button
            type="button"
            className="icon-button"
            aria-label={t("portal:request.more")}
            disabled={count >= line.units.free}
            onClick={() => onChange(count + 1)}
          >
            <Icon name="plus" size={18} />
          </button>
        </fieldset>
      ) : null}
    </div>
  );
}

function without(items: Counts, lineId: string, count: number): Counts {
  const { [lineId]: _, ...rest } = items;
  return count > 0 ? { ...rest, [lineId]: count } : rest;
}
