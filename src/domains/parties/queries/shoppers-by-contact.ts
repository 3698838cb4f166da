import type { Id } from "#kernel/ids";
import { type Db, system } from "#platform/db";

const candidateLimit = 20;

/** Shoppers in service with this phone or e-mail, by blind index, the newest first. For the door, before anybody is known. */
export async function shoppersByContact(
  db: Db,
  kind: "phone" | "email",
  index: string,
): Promise<readonly Id<"customer">[]> {
  const column = kind === "phone" ? "phone_index" : "email_index";
  const rows = await db.withTx(
    system("sign-in"),
    (tx) =>
      tx.rows<{ customer_id: Id<"customer"> }>(
        `select customer_id from parties.shopper where ${column} = $1 and erased_at is null order by created_at desc, customer_id desc limit ${candidateLimit}`,
        [index],
      ),
    { readOnly: true },
  );
  return rows.map((row) => row.customer_id);
}
