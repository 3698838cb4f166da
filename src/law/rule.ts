import { assert } from "#kernel/outcome";
import { type DayNumber, dayNumber, type LocalDate, localDate } from "#kernel/time";
import type { Citation, Verification } from "./decision.ts";

/** A statute, regulation or practice that rules are read from. */
export type Source = {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** The number it was issued under. */
  readonly number: string | null;
  readonly inForceFrom: LocalDate;
  readonly inForceTo: LocalDate | null;
};

/** The fact whose date picks the version of a rule. */
export type DatedBy = "orderedAt" | "receivedOn" | "noticeAt" | "goodsBackAt";

type Authority = {
  readonly source: Source;
  readonly article: string;
  readonly verification: Verification;
  readonly inForceFrom: LocalDate;
  readonly inForceTo: LocalDate | null;
};

/** One rule of the register. Several authorities may say it, each from its own day on. */
export type Rule = {
  readonly id: string;
  readonly datedBy: DatedBy;
  readonly authorities: readonly Authority[];
  readonly versions: readonly RuleVersion[];
};

/** What a rule rests on from a day until the next version's. */
export type RuleVersion = {
  readonly from: DayNumber;
  /** The best grade among its authorities; null where none is in force. */
  readonly grade: Verification | null;
  /** Frozen and shared by every decision that cites it. */
  readonly citations: readonly Citation[];
};

/** Words the record of a source; the day it ended is the last day it was in force. */
export function source(
  id: string,
  name: { zh: string; en: string },
  number: string | null,
  from: string,
  to: string | null = null,
): Source {
  return Object.freeze({
    id,
    name,
    number,
    inForceFrom: localDate(from),
    inForceTo: to === null ? null : localDate(to),
  });
}

/** An article; without dates of its own it is in force as long as its source. */
export function article(
  source: Source,
  article: string,
  verification: Verification,
  inForce: { from?: string; to?: string } = {},
): Authority {
  return Object.freeze({
    source,
    article,
    verification,
    inForceFrom: inForce.from === undefined ? source.inForceFrom : localDate(inForce.from),
    inForceTo: inForce.to === undefined ? source.inForceTo : localDate(inForce.to),
  });
}

export function rule(id: string, datedBy: DatedBy, ...authorities: readonly Authority[]): Rule {
  assert(authorities.length > 0, `the rule ${id} has a source`);
  return Object.freeze({ id, datedBy, authorities, versions: versionsOf(id, authorities) });
}

/** The version in force on the day. */
export function versionOn({ versions }: Rule, day: DayNumber): RuleVersion {
  // From the newest back, because most orders are recent.
  for (let index = versions.length - 1; index >= 0; index -= 1) {
    const version = versions[index];
    if (version && day >= version.from) return version;
  }
  assert(false, "the versions of a rule cover all days");
}

function versionsOf(id: string, authorities: readonly Authority[]): readonly RuleVersion[] {
  const starts = new Set<DayNumber>([Number.NEGATIVE_INFINITY]);
  for (const { inForceFrom, inForceTo } of authorities) {
    starts.add(dayNumber(inForceFrom));
    if (inForceTo !== null) starts.add(dayNumber(inForceTo) + 1);
  }
  const days = [...starts].sort((a, b) => a - b);
  return days.map((from) => {
    const inForce = authorities.filter(
      (one) => dayNumber(one.inForceFrom) <= from && (one.inForceTo === null || from <= dayNumber(one.inForceTo)),
    );
    return Object.freeze({
      from,
      grade: grades.find((grade) => inForce.some((one) => one.verification === grade)) ?? null,
      citations: Object.freeze(inForce.map((one) => citation(id, one))),
    });
  });
}

const grades = ["V", "P", "M"] as const;

function citation(rule: string, one: Authority): Citation {
  return Object.freeze({
    rule,
    source: one.source.id,
    article: one.article,
    inForceFrom: one.inForceFrom,
    inForceTo: one.inForceTo,
    verification: one.verification,
  });
}
