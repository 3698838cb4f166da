import type { Words } from "../../../shared/text/index.ts";

/** `mon-fri=09:00-12:00,13:00-19:00;sat=10:00-16:00` as people say it. */
export function hoursSay(hours: string, { t, format }: Pick<Words, "t" | "format">): string {
  return hours
    .split(";")
    .flatMap((part) => {
      const [days = "", times = ""] = part.split("=").map((text) => text.trim());
      return times === "" ? [] : [`${daysSay(days)} ${times.replaceAll("-", "–").replaceAll(",", separator)}`];
    })
    .join(" · ");

  function daysSay(days: string): string {
    if (days === "mon-sun") return t("desk:pickups.everyDay");
    return days
      .split(",")
      .map((range) => {
        const [from = "", to = from] = range.split("-").map((day) => format.weekday(aDayCalled[day.trim()] ?? ""));
        return from === to ? from : t("desk:pickups.daysTo", { from, to });
      })
      .join(separator);
  }
}
const separator = ", ";

/** A week that begins on a Monday. */
const aDayCalled: Readonly<Record<string, string>> = {
  mon: "2024-01-01",
  tue: "2024-01-02",
  wed: "2024-01-03",
  thu: "2024-01-04",
  fri: "2024-01-05",
  sat: "2024-01-06",
  sun: "2024-01-07",
};
