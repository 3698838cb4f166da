import { currency, money, toWire } from "#kernel/money";
import type { Clause } from "#law";
import type { PolicyBody } from "./handling.ts";

/** Whose policy it is, and where. */
export type ReturnPolicyOf = {
  /** Where this document can be read, as its name among all documents. */
  readonly url: string;
  readonly title: string;
  readonly version: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** What the shop sells in; ISO 4217. */
  readonly currency: string;
  /** What the law gives for a return without a reason; null where none is known to give any. */
  readonly statutoryDays: number | null;
};

const term = (name: string) => `https://schema.org/${name}`;

/**
 * A policy as search engines and agents read one: schema.org MerchantReturnPolicy. First what holds for everything, at
 * least what the law gives; then each promise that holds only for some goods or people, which adds to it.
 */
export function schemaOrg({ policy }: PolicyBody, of: ReturnPolicyOf): Record<string, unknown> {
  const returns = policy.clauses.filter(
    ({ reasons, remedies, conditions }) =>
      reasons.includes("no-longer-wanted") && remedies.includes("return") && !conditions.includes("before-shipment"),
  );
  const forAll = returns.filter(({ scope }) => limitsOf(scope).length === 0);
  const faulty = policy.clauses.filter(({ reasons }) => reasons.includes("quality"));
  const general = {
    ...common(of),
    "@id": of.url,
    name: of.title,
    ...windowOf(forAll, of.statutoryDays),
    ...feesOf(forAll, of),
    // Where the law gives a return without a reason, it has the seller pay for a faulty one.
    ...(of.statutoryDays === null ? {} : { itemDefectReturnFees: term("FreeReturn") }),
    ...methodsOf([...forAll, ...faulty]),
    refundType: refundTypes(policy.clauses),
    additionalProperty: [
      property("policyVersion", `${policy.id}@${of.version}`),
      property("statutoryReturnDays", of.statutoryDays ?? 0),
    ],
  };
  const forSome = returns
    .filter((clause) => !forAll.includes(clause))
    .map((clause) => ({
      ...common(of),
      "@id": `${of.url}#${clause.id}`,
      ...windowOf([clause], null),
      ...feesOf([clause], of),
      ...methodsOf([clause]),
      refundType: refundTypes([clause]),
      additionalProperty: limitsOf(clause.scope).map(([name, values]) => property(name, values.join(", "))),
    }));
  return { "@context": "https://schema.org", "@graph": [general, ...forSome] };
}

function common({ country }: ReturnPolicyOf) {
  return { "@type": "MerchantReturnPolicy", applicableCountry: country, returnPolicyCountry: country };
}

/** The longest counts: of several promises the shopper has the best. */
function windowOf(clauses: readonly Clause[], statutoryDays: number | null) {
  if (clauses.some(({ window }) => window === null))
    return { returnPolicyCategory: term("MerchantReturnUnlimitedWindow") };
  const days = clauses.map(({ window }) => {
    if (window === null) return 0;
    return "days" in window ? window.days : Math.floor(window.hours / 24);
  });
  const longest = Math.max(statutoryDays ?? 0, ...days);
  return longest === 0
    ? { returnPolicyCategory: term("MerchantReturnUnspecified") }
    : { returnPolicyCategory: term("MerchantReturnFiniteReturnWindow"), merchantReturnDays: longest };
}

function feesOf(clauses: readonly Clause[], of: ReturnPolicyOf) {
  const free = clauses.some(({ freight }) => freight === "seller" || freight === "platform");
  const fees = term(free ? "FreeReturn" : "ReturnFeesCustomerResponsibility");
  return { returnFees: fees, customerRemorseReturnFees: fees, ...restockingOf(clauses, of.currency) };
}

/**
 * What is taken off beyond the statutory days: a share, or so much money. Of several promises the shopper has the best; a share and
 * a sum cannot be told apart without a price, and are left out.
 */
function restockingOf(clauses: readonly Clause[], code: string) {
  const fees = clauses.map(({ fee }) => fee ?? null);
  const shares = fees.flatMap((fee) => (fee !== null && "basisPoints" in fee ? [fee.basisPoints] : []));
  const sums = fees.flatMap((fee) => (fee !== null && "minor" in fee ? [Number(fee.minor)] : []));
  if (fees.length === 0) return {};
  if (shares.length === fees.length) return { restockingFee: Math.min(...shares) / 100 };
  if (sums.length < fees.length) return {};
  const { amount: value } = toWire(money(BigInt(Math.min(...sums)), currency(code)));
  return { restockingFee: { "@type": "MonetaryAmount", currency: code, value } };
}

const methods: Readonly<Record<Clause["waysBack"][number], string>> = {
  pickup: "ReturnByMail",
  "self-ship": "ReturnByMail",
  "drop-off": "ReturnAtKiosk",
  store: "ReturnInStore",
  "refused-at-door": "ReturnByMail",
};

function methodsOf(clauses: readonly Clause[]) {
  const names = new Set(clauses.flatMap(({ waysBack }) => waysBack.map((way) => methods[way])));
  if (names.size === 0) names.add("ReturnByMail");
  return { returnMethod: [...names].map(term), inStoreReturnsOffered: names.has("ReturnInStore") };
}

function refundTypes(clauses: readonly Clause[]): string[] {
  const exchanges = clauses.some(({ remedies }) => remedies.includes("replace"));
  return [term("FullRefund"), ...(exchanges ? [term("ExchangeRefund")] : [])];
}

/** For whom and what a clause holds only. A merchant's own name limits nothing in its own policy. */
function limitsOf({ categories, channels, regions, tiers, campaigns }: Clause["scope"]): [string, readonly string[]][] {
  const limits: [string, readonly string[] | undefined][] = [
    ["category", categories],
    ["salesChannel", channels],
    ["region", regions],
    ["memberTier", tiers],
    ["campaign", campaigns],
  ];
  return limits.flatMap(([name, values]) => (values === undefined ? [] : [[name, values]]));
}

function property(name: string, value: string | number) {
  return { "@type": "PropertyValue", name, value };
}
