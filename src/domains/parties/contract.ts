import { z } from "zod";
import { instantShape, moneyShape, pageOf, pageQuery, titleShape, uuidShape } from "#platform/wire";

/** Roles of people; what each may do is in rules/roles.ts. */
export const roles = [
  "agent",
  "supervisor",
  "merchant",
  "warehouse",
  "technician",
  "live",
  "operations",
  "compliance",
  "admin",
] as const;
export type Role = (typeof roles)[number];

export const rights = [
  "shoppers.read",
  "shoppers.unmask",
  "orders.read",
  "orders.write",
  "cases.read",
  "cases.create",
  "cases.initiate",
  "cases.decide",
  "cases.overrule",
  "cases.receive",
  "cases.inspect",
  "cases.send",
  "cases.assign",
  "refunds.resolve",
  "compensation.read",
  "compensation.propose",
  "compensation.approve",
  "deposits.read",
  "deposits.manage",
  "policies.read",
  "policies.write",
  "imports.run",
  "staff.read",
  "staff.write",
  "keys.manage",
  "webhooks.manage",
  "audit.read",
  "privacy.handle",
  "merchants.read",
  "parcels.receive",
  "parcels.dispose",
  "addresses.write",
  "pickups.manage",
  "sandbox.use",
  "handover.create",
] as const;
export type Right = (typeof rights)[number];

/** GET /api/v1/me — who the caller is, for the pages' frame. */
export const meShape = z
  .object({
    kind: z.enum(["shopper", "guest", "recipient", "merchant", "staff", "key"]),
    id: z.string(),
    name: z.string(),
    role: z.string().nullable(),
    rights: z.array(z.string()),
    merchant: z.object({ id: uuidShape, name: z.string(), nameEn: z.string() }).nullable(),
    team: z.string().nullable(),
    orderNumber: z.string().nullable(),
    phoneMask: z.string().nullable(),
    emailMask: z.string().nullable(),
    tier: z.string().nullable(),
    locale: z.string(),
    secondFactor: z.boolean(),
    unread: z.number().int(),
    sandbox: z.boolean(),
    demo: z.boolean(),
    now: instantShape,
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof meShape>;

export const setLocaleInput = z.strictObject({ locale: z.enum(["zh-CN", "en"]) });

/** GET /api/v1/shoppers?q= — by exact phone, last four digits, e-mail, name, or any number (order, case, refund, tracking). */
export const shopperSearchQuery = z.object({ q: z.string().max(100).optional(), ...pageQuery });
export const shopperRowShape = z.object({
  customerId: uuidShape,
  nameMask: z.string().nullable(),
  phoneMask: z.string().nullable(),
  emailMask: z.string().nullable(),
  tier: z.string(),
  source: z.string(),
  createdAt: instantShape,
  erasedAt: instantShape.nullable(),
});
export type ShopperRow = z.infer<typeof shopperRowShape>;
export const shopperPageShape = pageOf(shopperRowShape);

/** GET /api/v1/shoppers/{customerId} */
export const shopperIdInput = z.strictObject({ customerId: uuidShape });
export const shopperShape = shopperRowShape
  .extend({
    orders: z.number().int(),
    cases: z.number().int(),
    refunded: z.array(moneyShape),
    links: z.array(
      z.object({ customerId: uuidShape, nameMask: z.string().nullable(), reason: z.string(), linkedAt: instantShape }),
    ),
  })
  .meta({ id: "Shopper" });
export type Shopper = z.infer<typeof shopperShape>;

/** POST /api/v1/shoppers/{customerId}/unmask — one field, with a reason; audited. */
export const unmaskInput = z.strictObject({
  customerId: uuidShape,
  field: z.enum(["name", "phone", "email"]),
  reason: z.string().min(2).max(200),
});
export const unmaskOutput = z.object({ value: z.string() });

export const merchantShape = z
  .object({
    id: uuidShape,
    number: z.string(),
    name: z.string(),
    nameEn: z.string(),
    state: z.enum(["open", "closed"]),
    returnAddress: z.object({ name: z.string(), phone: z.string(), address: z.string() }),
    contactPhone: z.string(),
  })
  .meta({ id: "Merchant" });
export const merchantPageShape = pageOf(merchantShape);

export const staffShape = z
  .object({
    id: uuidShape,
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    merchantId: uuidShape.nullable(),
    merchantName: titleShape.nullable(),
    team: z.string().nullable(),
    state: z.enum(["active", "disabled"]),
    hasLogin: z.boolean(),
    createdAt: instantShape,
  })
  .meta({ id: "Staff" });
export type StaffRow = z.infer<typeof staffShape>;
export const staffPageShape = pageOf(staffShape);

/** POST /api/v1/staff — the person gets a one-use link by mail to set a password. */
export const addStaffInput = z.strictObject({
  name: z.string().min(1).max(60),
  email: z.email().max(200),
  role: z.enum(roles),
  merchantId: uuidShape.optional(),
  team: z.string().max(60).optional(),
});
export const changeStaffInput = z.strictObject({
  staffId: uuidShape,
  role: z.enum(roles).optional(),
  state: z.enum(["active", "disabled"]).optional(),
  team: z.string().max(60).nullable().optional(),
});

export const staffIdInput = z.strictObject({ staffId: uuidShape });
export const doneShape = z.object({ done: z.literal(true) });
/** GET /api/v1/roles — what each role may do. */
export const rolesShape = z.object({
  items: z.array(z.object({ role: z.enum(roles), rights: z.array(z.enum(rights)) })),
});

/** API keys: shown once when made. */
export const keyShape = z.object({
  id: z.string(),
  name: z.string(),
  start: z.string(),
  rights: z.array(z.string()),
  merchantId: uuidShape.nullable(),
  enabled: z.boolean(),
  createdAt: instantShape,
  lastUsedAt: instantShape.nullable(),
  expiresAt: instantShape.nullable(),
});
export type KeyRow = z.infer<typeof keyShape>;
export const addKeyInput = z.strictObject({
  name: z.string().min(1).max(60),
  rights: z.array(z.enum(rights)).min(1),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
export const keyPageShape = pageOf(keyShape);
export const addedKeyShape = keyShape.extend({ key: z.string() });
export const keyIdInput = z.strictObject({ keyId: z.string().min(1).max(64) });

/** POST /api/v1/handover (by key) → one-use token for a shopper the shop has signed in; GET /handover?token= takes it. */
export const createHandoverInput = z.strictObject({
  externalCustomerId: z.string().min(1).max(100),
  source: z.string().min(1).max(40).default("api"),
  returnTo: z
    .string()
    .max(200)
    .regex(/^\/(?!\/)/)
    .default("/"),
});
export const handoverShape = z.object({ token: z.string(), url: z.string(), expiresInSeconds: z.number().int() });

export const refusals = [
  "shopper-not-found",
  "shopper-erased",
  "email-taken",
  "own-role",
  "last-admin",
  "merchant-needed",
  "code-wrong",
  "too-many-tries",
  "right-not-held",
  "staff-not-found",
  "key-not-found",
  "sign-in-wrong",
  "link-used",
  "second-factor-on",
] as const;

/** Facts about staff; platform webhooks may ask for them. */
export const factPayloads = {
  "parties.staff-invited": z.object({ staffId: z.string() }),
  "parties.staff-disabled": z.object({ staffId: z.string() }),
} as const;
