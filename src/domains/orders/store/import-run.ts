import type { Tx } from "#platform/db";
import type { ImportCounts } from "../model.ts";

export type NewRun = {
  readonly id: string;
  readonly format: string;
  readonly source: string;
  readonly shiftDays: number;
  readonly startedBy: string;
};

/** Opens the books of a run. One of the same source that never ended was killed: it is closed as interrupted. */
export function startRun(tx: Tx, run: NewRun): void {
  tx.send(
    "update orders.import_run set state = 'failed', error = 'interrupted', finished_at = $4 where format = $1 and source = $2 and state = 'running' and id <> $3",
    [run.format, run.source, run.id, tx.now],
  );
  tx.send(
    `insert into orders.import_run (id, format, source, state, shift_days, started_by, started_at) values ($1, $2, $3, 'running', $4, $5, $6)
     on conflict (id) do update set state = 'running', shift_days = excluded.shift_days, error = null, finished_at = null`,
    [run.id, run.format, run.source, run.shiftDays, run.startedBy, tx.now],
  );
}

export function countRun(tx: Tx, id: string, counts: ImportCounts, rowsRead: number): void {
  tx.send("update orders.import_run set counts = $2, rows_read = $3 where id = $1", [id, counts, rowsRead]);
}

export type RunEnd = {
  readonly state: "done" | "failed";
  readonly rejectsFile: string | undefined;
  readonly error: string | undefined;
};

export function finishRun(tx: Tx, id: string, end: RunEnd): void {
  tx.send("update orders.import_run set state = $2, rejects_file = $3, error = $4, finished_at = $5 where id = $1", [
    id,
    end.state,
    end.rejectsFile,
    end.error,
    tx.now,
  ]);
}

/** The shift this source was moved by before: a later part of it must move by the same days. */
export async function earlierShift(tx: Tx, format: string, source: string): Promise<number | undefined> {
  const row = await tx.maybe<{ shift_days: number }>(
    "select shift_days from orders.import_run where format = $1 and source = $2 and shift_days <> 0 order by started_at desc limit 1",
    [format, source],
  );
  return row?.shift_days;
}
