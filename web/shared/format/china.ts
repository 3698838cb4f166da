const hourMs = 3_600_000;

/** An instant as a field for a local time wants it, in China's time. */
export function inChina(instant: string | number): string {
  return new Date((typeof instant === "number" ? instant : Date.parse(instant)) + 8 * hourMs)
    .toISOString()
    .slice(0, 16);
}

/** What was typed into such a field, as an instant; null: not a whole time yet. */
export function fromChina(typed: string): string | null {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(typed) ? `${typed}:00+08:00` : null;
}
