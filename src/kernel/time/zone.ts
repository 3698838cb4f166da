import { type DayNumber, dateOfDay, dayNumber, type LocalDate } from "./date.ts";

export type Instant = Temporal.Instant;

/** A name of the IANA time zone database, such as "Asia/Shanghai". */
export type Zone = string & { readonly __zone: true };

/** @throws RangeError for an unknown name, and for a fixed offset such as "+08:00", which knows no summer time */
export function zone(text: string): Zone {
  if (!isZone(text)) throw new RangeError(`${JSON.stringify(text)} is not a time zone such as Asia/Shanghai`);
  return text;
}

/** The date a clock on the wall shows there and then. */
export function localDateAt(instant: Instant, zone: Zone): LocalDate {
  return dateOfDay(localDayAt(instant, zone));
}

export function localDayAt(instant: Instant, zone: Zone): DayNumber {
  return localDayOfMs(instant.epochMilliseconds, zone);
}

/** The same for milliseconds since 1970 began. */
export function localDayOfMs(ms: number, zone: Zone): DayNumber {
  return Math.floor((ms + spanAt(ms, zone).offset) / msPerDay);
}

/** The first instant of the day there; where clocks skip midnight, the instant they skip it. */
export function startOfDay(date: LocalDate, zone: Zone): Instant {
  return Temporal.Instant.fromEpochMilliseconds(msOfLocal(dayNumber(date) * msPerDay, zone, "skip"));
}

/** The first instant after the day, which is the start of the next one. */
export function endOfDay(date: LocalDate, zone: Zone): Instant {
  return Temporal.Instant.fromEpochMilliseconds(msOfLocal((dayNumber(date) + 1) * msPerDay, zone, "skip"));
}

export const msPerDay = 86_400_000;

/**
 * The instant at which a clock there shows the local time, both in milliseconds since 1970 began.
 * A time shown twice is the earlier one. A time never shown is as far after the gap as it lies within it ("shift"), or the
 * end of the gap ("skip").
 */
export function msOfLocal(local: number, zone: Zone, inGap: "shift" | "skip"): number {
  // No offset reaches a day, so this span is the right one or lies before it.
  let span = spanAt(local - msPerDay, zone);
  for (let ms = local - span.offset; ms >= span.until; ) {
    const next = spanAt(span.until, zone);
    const shifted = ms;
    ms = local - next.offset;
    if (ms < next.from) return inGap === "skip" ? next.from : shifted;
    span = next;
  }
  return local - span.offset;
}

/** Zones that were checked before: asking Intl costs more than everything else a request does with time. */
const known = new Set<string>();
const knownLimit = 1_000;

function isZone(text: string): text is Zone {
  if (known.has(text)) return true;
  if (!/^[A-Za-z][\w+\-/]*$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    if (known.size < knownLimit) known.add(text);
    return true;
  } catch {
    return false;
  }
}

/** A stretch of time over which a zone keeps one offset: `[from, until)` and the offset in milliseconds. */
type Span = { readonly from: number; readonly until: number; readonly offset: number };

/** The spans met so far, the one met last in front: asking Temporal each time would cost a thousand times more. */
const spansByZone = new Map<Zone, Span[]>();

function spanAt(ms: number, zone: Zone): Span {
  let spans = spansByZone.get(zone);
  if (!spans) {
    spans = [];
    spansByZone.set(zone, spans);
  }
  const latest = spans[0];
  if (latest && ms >= latest.from && ms < latest.until) return latest;
  const known = spans.findIndex((span) => ms >= span.from && ms < span.until);
  const span = (known < 0 ? undefined : spans[known]) ?? measuredSpan(ms, zone);
  if (known >= 0) spans.splice(known, 1);
  spans.unshift(span);
  return span;
}

function measuredSpan(ms: number, zone: Zone): Span {
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  // One step later, because a transition at this very instant counts as the previous one.
  const previous = at.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  const next = at.getTimeZoneTransition("next");
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: at.offsetNanoseconds / 1_000_000,
  };
}
