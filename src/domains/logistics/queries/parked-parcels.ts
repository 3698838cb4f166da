import { staffNames } from "#domains/parties";
import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { holdsRight, type Tx } from "#platform/db";
import { pageOfRows, placeOf } from "#platform/paging";
import type { Personal } from "#platform/personal";
import {
  type ParkedParcel,
  parkedPageShape,
  parkedParcelDetailShape,
  parkedQuery,
  shipmentNumberInput,
  tidyTracking,
} from "../contract.ts";
import { disposeFrom, mayDispose } from "../rules/dispose-from.ts";
import { type ParkedRow, parkedColumns } from "../store/parked.ts";
import { type CasesByOrder, candidatesOf } from "./candidates-of.ts";
import { custodyOf } from "./custody-of.ts";

/** Parcels nobody announced: by number, tracking number, slip, shelf, or the sender's name or last four digits. */
export const listParked = (personal: Personal) =>
  query({
    name: "logistics.parked-parcels",
    input: parkedQuery,
    output: parkedPageShape,
    allow: holds("parcels.receive"),
    run: async (tx, { q, state, cursor, limit }) => {
      const after = placeOf(cursor);
      if (after === "broken") return refuse("cursor-broken");
      const words = q === undefined || q === "" ? undefined : q;
      const rows = await tx.rows<ParkedRow>(
        `select ${parkedColumns} from logistics.parked_parcel
          where ($1::text is null or state = $1)
            and ($2::text is null or upper(number) = upper($2) or upper(tracking_number) = $3 or upper(slip_number) = upper($2) or upper(subject_number) = upper($2)
                 or shelf ilike '%' || $2 || '%' or sender_name_index = $4 or sender_last4_index = $5)
            and ($6::timestamptz is null or (found_at, id) < ($6, $7)) order by found_at desc, id desc limit $8`,
        [
          state,
          words,
          words === undefined ? undefined : tidyTracking(words),
          words === undefined ? undefined : personal.blindIndex("name", words),
          words === undefined ? undefined : personal.blindIndex("phone-last4", words),
          after?.at,
          after?.id,
          limit + 1,
        ],
      );
      const names = await finders(tx, rows);
      return grant(
        pageOfRows(
          rows,
          limit,
          (row) => ({ at: row.found_at, id: row.id }),
          (row) => onWire(row, names),
        ),
      );
    },
  });

/** One of them: whose it may be, and every hand it passed through. */
export const getParked = (casesOf: CasesByOrder) =>
  query({
    name: "logistics.parked-parcel",
    input: shipmentNumberInput,
    output: parkedParcelDetailShape,
    allow: holds("parcels.receive"),
    run: async (tx, { number }) => {
      const row = await tx.maybe<ParkedRow>(`select ${parkedColumns} from logistics.parked_parcel where number = $1`, [
        number,
      ]);
      if (row === undefined) return refuse("parked-parcel-not-found", { number });
      const parked = row.state === "parked";
      const [names, candidates, custody] = await Promise.all([
        finders(tx, [row]),
        parked ? candidatesOf(tx, row, casesOf) : [],
        custodyOf(tx, [row.id]),
      ]);
      const over = parked ? null : { code: "parcel-not-parked", params: { number } };
      const early = mayDispose("nobody-asked", row.found_at, tx.now)
        ? null
        : { code: "dispose-too-early", params: { from: disposeFrom(row.found_at).toString() } };
      const missing = holdsRight(tx.principal, "parcels.dispose")
        ? null
        : { code: "forbidden", params: { needs: "holds parcels.dispose" } };
      // What spoils may go at once: the form asks why, and the server decides again.
      const dispose = over ?? missing;
      return grant({
        ...onWire(row, names),
        candidates,
        custody,
        abilities: [
          { action: "match", allowed: over === null, because: over },
          { action: "scan", allowed: over === null, because: over },
          { action: "dispose", allowed: dispose === null, because: dispose ?? early },
        ],
      });
    },
  });

function finders(tx: Tx, rows: readonly ParkedRow[]): Promise<ReadonlyMap<string, string>> {
  return staffNames(tx, [...new Set(rows.map(({ found_by }) => found_by))]);
}

function onWire(row: ParkedRow, names: ReadonlyMap<string, string>): ParkedParcel {
  return {
    number: row.number,
    state: row.state,
    carrier: row.carrier,
    trackingNumber: row.tracking_number,
    slipNumber: row.slip_number,
    senderMask: row.sender_name_mask,
    shelf: row.shelf,
    note: row.note,
    foundAt: row.found_at.toString(),
    foundBy: names.get(row.found_by) ?? null,
    disposeFrom: disposeFrom(row.found_at).toString(),
    subject:
      row.subject_kind === null || row.subject_number === null
        ? null
        : { kind: row.subject_kind, number: row.subject_number },
    disposeReason: row.dispose_reason,
    endedAt: row.ended_at?.toString() ?? null,
    version: row.version,
  };
}
