/** The month in China, in which goodwill is counted: `2026-11`. */
export function monthOf(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO("Asia/Shanghai").toPlainDate().toString().slice(0, 7);
}
