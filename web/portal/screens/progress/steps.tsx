import type { Case } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";

/** Where the case is on its way. A step that failed says what became of the case. */
export function Steps({ steps, caseState }: Pick<Case, "steps" | "caseState">) {
  const { t, of, format } = useWords();
  const shown = steps.filter((step) => step.state !== "skipped");
  const said = {
    done: t("portal:progress.step-done"),
    now: t("portal:progress.step-now"),
    next: t("portal:progress.step-next"),
    skipped: "",
    failed: t("portal:progress.step-failed"),
  };
  return (
    <ol className="card steps" data-case={caseState} aria-label={t("portal:progress.steps")}>
      {shown.map((step) => (
        <li key={step.step} data-state={step.state} aria-current={step.state === "now" ? "step" : undefined}>
          <span className="step-dot">
            {step.state === "done" ? (
              <Icon name="check" size={12} />
            ) : step.state === "failed" ? (
              <Icon name="close" size={12} />
            ) : null}
          </span>
          <span className="step-word">
            {step.state === "failed" ? of("standing", caseState) : of(`step-${step.state}`, step.step)}
          </span>
          <span className="for-ears">{said[step.state]}</span>
          {step.at && step.state === "done" ? <time className="step-at figures">{format.day(step.at)}</time> : null}
        </li>
      ))}
    </ol>
  );
}
