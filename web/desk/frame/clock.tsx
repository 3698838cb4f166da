import { useTimeLeft } from "../../shared/components/index.ts";
import { useWords } from "../../shared/text/index.ts";

/** A clock for dense rows: 00:46, 3 days, −00:12 once it is late; amber within two hours, the instant itself on hover. */
export function Clock({ until, large }: { until: string; large?: boolean }) {
  const { t, format } = useWords();
  const left = useTimeLeft(until, large ? 1000 : 15_000);
  const time =
    left.days > 0 ? t("common:time.days", { count: left.days }) : large ? left.clock : left.clock.slice(0, 5);
  const state = left.late ? "late" : left.seconds < 7200 ? "soon" : undefined;
  return (
    <time
      className="clock"
      dateTime={until}
      data-state={state}
      data-large={large || undefined}
      title={format.moment(until)}
    >
      {left.late ? "−" : ""}
      {left.days > 0 && large ? `${time} ${left.clock}` : time}
    </time>
  );
}
