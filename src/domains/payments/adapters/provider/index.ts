import { formatMinor, parseMinor } from "./wire.ts";

/** The payment provider as we need it: send a refund under our number, and ask about it. */
export type PaymentProvider = {
  refund(order: RefundOrder): Promise<ProviderWord>;
  ask(number: string): Promise<ProviderWord | { readonly is: "not-found" }>;
};

export type RefundOrder = {
  /** Ours, persisted before sending; the same number is the same refund however often it is sent. */
  readonly number: string;
  readonly payment: string;
  readonly capturedMinor: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
};

export type ProviderWord =
  | {
      readonly is: "succeeded";
      readonly status: string;
      readonly providerRefundId: string;
      readonly amountMinor: bigint;
      readonly currency: string;
    }
  | { readonly is: "processing"; readonly status: string }
  | { readonly is: "refused"; readonly status: string; readonly error: string }
  | { readonly is: "unknown"; readonly error: string };

/** Talks to a provider over HTTP. Whatever is not a clear answer is unknown: broken connections, time-outs, 5xx, nonsense. */
export function httpPaymentProvider(baseUrl: string, timeoutMs: number): PaymentProvider {
  async function call(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; json: Record<string, unknown> } | { error: string }> {
    try {
      const response = await fetch(new URL(path, baseUrl), {
        method,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    } catch (error) {
      return { error: (error as Error).name === "TimeoutError" ? "no answer in time" : "the connection failed" };
    }
  }
  return {
    refund: async (order) => {
      const answer = await call("POST", "/refunds", {
        number: order.number,
        payment: order.payment,
        captured: formatMinor(order.capturedMinor),
        amount: formatMinor(order.amountMinor),
        currency: order.currency,
      });
      return "error" in answer ? { is: "unknown", error: answer.error } : wordOf(answer);
    },
    ask: async (number) => {
      const answer = await call("GET", `/refunds/${encodeURIComponent(number)}`);
      if ("error" in answer) return { is: "unknown", error: answer.error };
      return answer.status === 404 && answer.json["code"] === "refund-not-found" ? { is: "not-found" } : wordOf(answer);
    },
  };
}

/** About this refund. Any other no is about how we ask (credentials, address, pace): it leaves the refund's fate unknown. */
const refusals: ReadonlySet<number> = new Set([400, 402, 409, 410, 422]);

/** Reads an answer or a notice. */
export function wordOf(answer: { status: number; json: Record<string, unknown> }): ProviderWord {
  const { status, json } = answer;
  const word = typeof json["status"] === "string" ? json["status"] : "";
  if (refusals.has(status) && typeof json["code"] === "string")
    return { is: "refused", status: json["code"], error: json["code"] };
  if (status !== 200 && status !== 202) return { is: "unknown", error: `answered ${status}` };
  if (word === "processing") return { is: "processing", status: word };
  const amountMinor = parseMinor(json["amount"]);
  if (
    word === "succeeded" &&
    amountMinor !== undefined &&
    typeof json["id"] === "string" &&
    typeof json["currency"] === "string"
  )
    return { is: "succeeded", status: word, providerRefundId: json["id"], amountMinor, currency: json["currency"] };
  return { is: "unknown", error: "an answer that makes no sense" };
}
