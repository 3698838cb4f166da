import { useEffect, useState } from "react";
import { type TimeLeft, timeLeft } from "../format/index.ts";
import { useWords } from "../text/index.ts";

/** Counts down to an instant by the business clock; says how late once it has passed, the instant itself on hover. */
export function Countdown({ until, short = false }: { until: string; short?: boolean }) {
  const { t, format } = useWords();
  const left = useTimeLeft(until, short ? 20_000 : 1000);
  return (
    <time
      className="ac-countdown"
      dateTime={until}
      title={format.moment(until)}
      data-late={left.late || undefined}
      data-soon={(!left.late && left.seconds < 6 * 3600) || undefined}
    >
      {short ? brief(left, t) : full(left, t)}
    </time>
  );
}

/** The time left, anew each `everyMs`. */
export function useTimeLeft(until: string, everyMs = 1000): TimeLeft {
  const [left, setLeft] = useState(() => timeLeft(until));
  useEffect(() => {
    setLeft(timeLeft(until));
    const ticking = setInterval(() => setLeft(timeLeft(until)), everyMs);
    return () => clearInterval(ticking);
  }, [until, everyMs]);
  return left;
}

type T = ReturnType<typeof useWords>["t"];

function full({ days, clock, late }: TimeLeft, t: T): string {
  const time = days > 0 ? `${t("common:time.days", { count: days })} ${clock}` : clock;
  return late ? t("common:time.late", { time }) : time;
}

/** One unit is enough in a list: 5 天, 3 小时, 12 分钟. */
function brief({ days, seconds, late }: TimeLeft, t: T): string {
  const size = Math.abs(seconds);
  const time =
    days > 0
      ? t("common:time.days", { count: days })
      : size >= 3600
        ? t("common:time.hours", { count: Math.trunc(size / 3600) })
        : t("common:time.minutes", { count: Math.trunc(size / 60) });
  return late ? t("common:time.late", { time }) : t("common:time.left", { time });
}
