import { readHumanNumber } from "#kernel/ids";
import { grant } from "#kernel/outcome";
import { any, holds, query } from "#platform/action";
import { holdsRight, type Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { benchQuery, benchShape } from "../contract.ts";
import { type ListedCase, listColumns, listJoins, rowOnWire } from "./case-row.ts";

/** Finds people by exact phone, mail address or name: a door of the parties floor, with the keys it needs. */
export type FindShoppers = (tx: Tx, words: string) => Promise<readonly string[]>;

type Named = { readonly customerId: string; readonly caseId?: string; readonly orderId?: string };

/** Whom a search word names: a case, order or tracking number, or (for those who may) a phone, mail address or name. */
export async function customersNamed(tx: Tx, word: string, findShoppers: FindShoppers): Promise<Named[]> {
  const number = readHumanNumber(word) ?? word;
  const own = tx.principal.kind === "shopper" ? tx.principal.customerId : undefined;
  const [byCase, byOrder, byTracking, back] = await Promise.all([
    findInDirectory(tx, "case", number),
    findInDirectory(tx, "order", word),
    findInDirectory(tx, "tracking", word),
    casesSentWith(tx, word),
  ]);
  const found: Named[] = [];
  if (byCase !== undefined) found.push({ customerId: byCase.customerId, caseId: byCase.id });
  else if (byOrder !== undefined) found.push({ customerId: byOrder.customerId, orderId: byOrder.id });
  else if (back.length > 0) found.push(...back);
  else if (byTracking !== undefined) found.push({ customerId: byTracking.customerId, orderId: byTracking.id });
  else if (tx.principal.kind === "staff" && holdsRight(tx.principal, "shoppers.read"))
    found.push(...(await findShoppers(tx, word)).map((customerId) => ({ customerId })));
  return own === undefined ? found : found.filter((f) => f.customerId === own);
}

/** Cases whose goods came back under this tracking number; two shoppers may have typed the same. */
async function casesSentWith(tx: Tx, word: string): Promise<Named[]> {
  if (!/^[A-Za-z0-9-]{4,60}$/.test(word)) return [];
  const rows = await tx.rows<{ customer_id: string; id: string }>(
    "select customer_id, id from platform.directory where kind = 'return-tracking' and key >= $1 and key < $2 limit 20",
    [`${word.toUpperCase()}/`, `${word.toUpperCase()}0`],
  );
  return rows.map((row) => ({ customerId: row.customer_id, caseId: row.id }));
}

/** The bench: one scan finds what lies on the table. Open cases first. */
export const scanAtBench = (findShoppers: FindShoppers) =>
  query({
    name: "returns.bench",
    input: benchQuery,
    output: benchShape,
    allow: any(holds("cases.inspect"), holds("cases.receive")),
    run: async (tx, { scan }) => {
      const named = await customersNamed(tx, scan.trim(), findShoppers);
      const rows: ListedCase[] = [];
      for (const { customerId, caseId, orderId } of named) {
        rows.push(
          ...(await tx.rows<ListedCase>(
            `select ${listColumns} from returns.return_case c ${listJoins} where c.customer_id = $1 and ($2::uuid is null or c.id = $2) and ($3::uuid is null or c.order_id = $3)
            order by c.closed_at is not null, c.requested_at desc limit 20`,
            [customerId, caseId ?? null, orderId ?? null],
          )),
        );
      }
      return grant({ matches: rows.map(rowOnWire) });
    },
  });
