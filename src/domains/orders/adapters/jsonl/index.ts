import { basename } from "node:path";
import { createInterface } from "node:readline";
import { laterOf, type OpenedFiles, type OrderSource, SourceError, type SourceItem } from "../source/index.ts";
import { openFile } from "../source/rows.ts";

const longestLine = 1_000_000;

/** One orderInput as JSON in each line; empty lines are skipped. */
export function jsonlSource(path: string, file: string, country: string | undefined): OrderSource {
  return {
    format: "jsonl",
    name: file,
    zone: "Asia/Shanghai",
    newestPlacedAt: async () => {
      let newest: Temporal.Instant | undefined;
      for await (const { order } of linesOf(path)) newest = laterOf(newest, order?.["placedAt"]);
      return newest;
    },
    files: () => [path],
    async *items(opened): AsyncGenerator<SourceItem> {
      for await (const { line, order } of linesOf(path, opened)) {
        if (order === undefined) {
          yield {
            kind: "broken",
            of: "orders",
            file,
            line,
            number: "",
            code: "row-unreadable",
            detail: "not a JSON object",
          };
          continue;
        }
        const told = country === undefined || order["country"] !== undefined ? order : { ...order, country };
        yield {
          kind: "order",
          file,
          line,
          number: String(order["number"] ?? ""),
          told,
          lines: sizeOf(order["lines"]),
          payments: sizeOf(order["tenders"]),
        };
      }
    },
  };
}

async function* linesOf(
  path: string,
  opened?: OpenedFiles,
): AsyncGenerator<{ line: number; order: Record<string, unknown> | undefined }> {
  let line = 0;
  try {
    for await (const text of createInterface({ input: openFile(path, opened), crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      const words = line === 1 ? text.replace(/^\uFEFF/, "").trim() : text.trim();
      if (words !== "") yield { line, order: words.length > longestLine ? undefined : objectOf(words) };
    }
  } catch (error) {
    throw new SourceError(
      `${basename(path)} cannot be read past line ${line}: ${(error as Error).message}; check the file and import it again`,
    );
  }
}

function objectOf(words: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(words);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function sizeOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}
