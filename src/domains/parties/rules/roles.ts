import { type Right, type Role, rights, roles } from "../contract.ts";

const notForAdmins: ReadonlySet<Right> = new Set([
  "cases.decide",
  "cases.overrule",
  "cases.create",
  "cases.initiate",
  "refunds.resolve",
  "compensation.propose",
  "compensation.approve",
  "deposits.manage",
  "shoppers.unmask",
  "privacy.handle",
]);

const agent = [
  "shoppers.read",
  "shoppers.unmask",
  "orders.read",
  "cases.read",
  "cases.create",
  "cases.decide",
  "cases.assign",
  "compensation.read",
  "compensation.propose",
  "policies.read",
  "merchants.read",
] as const satisfies readonly Right[];

/**
 * What each role may do. A merchant's person does it in the own shop only, which row security and `sameMerchant` see to.
 * Whoever administers decides no cases, and unmasks and erases nobody: those who could give themselves a right do not need it.
 */
const table: Readonly<Record<Role, readonly Right[]>> = {
  agent,
  supervisor: [
    ...agent,
    "cases.overrule",
    "refunds.resolve",
    "compensation.approve",
    "deposits.read",
    "staff.read",
    "sandbox.use",
  ],
  merchant: [
    "orders.read",
    "cases.read",
    "cases.initiate",
    "cases.decide",
    "cases.receive",
    "cases.inspect",
    "cases.send",
    "compensation.read",
    "compensation.propose",
    "deposits.read",
    "policies.read",
    "policies.write",
    "keys.manage",
    "webhooks.manage",
    "merchants.read",
  ],
  warehouse: ["orders.read", "cases.read", "cases.receive", "cases.inspect", "cases.send", "parcels.receive"],
  technician: ["orders.read", "cases.read", "cases.inspect"],
  live: ["orders.read", "cases.read", "policies.read", "merchants.read"],
  operations: [
    "orders.read",
    "orders.write",
    "cases.read",
    "parcels.receive",
    "parcels.dispose",
    "addresses.write",
    "pickups.manage",
    "refunds.resolve",
    "compensation.read",
    "compensation.propose",
    "compensation.approve",
    "deposits.read",
    "deposits.manage",
    "policies.read",
    "policies.write",
    "imports.run",
    "merchants.read",
    "staff.read",
    "keys.manage",
    "webhooks.manage",
    "handover.create",
    "sandbox.use",
  ],
  compliance: [
    "shoppers.read",
    "shoppers.unmask",
    "orders.read",
    "cases.read",
    "policies.read",
    "merchants.read",
    "staff.read",
    "audit.read",
    "privacy.handle",
  ],
  admin: rights.filter((right) => !notForAdmins.has(right)),
};

const noRights: ReadonlySet<Right> = new Set();
const sets = new Map<string, ReadonlySet<Right>>(roles.map((role) => [role, new Set(table[role])]));

/** An unknown role may do nothing. */
export function rightsOf(role: string): ReadonlySet<Right> {
  return sets.get(role) ?? noRights;
}
