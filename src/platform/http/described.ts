import type { z } from "zod";

/** A way in which a caller proves who it is. */
export type Proof = "session" | "key" | "signature";

/** Whoever is signed in, in person or by an API key: what `callerOf` asks for. */
export const signedIn: readonly Proof[] = ["session", "key"];

/** A path that a plugin answers by itself, as the OpenAPI document tells it. Its handler parses with these very shapes. */
export type DescribedPath = {
  readonly method: "GET" | "POST" | "DELETE";
  /** The whole path, with `{name}` for its parts. */
  readonly path: string;
  /** Unique; what stands before the dot is the tag. */
  readonly name: string;
  readonly summary: string;
  readonly description?: string;
  /** One of these is asked for; none: everybody may ask. */
  readonly proof: readonly Proof[];
  /** Refused unless it comes from our own pages, also where nobody is signed in yet. */
  readonly fromOurPages?: true;
  readonly idempotency?: "optional" | "required";
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Fields of a multipart form. */
  readonly form?: z.ZodObject;
  readonly answers: Readonly<Record<number, DescribedAnswer>>;
  readonly refusals: readonly string[];
  /** What goes over the socket that the path opens, each message a JSON text. */
  readonly socket?: { readonly fromClient: z.ZodType; readonly fromServer: z.ZodType };
};

export type DescribedAnswer = {
  readonly says: string;
  readonly shape?: z.ZodType;
  /** Where it is no JSON. */
  readonly mediaTypes?: readonly string[];
};

/** Something we send to others who asked for it. */
export type DescribedWebhook = {
  /** The kind of fact. */
  readonly name: string;
  readonly summary: string;
  readonly headers: z.ZodObject;
  readonly body: z.ZodType;
};
