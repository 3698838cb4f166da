export {
  addBusinessSeconds,
  type BusinessHours,
  businessSecondsBetween,
  dueInstant,
  type HoursInterval,
  type Pause,
  parseHours,
  workedSeconds,
} from "./business-hours.ts";
export {
  addWorkingDays,
  CalendarNotPublished,
  type DayCalendar,
  type DayKind,
  everyDayCalendar,
  isWorkingDay,
  type RollMode,
  rollForward,
  weekendCalendar,
  withDays,
} from "./calendar.ts";
export { cnCalendar, cnOrWeekends } from "./cn-calendar.ts";
export {
  addDays,
  addMonths,
  type DayNumber,
  dateOfDay,
  dayNumber,
  daysBetween,
  type LocalDate,
  localDate,
  weekday,
  yearOfDay,
} from "./date.ts";
export {
  endOfDay,
  type Instant,
  localDateAt,
  localDayAt,
  localDayOfMs,
  startOfDay,
  type Zone,
  zone,
} from "./zone.ts";
