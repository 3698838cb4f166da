/** Whole percent; null where there is nothing to take a share of. All but nothing is never told as all. */
export function shareOf(part: number, whole: number): number | null {
  if (whole === 0) return null;
  const share = (100 * part) / whole;
  if (part < whole && share > 99) return 99;
  return part > 0 && share < 1 ? 1 : Math.round(share);
}

/** As spreadsheets read it in every language, with a mark that it is UTF-8; a cell never begins a formula. */
export function csvOf(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(cellOf).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

function cellOf(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
