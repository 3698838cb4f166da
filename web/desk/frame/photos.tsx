import type { EvidenceKind } from "#contract/returns";
import { limits, type Photos as Sent } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Icon } from "./icon.tsx";

/** Photos on their way up: each with its own progress, retry and removal; what else is asked for is taken as what it is. */
export function Photos({
  photos: { photos, add, retry, remove },
  wanted = [],
}: {
  photos: Sent;
  wanted?: readonly EvidenceKind[];
}) {
  const { t, of, trouble } = useWords();
  const kinds = evidenceOrder.filter((kind) => kind === "photo" || wanted.includes(kind));
  const full = photos.length >= limits.evidencePerCase;
  return (
    <div className="photos">
      {photos.map((photo) => (
        <figure key={photo.key} data-bad={photo.state === "failed" || undefined}>
          {photo.film ? (
            <video src={photo.preview || undefined} muted preload="metadata">
              <track kind="captions" />
            </video>
          ) : (
            <img src={photo.preview} alt="" />
          )}
          {photo.kind === "photo" ? null : <figcaption>{of("evidence-kind", photo.kind)}</figcaption>}
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
        kinds.map((kind) => (
          <label key={kind} className="photos-add">
            <Icon name="camera" />
            <span>{kind === "photo" ? t("desk:case.photosAdd") : of("evidence-kind", kind)}</span>
            <input
              type="file"
              multiple={kind === "photo"}
              accept={kind === "video" || kind === "unboxing-video" ? films : pictures}
              onChange={(event) => {
                add([...(event.target.files ?? [])], kind);
                event.target.value = "";
              }}
            />
          </label>
        ))
      )}
    </div>
  );
}

const evidenceOrder = ["photo", "video", "unboxing-video", "waybill", "report"] as const satisfies EvidenceKind[];
const pictures = "image/jpeg,image/png,image/webp,image/avif,image/gif";
const films = "video/mp4";
