import { type BusinessHours, parseHours, zone } from "#kernel/time";

/** Hours as staff write them; undefined where they make no sense. */
export function readHours(hours: string, zoneName: string): BusinessHours | undefined {
  try {
    return parseHours(hours, zone(zoneName));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
