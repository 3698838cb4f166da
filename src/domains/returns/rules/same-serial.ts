/** Labels print serial numbers in groups and either case; scanners read them as printed. */
export function sameSerial(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(serial: string): string {
  return serial.toUpperCase().replaceAll(/[\s-]/g, "");
}
