import { join } from "node:path";
import type { Domain } from "#platform/domain";
import { get, post, put } from "#platform/http";
import type { Personal } from "#platform/personal";
import { endPresent } from "./actions/end-present.ts";
import { makePresent } from "./actions/make-present.ts";
import { putOrder } from "./actions/put-order.ts";
import { renewPresentCode } from "./actions/renew-present-code.ts";
import { startImport } from "./actions/start-import.ts";
import { factPayloads } from "./contract.ts";
import {
  type CasesReader,
  type CoversReader,
  getOrder,
  type RefundsReader,
  type WindowsReader,
} from "./queries/get-order.ts";
import { getPresent } from "./queries/get-present.ts";
import { invariants } from "./queries/invariants.ts";
import { getImport, listImports } from "./queries/list-imports.ts";
import { listOrders } from "./queries/list-orders.ts";
import { importJob, onImportAsked } from "./reactions/on-import-asked.ts";
import { onPresentClosed } from "./reactions/on-present-closed.ts";
import { ordersPersonalData } from "./store/personal-data.ts";

export type OrdersParts = {
  readonly personal: Personal;
  readonly dataDir: string;
  /** What the codes of presents are computed with. */
  readonly presentKey: Uint8Array;
  /** Shows out whoever a present has let in. */
  readonly endPresent?: (presentId: string) => Promise<void>;
  /** The cases of an order: read on a higher floor. */
  readonly casesOf?: CasesReader;
  readonly coversOf?: CoversReader;
  /** Until when its lines can be sent back: decided on a higher floor. */
  readonly windowsOf?: WindowsReader;
  /** What of it was paid back, as far as the caller may know: read on a higher floor. */
  readonly refundsOf?: RefundsReader;
};

/** Where uploads wait and rejected rows are kept. */
export function importsFolder(dataDir: string): string {
  return join(dataDir, "imports");
}

export function orders({
  personal,
  dataDir,
  presentKey,
  endPresent: endSessions = async () => {},
  casesOf = async () => [],
  coversOf = async () => [],
  windowsOf = async () => new Map(),
  refundsOf = async () => ({ refundedMinor: 0n, reservedMinor: 0n }),
}: OrdersParts): Domain {
  const told = putOrder(personal);
  const [make, renew] = [makePresent(presentKey), renewPresentCode(presentKey)];
  return {
    name: "orders",
    actions: [told, startImport, make, renew, endPresent],
    routes: [
      get("/orders", listOrders, "Orders: a shopper's own, or all that staff may see"),
      get(
        "/orders/{number}",
        getOrder(casesOf, windowsOf, refundsOf, coversOf),
        "One order with lines, units, delivery and tenders",
      ),
      put("/orders/{number}", told, "Tell of one order as the shop has it now"),
      get("/orders/{number}/present", getPresent(presentKey), "Whether the goods are a present, and its code"),
      post("/orders/{number}/present", make, "Make the goods a present, or change which of them are"),
      post("/orders/{number}/present/renew", renew, "A new code; the old one opens nothing any more"),
      post("/orders/{number}/present/end", endPresent, "No present any more"),
      get("/imports", listImports, "Imports with their counts"),
      get("/imports/{id}", getImport, "One import, counting while it runs"),
    ],
    reactions: [onImportAsked, onPresentClosed(endSessions)],
    jobs: [importJob(personal, importsFolder(dataDir))],
    invariants,
    personalData: ordersPersonalData(personal),
    facts: factPayloads,
  };
}
