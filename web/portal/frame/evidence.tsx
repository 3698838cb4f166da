import { type ChangeEvent, useId } from "react";
import type { EvidenceKind } from "#contract/returns";
import { limits, type Photos } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import "./evidence.css";
import { Icon } from "./icons.tsx";

/** Camera first, then the album, then what is asked for beside them; each with its progress, another try, and a way out. */
export function Evidence({
  photos: { photos, add, remove, retry },
  needed = false,
  wanted = [],
  hint,
}: {
  photos: Photos;
  needed?: boolean;
  /** What can show it, where more than photos and films are asked for. */
  wanted?: readonly EvidenceKind[];
  /** What to take, where it is not the goods. */
  hint?: string;
}) {
  const { t, of, trouble } = useWords();
  const id = useId();
  const take = (as?: EvidenceKind) => (event: ChangeEvent<HTMLInputElement>) => {
    add([...(event.target.files ?? [])], as);
    event.target.value = "";
  };
  const more = (["unboxing-video", "waybill", "report"] as const).filter((kind) => wanted.includes(kind));
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
            {one.kind === "photo" || one.kind === "video" || one.state !== "done" ? null : (
              <span className="evidence-kind">{of("evidence-kind", one.kind)}</span>
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
              <label className="evidence-add" htmlFor={`${id}camera`}>
                <Icon name="camera" />
                {t("portal:evidence.camera")}
              </label>
              <input
                id={`${id}camera`}
                className="for-ears"
                type="file"
                accept={kinds}
                capture="environment"
                onChange={take()}
              />
            </li>
            <li>
              <label className="evidence-add" htmlFor={`${id}album`}>
                <Icon name="photos" />
                {t("portal:evidence.album")}
              </label>
              <input id={`${id}album`} className="for-ears" type="file" accept={kinds} multiple onChange={take()} />
            </li>
            {more.map((kind) => (
              <li key={kind}>
                <label className="evidence-add" htmlFor={id + kind}>
                  <Icon name={kind === "unboxing-video" ? "film" : "paper"} />
                  <span>{of("evidence-kind", kind)}</span>
                </label>
                <input
                  id={id + kind}
                  className="for-ears"
                  type="file"
                  accept={kind === "unboxing-video" ? films : pictures}
                  onChange={take(kind)}
                />
              </li>
            ))}
          </>
        ) : null}
      </ul>
      {failed ? (
        <p className="field-trouble" role="alert">
          {trouble(failed.trouble)}
        </p>
      ) : null}
      <p className="tiny quiet">
        {hint ??
          (needed ? t("portal:evidence.hint-needed") : t("portal:evidence.hint", { max: limits.evidencePerCase }))}
      </p>
    </div>
  );
}

/** Without HEIC in the list, iPhones hand over a JPEG. */
const pictures = "image/jpeg,image/png,image/webp,image/avif,image/gif";
const films = "video/mp4";
const kinds = `${pictures},${films}`;
