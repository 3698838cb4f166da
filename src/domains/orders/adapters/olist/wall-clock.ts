import { endOfDay, localDate, startOfDay, type Zone, zone } from "#kernel/time";

/**
 * Reads "2018-03-27 18:00:43" as a clock on the wall of that zone showed it, and answers RFC 3339. Text that is no such time
 * comes back as it is, for the reader behind to refuse. Days without a change of the clock are read once.
 */
export function wallClock(zoneName: string): (text: string) => string {
  const there = zone(zoneName);
  const offsets = new Map<string, string | undefined>();
  return (text) => {
    const [day, time] = [text.slice(0, 10), text.slice(11)];
    if (!/^\d{2}:\d{2}:\d{2}$/.test(time)) return text;
    if (!offsets.has(day)) offsets.set(day, offsetOf(day, there));
    const offset = offsets.get(day);
    return offset === undefined ? onChangingDay(day, time, there) : `${day}T${time}${offset}`;
  };
}

const hoursOfDay = 24;

/** The one offset of that day; undefined when the clock changes on it, or when it is no day. */
function offsetOf(day: string, there: Zone): string | undefined {
  try {
    const date = localDate(day);
    const start = startOfDay(date, there);
    if (start.until(endOfDay(date, there)).total("hours") !== hoursOfDay) return undefined;
    return start.toZonedDateTimeISO(there).offset;
  } catch {
    return undefined;
  }
}

function onChangingDay(day: string, time: string, there: Zone): string {
  try {
    return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(there).toInstant().toString();
  } catch {
    return `${day} ${time}`;
  }
}
