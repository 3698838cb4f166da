import { Checkbox, Input, InputNumber, Select } from "antd";
import type { PolicyTerms } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { Chips } from "./chips.tsx";
import { type DraftBody, type DraftHandling, deadlinesOf } from "./draft-body.ts";
import { KeepForLess } from "./keep-for-less.tsx";
import { Pauses } from "./pauses.tsx";

/** Who has how long, what is approved at once, and how rest days are counted. */
export function HandlingForm({ body, terms, locked, onChange }: HandlingFormProps) {
  const { t, of } = useWords();
  const { handling, policy } = body;
  const set = (changes: Partial<DraftHandling>) => onChange({ ...body, handling: { ...handling, ...changes } });
  const { autoApprove } = handling;
  const approve = (changes: Partial<DraftHandling["autoApprove"]>) =>
    set({ autoApprove: { ...autoApprove, ...changes } });
  const unlimited = autoApprove.upToMinor.length > limitDigits;
  return (
    <>
      <h3 className="sub-title">{t("desk:draft.deadlines")}</h3>
      <div className="form-columns">
        {deadlinesOf(handling).map(({ name, value, unit }) => (
          <Field key={name} label={t([`desk:handling.${name}`, "desk:handling.other"], { name })}>
            {(id) => (
              <InputNumber
                id={id}
                value={value}
                min={1}
                max={name === "repairedDays" ? 30 : unit === "hours" ? 240 : 60}
                precision={0}
                suffix={t(`desk:draft.unit.${unit}`)}
                disabled={locked}
                onChange={(amount) => set({ [name]: amount ?? value })}
                style={{ width: "100%" }}
              />
            )}
          </Field>
        ))}
        <Field label={t("desk:draft.workingHours")}>
          {(id) => (
            <Input
              id={id}
              value={handling.workingHours ?? ""}
              placeholder="mon-sat=09:00-18:00"
              maxLength={200}
              disabled={locked}
              onChange={(event) => set({ workingHours: event.target.value === "" ? null : event.target.value })}
            />
          )}
        </Field>
        <Field label={t("desk:draft.reminders")}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              value={handling.reminders}
              options={percents.map((value) => ({ value, label: `${value}%` }))}
              maxCount={5}
              onChange={(reminders: number[]) => set({ reminders: reminders.toSorted((a, b) => a - b) })}
              disabled={locked}
            />
          )}
        </Field>
        <Field label={t("desk:draft.restDays")}>
          {(id) => (
            <Select
              id={id}
              value={policy.rollMode}
              options={terms.rollModes.map((value) => ({ value, label: t(`desk:draft.roll.${value}`) }))}
              onChange={(rollMode: string) => onChange({ ...body, policy: { ...policy, rollMode } })}
              disabled={locked}
            />
          )}
        </Field>
      </div>
      <h3 className="sub-title">{t("desk:draft.answersFor")}</h3>
      <p className="fine">{t("desk:draft.answersForWhy", { hours: Number(handling["merchantAnswersHours"]) })}</p>
      <div className="form-columns">
        {[...terms.caseKinds, "after-offer"].map((about) => (
          <Field key={about} label={about === "after-offer" ? t("desk:draft.afterOffer") : of("kind", about)}>
            {(id) => (
              <InputNumber
                id={id}
                value={handling.merchantAnswersHoursFor[about] ?? null}
                min={1}
                max={240}
                precision={0}
                placeholder={t("desk:draft.asUsual")}
                suffix={t("desk:draft.unit.hours")}
                disabled={locked}
                onChange={(hours) => set({ merchantAnswersHoursFor: withHours(handling, about, hours) })}
                style={{ width: "100%" }}
              />
            )}
          </Field>
        ))}
      </div>
      <Pauses pauses={handling.pauses} locked={locked} onChange={(pauses) => set({ pauses })} />
      <h3 className="sub-title">{t("desk:draft.instant")}</h3>
      <p className="fine">{t("desk:draft.instantWhy")}</p>
      <div className="form-columns">
        <Field label={t("desk:draft.upTo")}>
          {(id) => (
            <InputNumber
              id={id}
              value={handling.instantRefundUpToMinor === null ? null : Number(handling.instantRefundUpToMinor) / 100}
              min={0}
              precision={2}
              prefix="¥"
              placeholder={t("desk:draft.instantNever")}
              disabled={locked}
              onChange={(amount) =>
                set({ instantRefundUpToMinor: amount === null ? null : String(Math.round(amount * 100)) })
              }
              style={{ width: "100%" }}
            />
          )}
        </Field>
      </div>
      <h3 className="sub-title">{t("desk:draft.freight")}</h3>
      <p className="fine">{t("desk:draft.freightWhy")}</p>
      <div className="form-columns">
        <Field label={t("desk:draft.upTo")}>
          {(id) => (
            <InputNumber
              id={id}
              value={Number(handling.returnFreightUpToMinor) / 100}
              min={0}
              max={500}
              precision={2}
              prefix="¥"
              disabled={locked}
              onChange={(amount) => set({ returnFreightUpToMinor: String(Math.round((amount ?? 0) * 100)) })}
              style={{ width: "100%" }}
            />
          )}
        </Field>
      </div>
      <KeepForLess
        entries={handling.keepForLess}
        reasons={terms.caseReasons}
        locked={locked}
        onChange={(keepForLess) => set({ keepForLess })}
      />
      <h3 className="sub-title">{t("desk:draft.bonus")}</h3>
      <p className="fine">{t("desk:draft.bonusWhy")}</p>
      <div className="form-columns">
        <Field label={t("desk:draft.bonus")}>
          {(id) => (
            <InputNumber
              id={id}
              value={handling.exchangeBonusMinor === null ? null : Number(handling.exchangeBonusMinor) / 100}
              min={0.01}
              max={5_000}
              precision={2}
              prefix="¥"
              placeholder={t("desk:draft.bonusNone")}
              disabled={locked}
              onChange={(amount) =>
                set({ exchangeBonusMinor: amount === null ? null : String(Math.round(amount * 100)) })
              }
              style={{ width: "100%" }}
            />
          )}
        </Field>
      </div>
      <h3 className="sub-title">{t("desk:draft.film")}</h3>
      <p className="fine">{t("desk:draft.filmWhy")}</p>
      <Chips
        legend={t("desk:draft.filmFor")}
        options={terms.filmReasons.map((value) => ({ value, label: of("reason", value) }))}
        chosen={handling.filmWantedFor}
        onChange={(filmWantedFor) => set({ filmWantedFor })}
        disabled={locked}
      />
      <Checkbox
        checked={handling.shipFirstByItself}
        disabled={locked}
        onChange={({ target }) => set({ shipFirstByItself: target.checked })}
      >
        {t("desk:draft.shipFirstByItself")}
      </Checkbox>
      <h3 className="sub-title">{t("desk:draft.autoApprove")}</h3>
      <p className="fine">{t("desk:draft.autoApproveWhy")}</p>
      <Chips
        legend={t("desk:draft.kinds")}
        options={terms.caseKinds.map((value) => ({ value, label: of("kind", value) }))}
        chosen={autoApprove.kinds}
        onChange={(kinds) => approve({ kinds })}
        disabled={locked}
      />
      <div className="form-columns">
        <Field label={t("desk:draft.upTo")}>
          {(id) => (
            <InputNumber
              id={id}
              value={unlimited ? null : Number(autoApprove.upToMinor) / 100}
              min={0}
              precision={2}
              prefix="¥"
              placeholder={t("desk:draft.noLimit")}
              disabled={locked}
              onChange={(amount) =>
                approve({ upToMinor: amount === null ? withoutLimit : String(Math.round(amount * 100)) })
              }
              style={{ width: "100%" }}
            />
          )}
        </Field>
        <Field label={t("desk:draft.casesIn90Days")}>
          {(id) => (
            <InputNumber
              id={id}
              value={autoApprove.casesIn90Days}
              min={0}
              max={1_000}
              precision={0}
              placeholder={t("desk:draft.noLimit")}
              disabled={locked}
              onChange={(casesIn90Days) => approve({ casesIn90Days })}
              style={{ width: "100%" }}
            />
          )}
        </Field>
      </div>
      <Field label={t("desk:draft.approveReasons")}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            value={autoApprove.reasons ?? []}
            options={terms.caseReasons.map((value) => ({ value, label: of("reason", value) }))}
            placeholder={t("desk:draft.anyOf")}
            onChange={(reasons: string[]) => approve({ reasons: reasons.length === 0 ? null : reasons })}
            disabled={locked}
            allowClear
          />
        )}
      </Field>
    </>
  );
}
type HandlingFormProps = {
  readonly body: DraftBody;
  readonly terms: PolicyTerms;
  readonly locked: boolean;
  readonly onChange: (body: DraftBody) => void;
};

/** An empty field leaves the usual time. */
function withHours({ merchantAnswersHoursFor }: DraftHandling, about: string, hours: number | null) {
  const others = Object.entries(merchantAnswersHoursFor).filter(([name]) => name !== about);
  return Object.fromEntries(hours === null ? others : [...others, [about, hours]]);
}

const percents = Array.from({ length: 19 }, (_, nth) => 5 * (nth + 1));

/** What the server writes where no amount is too much, and from how many digits on an amount reads so. */
const withoutLimit = "999999999999";
const limitDigits = 10;
