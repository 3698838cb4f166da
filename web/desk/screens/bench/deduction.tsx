import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import type { Case, DeductionProposal } from "#contract/returns";
import { api } from "../../../shared/data/index.ts";
import { useWords, type Words } from "../../../shared/text/index.ts";
import { worthSays } from "../deduction-prices/deduction-prices.tsx";

type Graded = { readonly grade: string; readonly accepted: number };
type Step = NonNullable<DeductionProposal["lines"][number]["step"]>;

/** What the price table takes off for what was found so far. */
export function useProposal(
  one: Case,
  found: readonly Graded[],
  chosen: Readonly<Record<string, string | null>>,
): DeductionProposal | undefined {
  const lines = one.lines.map(({ lineId }, index) => ({
    lineId,
    grade: found[index]?.grade ?? "missing",
    accepted: found[index]?.accepted ?? 0,
    ...(chosen[lineId] === undefined ? {} : { priceId: chosen[lineId] }),
  }));
  return useQuery({
    queryKey: ["deduction", one.number, lines],
    queryFn: ({ signal }) =>
      api<DeductionProposal>(
        "POST",
        `/api/v1/cases/${encodeURIComponent(one.number)}/deduction`,
        { lines },
        { signal },
      ),
    placeholderData: (before) => before,
    staleTime: 60_000,
  }).data;
}

/** The proposal with its arithmetic; off until a person turns it on, and always the shopper's to agree to. */
export function DeductionBox({ one, proposal, on, onToggle, onChoose }: DeductionProps) {
  const words = useWords();
  const { t, of, title, format, because } = words;
  if (proposal === undefined) return null;
  if (proposal.because) return <p className="deduction-none">{because(proposal.because)}</p>;
  const priced = proposal.lines.filter(({ choices }) => choices.length > 0);
  if (priced.length === 0) return null;
  return (
    <section className="card deduction" data-on={on || undefined} aria-label={t("desk:bench.deduction")}>
      <label className="deduction-switch">
        <input type="checkbox" checked={on} onChange={(event) => onToggle(event.target.checked)} />
        <b>{t("desk:bench.deduction")}</b>
        <span className="ac-figures">{format.money(proposal.total)}</span>
      </label>
      {on ? (
        <>
          {priced.map(({ lineId, choices, step }) => {
            const line = one.lines.find((each) => each.lineId === lineId);
            return (
              <div key={lineId} className="deduction-line">
                <span>{line ? [title(line.title), line.variant].filter(Boolean).join(" ") : ""}</span>
                <Select
                  value={step?.priceId ?? ""}
                  onChange={(value) => onChoose(lineId, value === "" ? null : value)}
                  aria-label={t("desk:bench.deductionFor")}
                  options={[
                    ...choices.map((choice) => ({
                      value: choice.id,
                      label: `${title(choice.label)} · ${worthSays(choice, words)}`,
                    })),
                    { value: "", label: t("desk:bench.deductionNone") },
                  ]}
                />
                {step ? <p className="deduction-sum ac-figures">{stepSays(step, words)}</p> : null}
              </div>
            );
          })}
          {proposal.capped ? <p className="fine">{t("desk:bench.deductionCapped")}</p> : null}
          <p className="fine">
            {t("desk:bench.deductionWhy", { who: of("actor", "shopper"), amount: format.money(proposal.total) })}
          </p>
        </>
      ) : null}
    </section>
  );
}
type DeductionProps = {
  readonly one: Case;
  readonly proposal: DeductionProposal | undefined;
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
  readonly onChoose: (lineId: string, priceId: string | null) => void;
};

/** "¥399.00 × 20% = ¥79.80", "2 × ¥15.00 = ¥30.00". */
function stepSays({ percent, fixed, base, quantity, amount }: Step, { format }: Words): string {
  const sum = fixed === null ? `${format.money(base)} × ${percent}%` : `${quantity} × ${format.money(fixed)}`;
  return `${sum} = ${format.money(amount)}`;
}

/** What the shopper reads of it: the labels and the arithmetic. */
export function deductionNote({ lines }: DeductionProposal, words: Words): string {
  return lines
    .flatMap(({ step }) =>
      step ? [`${words.title(step.label)}${words.language === "en" ? ": " : "："}${stepSays(step, words)}`] : [],
    )
    .join(words.language === "en" ? "; " : "；");
}
