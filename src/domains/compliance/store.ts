import type { Tx } from "#platform/db";
import type { PersonalData } from "#platform/domain";

/** One part of the system and what it can do with what it keeps about a shopper. */
export type PersonalDoor = { readonly name: string } & PersonalData;

export type RequestKind = "export" | "erase";
export type RequestRow = {
  customer_id: string;
  id: string;
  kind: RequestKind;
  state: "received" | "done" | "refused";
  asked_by: string;
  received_at: Temporal.Instant;
  finished_at: Temporal.Instant | null;
  outcome: Record<string, unknown>;
};
export const requestColumns = "customer_id, id, kind, state, asked_by, received_at, finished_at, outcome";

export function insertRequest(
  tx: Tx,
  request: { customerId: string; id: string; kind: RequestKind; askedBy: string },
): void {
  tx.send(
    `insert into compliance.privacy_request (customer_id, id, kind, state, asked_by, received_at) values ($1, $2, $3, 'received', $4, $5)`,
    [request.customerId, request.id, request.kind, request.askedBy, tx.now],
  );
}

export function lockRequest(tx: Tx, customerId: string, id: string): Promise<RequestRow | undefined> {
  return tx.maybe<RequestRow>(
    `select ${requestColumns} from compliance.privacy_request where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

/** @param keptUntil the day on which the first of what had to be kept may go; null: nothing is kept */
export async function finishRequest(
  tx: Tx,
  { customer_id, id }: RequestRow,
  state: "done" | "refused",
  outcome: Record<string, unknown>,
  keptUntil: string | null,
): Promise<RequestRow> {
  return tx.one<RequestRow>(
    `update compliance.privacy_request set state = $3, outcome = $4, kept_until = $5, finished_at = $6
      where customer_id = $1 and id = $2 returning ${requestColumns}`,
    [customer_id, id, state, outcome, keptUntil, tx.now],
  );
}

/**
 * What compliance itself keeps: the shopper's requests, and who looked at or changed what is theirs. Both name people by
 * number only and stay, because they are the proof that the law was kept.
 */
export const ownPersonalData: PersonalData = {
  exportFor: async (tx, customerId) => {
    const [requests, trail] = await Promise.all([
      tx.rows(
        "select kind, state, received_at, finished_at from compliance.privacy_request where customer_id = $1 order by received_at",
        [customerId],
      ),
      tx.rows("select at, principal_kind as by, action from platform.audit where customer_id = $1 order by at, id", [
        customerId,
      ]),
    ]);
    return { requests, trail };
  },
  eraseFor: async () => ({ erased: [], kept: [] }),
};
