import { z } from "zod";
import { staffNames } from "#domains/parties";
import { isId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { policyTerms } from "#law";
import { holds, query } from "#platform/action";
import type { Param, Tx } from "#platform/db";
import { becauseShape, instantShape, uuidShape } from "#platform/wire";
import { termsOf } from "../contract/reasons.ts";
import {
  caseKinds,
  draftListQuery,
  draftPageShape,
  draftShape,
  findingShape,
  type PolicyDraftRow,
  reasonNames,
  termsShape,
} from "../contract.ts";
import { checkPolicy } from "../rules/check-policy.ts";
import { policyBodySchema } from "../rules/handling.ts";
import { builtInBody } from "./policy-of.ts";
import { clausesOf } from "./read-policies.ts";

type ListedDraft = {
  readonly id: string;
  readonly policy_id: string;
  readonly merchant_id: string | null;
  readonly merchant_name: string | null;
  readonly merchant_name_en: string | null;
  readonly title: PolicyDraftRow["title"];
  readonly state: PolicyDraftRow["state"];
  readonly version: number;
  readonly changed_by: string;
  readonly changed_at: Temporal.Instant;
  readonly published_version: number | null;
};

/** GET /api/v1/policy-drafts: what is being written, changed last first. */
export const listDrafts = query({
  name: "policies.drafts.list",
  input: draftListQuery,
  output: draftPageShape,
  allow: holds("policies.write"),
  run: async (tx, { state, cursor, limit }) => {
    const [at, id] = cursor?.split(" ") ?? [];
    if (cursor !== undefined && (at === undefined || id === undefined || !isId(id) || !isInstant(at)))
      return refuse("cursor-broken");
    const rows = await draftRows(
      tx,
      `where ($1::text is null or d.state = $1) and ($2::timestamptz is null or (d.changed_at, d.id) < ($2::timestamptz, $3::uuid))
        order by d.changed_at desc, d.id desc limit $4`,
      [state, at, id, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return grant({
      items: await told(tx, page),
      nextCursor: last === undefined ? null : `${last.changed_at.toString()} ${last.id}`,
    });
  },
});

/** GET /api/v1/policy-drafts/{id}: the draft with what the law says of it today. */
export const getDraft = query({
  name: "policies.drafts.get",
  input: z.object({ id: uuidShape }),
  output: draftShape,
  allow: holds("policies.write"),
  run: async (tx, { id }) => {
    const [row] = await draftRows(tx, "where d.id = $1", [id]);
    if (row === undefined) return refuse("draft-not-found", { id });
    const [listed] = await told(tx, [row]);
    const [{ body }, current] = await Promise.all([
      tx.one<{ body: unknown }>("select body from returns.policy_draft where id = $1", [id]),
      tx.maybe<{ version: number }>(
        "select version from platform.policy where id = $1 and effective_from <= $2 order by effective_from desc, version desc limit 1",
        [row.policy_id, tx.now],
      ),
    ]);
    const parsed = policyBodySchema.parse(body);
    const findings = checkPolicy(parsed, {
      on: tx.now,
      effectiveFrom: tx.now,
      owner: row.merchant_id === null ? "platform" : "merchant",
    });
    const open = row.state === "draft";
    const closed = open ? null : { code: "draft-not-open", params: { state: row.state } };
    const short = findings.filter(({ severity }) => severity === "error").length;
    const below = short === 0 ? null : { code: "policy-below-law", params: { errors: short } };
    return grant({
      ...listed,
      body: parsed,
      clauses: clausesOf(parsed),
      findings,
      current: current?.version ?? null,
      abilities: [
        { action: "save", allowed: open, because: closed },
        { action: "discard", allowed: open, because: closed },
        { action: "publish", allowed: open && below === null, because: closed ?? below },
        { action: "replay", allowed: true, because: null },
      ],
    });
  },
});

/** POST /api/v1/policy-drafts/check: what the law says of a draft that is not saved yet; writes nothing. */
export const checkDraft = query({
  name: "policies.drafts.check",
  input: z.strictObject({
    body: policyBodySchema,
    merchantId: uuidShape.nullable().default(null),
    effectiveFrom: instantShape.optional(),
  }),
  output: z.object({ clauses: z.array(becauseShape), findings: z.array(findingShape) }),
  allow: holds("policies.write"),
  run: async (tx, { body, merchantId, effectiveFrom }) =>
    grant({
      clauses: clausesOf(body),
      findings: checkPolicy(body, {
        on: tx.now,
        effectiveFrom: effectiveFrom === undefined ? tx.now : Temporal.Instant.from(effectiveFrom),
        owner: merchantId === null && tx.principal.kind !== "merchant" ? "platform" : "merchant",
      }),
    }),
});

/** GET /api/v1/policy-drafts/terms: the words a clause may be written in. */
export const readTerms = query({
  name: "policies.drafts.terms",
  input: z.object({}),
  output: termsShape,
  allow: holds("policies.write"),
  run: async () =>
    grant({
      ...policyTerms,
      caseKinds,
      caseReasons: reasonNames,
      filmReasons: reasonNames.filter((reason) => termsOf(reason).evidence.includes("video")),
      builtIn: builtInBody,
    }),
});

function draftRows(tx: Tx, tail: string, params: readonly Param[]): Promise<ListedDraft[]> {
  return tx.rows<ListedDraft>(
    `select d.id, d.policy_id, d.merchant_id, m.name as merchant_name, m.name_en as merchant_name_en, d.title, d.state, d.version, d.changed_by, d.changed_at, d.published_version
       from returns.policy_draft d left join parties.merchant m on m.id = d.merchant_id ${tail}`,
    params,
  );
}

async function told(tx: Tx, rows: readonly ListedDraft[]): Promise<PolicyDraftRow[]> {
  const people = rows.flatMap(({ changed_by }) => personIn(changed_by) ?? []);
  const names = people.length === 0 ? new Map<string, string>() : await staffNames(tx, people);
  return rows.map((row) => ({
    id: row.id,
    policyId: row.policy_id,
    merchantId: row.merchant_id,
    merchantName: row.merchant_name === null ? null : { zh: row.merchant_name, en: row.merchant_name_en ?? "" },
    title: row.title,
    state: row.state,
    version: row.version,
    changedAt: row.changed_at.toString(),
    changedBy: names.get(personIn(row.changed_by) ?? "") ?? row.changed_by,
    publishedVersion: row.published_version,
  }));
}

/** The member of staff in `staff:…` or `merchant:…`, as principals are written. */
function personIn(principal: string): string | undefined {
  const [kind, id] = principal.split(":");
  return (kind === "staff" || kind === "merchant") && id !== undefined && isId(id) ? id : undefined;
}

function isInstant(text: string): boolean {
  return instantShape.safeParse(text).success;
}
