/**
 * The business clock. A sandbox moves it away from this device's clock, and devices are wrong by themselves,
 * so countdowns count towards the server's `now`.
 */
let aheadMs = 0;

export function setBusinessNow(instant: string): void {
  const told = Date.parse(instant);
  if (!Number.isNaN(told)) aheadMs = told - Date.now();
}

/** Milliseconds since the epoch, as the server sees them. */
export function businessNow(): number {
  return Date.now() + aheadMs;
}
