import { confirmationFlaws } from "#law";
import type { Exclusion } from "../contract.ts";

type Confirmed = {
  readonly shown_prominently: boolean;
  readonly pre_ticked: boolean;
  readonly per_order: boolean;
  readonly in_mandatory_flow: boolean;
  readonly confirmed_at: string;
  readonly snapshot: string;
};

/** Whether what was confirmed at purchase keeps these goods from coming back without a reason; null: it is not of their nature. */
export function exclusionOf(
  confirmationClass: string | null,
  confirmed: Confirmed | null,
  placedAt: Temporal.Instant,
): Exclusion | null {
  if (confirmationClass === null) return null;
  if (confirmed === null) return { class: confirmationClass, confirmation: null, flaws: ["missing"] };
  const at = Temporal.Instant.from(confirmed.confirmed_at);
  const confirmation = {
    at: at.toString(),
    shownProminently: confirmed.shown_prominently,
    preTicked: confirmed.pre_ticked,
    perOrder: confirmed.per_order,
    inMandatoryFlow: confirmed.in_mandatory_flow,
    snapshot: confirmed.snapshot,
  };
  const flaws = confirmationFlaws({
    confirmation: { ...confirmation, snapshotId: confirmed.snapshot === "" ? null : confirmed.snapshot },
    at: { confirmed: at.epochMilliseconds, ordered: placedAt.epochMilliseconds },
  });
  return { class: confirmationClass, confirmation, flaws };
}
