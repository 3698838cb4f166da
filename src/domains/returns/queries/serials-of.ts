import type { Tx } from "#platform/db";

/** The serial numbers of the units that a case asks about, by line, where the shop told them. */
export async function serialsOf(
  tx: Tx,
  customerId: string,
  orderId: string,
  lines: readonly { readonly line_id: string; readonly unit_nos: readonly number[] }[],
): Promise<ReadonlyMap<string, string[]>> {
  const rows = await tx.rows<{ line_id: string; unit_no: number; serial_number: string }>(
    "select line_id, unit_no, serial_number from orders.unit where customer_id = $1 and order_id = $2 and serial_number is not null order by unit_no",
    [customerId, orderId],
  );
  return new Map(
    lines.map(({ line_id, unit_nos }) => [
      line_id,
      rows.filter((row) => row.line_id === line_id && unit_nos.includes(row.unit_no)).map((row) => row.serial_number),
    ]),
  );
}
