import { formatMinor, parseMinor } from "./wire.ts";

/**
 * The payment provider as we need it. Every number is ours, persisted before sending: the same number is the same refund,
 * transfer or charge however often it is sent.
 */
export type PaymentProvider = RefundProvider & PayoutProvider & ChargeProvider;

export type RefundProvider = {
  refund(order: RefundOrder): Promise<ProviderWord>;
  ask(number: string): Promise<ProviderWord | NotFound>;
};

/** Pays a shopper something that is no part of a payment: compensation, insurance. */
export type PayoutProvider = {
  transfer(order: TransferOrder): Promise<ProviderWord>;
  askTransfer(number: string): Promise<ProviderWord | NotFound>;
};

/** Lets a shopper pay something more. */
export type ChargeProvider = {
  charge(order: ChargeOrder): Promise<ChargeWord>;
  askCharge(number: string): Promise<ChargeWord | NotFound>;
  /** Nobody can pay it any more; where somebody has paid already, that is the answer. */
  closeCharge(number: string): Promise<ChargeWord | NotFound>;
};

export type NotFound = { readonly is: "not-found" };

export type RefundOrder = {
  readonly number: string;
  readonly payment: string;
  readonly capturedMinor: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
};

export type TransferOrder = {
  readonly number: string;
  /** The payment whose payer is paid. */
  readonly payment: string;
  readonly amountMinor: bigint;
  readonly currency: string;
};

export type ChargeOrder = {
  readonly number: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The page of ours that the shopper comes back to. */
  readonly returnTo: string;
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

export type ChargeWord =
  | ProviderWord
  /** The shopper has not paid yet; null: the provider has no page of its own for it. */
  | { readonly is: "waiting"; readonly status: string; readonly payUrl: string | null }
  | { readonly is: "closed"; readonly status: string };

/** Talks to a provider over HTTP. Whatever is not a clear answer is unknown: broken connections, time-outs, 5xx, nonsense. */
export function httpPaymentProvider(baseUrl: string, timeoutMs: number): PaymentProvider {
  async function call(method: string, path: string, body?: object): Promise<Answer | { error: string }> {
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
  async function send<W>(path: string, body: object, read: (answer: Answer) => W): Promise<W | Unknown> {
    const answer = await call("POST", path, body);
    return "error" in answer ? { is: "unknown", error: answer.error } : read(answer);
  }
  async function about<W>(
    method: "GET" | "POST",
    path: string,
    unheardOf: string,
    read: (answer: Answer) => W,
  ): Promise<W | Unknown | NotFound> {
    const answer = await call(method, path, method === "POST" ? {} : undefined);
    if ("error" in answer) return { is: "unknown", error: answer.error };
    return answer.status === 404 && answer.json["code"] === unheardOf ? { is: "not-found" } : read(answer);
  }
  return {
    refund: (order) =>
      send(
        "/refunds",
        {
          number: order.number,
          payment: order.payment,
          captured: formatMinor(order.capturedMinor),
          amount: formatMinor(order.amountMinor),
          currency: order.currency,
        },
        wordOf,
      ),
    ask: (number) => about("GET", `/refunds/${encodeURIComponent(number)}`, "refund-not-found", wordOf),
    transfer: (order) =>
      send(
        "/transfers",
        {
          number: order.number,
          payment: order.payment,
          amount: formatMinor(order.amountMinor),
          currency: order.currency,
        },
        wordOf,
      ),
    askTransfer: (number) => about("GET", `/transfers/${encodeURIComponent(number)}`, "transfer-not-found", wordOf),
    charge: (order) =>
      send(
        "/charges",
        {
          number: order.number,
          amount: formatMinor(order.amountMinor),
          currency: order.currency,
          returnTo: order.returnTo,
        },
        chargeWordOf,
      ),
    askCharge: (number) => about("GET", `/charges/${encodeURIComponent(number)}`, "charge-not-found", chargeWordOf),
    closeCharge: (number) =>
      about("POST", `/charges/${encodeURIComponent(number)}/close`, "charge-not-found", chargeWordOf),
  };
}

/** For what only reads the books: whoever would move money with it is mistaken. */
export function noPaymentProvider(): PaymentProvider {
  const refuse = () => Promise.reject(new Error("there is no payment provider here"));
  return {
    refund: refuse,
    ask: refuse,
    transfer: refuse,
    askTransfer: refuse,
    charge: refuse,
    askCharge: refuse,
    closeCharge: refuse,
  };
}

type Answer = { readonly status: number; readonly json: Record<string, unknown> };
type Unknown = { readonly is: "unknown"; readonly error: string };

/** About this refund. Any other no is about how we ask (credentials, address, pace): it leaves the refund's fate unknown. */
const refusals: ReadonlySet<number> = new Set([400, 402, 409, 410, 422]);

/** Reads an answer or a notice about a refund or a transfer. */
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

/** Reads an answer or a notice about a charge. */
export function chargeWordOf(answer: { status: number; json: Record<string, unknown> }): ChargeWord {
  const { status, json } = answer;
  if (status === 200 && json["status"] === "closed") return { is: "closed", status: "closed" };
  if (status === 200 && json["status"] === "waiting") {
    const payUrl = json["payUrl"];
    return {
      is: "waiting",
      status: "waiting",
      payUrl: typeof payUrl === "string" && isWebAddress(payUrl) ? payUrl : null,
    };
  }
  return wordOf(answer);
}

/** Shoppers are sent there, so nothing but a web page will do. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
