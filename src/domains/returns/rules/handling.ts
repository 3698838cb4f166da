import { z } from "zod";
import { policySchema } from "#law";
import { type CaseKind, caseKinds, type DeadlineKind, type Reason } from "../model.ts";

/** How cases are handled under a policy: who has how long, and what is approved at once. The law part says who is entitled. */
export const handlingSchema = z.strictObject({
  merchantAnswersHours: z.number().int().min(1).max(240).default(48),
  shopperSendsDays: z.number().int().min(1).max(60).default(7),
  goodsArriveDays: z.number().int().min(1).max(60).default(10),
  inspectedHours: z.number().int().min(1).max(240).default(72),
  shopperResubmitsDays: z.number().int().min(1).max(60).default(7),
  platformDecidesHours: z.number().int().min(1).max(240).default(72),
  /** Kinds approved at once when the decision is ALLOW and the amount is not above `upToMinor`. */
  autoApprove: z
    .strictObject({
      kinds: z.array(z.enum(caseKinds)).default(["cancel-before-shipment"]),
      upToMinor: z
        .string()
        .regex(/^\d{1,15}$/)
        .default("999999999999"),
    })
    .prefault({}),
});
export type Handling = z.output<typeof handlingSchema>;

/** What `platform.policy` keeps: the promises the law pack reads, and the handling. */
export const policyBodySchema = z.strictObject({ policy: policySchema, handling: handlingSchema });
export type PolicyBody = z.output<typeof policyBodySchema>;

export const builtInHandling: Handling = handlingSchema.parse({});

/** When a deadline of this kind that starts now is due. Plain hours and days: what the platforms do, and what a countdown shows. */
export function dueAt(kind: DeadlineKind, handling: Handling, now: Temporal.Instant): Temporal.Instant {
  switch (kind) {
    case "merchant-answers":
      return now.add({ hours: handling.merchantAnswersHours });
    case "shopper-sends":
      return now.add({ hours: 24 * handling.shopperSendsDays });
    case "goods-arrive":
      return now.add({ hours: 24 * handling.goodsArriveDays });
    case "goods-inspected":
      return now.add({ hours: handling.inspectedHours });
    case "shopper-resubmits":
      return now.add({ hours: 24 * handling.shopperResubmitsDays });
    case "platform-decides":
      return now.add({ hours: handling.platformDecidesHours });
  }
}

export function approvedAtOnce(
  handling: Handling,
  kind: CaseKind,
  verdict: "ALLOW" | "DENY" | "REVIEW",
  amountMinor: bigint,
): boolean {
  return (
    verdict === "ALLOW" &&
    handling.autoApprove.kinds.includes(kind) &&
    amountMinor <= BigInt(handling.autoApprove.upToMinor)
  );
}

/**
 * What happens when the merchant does not answer: the shopper gets what was asked. Only where the carrier says "delivered" and
 * the shopper "never arrived" does a person of the platform look first.
 */
export function ifMerchantIsSilent(
  kind: CaseKind,
  reason: Reason,
  verdict: "ALLOW" | "DENY" | "REVIEW",
): "approve" | "approve-and-refund" | "hand-to-platform" {
  if (kind === "return-and-refund") return "approve";
  return kind === "refund-only" && reason === "never-arrived" && verdict !== "ALLOW"
    ? "hand-to-platform"
    : "approve-and-refund";
}

/**
 * What happens when the goods are said to be on their way and the warehouse reports nothing. A number that the shopper typed
 * proves no parcel: paid for by silence, an invented one would be worth a refund. So only the carrier's own word that it
 * delivered lets silence pay; otherwise a person of the platform looks.
 */
export function ifWarehouseIsSilent(carrierSays: "delivered" | "nothing"): "refund" | "hand-to-platform" {
  return carrierSays === "delivered" ? "refund" : "hand-to-platform";
}

/**
 * What a count of nothing accepted means. What the law or a promise plainly gives cannot be refused at the bench either, or
 * counting would be a way around `reject-case`: the platform looks, unless who counted may overrule.
 */
export function ifNothingIsAccepted(
  verdict: "ALLOW" | "DENY" | "REVIEW",
  mayOverrule: boolean,
): "reject" | "hand-to-platform" {
  return verdict === "ALLOW" && !mayOverrule ? "hand-to-platform" : "reject";
}
