import type { Exclusion } from "#contract/orders";
import { confirmationFlaws, parseFacts } from "#law";

/** What a line's decision knows of a confirmation at purchase; null where the goods are not of a nature that one could keep. */
export function exclusionReliedOn(facts: unknown): Exclusion | null {
  const read = parseFacts(facts);
  if (!read.ok || read.value.goods.confirmationClass === null) return null;
  const { goods, confirmation, at } = read.value;
  return {
    class: goods.confirmationClass ?? "",
    confirmation:
      confirmation === null || at.confirmed === null
        ? null
        : {
            at: Temporal.Instant.fromEpochMilliseconds(at.confirmed).toString(),
            shownProminently: confirmation.shownProminently,
            preTicked: confirmation.preTicked,
            perOrder: confirmation.perOrder,
            inMandatoryFlow: confirmation.inMandatoryFlow,
            snapshot: confirmation.snapshotId ?? "",
          },
    flaws: confirmationFlaws(read.value),
  };
}
