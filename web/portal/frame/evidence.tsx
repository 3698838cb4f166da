import { type ChangeEvent, useId } from "react";
import { limits, type Photos } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import "./evidence.css";
import { Icon } from "./icons.tsx";

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
