import type { ImportProgress } from "#domains/orders";

const barCells = 24;
const barMs = 100;
const lineMs = 5_000;

/** A bar on a terminal; elsewhere, such as in a log, a plain line every few seconds. */
export function progressBar(
  out: { readonly isTTY?: boolean; write(text: string): unknown },
  clock: () => number = () => performance.now(),
): { show(progress: ImportProgress): void; end(): void } {
  const bar = out.isTTY === true;
  const began = clock();
  let shown = bar ? Number.NEGATIVE_INFINITY : began;
  return {
    show: (progress) => {
      if (clock() - shown < (bar ? barMs : lineMs)) return;
      shown = clock();
      const words = wordsOf(progress, (shown - began) / 1_000);
      out.write(bar ? `\r\u001b[K${cellsOf(progress)} ${words}` : `${words}\n`);
    },
    end: () => {
      if (bar) out.write("\r\u001b[K");
    },
  };
}

function cellsOf(progress: ImportProgress): string {
  const full = Math.floor(shareOf(progress) * barCells);
  return `[${"#".repeat(full)}${"-".repeat(barCells - full)}]`;
}

function wordsOf(progress: ImportProgress, seconds: number): string {
  const { bytesRead, bytesTotal, rowsRead, counts } = progress;
  const share = shareOf(progress);
  const left = share > 0 ? clockOf((seconds * (1 - share)) / share) : "?";
  return [
    `${Math.floor(share * 100)} %`,
    `${megabytes(bytesRead)} of ${megabytes(bytesTotal)} MB`,
    `${rowsRead} rows`,
    `${counts.orders.rejected} rejected`,
    `${seconds > 0 ? Math.round(rowsRead / seconds) : 0} rows/s`,
    `${left} left`,
  ].join(", ");
}

function shareOf({ bytesRead, bytesTotal }: ImportProgress): number {
  return bytesTotal === 0 ? 0 : Math.min(1, bytesRead / bytesTotal);
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

function clockOf(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
