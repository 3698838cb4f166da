import {
  CalendarNotPublished,
  type DayCalendar,
  type DayNumber,
  dayNumber,
  localDate,
  weekendCalendar,
  yearOfDay,
} from "#kernel/time";

/** A day of every year: "12-25", or so many days from Easter Sunday; with the first year it is kept in. */
type Holiday = string | number | { readonly on: string; readonly from: number };

const [goodFriday, easterMonday, ascension, whitMonday, corpusChristi] = [-2, 1, 39, 50, 60];

/** Public holidays kept in the whole country, as its law stands in 2026; what only a region keeps is not among them. */
const holidays: Readonly<Record<string, readonly Holiday[]>> = {
  DE: ["01-01", goodFriday, easterMonday, "05-01", ascension, whitMonday, "10-03", "12-25", "12-26"],
  ES: ["01-01", "01-06", goodFriday, "05-01", "08-15", "10-12", "11-01", "12-06", "12-08", "12-25"],
  FR: ["01-01", easterMonday, "05-01", "05-08", ascension, whitMonday, "07-14", "08-15", "11-01", "11-11", "12-25"],
  IT: [
    ...["01-01", "01-06", "04-25", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25", "12-26", easterMonday],
    { on: "10-04", from: 2026 },
  ],
  // King's Day moves to the Saturday where it falls on a Sunday: at rest either way.
  NL: ["01-01", goodFriday, easterMonday, "04-27", "05-05", ascension, whitMonday, "12-25", "12-26"],
  PL: [
    ...["01-01", "01-06", easterMonday, "05-01", "05-03", corpusChristi, "08-15", "11-01", "11-11", "12-25", "12-26"],
    { on: "12-24", from: 2025 },
  ],
};

/** The 27 member states. */
export const memberStates = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(
  " ",
);

/** Where a country's holidays are not written down, weekends rest and no other day can be told. */
export const calendars: ReadonlyMap<string, DayCalendar> = new Map(
  memberStates.map((state) => [state, calendarOf(`eu-${state}`, holidays[state])]),
);

/** For a place of delivery outside the Union. */
export const noStatesCalendar = calendarOf("eu", undefined);

function calendarOf(id: string, kept: readonly Holiday[] | undefined): DayCalendar {
  const years = new Map<number, ReadonlySet<DayNumber>>();
  return {
    id,
    kindOf(day) {
      const kind = weekendCalendar.kindOf(day);
      if (kind === "rest") return kind;
      const year = yearOfDay(day);
      if (kept === undefined) throw new CalendarNotPublished(id, year);
      const off = years.get(year) ?? daysOff(kept, year);
      years.set(year, off);
      return off.has(day) ? "holiday" : kind;
    },
  };
}

function daysOff(kept: readonly Holiday[], year: number): ReadonlySet<DayNumber> {
  const easter = easterSunday(year);
  const dayOf = (on: string) => dayNumber(localDate(`${year}-${on}`));
  return new Set(
    kept
      .filter((holiday) => typeof holiday !== "object" || holiday.from <= year)
      .map((holiday) => {
        if (typeof holiday === "number") return easter + holiday;
        return dayOf(typeof holiday === "string" ? holiday : holiday.on);
      }),
  );
}

/** Easter of the Western churches (Meeus, Jones and Butcher's Gregorian algorithm). */
export function easterSunday(year: number): DayNumber {
  const [golden, century, ofCentury] = [year % 19, Math.floor(year / 100), year % 100];
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  return dayNumber(localDate(`${year}-03-22`)) + epact + toSunday - 7 * late;
}
