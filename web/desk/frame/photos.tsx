import { useEffect, useRef, useState } from "react";
import { limits, newKey, Problem, upload } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Icon } from "./icon.tsx";

type Photo = { key: string; file: File; preview: string; share: number; id: string | null; trouble: unknown };

/** Photos on their way up: each with its own progress, retry and removal. */
export function usePhotos(about: { caseNumber: string } | { orderNumber: string }) {
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const previews = useRef<string[]>([]);
  useEffect(
    () => () => {
      for (const url of previews.current) URL.revokeObjectURL(url);
    },
    [],
  );
  const change = (key: string, part: Partial<Photo>) =>
    setPhotos((all) => all.map((photo) => (photo.key === key ? { ...photo, ...part } : photo)));
  const send = async (photo: Photo) => {
    change(photo.key, { share: 0, trouble: null });
    try {
      if (photo.file.size > limits.fileBytes) throw new Problem(413, "file-too-large");
      const sent = await upload(photo.file, {
        about,
        name: photo.file.name,
        key: photo.key,
        onProgress: (share) => change(photo.key, { share }),
      });
      change(photo.key, { id: sent.id, share: 1 });
    } catch (trouble) {
      change(photo.key, { trouble });
    }
  };
  return {
    photos,
    ids: photos.flatMap(({ id }) => (id ? [id] : [])),
    busy: photos.some(({ id, trouble }) => id === null && trouble === null),
    add: (files: readonly File[]) => {
      const room = limits.evidencePerCase - photos.length;
      const added = files.slice(0, room).map(
        (file): Photo => ({
          key: newKey(),
          file,
          preview: URL.createObjectURL(file),
          share: 0,
          id: null,
          trouble: null,
        }),
      );
      previews.current.push(...added.map(({ preview }) => preview));
      setPhotos((all) => [...all, ...added]);
      for (const photo of added) void send(photo);
    },
    retry: (photo: Photo) => void send(photo),
    remove: (photo: Photo) => setPhotos((all) => all.filter(({ key }) => key !== photo.key)),
  };
}

export function Photos({ photos: { photos, add, retry, remove } }: { photos: ReturnType<typeof usePhotos> }) {
  const { t, trouble } = useWords();
  const full = photos.length >= limits.evidencePerCase;
  return (
    <div className="photos">
      {photos.map((photo) => (
        <figure key={photo.key} data-bad={photo.trouble !== null || undefined}>
          <img src={photo.preview} alt="" />
          {photo.id === null && photo.trouble === null ? (
            <progress max={1} value={photo.share} aria-label={photo.file.name} />
          ) : null}
          {photo.trouble === null ? null : (
            <button type="button" className="photos-retry" onClick={() => retry(photo)} title={trouble(photo.trouble)}>
              {t("desk:state.retry")}
            </button>
          )}
          <button
            type="button"
            className="photos-remove"
            aria-label={t("desk:case.photoRemove")}
            onClick={() => remove(photo)}
          >
            <Icon name="cross" size={12} />
          </button>
        </figure>
      ))}
      {full ? (
        <p className="fine">{t("desk:case.photoLimit", { n: limits.evidencePerCase })}</p>
      ) : (
        <label className="photos-add">
          <Icon name="camera" />
          <span>{t("desk:case.photosAdd")}</span>
          <input
            type="file"
            multiple
            accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
            onChange={(event) => {
              add([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
        </label>
      )}
    </div>
  );
}
