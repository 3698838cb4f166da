import { type Outcome, refuse } from "#kernel/outcome";
import { holdsRight, type Principal } from "#platform/db";

export type PermitContext = { readonly principal: Principal; readonly subject: unknown };

/** One sentence of permission. `sentence` is what the rights page and the tests print. */
export type Permit = {
  readonly sentence: string;
  permits(context: PermitContext): boolean;
  /** Whether it can hold for them at all, whatever it is about: asked before anything is read. Absent: it may. */
  readonly ever?: (principal: Principal) => boolean;
};

export function permitted(permit: Permit, context: PermitContext): Outcome<undefined> | undefined {
  return permit.permits(context) ? undefined : refuse("forbidden", { needs: permit.sentence });
}

/** Who can never do it is refused without a look at what it is about, which they may not even be able to read. */
export function everPermitted(permit: Permit, principal: Principal): Outcome<undefined> | undefined {
  return permit.ever?.(principal) === false ? refuse("forbidden", { needs: permit.sentence }) : undefined;
}

function ofPrincipal(sentence: string, ever: (principal: Principal) => boolean): Permit {
  return { sentence, ever, permits: ({ principal }) => ever(principal) };
}

export function holds(right: string): Permit {
  return ofPrincipal(`holds ${right}`, (principal) => holdsRight(principal, right));
}

/** The recipient of a present is no shopper: what recipients may do says so. */
export function is(kind: Principal["kind"]): Permit {
  return ofPrincipal(`is ${kind}`, (principal) => principal.kind === kind && !receives(principal));
}

export const recipient: Permit = ofPrincipal("is the recipient of a present", receives);

function receives(principal: Principal): boolean {
  return principal.kind === "shopper" && principal.presentId !== undefined;
}

export const systemOnly: Permit = is("system");

/** A program with an API key, not a person in a browser. */
export const byKey: Permit = ofPrincipal(
  "comes with an API key",
  (principal) => (principal.kind === "staff" || principal.kind === "merchant") && principal.key !== undefined,
);

/** A guest acts on one order only; what reaches further is for signed-in shoppers. */
export const guestScope: Permit = ofPrincipal(
  "is not a guest",
  (principal) => principal.kind !== "shopper" || principal.orderId === undefined,
);

/** The subject carries `merchantId` (or `merchantIds`) and a merchant's person touches only what is theirs. */
export const sameMerchant: Permit = {
  sentence: "same merchant",
  permits: ({ principal, subject }) => {
    if (principal.kind !== "merchant") return true;
    const { merchantId, merchantIds } = subject as { merchantId?: string; merchantIds?: readonly string[] };
    return merchantId === principal.merchantId || (merchantIds?.includes(principal.merchantId) ?? false);
  },
};

export function all(...permits: readonly Permit[]): Permit {
  return {
    sentence: permits.map((p) => p.sentence).join(" and "),
    permits: (context) => permits.every((p) => p.permits(context)),
    ever: (principal) => permits.every((p) => p.ever?.(principal) ?? true),
  };
}

export function any(...permits: readonly Permit[]): Permit {
  return {
    sentence: permits.map((p) => (p.sentence.includes(" and ") ? `(${p.sentence})` : p.sentence)).join(" or "),
    permits: (context) => permits.some((p) => p.permits(context)),
    ever: (principal) => permits.some((p) => p.ever?.(principal) ?? true),
  };
}

/** Only looked at with its subject: that something may hold does not mean that it always does. */
export function not(permit: Permit): Permit {
  return { sentence: `not (${permit.sentence})`, permits: (context) => !permit.permits(context) };
}
