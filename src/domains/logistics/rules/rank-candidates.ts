import type { ParkedCandidate } from "../contract.ts";

type Reason = ParkedCandidate["reasons"][number];

/** How much each finding says about whose parcel it is. */
const weights: Readonly<Record<Reason, number>> = {
  "tracking-number": 60,
  "slip-number": 50,
  "phone-last4": 20,
  "sender-name": 20,
};

/**
 * Whose parcel this may be: what was found by several ways counts by all of them, a tracking number most. A shared name or four
 * digits alone point at many people and are shown, never taken.
 */
export function rankCandidates(
  found: readonly (Omit<ParkedCandidate, "score" | "reasons"> & { readonly reason: Reason })[],
): ParkedCandidate[] {
  const bySubject = new Map<string, ParkedCandidate>();
  for (const { reason, ...candidate } of found) {
    const key = `${candidate.subject.kind}|${candidate.subject.number}`;
    const known = bySubject.get(key);
    if (known?.reasons.includes(reason)) continue;
    bySubject.set(key, {
      ...candidate,
      reasons: [...(known?.reasons ?? []), reason],
      score: Math.min(100, (known?.score ?? 0) + weights[reason]),
    });
  }
  return [...bySubject.values()].toSorted(
    (a, b) => b.score - a.score || (a.subject.number < b.subject.number ? -1 : 1),
  );
}
