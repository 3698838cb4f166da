import { Button, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import type { DeductionPrice } from "#contract/returns";
import { newKey, useMe } from "../../../shared/data/index.ts";
import { useWords, type Words } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { useDeductionPrices } from "../../frame/categories.ts";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { OwnedCells, OwnedHeads } from "../../frame/owned-table.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { useHolds } from "../../frame/rights.ts";
import { ActiveBox, OwnerField, useSaveEntry } from "../../frame/save-entry.tsx";
import { TableScroll } from "../../frame/table-scroll.tsx";
import { AmountField, amountWithin } from "../case/amount-field.tsx";

/** What each grade takes off the refund; the bench proposes by it and the shopper agrees or not. */
export function DeductionPrices() {
  return (
    <Needs right="cases.read">
      <PriceTable />
    </Needs>
  );
}

function PriceTable() {
  const words = useWords();
  const { t, of, title } = words;
  const me = useMe();
  const holds = useHolds();
  const [open, setOpen] = useState<DeductionPrice | "new" | null>(null);
  const query = useDeductionPrices();
  const mayAdd = holds("policies.write") || (me?.kind === "merchant" && holds("cases.decide"));
  return (
    <div className="page">
      <PageHead title={t("desk:prices.title")} lead={t("desk:prices.lead")}>
        {mayAdd ? (
          <Button type="primary" onClick={() => setOpen("new")}>
            {t("desk:prices.add")}
          </Button>
        ) : null}
      </PageHead>
      <Answer
        query={query}
        waiting={
          <div className="card card-pad">
            <Bars count={8} height={20} gap={20} />
          </div>
        }
      >
        {({ items, categories }) => (
          <>
            <div className="card">
              {items.length === 0 ? (
                <Face drawing="calm" title={t("desk:prices.empty")}>
                  <p>{t("desk:prices.emptyWhy")}</p>
                </Face>
              ) : (
                <TableScroll label={t("desk:prices.title")}>
                  <table className="table table-broad">
                    <thead>
                      <tr>
                        <th>{t("desk:prices.label")}</th>
                        <th>{t("desk:bench.grade")}</th>
                        <th>{t("desk:prices.category")}</th>
                        <th className="right">{t("desk:prices.takes")}</th>
                        <OwnedHeads />
                      </tr>
                    </thead>
                    <tbody>
                      {items.map((price) => (
                        <tr key={price.id} data-off={!price.active || undefined}>
                          <td>
                            <b>{title(price.label)}</b>
                          </td>
                          <td className="nowrap">{of("grade", price.grade)}</td>
                          <td>{price.category ? title(price.category.name) : t("desk:prices.anyCategory")}</td>
                          <td className="right ac-figures nowrap">{worthSays(price, words)}</td>
                          <OwnedCells entry={price} onOpen={() => setOpen(price)} />
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </TableScroll>
              )}
            </div>
            {open === null ? null : (
              <PriceForm price={open === "new" ? null : open} categories={categories} onClose={() => setOpen(null)} />
            )}
          </>
        )}
      </Answer>
    </div>
  );
}

/** "20% of what was paid", "¥15.00 each". */
export function worthSays(price: Pick<DeductionPrice, "percent" | "fixed">, { t, format }: Words): string {
  return price.fixed === null
    ? t("desk:prices.percent", { n: price.percent ?? 0 })
    : t("desk:prices.fixed", { amount: format.money(price.fixed) });
}

const most = { amount: "99999999.99", currency: "CNY" };

function PriceForm({
  price,
  categories,
  onClose,
}: {
  price: DeductionPrice | null;
  categories: NonNullable<ReturnType<typeof useDeductionPrices>["data"]>["categories"];
  onClose: () => void;
}) {
  const { t, of, title } = useWords();
  const [id] = useState(() => price?.id ?? newKey());
  const [owner, setOwner] = useState(price?.merchantId ?? null);
  const [zh, setZh] = useState(price?.label.zh ?? "");
  const [en, setEn] = useState(price?.label.en ?? "");
  const [grade, setGrade] = useState<DeductionPrice["grade"]>(price?.grade ?? "used");
  const [category, setCategory] = useState(price?.category?.code ?? "");
  const [how, setHow] = useState<"percent" | "fixed">(price?.fixed ? "fixed" : "percent");
  const [percent, setPercent] = useState<number | null>(price?.percent ?? 20);
  const [fixed, setFixed] = useState(price?.fixed?.amount ?? "");
  const [active, setActive] = useState(price?.active ?? true);
  const save = useSaveEntry("/api/v1/deduction-prices", "deduction-prices", onClose);
  const bad = how === "percent" ? percent === null : !amountWithin(fixed, most);
  return (
    <Ask
      title={price ? t("desk:prices.change") : t("desk:prices.add")}
      go={t("desk:state.save")}
      busy={save.isPending}
      blocked={zh.trim() === "" || bad}
      onClose={onClose}
      onGo={() =>
        save.mutate({
          id,
          version: price?.version ?? 0,
          merchantId: owner,
          category: category === "" ? null : category,
          grade,
          percent: how === "percent" ? percent : null,
          fixed: how === "fixed" ? { amount: fixed, currency: "CNY" } : null,
          label: { zh: zh.trim(), en: en.trim() },
          active,
        })
      }
    >
      {price ? null : <OwnerField value={owner} onChange={setOwner} />}
      <div className="field-pair">
        <Field label={t("desk:prices.labelZh")}>
          {(field) => <Input id={field} value={zh} onChange={(event) => setZh(event.target.value)} maxLength={60} />}
        </Field>
        <Field label={t("desk:prices.labelEn")}>
          {(field) => <Input id={field} value={en} onChange={(event) => setEn(event.target.value)} maxLength={60} />}
        </Field>
      </div>
      <div className="field-pair">
        <Field label={t("desk:bench.grade")}>
          {(field) => (
            <Select
              id={field}
              value={grade}
              onChange={setGrade}
              options={gradeChoices.map((value) => ({ value, label: of("grade", value) }))}
            />
          )}
        </Field>
        <Field label={t("desk:prices.category")}>
          {(field) => (
            <Select
              id={field}
              value={category}
              onChange={setCategory}
              showSearch={{ optionFilterProp: "label" }}
              options={[
                { value: "", label: t("desk:prices.anyCategory") },
                ...categories.map(({ code, name }) => ({ value: code, label: title(name) })),
              ]}
            />
          )}
        </Field>
      </div>
      <fieldset className="field">
        <legend>{t("desk:prices.takes")}</legend>
        <div className="chips">
          {(["percent", "fixed"] as const).map((each) => (
            <label key={each} data-on={how === each || undefined}>
              <input type="radio" name="how" checked={how === each} onChange={() => setHow(each)} />
              {t(`desk:prices.how.${each}`)}
            </label>
          ))}
        </div>
      </fieldset>
      {how === "percent" ? (
        <Field label={t("desk:prices.how.percent")}>
          {(field) => (
            <InputNumber id={field} value={percent} onChange={setPercent} min={1} max={100} precision={0} suffix="%" />
          )}
        </Field>
      ) : (
        <AmountField label={t("desk:prices.how.fixed")} value={fixed} most={most} onChange={setFixed} />
      )}
      <ActiveBox value={active} onChange={setActive} />
    </Ask>
  );
}

const gradeChoices: readonly DeductionPrice["grade"][] = [
  "opened",
  "used",
  "damaged",
  "missing",
  "as-new",
  "wrong-item",
];
