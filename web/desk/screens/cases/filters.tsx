import { useNavigate } from "@tanstack/react-router";
import { Button, Popover, Select } from "antd";
import { useWords } from "../../../shared/text/index.ts";
import type { CaseFilter } from "../../frame/case-filter.ts";
import { caseFilterNames } from "../../frame/case-filter.ts";
import { Field } from "../../frame/field.tsx";
import { Icon } from "../../frame/icon.tsx";

/** What else narrows the queue; the choices live in the address. */
export function Filters({ filter }: { filter: CaseFilter }) {
  const { t, of, format } = useWords();
  const navigate = useNavigate();
  const chosen = caseFilterNames.filter((name) => filter[name] !== undefined);
  const set = (name: (typeof caseFilterNames)[number], value: string | undefined) => {
    const { [name]: _gone, ...rest } = filter;
    void navigate({ to: "/cases", search: value === undefined ? rest : { ...rest, [name]: value } });
  };
  const says = (name: Name) => {
    const value = filter[name] ?? "";
    if (name === "q") return `“${value}”`;
    if (name === "merchantId") return t("desk:cases.ofMerchant");
    if (name === "figure") return t([`desk:performance.figure.${value}`, "desk:performance.figure.asked"]);
    if (name === "requestedFrom") return t("desk:cases.requestedFrom", { day: format.day(value) });
    if (name === "requestedUntil") return t("desk:cases.requestedUntil", { day: format.day(value) });
    return of(choices.find((choice) => choice.name === name)?.list ?? "other", value);
  };
  return (
    <div className="filters">
      <Popover
        trigger="click"
        placement="bottomRight"
        content={
          <div className="filters-form">
            {choices.map(({ name, list, values }) => (
              <Field key={name} label={t(`desk:cases.${name}`)}>
                {(id) => (
                  <Select
                    id={id}
                    allowClear
                    value={filter[name] ?? null}
                    placeholder={t("desk:state.all")}
                    onChange={(value: string | null) => set(name, value ?? undefined)}
                    options={values.map((value) => ({ value, label: of(list, value) }))}
                  />
                )}
              </Field>
            ))}
            {chosen.length > 0 ? (
              <Button block onClick={() => void navigate({ to: "/cases", search: { queue: filter.queue } })}>
                {t("desk:cases.clear")}
              </Button>
            ) : null}
          </div>
        }
      >
        <Button size="small" type={chosen.length > 0 ? "primary" : "default"} ghost={chosen.length > 0}>
          {t("desk:cases.filters")}
          {chosen.length > 0 ? ` · ${chosen.length}` : ""}
        </Button>
      </Popover>
      {chosen.length > 0 ? (
        <div className="filters-chosen">
          {chosen.map((name) => (
            <button
              key={name}
              type="button"
              onClick={() => set(name, undefined)}
              aria-label={t("desk:cases.drop", { name: says(name) })}
            >
              {says(name)}
              <Icon name="cross" size={12} />
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** Chosen where a figure or a search leads here, and only taken away again. */
const fromElsewhere = ["q", "merchantId", "figure", "requestedFrom", "requestedUntil"] as const;
type Name = (typeof caseFilterNames)[number];
type Choice = { name: Exclude<Name, (typeof fromElsewhere)[number]>; list: string; values: readonly string[] };
const choices: readonly Choice[] = [
  {
    name: "kind",
    list: "kind",
    values: [
      "return-and-refund",
      "refund-only",
      "cancel-before-shipment",
      "exchange",
      "repair",
      "reship",
      "price-protection",
      "refuse-delivery",
    ],
  },
  {
    name: "reason",
    list: "reason",
    values: [
      "no-longer-wanted",
      "does-not-fit",
      "ordered-by-mistake",
      "found-cheaper",
      "price-dropped",
      "too-slow",
      "quality-fault",
      "not-as-described",
      "wrong-item",
      "missing-parts",
      "damaged-on-arrival",
      "never-arrived",
      "other",
    ],
  },
  { name: "verdict", list: "verdict", values: ["ALLOW", "REVIEW", "DENY"] },
  {
    name: "caseState",
    list: "case",
    values: ["submitted", "negotiating", "approved", "completed", "rejected", "withdrawn", "closed"],
  },
  {
    name: "goodsState",
    list: "goods",
    values: ["none", "awaiting-shipment", "in-transit", "arrived", "inspected", "lost", "not-sent"],
  },
  {
    name: "moneyState",
    list: "money",
    values: ["none", "due", "reserved", "sending", "unknown", "settled", "attention"],
  },
  { name: "outboundState", list: "outbound", values: ["to-ship", "shipped", "delivered", "cancelled"] },
  { name: "disputeState", list: "dispute", values: ["evidence", "review", "ruled", "appeal", "closed"] },
];
