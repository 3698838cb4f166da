import type { HeldUnits, LoadedLine } from "#domains/orders";
import type { CaseLineRow } from "../store/case.ts";

/** The units a case asks back. */
export function heldBy(lines: readonly CaseLineRow[]): HeldUnits[] {
  return lines.map((line) => ({ lineId: line.line_id, unitNos: line.unit_nos }));
}

/** Whether one of these units has been given back for good, under this case or another. */
export function unitsGone(held: readonly HeldUnits[], order: readonly Pick<LoadedLine, "id" | "units">[]): boolean {
  return held.some(({ lineId, unitNos }) =>
    order.find((line) => line.id === lineId)?.units.some((unit) => unitNos.includes(unit.no) && unit.back !== null),
  );
}

/** Whether another case holds one of these units, or one has been given back already. */
export function unitsTaken(held: readonly HeldUnits[], order: readonly Pick<LoadedLine, "id" | "units">[]): boolean {
  return held.some(({ lineId, unitNos }) =>
    order
      .find((line) => line.id === lineId)
      ?.units.some((unit) => unitNos.includes(unit.no) && (unit.case !== null || unit.back !== null)),
  );
}
