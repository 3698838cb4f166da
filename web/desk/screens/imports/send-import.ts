import type { ImportRun } from "#contract/orders";
import { newKey, Problem } from "../../../shared/data/index.ts";

/**
 * Sends a file of orders and tells how far it is; answers the run that has begun.
 *
 * @param onProgress gets the share sent, 0 to 1
 * @throws Problem by rejection
 */
export function sendImport(
  file: File,
  format: "jsonl" | "csv",
  onProgress: (share: number) => void,
): Promise<ImportRun> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append("format", format);
    form.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/imports");
    request.setRequestHeader("x-requested-with", "aftercare");
    request.setRequestHeader("idempotency-key", newKey());
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as ImportRun);
      else
        reject(
          new Problem(
            request.status,
            (request.response as { code?: string } | null)?.code ?? "refused",
            (request.response as object | null) ?? {},
          ),
        );
    };
    request.onerror = () => reject(new Problem(0, "offline"));
    request.send(form);
  });
}
