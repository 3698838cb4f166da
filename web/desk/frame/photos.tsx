import { limits, type Photos as Sent } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Icon } from "./icon.tsx";

/** Photos on their way up: each with its own progress, retry and removal. */
export function Photos({ photos: { photos, add, retry, remove } }: { photos: Sent }) {
  const { t, trouble } = useWords();
  const full = photos.length >= limits.evidencePerCase;
  return (
    <div className="photos">
      {photos.map((photo) => (
        <figure key={photo.key} data-bad={photo.state === "failed" || undefined}>
          <img src={photo.preview} alt="" />
          {photo.state === "sending" ? <progress max={1} value={photo.share} aria-label={photo.name} /> : null}
          {photo.state === "failed" ? (
            <button
              type="button"
              className="photos-retry"
              onClick={() => retry(photo.key)}
              title={trouble(photo.trouble)}
            >
              {t("desk:state.retry")}
            </button>
          ) : null}
          <button
            type="button"
            className="photos-remove"
            aria-label={t("desk:case.photoRemove")}
            onClick={() => remove(photo.key)}
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
