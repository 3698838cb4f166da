import type { Id } from "#kernel/ids";

/** Who acts. The kind picks the database role; the fields become the row-security settings of the transaction. */
export type Principal =
  | { readonly kind: "shopper"; readonly customerId: Id<"customer">; readonly orderId?: Id<"order"> }
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
export type DbRole = "shopper" | "merchant" | "staff" | "system";

export const system = (name: string): Principal => ({ kind: "system", name });

/** One name per principal, for idempotency, audit and timelines: "shopper:…", "staff:…", "key:…", "system:…". */
export function principalName(principal: Principal): string {
  return `${principalKind(principal)}:${principalId(principal)}`;
}

/** The person who answers for what is done: a key acts for whoever made it. */
export function personBehind(principal: Principal): string {
  return "staffId" in principal ? `${principal.kind}:${principal.staffId}` : principalName(principal);
}

export function principalKind(principal: Principal): "shopper" | "guest" | "merchant" | "staff" | "key" | "system" {
  if (principal.kind === "shopper") return principal.orderId === undefined ? "shopper" : "guest";
  if (principal.kind === "system") return "system";
  return principal.key === undefined ? principal.kind : "key";
}

export function principalId(principal: Principal): string {
  switch (principal.kind) {
    case "shopper":
      return principal.customerId;
    case "merchant":
    case "staff":
      return principal.key ?? principal.staffId;
    case "system":
      return principal.name;
  }
}

export function holdsRight(principal: Principal, right: string): boolean {
  if (principal.kind === "system") return true;
  return principal.kind !== "shopper" && principal.rights.has(right);
}

/** The settings that row security reads, a statement each. Only validated values reach the text: uuids and our own names. */
export function settingsOf(principal: Principal): string[] {
  const settings = [`set local app.principal = '${safe(principalName(principal))}'`];
  if (principal.kind === "shopper") {
    settings.push(`set local app.customer_id = '${safe(principal.customerId)}'`);
    if (principal.orderId !== undefined) settings.push(`set local app.order_id = '${safe(principal.orderId)}'`);
  }
  if (principal.kind === "merchant") settings.push(`set local app.merchant_id = '${safe(principal.merchantId)}'`);
  return settings;
}

function safe(value: string): string {
  if (!/^[A-Za-z0-9:._-]{1,200}$/.test(value))
    throw new Error("a principal carries a value that may not reach SQL text");
  return value;
}
