import type { PolicyDraft } from "#contract/returns";

/** A draft's promises as the form holds them; what the form does not show stays as it came. */
export type DraftClause = {
  id: string;
  scope: {
    categories?: string[];
    channels?: string[];
    merchants?: string[];
    regions?: string[];
    tiers?: string[];
    campaigns?: string[];
  };
  reasons: string[];
  remedies: string[];
  window: { days: number; from: string } | { hours: number; from: string } | null;
  conditions: string[];
  evidence: string[];
  freight: string;
  outboundFreight: boolean;
  pays: string;
  waysBack: string[];
  fee: { basisPoints: number } | { minor: string } | null;
};
export type DraftHandling = Record<string, unknown> & {
  workingHours: string | null;
  reminders: number[];
  pauses: { label: string; from: string; until: string; holds: string[] }[];
  merchantAnswersHoursFor: Readonly<Record<string, number>>;
  instantRefundUpToMinor: string | null;
  shipFirstByItself: boolean;
  filmWantedFor: string[];
  returnFreightUpToMinor: string;
  keepForLess: { reasons: string[]; percent: number }[];
  exchangeBonusMinor: string | null;
  autoApprove: {
    kinds: string[];
    upToMinor: string;
    reasons: string[] | null;
    casesIn90Days: number | null;
  };
};
export type DraftBody = {
  policy: Record<string, unknown> & { rollMode: string; clauses: DraftClause[] };
  handling: DraftHandling;
};

/** What stands in the form: saved with the version that was seen. */
export type Typed = { readonly title: PolicyDraft["title"]; readonly body: DraftBody };

export function typedOf(draft: PolicyDraft): Typed {
  // The server has parsed it by the shape that this type copies.
  return { title: draft.title, body: draft.body as DraftBody };
}

/** A clause with a name that no other has; the rest is what most shops promise first. */
export function newClause(others: readonly DraftClause[]): DraftClause {
  let number = others.length + 1;
  while (others.some(({ id }) => id === `clause-${number}`)) number += 1;
  return {
    id: `clause-${number}`,
    scope: {},
    reasons: ["no-longer-wanted"],
    remedies: ["return"],
    window: { days: 7, from: "delivered" },
    conditions: ["intact"],
    evidence: [],
    freight: "shopper",
    outboundFreight: false,
    pays: "paid",
    waysBack: [],
    fee: null,
  };
}

/** Numbers of hours and days among the handling, in the order the server gives them. */
export function deadlinesOf(handling: DraftHandling): { name: string; value: number; unit: "hours" | "days" }[] {
  return Object.entries(handling).flatMap(([name, value]) => {
    const unit = name.endsWith("Hours") ? "hours" : name.endsWith("Days") ? "days" : null;
    return unit !== null && typeof value === "number" ? [{ name, value, unit } as const] : [];
  });
}

/** Where what is typed is kept until it is saved: with the version that was seen, so that a newer one is not overwritten. */
export const typingKey = (id: string, version: number) => `policy-draft.${id}.${version}`;

export function typedFrom(kept: string): Typed | null {
  try {
    return kept === "" ? null : (JSON.parse(kept) as Typed);
  } catch {
    return null;
  }
}
