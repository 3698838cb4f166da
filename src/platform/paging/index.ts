import { isId } from "#kernel/ids";

/** Where a list by time stopped: newest first, the id decides between two of the same instant. */
export type Place = { readonly at: Temporal.Instant; readonly id: string };

/** The place a cursor stands for; the beginning where there is none, and "broken" for text that is no cursor of ours. */
export function placeOf(cursor: string | undefined): Place | "broken" | undefined {
  if (cursor === undefined) return undefined;
  const [at = "", id = ""] = Buffer.from(cursor, "base64url").toString().split("|");
  if (!isId(id)) return "broken";
  try {
    return { at: Temporal.Instant.from(at), id };
  } catch {
    return "broken";
  }
}

/** One page of rows that were asked for with `limit + 1`, and the cursor of the next where one row too many came. */
export function pageOfRows<R, T>(
  rows: readonly R[],
  limit: number,
  place: (row: R) => Place,
  item: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(item),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(place(last)) : null,
  };
}

function cursorOf({ at, id }: Place): string {
  return Buffer.from(`${at}|${id}`).toString("base64url");
}
