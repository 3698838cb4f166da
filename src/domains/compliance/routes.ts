import { type AuditKey, type Witness, watchChain } from "#platform/audit";
import type { Domain } from "#platform/domain";
import { get, post } from "#platform/http";
import { askPrivacy } from "./actions/ask-privacy.ts";
import { carryOut } from "./actions/carry-out.ts";
import { listAudit, type People } from "./queries/list-audit.ts";
import { listRequests } from "./queries/list-requests.ts";
import { readChain } from "./queries/read-chain.ts";
import { eraseWhatWasKeptJob } from "./reactions/every-day-erase-what-was-kept.ts";
import { finishRequestsJob } from "./reactions/every-hour-finish-requests.ts";
import { ownPersonalData, type PersonalDoor } from "./store.ts";

export type ComplianceParts = {
  readonly auditKey: AuditKey;
  readonly witness: Witness;
  /** The doors of every part of the system that keeps something about a shopper. */
  readonly personalData: readonly PersonalDoor[];
  /** Signs the shopper out everywhere. */
  readonly endSessions: (customerId: string) => Promise<void>;
  readonly people: People;
};

export function compliance(parts: ComplianceParts): Domain {
  const doors = [...parts.personalData, { name: "compliance", ...ownPersonalData }];
  const carry = carryOut(doors);
  const privacy = { carry, endSessions: parts.endSessions };
  const [exportAny, eraseAny] = [askPrivacy("export", "anybody", privacy), askPrivacy("erase", "anybody", privacy)];
  const [exportOwn, eraseOwn] = [askPrivacy("export", "own", privacy), askPrivacy("erase", "own", privacy)];
  return {
    name: "compliance",
    actions: [exportAny, eraseAny, exportOwn, eraseOwn, carry],
    routes: [
      get("/audit", listAudit(parts.people), "Who did what, newest first"),
      get(
        "/audit/chain",
        readChain(watchChain(parts.auditKey, parts.witness)),
        "Whether the audit trail is whole, recomputed",
      ),
      get("/privacy", listRequests, "Requests of shoppers for their data or its end, newest first"),
      post("/privacy/{customerId}/export", exportAny, "Everything that is kept about a shopper"),
      post("/privacy/{customerId}/erase", eraseAny, "Erase a shopper, as far as the law lets us"),
      post("/me/export", exportOwn, "Everything that is kept about me"),
      post("/me/erase", eraseOwn, "Erase me, as far as the law lets you"),
    ],
    jobs: [finishRequestsJob(carry, parts.endSessions), eraseWhatWasKeptJob(carry)],
  };
}
