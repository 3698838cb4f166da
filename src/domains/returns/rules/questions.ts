import { type Asked, asked } from "../contract/asks.ts";
import { type EvidenceKind, evidenceKinds, type Reason, termsOf } from "../contract/reasons.ts";
import { type CaseKind, causeOf, kindTraits } from "../model.ts";
import type { AssessedLine } from "./assess.ts";
import type { Standing } from "./what-is-offered.ts";

type Lines = readonly Pick<AssessedLine, "wouldStand">[];

/** What is asked of a delay or a fault rather than of the goods. */
const ofTheClaim: ReadonlySet<Asked> = new Set(["purposeDefeated", "urged"]);

/**
 * What the answer still turns on, found by asking the law and the policy what they would say: whatever changes nothing is not
 * asked. The state of the goods is asked of a change of mind; a fault is judged by what shows it, and nobody has opened a parcel
 * that is refused at the door.
 */
export function asksOf(lines: Lines, kind: CaseKind, reason: Reason): Asked[] {
  const changedMind = causeOf(reason) === "changed-mind";
  const ofTheGoods = changedMind && kindTraits[kind].goodsBack && kind !== "refuse-delivery";
  return asked.filter(
    (question) =>
      (ofTheClaim.has(question) ? !changedMind : ofTheGoods) &&
      lines.some(({ wouldStand }) => {
        const unsaid = wouldStand({ condition: {} });
        return [true, false].some((answer) => differs(wouldStand({ condition: { [question]: answer } }), unsaid));
      }),
  );
}

/** Whether it matters how many of the pieces are bad; one line has them, of several nobody could say which. */
export function asksBad(lines: Lines, reason: Reason): boolean {
  const [line, ...more] = lines;
  if (line === undefined || more.length > 0 || causeOf(reason) === "changed-mind") return false;
  return differs(line.wouldStand({ bad: { pieces: 1, of: 2 } }), line.wouldStand({ bad: undefined }));
}

/** Any one of these makes the answer what it is with all of them; empty: nothing needs showing. */
export function evidenceNeeded(lines: Lines, reason: Reason): readonly EvidenceKind[] {
  const own = termsOf(reason).evidence;
  const enough = (given: readonly EvidenceKind[]) =>
    lines.every(({ wouldStand }) => !differs(wouldStand({ evidence: given }), wouldStand({ evidence: evidenceKinds })));
  if (enough([])) return own;
  const alone = evidenceKinds.filter((kind) => enough([kind]));
  const both = alone.filter((kind) => own.length === 0 || own.includes(kind));
  return both.length > 0 ? both : alone.length > 0 ? alone : own;
}

function differs(one: Standing, other: Standing): boolean {
  return (
    one.verdict !== other.verdict ||
    one.standing !== other.standing ||
    one.lastDay !== other.lastDay ||
    one.freightPayer !== other.freightPayer ||
    one.amount?.amount !== other.amount?.amount
  );
}
