import { z } from "zod";
import { assert, grant } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { type Tx, toJson } from "#platform/db";
import { exportShape, type PersonalDataExport, privacyRequestShape } from "../contract.ts";
import { requestOnWire } from "../queries/list-requests.ts";
import { finishRequest, lockRequest, type PersonalDoor } from "../store.ts";

const output = z.object({ request: privacyRequestShape, document: exportShape.nullable() });
export type CarriedOut = z.infer<typeof output>;

/**
 * Does what a request asks for, in one transaction over all doors. An erasure may be carried out again, after a crash or
 * when what the law made us keep may go at last; an export answers the one who asked and is not made a second time.
 */
export function carryOut(doors: readonly PersonalDoor[]) {
  return action({
    name: "compliance.carry-out",
    input: z.strictObject({ customerId: z.string(), requestId: z.string() }),
    output,
    allow: systemOnly,
    idempotency: "none",
    refusals: [],
    subject: async (tx, { customerId, requestId }) => {
      const request = await lockRequest(tx, customerId, requestId);
      assert(request !== undefined, "a request is written before it is carried out");
      return grant({ request, about: { kind: "shopper", id: customerId, customerId } });
    },
    run: async ({ tx, subject: { request }, record }) => {
      record.detail({ request: request.id, kind: request.kind, askedBy: request.asked_by });
      if (request.kind === "export") {
        if (request.state !== "received") return grant({ request: requestOnWire(request), document: null });
        const document = await collect(tx, doors, request.customer_id);
        const done = await finishRequest(tx, request, "done", { parts: Object.keys(document.data) }, null);
        return grant({ request: requestOnWire(done), document });
      }
      const erasure = await erase(tx, doors, request.customer_id);
      const done = await finishRequest(tx, request, "done", erasure, firstDayAfter(tx.now, erasure.kept));
      return grant({ request: requestOnWire(done), document: null });
    },
  });
}

async function collect(tx: Tx, doors: readonly PersonalDoor[], customerId: string): Promise<PersonalDataExport> {
  const data: Record<string, unknown> = {};
  for (const door of doors) data[door.name] = await door.exportFor(tx, customerId);
  // Doors answer with instants and whole numbers of any size; the document is JSON.
  return { customerId, exportedAt: tx.now.toString(), data: JSON.parse(toJson(data)) };
}

type Kept = { readonly what: string; readonly until: string; readonly because: string };

async function erase(
  tx: Tx,
  doors: readonly PersonalDoor[],
  customerId: string,
): Promise<{ erased: string[]; kept: Kept[] }> {
  const erased: string[] = [];
  const kept: Kept[] = [];
  // The last door holds the key that opens the rest, so the doors are used from the top of the house down.
  for (const door of [...doors].reverse()) {
    const done = await door.eraseFor(tx, customerId);
    erased.push(...done.erased.map((what) => `${door.name}.${what}`));
    kept.push(
      ...done.kept.map((each) => ({ ...each, what: `${door.name}.${each.what}`, until: each.until.slice(0, 10) })),
    );
  }
  return { erased, kept };
}

/** The first day after today on which something that is kept may go; null where nothing has such a day. */
function firstDayAfter(now: Temporal.Instant, kept: readonly Kept[]): string | null {
  const today = now.toString().slice(0, 10);
  const days = kept
    .map(({ until }) => until.slice(0, 10))
    .filter((day) => /^\d{4}-\d\d-\d\d$/.test(day) && day > today);
  return days.sort()[0] ?? null;
}
