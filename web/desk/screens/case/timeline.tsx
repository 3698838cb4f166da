import { Segmented } from "antd";
import { useState } from "react";
import { Timeline, type TimelineLine } from "../../../shared/components/index.ts";
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
      {shown.length === 0 ? <p className="fine">{t("desk:case.timelineNone")}</p> : <Timeline lines={shown} />}
    </section>
  );
}

/** Lines are named by what happened; unknown ones belong to the request itself. */
function axisOf(kind: string): Exclude<Axis, "all"> {
  if (/note/.test(kind)) return "talk";
  if (/ship|arriv|inspect|lost|goods|parcel/.test(kind)) return "goods";
  if (/refund|money|paid|settle/.test(kind)) return "money";
  return "case";
}
