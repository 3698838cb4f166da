/**
 * The floors of the house, from the ground up. A domain may import the door of a lower floor and hear its facts; never a
 * neighbour's, never a higher one's. Rooms not built yet are listed too, so that their place is settled before they are.
 * Source: ARCHITECTURE.md, "The arrows". tests/architecture reads it.
 */
export const floors = [
  { domains: ["parties", "catalog", "compliance"], about: "who, what, and what we may keep" },
  { domains: ["orders"], about: "our faithful copy of the shop's facts" },
  { domains: ["logistics", "members", "live", "announcements"], about: "what the work leans on" },
  { domains: ["payments"], about: "refunds, compensation, reservations, reconciliation" },
  { domains: ["returns"], about: "returns, refunds, exchanges" },
  { domains: ["repairs"], about: "warranty and mending" },
  { domains: ["desk"], about: "conversations, tickets, service clocks, follow-ups" },
  { domains: ["complaints"], about: "disputes about the work" },
  { domains: ["surveys", "reviews"], about: "judge finished work" },
  { domains: ["quality"], about: "agreements, sampling, recall, merchant credit" },
  { domains: ["workforce"], about: "work plans, standards, training, incentives, staffing" },
  { domains: ["insight", "crisis"], about: "promise board, behaviour, market; crisis playbook" },
] as const satisfies readonly { domains: readonly string[]; about: string }[];

/** 0 is the ground; undefined: there is no such domain. */
export function floorOf(domain: string): number | undefined {
  const floor = floors.findIndex(({ domains }) => domains.some((name) => name === domain));
  return floor === -1 ? undefined : floor;
}
