import type { Refused } from "#kernel/outcome";
import type { Problem } from "#platform/wire";

const statuses: Readonly<Record<string, number>> = {
  "invalid-input": 422,
  "malformed-body": 400,
  "not-signed-in": 401,
  "sign-in-wrong": 401,
  "session-expired": 401,
  "signature-wrong": 401,
  forbidden: 403,
  "cross-site": 403,
  "not-found": 404,
  "idempotency-key-missing": 400,
  "idempotency-key-reused": 422,
  "too-large": 413,
  "file-too-large": 413,
  "media-type": 415,
  "too-many-requests": 429,
  "temporarily-unavailable": 503,
  "outcome-unknown": 503,
  "internal-error": 500,
};

/** 404 for what is not there or not yours (the same answer), 403 for a missing right, 409 for a no that may change. */
export function statusOf(code: string): number {
  return statuses[code] ?? (code.endsWith("-not-found") ? 404 : 409);
}

/** RFC 9457. The title is English and for developers; pages word the code themselves. */
export function problemOf(refused: Pick<Refused, "code" | "params">, requestId: string | undefined): Problem {
  const { code } = refused;
  const { fields, ...params } = refused.params as Record<string, unknown>;
  return {
    type: `urn:aftercare:problem:${code}`,
    title: code.replaceAll("-", " "),
    status: statusOf(code),
    code,
    params,
    ...(typeof fields === "string" ? { errors: JSON.parse(fields) } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
