import {
  addBusinessSeconds,
  type BusinessHours,
  cnCalendar,
  type DayCalendar,
  dueInstant,
  everyDayCalendar,
  parseHours,
  weekendCalendar,
  zone,
} from "#kernel/time";
import { readArguments, UsageError } from "./arguments.ts";

const calendars: Readonly<Record<string, DayCalendar | undefined>> = {
  cn: cnCalendar,
  weekend: weekendCalendar,
  "every-day": everyDayCalendar,
  none: undefined,
};

/** `due --from INSTANT --for 8h`: the due instant in working time. */
export default async function due(args: string[]): Promise<number> {
  const { values } = readArguments(args, {
    from: { type: "string" },
    for: { type: "string" },
    calendar: { type: "string", default: "none" },
    hours: { type: "string" },
    zone: { type: "string", default: "Asia/Shanghai" },
    pause: { type: "string", multiple: true, default: [] },
    json: { type: "boolean" },
  });
  if (values.from === undefined || values.for === undefined) throw new UsageError("--from and --for are needed.");
  if (!(values.calendar in calendars))
    throw new UsageError(`There is no calendar "${values.calendar}"; there are: ${Object.keys(calendars).join(", ")}.`);
  const from = instant(values.from, "--from");
  const seconds = secondsOf(values.for);
  const where = attempt(() => zone(values.zone), "--zone");
  const hours: BusinessHours = attempt(
    () => parseHours(values.hours ?? "mon-sun=00:00-24:00", where, calendars[values.calendar]),
    "--hours",
  );
  const pauses = values.pause.map((text) => {
    const [a = "", b = ""] = text.split("/");
    return { from: instant(a, "--pause"), until: instant(b, "--pause") };
  });
  const at = attempt(
    () =>
      pauses.length === 0 ? addBusinessSeconds(from, seconds, hours) : dueInstant({ from, seconds, hours, pauses }),
    "due",
  );
  const local = at.toZonedDateTimeISO(where).toString({ timeZoneName: "never" });
  process.stdout.write(
    values.json === true ? `${JSON.stringify({ due: at.toString(), local, zone: where })}\n` : `${local}\n`,
  );
  return 0;
}

function secondsOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(d|h|m|s)$/.exec(text);
  const unit = { d: 86_400, h: 3_600, m: 60, s: 1 }[match?.[2] ?? ""];
  if (match === null || unit === undefined)
    throw new UsageError(`--for ${text} is no length such as 8h, 90m, 2d or 45s.`);
  return Number(match[1]) * unit;
}

function instant(text: string, option: string): Temporal.Instant {
  return attempt(() => Temporal.Instant.from(text), option);
}

function attempt<T>(read: () => T, option: string): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${option}: ${(error as Error).message}.`);
  }
}
