import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { lawRegister, packIds } from "#law";
import { holds, query } from "#platform/action";
import { answeredAbout, type PolicyBody, policyBodySchema } from "../rules/handling.ts";
import { builtInBody } from "./policy-of.ts";

type VersionRow = {
  id: string;
  version: number;
  merchant_id: string | null;
  merchant_name: string | null;
  merchant_name_en: string | null;
  title: { zh: string; en: string };
  effective_from: Temporal.Instant;
  published_at: Temporal.Instant;
  published_by: string;
};

const builtInTitle = { zh: "法定权利（内置）", en: "Statutory rights (built in)" };
const builtInFrom = "2000-01-01T00:00:00Z";

const titled = z.object({ zh: z.string(), en: z.string() });
const versionShape = z.object({
  version: z.number().int(),
  effectiveFrom: z.string(),
  publishedAt: z.string(),
  publishedBy: z.string(),
});
const listedShape = z.object({
  id: z.string(),
  merchantId: z.string().nullable(),
  merchantName: titled.nullable(),
  title: titled,
  versions: z.array(versionShape),
  current: z.number().int().nullable(),
});

/** Policies with their versions; `current` is the one that orders placed now would pin. */
export const listPolicies = query({
  name: "policies.list",
  input: z.object({}),
  output: z.object({ items: z.array(listedShape), nextCursor: z.null() }),
  allow: holds("policies.read"),
  run: async (tx) => {
    const rows = await tx.rows<VersionRow>(
      `select p.id, p.version, p.merchant_id, m.name as merchant_name, m.name_en as merchant_name_en, p.title, p.effective_from, p.published_at, p.published_by
         from platform.policy p left join parties.merchant m on m.id = p.merchant_id
        ${tx.principal.kind === "merchant" ? "where p.merchant_id is null or p.merchant_id = $1" : ""} order by p.merchant_id nulls first, p.id, p.version desc limit 2000`,
      tx.principal.kind === "merchant" ? [tx.principal.merchantId] : [],
    );
    const items = [...Map.groupBy(rows, (row) => row.id)].flatMap(([id, versions]) => {
      const newest = versions[0];
      if (newest === undefined) return [];
      const inForce = versions
        .filter((v) => Temporal.Instant.compare(v.effective_from, tx.now) <= 0)
        .map((v) => v.version);
      return [
        {
          id,
          merchantId: newest.merchant_id,
          merchantName: shopOf(newest),
          title: newest.title,
          current: inForce[0] ?? null,
          versions: versions.map((v) => ({
            version: v.version,
            effectiveFrom: v.effective_from.toString(),
            publishedAt: v.published_at.toString(),
            publishedBy: v.published_by,
          })),
        },
      ];
    });
    const builtIn = {
      id: "built-in",
      merchantId: null,
      merchantName: null,
      title: builtInTitle,
      current: 1,
      versions: [{ version: 1, effectiveFrom: builtInFrom, publishedAt: builtInFrom, publishedBy: "aftercare" }],
    };
    return grant({ items: [...items, builtIn], nextCursor: null });
  },
});

/** One version with its clauses: as data, and as codes the pages word. */
export const getPolicy = query({
  name: "policies.get",
  input: z.object({ id: z.string().max(100), version: z.coerce.number().int().min(1) }),
  output: z.object({
    id: z.string(),
    version: z.number().int(),
    merchantId: z.string().nullable(),
    merchantName: titled.nullable(),
    title: titled,
    effectiveFrom: z.string(),
    publishedAt: z.string(),
    publishedBy: z.string(),
    body: z.unknown(),
    clauses: z.array(
      z.object({
        code: z.string(),
        params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      }),
    ),
  }),
  allow: holds("policies.read"),
  run: async (tx, { id, version }) => {
    if (id === "built-in")
      return grant({
        id,
        version: 1,
        merchantId: null,
        merchantName: null,
        title: builtInTitle,
        effectiveFrom: builtInFrom,
        publishedAt: builtInFrom,
        publishedBy: "aftercare",
        body: builtInBody,
        clauses: clausesOf(builtInBody),
      });
    const row = await tx.maybe<VersionRow & { body: unknown }>(
      `select p.id, p.version, p.merchant_id, m.name as merchant_name, m.name_en as merchant_name_en, p.title, p.effective_from, p.published_at, p.published_by, p.body
         from platform.policy p left join parties.merchant m on m.id = p.merchant_id where p.id = $1 and p.version = $2`,
      [id, version],
    );
    if (
      row === undefined ||
      (tx.principal.kind === "merchant" && row.merchant_id !== null && row.merchant_id !== tx.principal.merchantId)
    )
      return refuse("policy-not-found", { id, version });
    const body = policyBodySchema.parse(row.body);
    return grant({
      id,
      version,
      merchantId: row.merchant_id,
      merchantName: shopOf(row),
      title: row.title,
      effectiveFrom: row.effective_from.toString(),
      publishedAt: row.published_at.toString(),
      publishedBy: row.published_by,
      body,
      clauses: clausesOf(body),
    });
  },
});

/** The clauses as sentences' codes: the promises first, then how cases are handled. */
export function clausesOf({ policy, handling }: PolicyBody) {
  return [
    ...policy.clauses.map((clause) => ({
      code: "policy-clause",
      params: {
        id: clause.id,
        remedies: clause.remedies.join(","),
        reasons: clause.reasons.join(","),
        freight: clause.freight,
        conditions: clause.conditions.join(","),
        evidence: clause.evidence.join(","),
        days: clause.window !== null && "days" in clause.window ? clause.window.days : null,
        hours: clause.window !== null && "hours" in clause.window ? clause.window.hours : null,
        from: clause.window?.from ?? null,
        categories: clause.scope.categories?.join(",") ?? null,
        waysBack: clause.waysBack.join(","),
        feeBasisPoints: clause.fee !== null && "basisPoints" in clause.fee ? clause.fee.basisPoints : null,
        feeMinor: clause.fee !== null && "minor" in clause.fee ? clause.fee.minor : null,
      },
    })),
    { code: "handling-merchant-answers", params: { hours: handling.merchantAnswersHours } },
    ...answeredAbout.flatMap((about) => {
      const hours = handling.merchantAnswersHoursFor[about];
      return hours === undefined ? [] : [{ code: "handling-merchant-answers-for", params: { id: about, hours } }];
    }),
    { code: "handling-shopper-sends", params: { days: handling.shopperSendsDays } },
    { code: "handling-goods-arrive", params: { days: handling.goodsArriveDays } },
    { code: "handling-inspected", params: { hours: handling.inspectedHours } },
    { code: "handling-repaired", params: { days: handling.repairedDays } },
    { code: "handling-shopper-resubmits", params: { days: handling.shopperResubmitsDays } },
    { code: "handling-platform-decides", params: { hours: handling.platformDecidesHours } },
    { code: "handling-offer-answered", params: { hours: handling.offerAnsweredHours } },
    { code: "handling-replacement-sent", params: { hours: handling.replacementSentHours } },
    { code: "handling-replacement-received", params: { days: handling.replacementReceivedDays } },
    { code: "handling-evidence", params: { hours: handling.evidenceHours } },
    { code: "handling-appeal", params: { days: handling.appealDays } },
    ...(handling.reminders.length === 0
      ? []
      : [{ code: "handling-reminders", params: { percents: handling.reminders.join(",") } }]),
    ...(handling.workingHours === null
      ? []
      : [{ code: "handling-working-hours", params: { hours: handling.workingHours } }]),
    ...handling.pauses.map(({ label, from, until, holds }) => ({
      code: "handling-pause",
      params: { id: `${label} ${from}`, label, from, until, holds: holds.join(",") },
    })),
    {
      code: "handling-auto-approve",
      params: {
        kinds: handling.autoApprove.kinds.join(","),
        upToMinor: handling.autoApprove.upToMinor,
        reasons: handling.autoApprove.reasons?.join(",") ?? null,
        casesIn90Days: handling.autoApprove.casesIn90Days,
      },
    },
  ];
}

/** The legal register: every rule of every pack with its source, article, dates and how far its text was checked. */
export const readLawRegister = query({
  name: "law.register",
  input: z.object({}),
  output: z.object({ items: z.array(z.unknown()) }),
  allow: holds("policies.read"),
  run: async () => grant({ items: packIds.flatMap((pack) => lawRegister(pack)) }),
});

function shopOf({ merchant_name: zh, merchant_name_en: en }: VersionRow) {
  return zh === null ? null : { zh, en: en ?? "" };
}
