import { Button, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import type { CustodyLine } from "#contract/logistics";
import { useWords } from "../../shared/text/index.ts";
import { Field } from "./field.tsx";
import { PhotoPrints } from "./photo-prints.tsx";
import "./custody.css";

/** Every hand a parcel passed through, the first first. */
export function Custody({ lines }: { lines: readonly CustodyLine[] }) {
  const { t, format } = useWords();
  return (
    <ol className="custody">
      {lines.map((scan) => (
        <li key={`${scan.at}${scan.step}`}>
          <p>
            <b>{t(`desk:parked.step.${scan.step}`)}</b> {scan.place}{" "}
            {scan.weightGrams === null ? "" : t("desk:parked.grams", { grams: format.number(scan.weightGrams) })}
          </p>
          <p className="fine">
            {[
              format.moment(scan.at),
              scan.byName ?? "",
              scan.photos.length > 0 ? t("desk:parked.photosCount", { count: scan.photos.length }) : "",
              scan.note,
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </li>
      ))}
    </ol>
  );
}

const empty = { place: "", weightGrams: null as number | null, photos: [] as string[] };

/** That somebody had the parcel in hand: what was done, where, how heavy it was. */
export function ScanForm({ steps, busy, onScan }: ScanFormProps) {
  const { t } = useWords();
  const [step, setStep] = useState(steps[0] ?? "moved");
  const [form, setForm] = useState(empty);
  const set = (change: Partial<typeof empty>) => setForm((was) => ({ ...was, ...change }));
  const { weightGrams, ...said } = form;
  return (
    <>
      <div className="scan-grid">
        <Field label={t("desk:parked.scanStep")}>
          {(id) => (
            <Select
              id={id}
              value={step}
              onChange={setStep}
              options={steps.map((value) => ({ value, label: t(`desk:parked.step.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t("desk:parked.place")}>
          {(id) => (
            <Input id={id} value={form.place} maxLength={60} onChange={(event) => set({ place: event.target.value })} />
          )}
        </Field>
        <Field label={t("desk:parked.weight")}>
          {(id) => (
            <InputNumber
              id={id}
              className="scan-weight"
              min={1}
              max={1_000_000}
              precision={0}
              value={weightGrams}
              onChange={(grams) => set({ weightGrams: grams })}
            />
          )}
        </Field>
        <PhotoPrints prints={form.photos} onChange={(prints) => set({ photos: prints })} />
      </div>
      <Button
        disabled={form.place.trim() === ""}
        loading={busy}
        onClick={() =>
          onScan({ ...said, step, ...(weightGrams === null ? {} : { weightGrams }) }, () => setForm(empty))
        }
      >
        {t("desk:parked.scan")}
      </Button>
    </>
  );
}
type Step = "moved" | "weighed" | "received" | "opened";
type ScanFormProps = {
  readonly steps: readonly Step[];
  readonly busy: boolean;
  readonly onScan: (scan: object, done: () => void) => void;
};
