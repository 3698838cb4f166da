import { Button, Image, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import type { CustodyLine } from "#contract/logistics";
import { useWords } from "../../shared/text/index.ts";
import { Field } from "./field.tsx";
import { ParcelPhotos, ParcelPhotosField, useParcelPhotos } from "./parcel-photos.tsx";
import "./custody.css";

/** Every hand a parcel passed through, the first first. */
export function Custody({ lines }: { lines: readonly CustodyLine[] }) {
  const { t, format } = useWords();
  return (
    <Image.PreviewGroup>
      <ol className="custody">
        {lines.map((scan) => (
          <li key={`${scan.at}${scan.step}`}>
            <p>
              <b>{t(`desk:parked.step.${scan.step}`)}</b> {scan.place}{" "}
              {scan.weightGrams === null ? "" : t("desk:parked.grams", { grams: format.number(scan.weightGrams) })}
            </p>
            <p className="fine">{[format.moment(scan.at), scan.byName ?? "", scan.note].filter(Boolean).join(" · ")}</p>
            <ParcelPhotos photos={scan.photos} of={t(`desk:parked.step.${scan.step}`)} />
          </li>
        ))}
      </ol>
    </Image.PreviewGroup>
  );
}

const empty = { place: "", weightGrams: null as number | null };

/** That somebody had the parcel in hand: what was done, where, how heavy it was. */
export function ScanForm({ steps, busy, onScan }: ScanFormProps) {
  const { t } = useWords();
  const [step, setStep] = useState(steps[0] ?? "moved");
  const [form, setForm] = useState(empty);
  const set = (change: Partial<typeof empty>) => setForm((was) => ({ ...was, ...change }));
  const photos = useParcelPhotos();
  const { weightGrams, ...said } = form;
  const emptied = () => {
    setForm(empty);
    photos.clear();
  };
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
      </div>
      <ParcelPhotosField photos={photos} />
      <Button
        disabled={form.place.trim() === "" || photos.sending}
        loading={busy}
        onClick={() =>
          onScan({ ...said, step, photos: photos.ids, ...(weightGrams === null ? {} : { weightGrams }) }, emptied)
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
