import type { Permit } from "#platform/action";

/** Everybody who got past the door: shoppers, guests, merchants, staff, keys. */
export const signedIn: Permit = { sentence: "is signed in", permits: () => true };

/** A key cannot make keys or invite people: what it may do ends with the key. */
export const inPerson: Permit = {
  sentence: "acts in person",
  permits: ({ principal }) =>
    principal.kind === "shopper" || principal.kind === "system" || principal.key === undefined,
};

/** People of the platform and of merchants, and their keys. */
export const worksHere: Permit = {
  sentence: "works here",
  permits: ({ principal }) => principal.kind === "staff" || principal.kind === "merchant",
};
