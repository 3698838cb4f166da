import type pg from "pg";
import { newId } from "#kernel/ids";
import type { Clock } from "#platform/clock";

/** Something that happened at the door. No personal data: people are named by their ids, visitors not at all. */
export type DoorEvent = {
  readonly action: string;
  readonly outcome?: "done" | "refused";
  readonly by: {
    readonly kind: "shopper" | "guest" | "recipient" | "staff" | "merchant" | "visitor";
    readonly id: string;
  };
  readonly customerId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
};

export const visitor = { kind: "visitor", id: "-" } as const;

export async function recordAtDoor(pool: pg.Pool, clock: Clock, event: DoorEvent): Promise<void> {
  await pool.query(
    `insert into platform.audit (id, at, principal_kind, principal_id, action, outcome, customer_id, request_id, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId(),
      clock.now().toString(),
      event.by.kind,
      event.by.id,
      event.action,
      event.outcome ?? "done",
      event.customerId ?? null,
      event.requestId ?? null,
      JSON.stringify(event.detail ?? {}),
    ],
  );
}
