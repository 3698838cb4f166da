import { cumulativeShare, lesser } from "#kernel/money";
import { type Clause, type Decision, type PolicyVersion, promiseIds } from "#law";
import { type CaseKind, causeOf, kindTraits, type Reason, type waysBack } from "../model.ts";
import { remedyOfKind } from "./facts-of-line.ts";
import type { Standing } from "./what-is-offered.ts";

type WayBack = (typeof waysBack)[number];

/** What a promise asks of whoever takes it up. `ways` null: the goods may come back any way. */
export type PromiseTerms = { readonly ways: readonly WayBack[] | null; readonly feeMinor: bigint };

export const noTerms: PromiseTerms = { ways: null, feeMinor: 0n };

/**
 * A shop may say how goods come back and what that costs only where it gives what no statute does: as soon as a statute gives the
 * same remedy, or may, its terms are the statute's. Of several promises that hold, the shopper has the best of each.
 */
export function promiseTerms(
  asked: { readonly kind: CaseKind; readonly reason: Reason; readonly paidMinor: bigint },
  decision: Decision,
  { route }: Pick<Standing, "route">,
  policy: PolicyVersion,
): PromiseTerms {
  const remedy = remedyOfKind[asked.kind];
  if (route !== "promise") return noTerms;
  const byStatute = decision.routes.some(
    (one) => one.route !== "promise" && one.remedies.some((offer) => offer.remedy === remedy),
  );
  const promise = decision.routes.find((one) => one.route === "promise");
  if (byStatute || promise === undefined) return noTerms;
  const held = promise.because.filter(({ code }) => holding.has(code)).map(({ rule }) => rule);
  const clauses = policy.clauses.filter(({ id, remedies }) => held.includes(id) && remedies.includes(remedy));
  // A promise of the page or of the host is written in no clause and has no terms.
  const besideThePolicy = held.some((rule) => !clauses.some(({ id }) => id === rule) && saidElsewhere.has(rule ?? ""));
  if (clauses.length === 0 || besideThePolicy) return noTerms;
  const { goodsBack, money } = kindTraits[asked.kind];
  const charged = money === "refund" && goodsBack && causeOf(asked.reason) === "changed-mind";
  const fees = charged ? clauses.map((clause) => feeOf(clause, asked.paidMinor)) : [0n];
  // Refusing at the door is asked for by its own kind, and is no way of sending back.
  const ways = clauses.map(({ waysBack }) => waysBack.filter((way) => way !== "refused-at-door"));
  return {
    ways: asked.kind === "refuse-delivery" || ways.some((one) => one.length === 0) ? null : [...new Set(ways.flat())],
    feeMinor: fees.reduce(lesser),
  };
}

const saidElsewhere: ReadonlySet<string> = new Set(Object.values(promiseIds));

/** Of several lines: the ways open to all of them, and the fees together. */
export function termsTogether(terms: readonly PromiseTerms[]): PromiseTerms {
  return terms.reduce(
    (all, one) => ({ ways: shared(all.ways, one.ways), feeMinor: all.feeMinor + one.feeMinor }),
    noTerms,
  );
}

/** Goods of one case travel together: where no way is open to all of them, none is closed. */
function shared(a: PromiseTerms["ways"], b: PromiseTerms["ways"]): PromiseTerms["ways"] {
  if (a === null || b === null) return a ?? b;
  const both = a.filter((way) => b.includes(way));
  return both.length === 0 ? null : both;
}

const holding: ReadonlySet<string> = new Set([
  "clause-applies",
  ...Object.values(promiseIds).map((id) => `${id}-applies`),
  "clause-condition-disputed",
  "clause-evidence-needed",
  "clause-amount-unknown",
]);

function feeOf({ fee }: Clause, paidMinor: bigint): bigint {
  if (fee === null) return 0n;
  const minor = "minor" in fee ? BigInt(fee.minor) : cumulativeShare(paidMinor, 0n, BigInt(fee.basisPoints), 10_000n);
  return lesser(minor, paidMinor);
}
