import { grant, type Outcome, refuse } from "#kernel/outcome";
import { pauseLimits } from "../contract/clocks.ts";
import type { PauseCause } from "../model.ts";

type Stretch = { readonly from: Temporal.Instant; readonly until: Temporal.Instant };

/**
 * Whether a pause may be published: nobody stops a clock that has run already, but for what nobody could foresee and only the
 * platform may say so; a shop stands still for so many days a year and no more.
 */
export function checkPause(
  pause: Stretch & { readonly cause: PauseCause; readonly owner: "platform" | "merchant" },
  others: readonly Stretch[],
  now: Temporal.Instant,
): Outcome<undefined, "pause-in-past" | "pause-too-long" | "pause-days-used-up"> {
  const unforeseen = pause.owner === "platform" && pause.cause === "force-majeure";
  const earliest = unforeseen ? now.subtract({ hours: 24 * pauseLimits.backDays }) : now;
  if (Temporal.Instant.compare(pause.from, earliest) < 0 || Temporal.Instant.compare(pause.until, now) <= 0)
    return refuse("pause-in-past", { backDays: unforeseen ? pauseLimits.backDays : 0 });
  const most = pause.owner === "platform" ? pauseLimits.platformDays : pauseLimits.merchantDays;
  if (daysOf(pause) > most) return refuse("pause-too-long", { days: most });
  if (pause.owner === "platform") return grant(undefined);
  const used = Math.max(
    ...yearsWith(pause, others).map((year) => others.reduce((days, other) => days + overlapDays(other, year), 0)),
  );
  return used + daysOf(pause) > pauseLimits.merchantDaysInAYear
    ? refuse("pause-days-used-up", {
        days: pauseLimits.merchantDaysInAYear,
        left: Math.max(0, Math.floor(pauseLimits.merchantDaysInAYear - used)),
      })
    : grant(undefined);
}

/**
 * The years that hold the whole pause and end with a pause: its own, or one that was published for later. In one of them the shop
 * stands still longest, in whatever order its pauses are published.
 */
function yearsWith(pause: Stretch, others: readonly Stretch[]): Stretch[] {
  const latest = pause.from.add({ hours: 24 * 365 });
  return [pause, ...others]
    .filter(({ until }) => Temporal.Instant.compare(until, pause.until) >= 0)
    .map(({ until }) => (Temporal.Instant.compare(until, latest) > 0 ? latest : until))
    .map((until) => ({ from: until.subtract({ hours: 24 * 365 }), until }));
}

const dayMs = 86_400_000;

function daysOf({ from, until }: Stretch): number {
  return (until.epochMilliseconds - from.epochMilliseconds) / dayMs;
}

function overlapDays(a: Stretch, b: Stretch): number {
  const from = Math.max(a.from.epochMilliseconds, b.from.epochMilliseconds);
  const until = Math.min(a.until.epochMilliseconds, b.until.epochMilliseconds);
  return Math.max(0, until - from) / dayMs;
}
