/**
 * One row of a CSV file: without control characters, quoted where CSV needs it; a leading sign is defused, because
 * spreadsheets run formulas.
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(cell).join(",")}\n`;
}

function cell(text: string): string {
  const printable = text.replace(/\p{Cc}/gu, " ");
  const plain = /^[=+\-@]/.test(printable) ? `'${printable}` : printable;
  return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
