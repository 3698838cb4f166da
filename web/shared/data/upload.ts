import type { EvidenceKind } from "#contract/returns";
import { Problem, read } from "./api.ts";

export type UploadedFile = {
  id: string;
  url: string;
  mediaType: string;
  /** Null for a film. */
  thumbnailUrl: string | null;
  width: number | null;
  height: number | null;
  bytes: number;
};

/**
 * Sends one file and tells how far it is. `fetch` cannot tell that, hence XMLHttpRequest.
 *
 * @param onProgress gets the share sent, 0 to 1
 * @throws Problem by rejection; `cancelled` after `signal` aborts
 */
export function upload(
  file: Blob,
  { about, name, kind, key, signal, onProgress }: UploadOptions,
): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [field, value] of Object.entries(about)) form.append(field, value);
    if (kind !== undefined) form.append("kind", kind);
    form.append("file", file, name);
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/files");
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("x-requested-with", "aftercare");
    request.setRequestHeader("idempotency-key", key);
    request.timeout = 120_000;
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      try {
        resolve(read<UploadedFile>(request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = request.ontimeout = () => reject(new Problem(0, "offline"));
    request.onabort = () => reject(new Problem(0, "cancelled"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

export type UploadOptions = {
  readonly about: { readonly orderNumber: string } | { readonly caseNumber: string } | { readonly of: "parcel" };
  readonly name: string;
  /** What it shows it by; left out, the server goes by the file. */
  readonly kind?: EvidenceKind | undefined;
  readonly key: string;
  readonly signal?: AbortSignal;
  readonly onProgress: (share: number) => void;
};
