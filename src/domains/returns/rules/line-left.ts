import { type LoadedLine, worthOf } from "#domains/orders";
import { cumulativeShare, lesser } from "#kernel/money";

/**
 * What a line still holds once these pieces are back, in minor units. What comes back is counted by the number of pieces, so that
 * no order of returns pays more than another; where a line does not divide evenly, this is not the sum of the pieces that stay.
 */
export function leftOf(line: LoadedLine, comingNos: readonly number[] = []): bigint {
  const paid = line.paid_minor + line.tax_minor;
  const gone = line.units.filter((unit) => unit.back !== null || comingNos.includes(unit.no)).length;
  return paid - cumulativeShare(paid, 0n, BigInt(gone), BigInt(line.quantity));
}

/** What pieces that stay are worth each, in the order given, and together no more than their lines still hold. */
export function worthLeft(lines: readonly LoadedLine[], pieces: readonly Piece[]): bigint[] {
  const room = new Map(
    lines.map((line) => {
      const staying = line.units.filter(({ back }) => back === null);
      return [line.id, leftOf(line) - staying.reduce((sum, { allowance }) => sum + BigInt(allowance), 0n)];
    }),
  );
  return pieces.map(({ lineId, unitNo }) => {
    const unit = lines.find(({ id }) => id === lineId)?.units.find(({ no }) => no === unitNo);
    if (unit === undefined) return 0n;
    const ofOrder = BigInt(unit.paid) - BigInt(unit.allowance);
    const left = room.get(lineId) ?? 0n;
    const held = left > 0n ? lesser(ofOrder, left) : 0n;
    room.set(lineId, left - held);
    return worthOf(unit) - ofOrder + held;
  });
}
type Piece = { readonly lineId: string; readonly unitNo: number };
