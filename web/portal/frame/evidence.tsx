import { type ChangeEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { api, limits, newKey, Problem, upload } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import "./evidence.css";
import { Icon } from "./icons.tsx";
import { shrink } from "./shrink.ts";

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
  readonly trouble?: unknown;
};

type About = { readonly orderNumber: string } | { readonly caseNumber: string };

/**
 * Photos on their way to the server. Each is sent at once and by itself, so that on a bad line the good ones are in
 * and only the others need another try; coming back online tries those again.
 */
export function usePhotos(about: About, kept: readonly Photo[] = []) {
  const [photos, setPhotos] = useState<readonly Photo[]>(kept);
  const files = useRef(new Map<string, { file: File; stop: AbortController }>());
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

  const add = (chosen: readonly File[]) => {
    const room = limits.evidencePerCase - photos.length;
    const added = chosen.slice(0, room).map((file): Photo => {
      const key = newKey();
      const film = file.type === "video/mp4";
      const tooLarge = file.size > (film ? limits.filmBytes : 4 * limits.fileBytes);
      files.current.set(key, { file, stop: new AbortController() });
      return {
        key,
        name: file.name,
        preview: URL.createObjectURL(file),
        state: tooLarge ? "failed" : "sending",
        share: 0,
        film,
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
    sending: photos.some((one) => one.state === "sending"),
  };
}

export type Photos = ReturnType<typeof usePhotos>;

/** Camera first, then the album; every photo with its progress, another try, and a way out. */
export function Evidence({
  photos: { photos, add, remove, retry },
  needed = false,
}: {
  photos: Photos;
  needed?: boolean;
}) {
  const { t, trouble } = useWords();
  const cameraId = useId();
  const albumId = useId();
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    add([...(event.target.files ?? [])]);
    event.target.value = "";
  };
  const failed = photos.find((one) => one.state === "failed");
  return (
    <div className="evidence">
      <ul className="evidence-grid">
        {photos.map((one, index) => (
          <li key={one.key} className="evidence-photo" data-state={one.state}>
            {one.film ? (
              <video src={one.preview || undefined} muted playsInline preload="metadata">
                <track kind="captions" />
              </video>
            ) : (
              <img src={one.preview} alt={t("portal:evidence.photo", { n: index + 1 })} />
            )}
            {one.state === "sending" ? (
              <span
                className="evidence-progress"
                role="progressbar"
                aria-label={t("portal:evidence.sending")}
                aria-valuenow={Math.round(one.share * 100)}
                aria-valuemin={0}
                aria-valuemax={100}
              >
                <i style={{ width: `${Math.max(6, one.share * 100)}%` }} />
                <b>{Math.round(one.share * 100)}%</b>
              </span>
            ) : null}
            {one.state === "failed" ? (
              <button type="button" className="evidence-retry" onClick={() => retry(one.key)}>
                <Icon name="retry" size={20} />
                {t("common:retry")}
              </button>
            ) : null}
            {one.state === "done" ? (
              <span className="evidence-done" role="img" aria-label={t("portal:evidence.done")}>
                <Icon name="check" size={12} />
              </span>
            ) : null}
            <button
              type="button"
              className="evidence-remove"
              aria-label={t("portal:evidence.remove", { n: index + 1 })}
              onClick={() => remove(one.key)}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
        {photos.length < limits.evidencePerCase ? (
          <>
            <li>
              <label className="evidence-add" htmlFor={cameraId}>
                <Icon name="camera" />
                {t("portal:evidence.camera")}
              </label>
              <input
                id={cameraId}
                className="for-ears"
                type="file"
                accept={kinds}
                capture="environment"
                onChange={chosen}
              />
            </li>
            <li>
              <label className="evidence-add" htmlFor={albumId}>
                <Icon name="photos" />
                {t("portal:evidence.album")}
              </label>
              <input id={albumId} className="for-ears" type="file" accept={kinds} multiple onChange={chosen} />
            </li>
          </>
        ) : null}
      </ul>
      {failed ? (
        <p className="field-trouble" role="alert">
          {trouble(failed.trouble)}
        </p>
      ) : null}
      <p className="tiny quiet">
        {needed ? t("portal:evidence.hint-needed") : t("portal:evidence.hint", { max: limits.evidencePerCase })}
      </p>
    </div>
  );
}

/** Without HEIC in the list, iPhones hand over a JPEG. */
const kinds = "image/jpeg,image/png,image/webp,image/avif,image/gif,video/mp4";
