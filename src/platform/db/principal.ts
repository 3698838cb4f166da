import type { Id } from "#kernel/ids";

/** Who acts. The kind picks the database role; the fields become the row-security settings of the transaction. */
export type Principal =
  | {
      readonly kind: "shopper";
      /** Who paid. */
      readonly customerId: Id<"customer">;
      /** A guest: this order only. */
      readonly orderId?: Id<"order">;
      /** The recipient of a present: what was given, never what was paid. Always with its order. */
      readonly presentId?: Id<"present">;
    }
  | {
      readonly kind: "merchant";
      readonly staffId: Id<"staff">;
      readonly merchantId: Id<"merchant">;
      readonly rights: Rights;
      readonly key?: string;
    }
  | {
      readonly kind: "staff";
      readonly staffId: Id<"staff">;
      readonly role: string;
      readonly rights: Rights;
      readonly key?: string;
    }
  | { readonly kind: "system"; readonly name: string };

export type Rights = ReadonlySet<string>;
export type DbRole = "shopper" | "guest" | "merchant" | "staff" | "system";

export const system = (name: string): Principal => ({ kind: "system", name });

/** One name per principal, for idempotency, audit and timelines: "shopper:…", "staff:…", "key:…", "system:…". */
export function principalName(principal: Principal): string {
  return `${principalKind(principal)}:${principalId(principal)}`;
}

/** The person who answers for what is done: a key acts for whoever made it. */
export function personBehind(principal: Principal): string {
  return "staffId" in principal ? `${principal.kind}:${principal.staffId}` : principalName(principal);
}

export function principalKind(
  principal: Principal,
): "shopper" | "guest" | "recipient" | "merchant" | "staff" | "key" | "system" {
  if (principal.kind === "shopper") {
    if (principal.presentId !== undefined) return "recipient";
    return principal.orderId === undefined ? "shopper" : "guest";
  }
  if (principal.kind === "system") return "system";
  return principal.key === undefined ? principal.kind : "key";
}

export function principalId(principal: Principal): string {
  switch (principal.kind) {
    case "shopper":
      // Who received a present is not who paid for it, and signs nothing in that name.
      return principal.presentId ?? principal.customerId;
    case "merchant":
    case "staff":
      return principal.key ?? principal.staffId;
    case "system":
      return principal.name;
  }
}

/** As which database role somebody's transactions run. */
export function dbRoleOf(principal: Principal): DbRole {
  return principal.kind === "shopper" && principal.orderId !== undefined ? "guest" : principal.kind;
}

export function holdsRight(principal: Principal, right: string): boolean {
  if (principal.kind === "system") return true;
  return principal.kind !== "shopper" && principal.rights.has(right);
}

/** The settings that row security reads, for this transaction only: one statement per kind of principal, so that it is prepared. */
export function settingsOf(principal: Principal): { readonly sql: string; readonly values: readonly string[] } {
  const settings: Record<string, string> = { "app.principal": principalName(principal) };
  if (principal.kind === "shopper") {
    settings["app.customer_id"] = principal.customerId;
    if (principal.orderId !== undefined) settings["app.order_id"] = principal.orderId;
    if (principal.presentId !== undefined) settings["app.present_id"] = principal.presentId;
  }
  if (principal.kind === "merchant") settings["app.merchant_id"] = principal.merchantId;
  const calls = Object.keys(settings).map((name, i) => `set_config('${name}', $${i + 1}, true)`);
  return { sql: `select ${calls.join(", ")}`, values: Object.values(settings) };
}
