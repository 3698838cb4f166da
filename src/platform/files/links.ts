import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type Principal, principalName } from "#platform/db";
import { type FileKind, plainKind } from "./evidence-kind.ts";
import type { PictureType } from "./image/reencode.ts";

export type MediaType = PictureType | "video/mp4";

/** A row of platform.file, as links need it. */
export type FileRow = {
  readonly id: string;
  readonly stored_id: string;
  readonly media_type: string;
  readonly kind: FileKind | null;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly uploaded_by: string;
  readonly at: Temporal.Instant;
};

export type FileLink = {
  readonly id: string;
  readonly url: string;
  readonly mediaType: string;
  readonly kind: FileKind;
  /** Null for a film. */
  readonly thumbnailUrl: string | null;
  readonly width: number | null;
  readonly height: number | null;
  /** The kind of principal that uploaded it. */
  readonly by: string;
  readonly at: string;
};

/** Addresses that show these files to this principal, and to nobody else, for five to ten minutes. */
export function fileLinks(principal: Principal, rows: readonly FileRow[]): FileLink[] {
  // Real time, in steps: within a step the address stays the same, so that a page asked for anew loads no picture anew.
  const expires = (Math.floor(Date.now() / stepMs) + 2) * stepMs;
  return rows.map((row) => ({
    id: row.id,
    url: address(principal, row, "i", expires),
    mediaType: row.media_type,
    kind: row.kind ?? plainKind(row.media_type),
    thumbnailUrl: row.media_type === "video/mp4" ? null : address(principal, row, "t", expires),
    width: row.width,
    height: row.height,
    by: row.uploaded_by.split(":", 1)[0] ?? "",
    at: row.at.toString(),
  }));
}

/** The stored file a token leads to; undefined when it was made for somebody else, has expired or was never ours. */
export function openToken(principal: Principal, token: string): { key: string; mediaType: MediaType } | undefined {
  const [, claim = "", storedId = "", variant = "", extension = "", expires = "", mac = ""] = form.exec(token) ?? [];
  if (claim === "" || !same(sign(principal, claim), mac) || Number.parseInt(expires, 36) < Date.now()) return undefined;
  return {
    key: variant === "t" ? thumbnailKey(storedId) : storedId,
    mediaType: extension === "mp4" ? "video/mp4" : extension === "webp" ? "image/webp" : "image/jpeg",
  };
}

export function thumbnailKey(storedId: string): string {
  return `${storedId}.thumb`;
}

/** Without a key from the secrets, links hold for this process only. */
export function signLinksWith(fileLinkKey: Uint8Array): void {
  key = fileLinkKey;
}

const stepMs = 300_000;
const form = /^(([0-9a-f-]{36})\.([it])\.(jpeg|webp|mp4)\.([0-9a-z]{1,12}))\.([\w-]{43})$/;
let key: Uint8Array = randomBytes(32);

function address(principal: Principal, row: FileRow, variant: "i" | "t", expires: number): string {
  const extension = row.media_type === "video/mp4" ? "mp4" : row.media_type === "image/webp" ? "webp" : "jpeg";
  const claim = `${row.stored_id}.${variant}.${extension}.${expires.toString(36)}`;
  return `/files/${claim}.${sign(principal, claim)}`;
}

function sign(principal: Principal, claim: string): string {
  return createHmac("sha256", key)
    .update(`${principalName(principal)}|${claim}`)
    .digest("base64url");
}

function same(wanted: string, given: string): boolean {
  return wanted.length === given.length && timingSafeEqual(Buffer.from(wanted), Buffer.from(given));
}
