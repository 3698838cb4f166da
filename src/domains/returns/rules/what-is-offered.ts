import type { MoneyOnWire } from "#kernel/money";
import type { Params } from "#kernel/outcome";
import type { Citation, Decision, RouteDecision, RouteName } from "#law";
import { type CaseKind, causeOf, kindTraits, type Reason } from "../model.ts";
import { remedyOfKind } from "./facts-of-line.ts";

/** A reason of the law pack, or one of our own beside it. */
type Because = { readonly code: string; readonly params: Params; readonly rule: string | null };

export type Standing = {
  readonly standing: "offered" | "review" | "refused";
  readonly verdict: "ALLOW" | "REVIEW" | "DENY";
  readonly route: RouteName | null;
  readonly lastDay: string | null;
  readonly freightPayer: string | null;
  /** What the route gives back in money, where it says how much. */
  readonly amount: MoneyOnWire | null;
  readonly because: readonly Because[];
  readonly citations: readonly Citation[];
};

const routesOfKind: Readonly<Record<CaseKind, readonly RouteName[]>> = {
  "cancel-before-shipment": ["before-shipment", "promise"],
  "refund-only": ["promise", "non-conformity", "non-delivery"],
  "return-and-refund": ["promise", "no-reason", "non-conformity", "three-guarantees", "void-contract"],
  exchange: ["promise", "non-conformity", "three-guarantees"],
  repair: ["promise", "non-conformity", "three-guarantees"],
  reship: ["promise", "non-conformity", "non-delivery"],
  "price-protection": ["promise"],
  "refuse-delivery": ["promise", "no-reason", "non-conformity"],
};

/** Lateness is settled as such; a change of mind, which needs no lateness, is asked for by its own name. */
const routesOfLateness: readonly RouteName[] = ["promise", "non-delivery"];

/** Where the goods are: what can be asked for depends on it before any right does. */
export type Whereabouts = "not-sent" | "on-the-way" | "delivered";

/**
 * Whether a kind of service is to be had for one line: offered when any route allows its remedy, for a person to look at when
 * one may, else refused with the reasons of the route that came nearest. A route that refuses never closes another.
 */
export function whatIsOffered(kind: CaseKind, reason: Reason, where: Whereabouts, decision: Decision): Standing {
  const wrongPlace = whereRefused(kind, where);
  if (wrongPlace !== undefined) return refused([{ code: wrongPlace, params: {}, rule: null }]);
  const late = reason === "late-delivery";
  // What is late and still under way needs no way back: whoever refuses it at the door gets the money.
  const remedy = late && kind === "refuse-delivery" ? "refund-only" : remedyOfKind[kind];
  const routes = (late ? routesOfLateness : routesOfKind[kind]).flatMap(
    (name) => decision.routes.find((route) => route.route === name) ?? [],
  );
  for (const wanted of ["ALLOW", "REVIEW"] as const) {
    const open = routes.filter((route) =>
      route.remedies.some((offer) => offer.remedy === remedy && offer.decision === wanted),
    );
    const best = open.find((route) => route.route === decision.best) ?? open[0];
    if (best !== undefined) return taken(best, remedy, wanted);
  }
  const undecided = routes.find((route) => route.decision === "REVIEW" && route.remedies.length === 0);
  if (undecided !== undefined) return { ...taken(undecided, remedy, "REVIEW"), standing: "review" };
  // Money without goods back is the merchant's own decision once a fault is plausible.
  const fault = routes.find((route) => route.route === "non-conformity" && route.decision !== "DENY");
  if (kind === "refund-only" && causeOf(reason) === "sellers-fault" && fault !== undefined) {
    const taking = taken(fault, remedy, "REVIEW");
    return {
      ...taking,
      because: [{ code: "merchant-decides-refund-only", params: {}, rule: null }, ...taking.because],
    };
  }
  // To exchange instead of sending back for good is the merchant's courtesy where goods could come back anyway.
  const back = kind === "exchange" && routesOpenTo("return", decision)[0];
  if (back) {
    return {
      ...taken(back, "return", "REVIEW"),
      because: [{ code: "merchant-decides-exchange", params: {}, rule: null }, ...back.because],
    };
  }
  // The route that the reason speaks of says why not; a promise that was never made explains nothing.
  const told: readonly RouteName[] = causeOf(reason) === "sellers-fault" ? faultRoutes : ["no-reason"];
  const nearest =
    routes.find((route) => told.includes(route.route) && route.because.length > 0) ??
    routes.find((route) => route.route !== "promise" && route.because.length > 0) ??
    routes[0];
  return refused(nearest?.because ?? [], nearest);
}

/** Not refused because it cannot be done: what nobody owes a merchant may give all the same. */
export function canBeGiven({ because }: Standing): boolean {
  return !because.some(({ code }) => cannotBeDone.has(code));
}

const cannotBeDone: ReadonlySet<string> = new Set([
  "already-shipped",
  "not-shipped-yet",
  "already-delivered",
  "repair-one-piece",
  "not-repairable-goods",
]);

function whereRefused(kind: CaseKind, where: Whereabouts): string | undefined {
  const { shipped } = kindTraits[kind];
  if (shipped === false && where !== "not-sent") return "already-shipped";
  if (shipped === true && where === "not-sent") return "not-shipped-yet";
  if (kind === "refuse-delivery" && where === "delivered") return "already-delivered";
  return undefined;
}

function routesOpenTo(remedy: string, decision: Decision): RouteDecision[] {
  return decision.routes.filter((route) => route.remedies.some((offer) => offer.remedy === remedy));
}

const faultRoutes: readonly RouteName[] = ["three-guarantees", "non-conformity", "non-delivery"];

/** The standing of several lines together: as good as the worst of them. */
export function worstOf(standings: readonly Standing[]): Standing {
  const [only] = standings;
  if (only !== undefined && standings.length === 1) return only;
  const rank = { refused: 0, review: 1, offered: 2 } as const;
  const worst = standings.reduce((worst, next) => (rank[next.standing] < rank[worst.standing] ? next : worst));
  const days = standings.flatMap(({ lastDay }) => lastDay ?? []).sort();
  return { ...worst, lastDay: worst.standing === "refused" ? worst.lastDay : (days[0] ?? worst.lastDay) };
}

function taken(route: RouteDecision, remedy: string, decision: "ALLOW" | "REVIEW"): Standing {
  const offer = route.remedies.find((o) => o.remedy === remedy && o.decision === decision);
  return {
    standing: decision === "ALLOW" ? "offered" : "review",
    verdict: decision,
    route: route.route,
    lastDay: offer?.lastDay ?? route.lastDay,
    freightPayer: offer?.freightPayer ?? route.freightPayer,
    amount: offer?.amount ?? null,
    because: route.because,
    citations: route.citations,
  };
}

export function refused(because: readonly Because[], route?: RouteDecision): Standing {
  return {
    standing: "refused",
    verdict: "DENY",
    route: null,
    lastDay: route?.lastDay ?? null,
    freightPayer: null,
    amount: null,
    because,
    citations: route?.citations ?? [],
  };
}
