import type { CarrierGateway } from "#domains/logistics";
import { noPaymentProvider, type PaymentProvider } from "#domains/payments";
import type { Answer } from "./steps.ts";

/** What the world outside says while the past of the demo happens: the payment provider and the carriers. */

/** A refund, a transfer or a charge as the payment stand-in remembers it; without a word a refund. */
export type KeptPayment = {
  readonly what?: "transfer" | "charge";
  readonly number: string;
  readonly id: string;
  readonly payment: string;
  readonly amount: string;
  readonly currency: string;
  readonly captured: string;
  readonly status: "succeeded" | "processing";
  readonly calls: number;
};

/** Answers refunds as the plan says and takes everything else; what the stand-in will be asked about later is kept. */
export function plannedProvider(
  kept: KeptPayment[],
  plan: { readonly answer: () => Answer; readonly takesMs: (ms: number) => void },
): PaymentProvider {
  const asked = new Map<string, { amountMinor: bigint; currency: string }>();
  return {
    ...noPaymentProvider(),
    refund: async ({ number, payment, capturedMinor, amountMinor, currency }) => {
      asked.set(number, { amountMinor, currency });
      plan.takesMs(1_400);
      const answer = plan.answer();
      if (answer !== "refused")
        kept.push({
          number,
          id: `pr_${number}`,
          payment,
          amount: (answer === "short" ? amountMinor - 1n : amountMinor).toString(),
          currency,
          captured: capturedMinor.toString(),
          status: answer === "processing" ? "processing" : "succeeded",
          calls: 1,
        });
      return wordOn(answer, number, amountMinor, currency);
    },
    ask: async (number) => {
      const known = asked.get(number);
      return known === undefined
        ? { is: "not-found" }
        : wordOn(plan.answer(), number, known.amountMinor, known.currency);
    },
    charge: async ({ number, amountMinor, currency }) => {
      const paid = { number, id: `ch_${number}`, amount: amountMinor.toString(), currency } as const;
      kept.push({ ...paid, what: "charge", payment: number, captured: paid.amount, status: "succeeded", calls: 1 });
      return { is: "succeeded", status: "succeeded", providerRefundId: paid.id, amountMinor, currency };
    },
    transfer: async ({ number, payment, amountMinor, currency }) => {
      const paid = { number, id: `tr_${number}`, amount: amountMinor.toString(), currency, payment } as const;
      kept.push({ ...paid, what: "transfer", captured: paid.amount, status: "succeeded", calls: 1 });
      return { is: "succeeded", status: "succeeded", providerRefundId: paid.id, amountMinor, currency };
    },
  };
}

function wordOn(
  answer: Answer,
  number: string,
  amountMinor: bigint,
  currency: string,
): Awaited<ReturnType<PaymentProvider["refund"]>> {
  const paid = { is: "succeeded", status: "succeeded", providerRefundId: `pr_${number}`, currency } as const;
  switch (answer) {
    case "settled":
      return { ...paid, amountMinor };
    case "short":
      return { ...paid, amountMinor: amountMinor - 1n };
    case "processing":
      return { is: "processing", status: "processing" };
    case "refused":
      return { is: "refused", status: "account-closed", error: "account-closed" };
    case "unknown":
      return { is: "unknown", error: "no answer in time" };
  }
}

/** Where nobody is asked to carry anything. */
export const noCarrier: CarrierGateway = {
  book: async () => ({ is: "refused", error: "nobody carries here" }),
  ask: async () => ({ is: "not-found" }),
  callOff: async () => ({ is: "not-found" }),
  track: async () => ({ is: "not-found" }),
  intercept: async () => ({ is: "failed", error: "nobody carries here" }),
};

/** A carrier that takes every booking under the number of the plan, and says of a parcel to be turned round what the plan says. */
export function plannedCarrier(
  waybill: () => { readonly carrier: string; readonly trackingNumber: string },
  turned: () => "wanted" | "confirmed" | "failed",
): CarrierGateway {
  const booked = async (id: string) => ({ is: "booked", reference: `B${id.slice(-8)}`, ...waybill() }) as const;
  return {
    ...noCarrier,
    book: ({ id }) => booked(id),
    ask: booked,
    intercept: async () => {
      const word = turned();
      return word === "failed" ? { is: word, error: "out-for-delivery" } : { is: word };
    },
  };
}
