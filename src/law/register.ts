import type { LocalDate } from "#kernel/time";
import { type PackId, packs } from "./decide.ts";
import type { RouteName, Verification } from "./decision.ts";
import type { DatedBy, Rule } from "./rule.ts";

/** One line of the legal register: an article, the rule that carries it out, and how well its text was checked. */
export type RegisterEntry = {
  readonly rule: string;
  /** The route that applies it; null for what holds on all routes. */
  readonly route: RouteName | null;
  readonly source: string;
  readonly instrument: { readonly zh: string; readonly en: string };
  readonly number: string | null;
  readonly article: string;
  readonly inForceFrom: LocalDate;
  readonly inForceTo: LocalDate | null;
  readonly verification: Verification;
  readonly datedBy: DatedBy;
};

/** Every rule of a pack with each of its articles. */
export function lawRegister(pack: PackId): readonly RegisterEntry[] {
  const { rules, routes } = packs[pack];
  return [
    ...rules.flatMap((rule) => entries(rule, null)),
    ...routes.flatMap((route) => route.rules.flatMap((rule) => entries(rule, route.name))),
  ];
}

function entries({ id, datedBy, authorities }: Rule, route: RouteName | null): RegisterEntry[] {
  return authorities.map(({ source, article, inForceFrom, inForceTo, verification }) => ({
    rule: id,
    route,
    source: source.id,
    instrument: source.name,
    number: source.number,
    article,
    inForceFrom,
    inForceTo,
    verification,
    datedBy,
  }));
}
