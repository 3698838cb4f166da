import { useWords } from "../text/index.ts";
import { When } from "./relative.tsx";
import "./components.css";

export type TimelineLine = { seq: number; at: string; actor: string; kind: string; data: Record<string, unknown> };

/** What happened, the newest first. */
export function Timeline({ lines }: { lines: readonly TimelineLine[] }) {
  const { of } = useWords();
  const newestFirst = [...lines].sort((a, b) => b.seq - a.seq);
  return (
    <ol className="ac-timeline">
      {newestFirst.map((line) => (
        <li key={line.seq}>
          <p className="ac-timeline-said">{of("timeline", line.kind, line.data)}</p>
          {typeof line.data.note === "string" && line.data.note !== "" ? (
            <p className="ac-timeline-note">{line.data.note}</p>
          ) : null}
          <p className="ac-timeline-when">
            <When at={line.at} how="near" /> · {of("actor", line.actor)}
          </p>
        </li>
      ))}
    </ol>
  );
}
