import { lazy, Suspense, useState } from "react";
import type { Case } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";

const Viewer = lazy(() => import("./viewer.tsx"));

export function Photos({ one }: { one: Pick<Case, "evidence"> }) {
  const { t } = useWords();
  if (one.evidence.length === 0) return null;
  return (
    <section className="card" aria-labelledby="photos">
      <h2 id="photos" className="card-title">
        {t("portal:progress.photos")}
      </h2>
      <PhotoRow photos={one.evidence} />
    </section>
  );
}

/** Small pictures that open at full size; films play where they are. */
export function PhotoRow({ photos }: { photos: Case["evidence"] }) {
  const { t, of } = useWords();
  const [open, setOpen] = useState<number | null>(null);
  if (photos.length === 0) return null;
  const pictures = photos.filter((photo) => photo.thumbnailUrl !== null);
  return (
    <>
      <ul className="case-photos">
        {photos.map((photo, index) => (
          <li key={photo.id}>
            {photo.thumbnailUrl === null ? (
              <video src={photo.url} controls playsInline preload="metadata" width={96} height={96}>
                <track kind="captions" />
              </video>
            ) : (
              <button type="button" onClick={() => setOpen(pictures.indexOf(photo))}>
                <img
                  src={photo.thumbnailUrl}
                  alt={t("portal:progress.photo", { n: index + 1, who: of("actor", photo.by.split(":")[0] ?? "") })}
                  width={96}
                  height={96}
                  loading="lazy"
                />
              </button>
            )}
            {photo.kind === "photo" || photo.kind === "video" ? null : (
              <span className="tiny quiet">{of("evidence-kind", photo.kind)}</span>
            )}
          </li>
        ))}
      </ul>
      {open === null ? null : (
        <Suspense fallback={null}>
          <Viewer images={pictures.map((photo) => photo.url)} first={open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}
