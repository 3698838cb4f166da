import { Segmented } from "antd";
import { useState } from "react";
import { type TimelineLine, When } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";

type Axis = "all" | "case" | "goods" | "money" | "talk";

/** What happened on all axes, or on one. */
export function CaseTimeline({ lines }: { lines: readonly TimelineLine[] }) {
  const { t } = useWords();
  const [axis, setAxis] = useState<Axis>("all");
  const shown = axis === "all" ? lines : lines.filter((line) => axisOf(line.kind) === axis);
  return (
    <section className="card card-pad">
      <header className="timeline-head">
        <h2 className="card-title">{t("desk:case.timeline")}</h2>
        <Segmented<Axis>
          size="small"
          value={axis}
          onChange={setAxis}
          options={[
            { value: "all", label: t("desk:case.timelineAll") },
            { value: "case", label: t("desk:case.axis.case") },
            { value: "goods", label: t("desk:case.axis.goods") },
            { value: "money", label: t("desk:case.axis.money") },
            { value: "talk", label: t("desk:case.timelineTalk") },
          ]}
        />
      </header>
      {shown.length === 0 ? <p className="fine">{t("desk:case.timelineNone")}</p> : <Story lines={shown} />}
    </section>
  );
}

function Story({ lines }: { lines: readonly TimelineLine[] }) {
  const { t, of } = useWords();
  // A merchant reads that the platform did it, not who.
  const nameless = (actor: string) => (actor === "staff" ? t("desk:case.platform") : of("actor", actor));
  return (
    <ol className="story">
      {lines
        .toSorted((a, b) => b.seq - a.seq)
        .map((line) => {
          const { note, actorName } = line.data;
          return (
            <li key={line.seq} data-axis={axisOf(line.kind)}>
              <span>
                <b>{typeof actorName === "string" && actorName !== "" ? actorName : nameless(line.actor)}</b>{" "}
                {of("timeline", line.kind, line.data)}
                <Facts data={line.data} />
              </span>
              <When at={line.at} how="near" />
              {typeof note === "string" && note !== "" ? <p className="quote">{note}</p> : null}
            </li>
          );
        })}
    </ol>
  );
}

/** What a count, an amount or a photo adds to the sentence. */
function Facts({ data }: { data: TimelineLine["data"] }) {
  const { t, of, format } = useWords();
  const { sent, received, accepted, reason, kind, amount, photos } = data;
  const said = [
    typeof received === "number" && typeof accepted === "number"
      ? t("desk:case.inspected", { expected: typeof sent === "number" ? sent : received, received, accepted })
      : null,
    typeof kind === "string" && typeof reason === "string" ? `${of("kind", kind)}, ${of("reason", reason)}` : null,
    isMoney(amount) ? format.money(amount) : null,
    typeof photos === "number" && photos > 0 ? t("desk:case.photoCount", { count: photos }) : null,
  ].filter((part) => part !== null);
  return said.length === 0 ? null : <small> · {said.join(" · ")}</small>;
}

function isMoney(value: unknown): value is { amount: string; currency: string } {
  return typeof value === "object" && value !== null && "amount" in value && "currency" in value;
}

/** Lines are named by what happened; unknown ones belong to the request itself. */
function axisOf(kind: string): Exclude<Axis, "all"> {
  if (/note|evidence|photo/.test(kind)) return "talk";
  if (/ship|arriv|inspect|lost|goods|parcel|accepted/.test(kind)) return "goods";
  if (/refund|money|paid|settle/.test(kind)) return "money";
  return "case";
}
