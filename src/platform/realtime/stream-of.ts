import { holdsRight, type Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { numberShape } from "#platform/wire";

/** The stream behind the name a client uses, if the principal of the transaction may hear it: case:<number>, inbox or queue. */
export async function streamOf(tx: Tx, subject: string): Promise<string | undefined> {
  const { principal } = tx;
  switch (subject) {
    case "inbox":
      // A guest holds one order; the stream tells of all the shopper's cases.
      return principal.kind === "shopper" && principal.orderId === undefined
        ? `inbox:${principal.customerId}`
        : undefined;
    case "queue":
      if (principal.kind === "shopper" || !holdsRight(principal, casesRight)) return undefined;
      return principal.kind === "merchant" ? `queue:merchant:${principal.merchantId}` : "queue:staff";
    default:
      return subject.startsWith(casePrefix) ? caseStream(tx, subject.slice(casePrefix.length)) : undefined;
  }
}

const casePrefix = "case:";
const casesRight = "cases.read";

/** Who may read a line of the case's timeline, by row security, may hear that there is a new one. */
async function caseStream(tx: Tx, number: string): Promise<string | undefined> {
  if (!numberShape.safeParse(number).success) return undefined;
  if (tx.principal.kind !== "shopper" && !holdsRight(tx.principal, casesRight)) return undefined;
  const found = await findInDirectory(tx, "case", number);
  if (found === undefined) return undefined;
  const line = await tx.maybe("select 1 from platform.timeline where customer_id = $1 and subject_id = $2 limit 1", [
    found.customerId,
    found.id,
  ]);
  return line === undefined ? undefined : `case:${found.id}`;
}
