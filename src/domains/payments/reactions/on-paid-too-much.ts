import type { Reaction } from "#platform/domain";

/** No program takes money back from a shopper by itself: somebody is woken, and finds the sum on the page of the case. */
export const onPaidTooMuch: Reaction = {
  name: "payments.on-paid-too-much",
  on: ["payments.paid-too-much"],
  react: async (app, fact) => {
    const { number, amountMinor, currency } = fact.payload as Record<string, string>;
    app.log.error("a refund came twice: somebody has to ask it back", { number, amountMinor, currency });
  },
};
