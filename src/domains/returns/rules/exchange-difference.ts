import type { LoadedLine, SurchargeBack } from "#domains/orders";
import { cumulativeShare } from "#kernel/money";
import type { CaseRow } from "../store/case.ts";

type Exchange = Pick<CaseRow, "units" | "units_out" | "difference_minor" | "difference_state">;

/** How many pieces go out: as many as were accepted. */
export function piecesOut({ units, units_out }: Pick<CaseRow, "units" | "units_out">): number {
  return units_out ?? units;
}

/** What the pieces that went out are worth, with what they cost more: what is lost with their parcel. */
export function worthOfPiecesOut(row: Exchange & Pick<CaseRow, "requested_minor">): bigint {
  return cumulativeShare(row.requested_minor, 0n, BigInt(piecesOut(row)), BigInt(row.units)) + differenceOf(row);
}

/** What the pieces that go out cost more than those that came back; below zero, less. */
export function differenceOf(row: Exchange): bigint {
  return cumulativeShare(row.difference_minor, 0n, BigInt(piecesOut(row)), BigInt(row.units));
}

/** What was paid for dearer goods that do not go out after all, since fewer pieces were accepted. */
export function overpaidOf(row: Exchange): bigint {
  return row.difference_state === "paid" ? row.difference_minor - differenceOf(row) : 0n;
}

/** What an exchange pays back by itself: that its goods are cheaper, or that fewer of the dearer ones go out. */
export function paysBack(row: Exchange): bigint {
  const difference = differenceOf(row);
  return difference < 0n ? -difference : overpaidOf(row);
}

type Coming = { readonly lineId: string; readonly unitNos: readonly number[] };

/** What was paid more in exchanges for these pieces and has not gone back yet, by piece and exchange. */
export function surchargesOf(lines: readonly LoadedLine[], coming: readonly Coming[]): SurchargeBack[] {
  return coming.flatMap(({ lineId, unitNos }) =>
    (lines.find(({ id }) => id === lineId)?.units ?? [])
      .filter(({ no }) => unitNos.includes(no))
      .flatMap(({ no, replacements }) =>
        replacements
          .filter(({ surcharge }) => surcharge > 0n)
          .map(({ case: caseId, surcharge }) => ({ lineId, unitNo: no, caseId, minor: surcharge })),
      ),
  );
}

export function sumOf(back: readonly { readonly minor: bigint }[]): bigint {
  return back.reduce((sum, { minor }) => sum + minor, 0n);
}

/** As much of these as an amount covers, what was paid last first. */
export function upTo(minor: bigint, back: readonly SurchargeBack[]): SurchargeBack[] {
  let left = minor;
  return back.flatMap((one) => {
    const all = one.minor <= left;
    const taken = all ? one.minor : left;
    left -= taken;
    return taken === 0n ? [] : [{ ...one, minor: taken }];
  });
}

/** By exchange: each goes back along its own payment. */
export function byExchange(back: readonly SurchargeBack[]): { readonly caseId: string; readonly minor: bigint }[] {
  return [...Map.groupBy(back, ({ caseId }) => caseId)].map(([caseId, parts]) => ({ caseId, minor: sumOf(parts) }));
}
