import { useCallback, useEffect, useRef, useState } from "react";
import type { EvidenceKind } from "#contract/returns";
import { api, newKey, Problem } from "./api.ts";
import { limits } from "./limits.ts";
import { shrink } from "./shrink.ts";
import { type UploadOptions, upload } from "./upload.ts";

export type Photo = {
  readonly key: string;
  readonly name: string;
  /** What to show: the file itself while it is here, else the server's small picture. */
  readonly preview: string;
  readonly state: "sending" | "done" | "failed";
  readonly share: number;
  readonly id?: string;
  readonly thumbnailUrl?: string;
  readonly film?: boolean;
  readonly kind: EvidenceKind;
  readonly trouble?: unknown;
};

/**
 * Photos on their way to the server. Each is sent at once and by itself, so that on a bad line the good ones are in
 * and only the others need another try; coming back online tries those again.
 */
export function usePhotos(about: UploadOptions["about"], kept: readonly Photo[] = []) {
  const [photos, setPhotos] = useState<readonly Photo[]>(kept);
  const files = useRef(new Map<string, { file: File; kind: EvidenceKind; stop: AbortController }>());
  const previews = useRef(new Set<string>());
  useEffect(
    () => () => {
      for (const url of previews.current) URL.revokeObjectURL(url);
    },
    [],
  );
  const where = useRef(about);
  where.current = about;

  const change = useCallback((key: string, part: Partial<Photo>) => {
    setPhotos((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  }, []);

  const send = useCallback(
    async (key: string) => {
      const held = files.current.get(key);
      if (!held) return;
      const stop = new AbortController();
      files.current.set(key, { ...held, stop });
      change(key, { state: "sending", share: 0 });
      try {
        const sent = await upload(await shrink(held.file), {
          about: where.current,
          name: held.file.name,
          kind: held.kind,
          key,
          signal: stop.signal,
          onProgress: (share) => change(key, { share }),
        });
        change(key, { state: "done", share: 1, id: sent.id, thumbnailUrl: sent.thumbnailUrl ?? "" });
      } catch (trouble) {
        if (!(trouble instanceof Problem && trouble.code === "cancelled")) change(key, { state: "failed", trouble });
      }
    },
    [change],
  );

  const add = (chosen: readonly File[], as?: EvidenceKind) => {
    const room = limits.evidencePerCase - photos.length;
    const added = chosen.slice(0, room).map((file): Photo => {
      const key = newKey();
      const film = file.type === "video/mp4";
      const tooLarge = file.size > (film ? limits.filmBytes : 4 * limits.fileBytes);
      const kind = as ?? (film ? "video" : "photo");
      files.current.set(key, { file, kind, stop: new AbortController() });
      const preview = URL.createObjectURL(file);
      previews.current.add(preview);
      return {
        key,
        name: file.name,
        preview,
        state: tooLarge ? "failed" : "sending",
        share: 0,
        film,
        kind,
        ...(tooLarge ? { trouble: new Problem(413, "file-too-large") } : {}),
      };
    });
    setPhotos((all) => [...all, ...added]);
    for (const one of added) if (one.state === "sending") void send(one.key);
  };

  const remove = (key: string) => {
    const photo = photos.find((one) => one.key === key);
    files.current.get(key)?.stop.abort();
    files.current.delete(key);
    setPhotos((all) => all.filter((one) => one.key !== key));
    // It is out of the form either way; what the server keeps unused it clears away itself.
    if (photo?.id) api("DELETE", `/api/v1/files/${photo.id}`).catch(() => undefined);
  };

  const lost = photos
    .filter((one) => one.state === "failed" && one.trouble instanceof Problem && one.trouble.status === 0)
    .map((one) => one.key);
  const lostKeys = lost.join(" ");
  useEffect(() => {
    const again = () => {
      for (const key of lostKeys.split(" ").filter(Boolean)) void send(key);
    };
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [lostKeys, send]);

  const done = photos.flatMap((one) => (one.id ? [one.id] : []));
  return {
    photos,
    add,
    remove,
    retry: (key: string) => void send(key),
    clear: () => setPhotos([]),
    ids: done,
    /** What is there by now. */
    kinds: photos.flatMap((one) => (one.id ? [one.kind] : [])),
    sending: photos.some((one) => one.state === "sending"),
  };
}

export type Photos = ReturnType<typeof usePhotos>;
