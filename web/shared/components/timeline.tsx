import { useWords } from "../text/index.ts";
import { When } from "./relative.tsx";
import "./components.css";

export type TimelineLine = { seq: number; at: string; actor: string; kind: string; data: Record<string, unknown> };

/**
 * What happened, the newest first.
 *
 * @param names what the reader calls a side, by actor, where the general word will not do
 */
export function Timeline({
  lines,
  names = {},
}: {
  lines: readonly TimelineLine[];
  names?: Readonly<Partial<Record<string, string>>>;
}) {
  const { t, of } = useWords();
  const said = ({ kind, data, actor }: TimelineLine) => {
    const what = of("timeline", codeOf({ kind, data, actor }), data);
    return bySides.has(kind) ? t("common:timeline.by", { who: names[actor] ?? of("actor", actor), what }) : what;
  };
  const newestFirst = [...lines].sort((a, b) => b.seq - a.seq);
  return (
    <ol className="ac-timeline">
      {newestFirst.map((line) => (
        <li key={line.seq}>
          <p className="ac-timeline-said">{said(line)}</p>
          {quoteOf(line) === "" ? null : <p className="ac-timeline-note">{quoteOf(line)}</p>}
          <p className="ac-timeline-when">
            <When at={line.at} how="near" /> · {names[line.actor] ?? of("actor", line.actor)}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** What was offered, and who counted, are other sentences each. */
function codeOf({ kind, data, actor }: Pick<TimelineLine, "kind" | "data" | "actor">): string {
  if (kind === "offered") return `offered-${data.kind}`;
  if (kind === "inspected" && actor === "merchant") return "inspected-by-merchant";
  return kind === "inspected" && actor === "staff" ? "inspected-by-platform" : kind;
}

/** Lines that say what one side did to the other, and are sentences only with that side in front. */
const bySides = new Set([
  "offered",
  "offer-accepted",
  "offer-declined",
  "deduction-proposed",
  "present-deduction-proposed",
  "present-amount-offered",
  "escalated",
  "stated",
  "appealed",
]);

/** What was said with it, in the words of whoever did it. */
function quoteOf({ data }: TimelineLine): string {
  return [data.note, data.words].find((said) => typeof said === "string" && said !== "")?.toString() ?? "";
}
