import { z } from "zod";
import { staffNames } from "#domains/parties";
import { isId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Param, Tx } from "#platform/db";
import { pageQuery, uuidShape } from "#platform/wire";
import { type ImportRun, importPageShape, importRunShape } from "../contract.ts";
import type { ImportCounts } from "../model.ts";

/** GET /api/v1/imports: runs with their counts, newest first; a running one counts while it runs. */
export const listImports = query({
  name: "orders.imports.list",
  input: z.object(pageQuery),
  output: importPageShape,
  allow: holds("imports.run"),
  run: async (tx, { cursor, limit }) => {
    if (cursor !== undefined && !isId(cursor)) return refuse("cursor-broken");
    // Ids are made in the order of time.
    const rows = await readRuns(
      tx,
      `${cursor === undefined ? "" : "where id < $1"} order by id desc limit ${limit + 1}`,
      cursor === undefined ? [] : [cursor],
    );
    const page = rows.slice(0, limit);
    return grant({ items: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null });
  },
});

/** GET /api/v1/imports/{id} */
export const getImport = query({
  name: "orders.imports.get",
  input: z.object({ id: uuidShape }),
  output: importRunShape,
  allow: holds("imports.run"),
  run: async (tx, { id }) => {
    const [run] = await readRuns(tx, "where id = $1", [id]);
    return run === undefined ? refuse("import-not-found", { id }) : grant(run);
  },
});

type Row = {
  readonly id: string;
  readonly format: ImportRun["format"];
  readonly source: string;
  readonly state: ImportRun["state"];
  readonly counts: ImportCounts;
  readonly rows_read: bigint;
  readonly shift_days: number;
  readonly rejects_file: string | null;
  readonly error: string | null;
  readonly started_by: string;
  readonly started_at: Temporal.Instant;
  readonly finished_at: Temporal.Instant | null;
};

export async function readRuns(tx: Tx, tail: string, params: readonly Param[]): Promise<ImportRun[]> {
  const rows = await tx.rows<Row>(
    `select id, format, source, state, counts, rows_read, shift_days, rejects_file, error, started_by, started_at, finished_at from orders.import_run ${tail}`,
    params,
  );
  const starters = rows.flatMap((row) => staffIdIn(row.started_by) ?? []);
  const names = starters.length === 0 ? new Map<string, string>() : await staffNames(tx, starters);
  return rows.map((row) => ({
    id: row.id,
    format: row.format,
    source: row.source,
    state: row.state,
    counts: row.counts,
    rowsRead: Number(row.rows_read),
    shiftDays: row.shift_days,
    rejectsUrl: row.rejects_file === null ? null : `/api/v1/imports/${row.id}/rejects`,
    error: row.error,
    startedBy: names.get(staffIdIn(row.started_by) ?? "") ?? row.started_by,
    startedAt: row.started_at.toString(),
    finishedAt: row.finished_at?.toString() ?? null,
    seconds: row.finished_at === null ? null : row.started_at.until(row.finished_at).total("seconds"),
  }));
}

/** The member of staff in `staff:…` or `merchant:…`, as principals are written. */
function staffIdIn(principal: string): string | undefined {
  const [kind, id] = principal.split(":");
  return (kind === "staff" || kind === "merchant") && id !== undefined && isId(id) ? id : undefined;
}
