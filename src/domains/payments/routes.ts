import type { Domain } from "#platform/domain";
import { post } from "#platform/http";
import { retryRefund } from "./actions/retry-refund.ts";
import type { PaymentProvider } from "./adapters/provider/index.ts";
import { factPayloads } from "./contract.ts";
import { invariants } from "./queries/invariants.ts";
import { onRetryAsked } from "./reactions/on-retry-asked.ts";
import { sendRefundJob } from "./reactions/send-refund.ts";
import { sweepUnsettledJob } from "./reactions/sweep-unsettled.ts";

const routes = [post("/refunds/{number}/retry", retryRefund, "Send a refused refund again, under its own number")];

export function payments(provider: PaymentProvider): Domain {
  return {
    name: "payments",
    actions: [retryRefund],
    routes,
    reactions: [onRetryAsked],
    jobs: [sendRefundJob(provider), sweepUnsettledJob],
    invariants,
    facts: factPayloads,
  };
}
