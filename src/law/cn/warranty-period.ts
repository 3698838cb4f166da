import { addMonths, type DayNumber, dateOfDay, dayNumber } from "#kernel/time";
import type { Matter } from "../pack.ts";

/** What a warranty is counted from and by; days in whole calendar days. */
export type WarrantyTerms = {
  readonly months: number;
  readonly deliveredOn: DayNumber;
  /** For goods that need installing: when that was completed. */
  readonly installedOn: DayNumber | null;
  /** A replacement starts the period anew. */
  readonly replacedOn: DayNumber | null;
  /** Time in repair, `[from, until)`. */
  readonly repairs: readonly { readonly from: DayNumber; readonly until: DayNumber }[];
};

/**
 * The last day of a warranty, not moved on from rest days: it runs from delivery, or from the installation completed,
 * starts anew with a replacement, and time in repair does not count (CN-QLT-06, Implementing Regulation 18).
 */
export function warrantyEnd({ months, deliveredOn, installedOn, replacedOn, repairs }: WarrantyTerms): DayNumber {
  const start = replacedOn ?? Math.max(deliveredOn, installedOn ?? deliveredOn);
  const end = dayNumber(addMonths(dateOfDay(start), months));
  return repairs.reduce((end, { from, until }) => end + Math.max(0, until - Math.max(from, start)), end);
}

/** Time with the repairer, of goods still there up to the notice. */
export function timeInRepair({ facts, notice }: Matter): WarrantyTerms["repairs"] {
  return facts.repairs.map(({ from, until }) => ({ from, until: until ?? notice }));
}
