import { useMutation } from "@tanstack/react-query";
import { Image, Input } from "antd";
import { useEffect, useState } from "react";
import { type Case, type dispositions, type grades, insteadOfRepair, repairOutcomes } from "#contract/returns";
import { Picture } from "../../../shared/components/index.ts";
import { api, limits, newKey, Problem } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icon.tsx";
import { BenchPhotos } from "./bench-photos.tsx";
import { DeductionBox, deductionNote, useProposal } from "./deduction.tsx";
import { Serials } from "./serials.tsx";

type Grade = (typeof grades)[number];
type Disposition = (typeof dispositions)[number];
type Found = {
  received: number;
  accepted: number;
  grade: Grade;
  disposition: Disposition;
  note: string;
  photos: readonly string[];
  serials: readonly string[];
};

type Repair = {
  readonly outcome: (typeof repairOutcomes)[number] | null;
  readonly instead: (typeof insteadOfRepair)[number];
  readonly note: string;
};

/** Counts, grades and sends on what came back, line by line; keys 1–6 grade, + and − count, Ctrl+Enter finishes. */
export function Inspection({ one, onDone, onLeave, onTrouble, onRefresh }: InspectionProps) {
  const words = useWords();
  const { t, of, title, format, trouble } = words;
  const [found, setFound] = useState<readonly Found[]>(() =>
    one.lines.map(({ quantity }) => ({
      received: quantity,
      accepted: quantity,
      // What is sent in to be repaired was used, and is the shopper's until something else is agreed.
      ...(one.kind === "repair"
        ? ({ grade: "used", disposition: "none" } as const)
        : ({ grade: "as-new", disposition: "restock" } as const)),
      note: "",
      photos: [],
      serials: [],
    })),
  );
  // Photos on their way up, by line: the count goes when all of them have arrived.
  const [sending, setSending] = useState<ReadonlySet<number>>(new Set());
  const [chosenPrices, setChosenPrices] = useState<Readonly<Record<string, string | null>>>({});
  const proposal = useProposal(one, found, chosenPrices);
  const [deducts, setDeducts] = useState(false);
  const deduction = deducts && proposal && Number(proposal.total.amount) > 0 ? proposal : null;
  const [repair, setRepair] = useState<Repair>({ outcome: null, instead: "exchange", note: "" });
  // Of goods to repair that are accepted somebody says how it ended; what is mended goes back to the shopper.
  const repairs = one.kind === "repair" && found.some(({ accepted }) => accepted > 0);
  const mended = repairs && repair.outcome !== "not-repairable";
  const [at, setAt] = useState(0);
  const [key, setKey] = useState(newKey);
  const change = (index: number, part: Partial<Found>) =>
    setFound((all) => all.map((each, place) => (place === index ? { ...each, ...part } : each)));
  const wrong =
    (repairs && repair.outcome === null) ||
    found.some(({ received, accepted }, index) => received > (one.lines[index]?.quantity ?? 0) || accepted > received);
  const submit = useMutation({
    mutationFn: () =>
      api(
        "POST",
        `/api/v1/cases/${encodeURIComponent(one.number)}/inspect`,
        {
          version: one.version,
          lines: one.lines.map(({ lineId }, index) => ({ lineId, ...(found[index] ?? emptyHanded) })),
          ...(repairs ? { repair: repairOnWire(repair) } : {}),
          ...(deduction ? { deduction: { amount: deduction.total, note: deductionNote(deduction, words) } } : {}),
        },
        { key },
      ),
    onSuccess: () =>
      onDone(
        one,
        found.reduce((sum, { accepted }) => sum + accepted, 0),
        repairs ? repair.outcome : null,
      ),
    onError: (error) => {
      if (!(error instanceof Problem) || (error.status >= 400 && error.status < 500)) setKey(newKey());
      if (error instanceof Problem && error.code === "version-changed") onRefresh();
      onTrouble(trouble(error));
    },
  });
  const finish = () => {
    if (!wrong && sending.size === 0 && !submit.isPending) submit.mutate();
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        finish();
        return;
      }
      if (event.key === "Escape") return onLeave();
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(event.target.tagName))
      )
        return;
      const now = found[at];
      const asked = one.lines[at]?.quantity ?? 0;
      if (!now) return;
      const grade = gradeChoices[Number(event.key) - 1];
      if (grade) change(at, gradedAs(grade, now));
      else if (event.key === "+" || event.key === "=") change(at, counted(now, Math.min(asked, now.received + 1)));
      else if (event.key === "-") change(at, counted(now, Math.max(0, now.received - 1)));
      else if (event.key === "ArrowDown") setAt(Math.min(one.lines.length - 1, at + 1));
      else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  const pictures = one.evidence.filter((photo) => photo.thumbnailUrl !== null);
  return (
    <section className="inspection">
      <header className="inspection-head">
        <div>
          <b className="mono">{one.number}</b>
          <span>
            {of("reason", one.reason)} · {title(one.merchant.name)} · {format.money(one.approved ?? one.requested)}
          </span>
        </div>
        {one.note ? <p className="quote">{one.note}</p> : null}
        {pictures.length > 0 ? (
          <Image.PreviewGroup>
            <div className="inspection-photos">
              {pictures.slice(0, 6).map((photo, index) => (
                <Image
                  key={photo.id}
                  src={photo.thumbnailUrl ?? photo.url}
                  preview={{ src: photo.url }}
                  width={72}
                  height={54}
                  alt={`${t("desk:case.evidence")} ${index + 1}`}
                />
              ))}
            </div>
          </Image.PreviewGroup>
        ) : null}
      </header>
      {repairs ? <RepairBox one={one} repair={repair} onChange={setRepair} /> : null}
      {one.lines.map((line, index) => {
        const now = found[index];
        if (!now) return null;
        return (
          <article
            key={line.lineId}
            className="inspection-line card"
            data-on={(one.lines.length > 1 && at === index) || undefined}
            onFocus={() => setAt(index)}
            onPointerDown={() => setAt(index)}
          >
            <header>
              <Picture of={line.picture} size={72} />
              <span>
                <b>{title(line.title)}</b>
                <small>{line.variant}</small>
              </span>
              <span className="inspection-expected">
                <small>{t("desk:bench.expected")}</small>
                <b>{line.quantity}</b>
              </span>
            </header>
            <div className="inspection-counts">
              <Count
                label={t("desk:bench.received")}
                value={now.received}
                most={line.quantity}
                onChange={(n) => change(index, counted(now, n))}
                note={now.received < line.quantity ? t("desk:bench.short", { n: line.quantity - now.received }) : null}
              />
              <Count
                label={t("desk:bench.accepted")}
                value={now.accepted}
                most={now.received}
                onChange={(n) => change(index, { accepted: n })}
                note={null}
              />
            </div>
            <Choice
              name={`grade-${line.lineId}`}
              label={t("desk:bench.grade")}
              value={now.grade}
              options={gradeChoices}
              word={(grade) => of("grade", grade)}
              numbered
              onChange={(grade) => change(index, gradedAs(grade, now))}
            />
            {mended ? null : (
              <Choice
                name={`to-${line.lineId}`}
                label={t("desk:bench.disposition")}
                value={now.disposition}
                options={dispositionChoices}
                word={(to) => of("disposition", to)}
                onChange={(disposition) => change(index, { disposition })}
              />
            )}
            <Input.TextArea
              value={now.note}
              onChange={(event) => change(index, { note: event.target.value })}
              placeholder={t("desk:bench.noteFor")}
              aria-label={t("desk:bench.note")}
              autoSize={{ minRows: 1, maxRows: 5 }}
              maxLength={limits.noteLength}
            />
            {line.serials.length > 0 ? (
              <Serials known={line.serials} scanned={now.serials} onChange={(serials) => change(index, { serials })} />
            ) : null}
            <BenchPhotos
              number={one.number}
              onChange={(photos, busy) => {
                change(index, { photos });
                setSending((all) => {
                  const next = new Set(all);
                  if (busy) next.add(index);
                  else next.delete(index);
                  return next;
                });
              }}
            />
          </article>
        );
      })}
      {one.kind === "repair" ? null : (
        <DeductionBox
          one={one}
          proposal={proposal}
          on={deducts}
          onToggle={setDeducts}
          onChoose={(lineId, priceId) => setChosenPrices((all) => ({ ...all, [lineId]: priceId }))}
        />
      )}
      <footer className="inspection-foot">
        <span className="fine">{t("desk:bench.keysHint")}</span>
        <div className="bench-buttons">
          <button type="button" className="big-button" onClick={onLeave}>
            {t("desk:bench.skip")}
          </button>
          <button
            type="button"
            className="big-button big-main"
            disabled={wrong || sending.size > 0 || submit.isPending}
            onClick={finish}
          >
            {submit.isPending
              ? t("desk:state.loading")
              : repairs
                ? t("desk:bench.repairSubmit")
                : t("desk:bench.submit")}
          </button>
        </div>
      </footer>
    </section>
  );
}
type InspectionProps = {
  readonly one: Case;
  readonly onDone: (one: Case, accepted: number, repaired: Repair["outcome"]) => void;
  readonly onLeave: () => void;
  readonly onTrouble: (words: string) => void;
  readonly onRefresh: () => void;
};

/** How the repair ended; where it cannot be repaired, what is proposed to the shopper instead. */
function RepairBox({ one, repair, onChange }: { one: Case; repair: Repair; onChange: (repair: Repair) => void }) {
  const { t, of } = useWords();
  const before = one.repair?.before ?? 0;
  return (
    <section className="card inspection-line" aria-label={t("desk:bench.repairTitle")}>
      {before > 0 ? <p className="fine">{t("desk:bench.repairBefore", { count: before })}</p> : null}
      <Choice
        name="repair"
        label={t("desk:bench.repairTitle")}
        value={repair.outcome}
        options={repairOutcomes}
        word={(outcome) => of("repair-outcome", outcome)}
        onChange={(outcome) => onChange({ ...repair, outcome })}
      />
      {repair.outcome === "not-repairable" ? (
        <Choice
          name="instead"
          label={t("desk:bench.repairInstead")}
          value={repair.instead}
          options={insteadOfRepair}
          word={(kind) => of("kind", kind)}
          onChange={(instead) => onChange({ ...repair, instead })}
        />
      ) : null}
      <Input.TextArea
        value={repair.note}
        onChange={(event) => onChange({ ...repair, note: event.target.value })}
        placeholder={t("desk:bench.repairNote")}
        aria-label={t("desk:bench.repairNote")}
        autoSize={{ minRows: 1, maxRows: 5 }}
        maxLength={limits.noteLength}
      />
    </section>
  );
}

function repairOnWire({ outcome, instead, note }: Repair) {
  return { outcome, note: note.trim(), ...(outcome === "not-repairable" ? { instead } : {}) };
}

function Count({
  label,
  value,
  most,
  onChange,
  note,
}: {
  label: string;
  value: number;
  most: number;
  onChange: (n: number) => void;
  note: string | null;
}) {
  const { t } = useWords();
  return (
    <fieldset className="count-box" data-short={note ? true : undefined} aria-label={label}>
      <span className="count-label">
        {label}
        {note ? <b> · {note}</b> : null}
      </span>
      <button
        type="button"
        aria-label={`${label}: ${t("desk:bench.less")}`}
        disabled={value <= 0}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" size={28} />
      </button>
      <output>{value}</output>
      <button
        type="button"
        aria-label={`${label}: ${t("desk:bench.more")}`}
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" size={28} />
      </button>
    </fieldset>
  );
}

function Choice<T extends string>({ name, label, value, options, word, numbered, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className="big-choice">
      <legend>{label}</legend>
      {options.map((option, index) => (
        <label key={option} data-on={option === value || undefined}>
          <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
          {numbered ? <kbd>{index + 1}</kbd> : null}
          {word(option)}
        </label>
      ))}
    </fieldset>
  );
}
type ChoiceProps<T> = {
  name: string;
  label: string;
  value: T | null;
  options: readonly T[];
  word: (option: T) => string;
  numbered?: boolean;
  onChange: (option: T) => void;
};

const gradeChoices: readonly Grade[] = ["as-new", "opened", "used", "damaged", "wrong-item", "missing"];
const dispositionChoices: readonly Disposition[] = ["restock", "refurbish", "scrap", "return-to-shopper", "none"];
const emptyHanded: Found = {
  received: 0,
  accepted: 0,
  grade: "missing",
  disposition: "none",
  note: "",
  photos: [],
  serials: [],
};

/** What usually follows from a grade; the person may choose otherwise afterwards. */
function gradedAs(grade: Grade, now: Found): Partial<Found> {
  switch (grade) {
    case "as-new":
      return { grade, accepted: now.received, disposition: "restock" };
    case "opened":
    case "used":
      return { grade, accepted: now.received, disposition: "refurbish" };
    case "damaged":
      return { grade, accepted: now.received, disposition: "scrap" };
    case "wrong-item":
      return { grade, accepted: 0, disposition: "return-to-shopper" };
    case "missing":
      return { grade, received: 0, accepted: 0, disposition: "none" };
  }
}

/** Accepted follows received unless somebody has already set it lower. */
function counted(now: Found, received: number): Partial<Found> {
  return { received, accepted: now.accepted === now.received ? received : Math.min(now.accepted, received) };
}
