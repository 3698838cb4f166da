import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import type { PolicyTerms } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { Chips } from "./chips.tsx";
import type { DraftClause } from "./draft-body.ts";
import { FeeField } from "./fee-field.tsx";

type Scope = DraftClause["scope"];

/** One promise to write: for whom and what, until when, what one gets, and under which conditions. */
export function ClauseForm({ clause, terms, merchants, locked, onChange, onRemove }: ClauseFormProps) {
  const { t, of } = useWords();
  const set = (changes: Partial<DraftClause>) => onChange({ ...clause, ...changes });
  const scoped = (name: keyof Scope, values: string[]) => {
    const { [name]: _gone, ...rest } = clause.scope;
    set({ scope: values.length === 0 ? rest : { ...rest, [name]: values } });
  };
  const worded = (values: readonly string[], prefix: string) =>
    values.map((value) => ({ value, label: t([`desk:${prefix}.${value}`, `desk:${prefix}.other`]) }));
  const listed = (values: readonly string[], list: string) =>
    values.map((value) => ({ value, label: of(list, value) }));
  const many = (label: string, name: keyof Scope, options: { value: string; label: string }[], free = false) => (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          mode={free ? "tags" : "multiple"}
          value={clause.scope[name] ?? []}
          options={options}
          placeholder={t("desk:draft.anyOf")}
          onChange={(values: string[]) => scoped(name, values)}
          disabled={locked}
          allowClear
          showSearch={{ optionFilterProp: "label" }}
        />
      )}
    </Field>
  );
  const unit = clause.window === null ? "none" : "days" in clause.window ? "days" : "hours";
  const length = clause.window === null ? null : "days" in clause.window ? clause.window.days : clause.window.hours;
  const from = clause.window?.from ?? "delivered";
  const setWindow = (wanted: string, amount: number | null) =>
    set({
      window:
        wanted === "none" ? null : wanted === "days" ? { days: amount ?? 7, from } : { hours: amount ?? 48, from },
    });
  return (
    <div className="clause-form">
      <Chips
        legend={t("desk:draft.reasons")}
        options={worded(terms.reasons, "claim")}
        chosen={clause.reasons}
        onChange={(reasons) => set({ reasons })}
        disabled={locked}
      />
      <Chips
        legend={t("desk:draft.remedies")}
        options={listed(terms.remedies, "remedy")}
        chosen={clause.remedies}
        onChange={(remedies) => set({ remedies })}
        disabled={locked}
      />
      <fieldset className="field" disabled={locked}>
        <legend>{t("desk:draft.window")}</legend>
        <div className="inline-fields">
          <Select
            value={from}
            aria-label={t("desk:draft.from")}
            options={worded(terms.startEvents, "clause.from")}
            disabled={locked || clause.window === null}
            onChange={(event: string) =>
              clause.window === null ? undefined : set({ window: { ...clause.window, from: event } })
            }
          />
          <InputNumber
            value={length}
            min={1}
            max={unit === "hours" ? 8_760 : 3_650}
            precision={0}
            aria-label={t("desk:draft.length")}
            disabled={locked || clause.window === null}
            onChange={(amount) => setWindow(unit, amount)}
          />
          <Select
            value={unit}
            aria-label={t("desk:draft.unit")}
            options={["days", "hours", "none"].map((value) => ({ value, label: t(`desk:draft.unit.${value}`) }))}
            disabled={locked}
            onChange={(wanted: string) => setWindow(wanted, null)}
          />
        </div>
      </fieldset>
      <div className="form-columns">
        <Field label={t("desk:draft.freight")}>
          {(id) => (
            <Select
              id={id}
              value={clause.freight}
              options={worded(terms.freightPayers, "draft.payer")}
              onChange={(freight: string) => set({ freight })}
              disabled={locked}
            />
          )}
        </Field>
        <Field label={t("desk:draft.pays")}>
          {(id) => (
            <Select
              id={id}
              value={clause.pays}
              options={worded(terms.payments, "draft.pay")}
              onChange={(pays: string) => set({ pays })}
              disabled={locked}
            />
          )}
        </Field>
      </div>
      <Checkbox
        checked={clause.outboundFreight}
        disabled={locked}
        onChange={(event) => set({ outboundFreight: event.target.checked })}
        style={{ marginBottom: 16 }}
      >
        {t("desk:draft.outboundFreight")}
      </Checkbox>
      <Chips
        legend={t("desk:draft.conditions")}
        options={listed(terms.conditions, "condition")}
        chosen={clause.conditions}
        onChange={(conditions) => set({ conditions })}
        disabled={locked}
      />
      <Chips
        legend={t("desk:draft.evidence")}
        options={worded(terms.evidenceKinds, "proof")}
        chosen={clause.evidence}
        onChange={(evidence) => set({ evidence })}
        disabled={locked}
      />
      <Chips
        legend={t("desk:draft.waysBack")}
        options={listed(terms.waysBack, "way")}
        chosen={clause.waysBack}
        onChange={(waysBack) => set({ waysBack })}
        disabled={locked}
      />
      <FeeField fee={clause.fee ?? null} locked={locked} onChange={(fee) => set({ fee })} />
      <h3 className="sub-title">{t("desk:draft.scope")}</h3>
      <p className="fine">{t("desk:draft.scopeWhy")}</p>
      <div className="form-columns">
        {many(t("desk:draft.categories"), "categories", worded(terms.categories, "category"))}
        {many(t("desk:draft.channels"), "channels", worded(terms.channels, "draft.channel"))}
        {many(
          t("desk:draft.tiers"),
          "tiers",
          worded(["standard", "silver", "gold", "platinum", "diamond"], "case.tier"),
          true,
        )}
        {many(t("desk:draft.campaigns"), "campaigns", [], true)}
        {many(t("desk:draft.regions"), "regions", [], true)}
        {merchants.length > 0 ? many(t("desk:draft.merchants"), "merchants", [...merchants]) : null}
      </div>
      <div className="form-columns">
        <Field label={t("desk:draft.clauseId")}>
          {(id) => (
            <Input
              id={id}
              className="mono"
              value={clause.id}
              maxLength={60}
              disabled={locked}
              onChange={(event) => set({ id: event.target.value })}
            />
          )}
        </Field>
        <div className="form-end">
          <Button danger type="text" disabled={locked} onClick={onRemove}>
            {t("desk:draft.removeClause")}
          </Button>
        </div>
      </div>
    </div>
  );
}
type ClauseFormProps = {
  readonly clause: DraftClause;
  readonly terms: PolicyTerms;
  /** Empty where the policy is a merchant's own. */
  readonly merchants: readonly { value: string; label: string }[];
  readonly locked: boolean;
  readonly onChange: (clause: DraftClause) => void;
  readonly onRemove: () => void;
};
