import { Image } from "antd";
import type { Case } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";

/** The photos given so far; a click opens them large, arrows walk through. */
export function Evidence({ evidence }: { evidence: Case["evidence"] }) {
  const { t } = useWords();
  if (evidence.length === 0) return null;
  return (
    <section className="card card-pad">
      <h2 className="card-title">
        {t("desk:case.evidence")} <span className="count">{evidence.length}</span>
      </h2>
      <Image.PreviewGroup>
        <Shots evidence={evidence} of={t("desk:case.evidence")} signed />
      </Image.PreviewGroup>
    </section>
  );
}

/** Pictures and films in a row; `signed` where it is not said elsewhere who gave them. Stands in an `Image.PreviewGroup`. */
export function Shots({ evidence, of: called, signed }: { evidence: Case["evidence"]; of: string; signed?: boolean }) {
  const { of, format } = useWords();
  return (
    <ul className="evidence">
      {evidence.map((photo, index) => (
        <li key={photo.id}>
          {photo.thumbnailUrl === null ? (
            <video src={photo.url} controls preload="metadata" width={112} height={84}>
              <track kind="captions" />
            </video>
          ) : (
            <Image
              src={photo.thumbnailUrl}
              preview={{ src: photo.url }}
              alt={`${called} ${index + 1}`}
              width={112}
              height={84}
            />
          )}
          <small>
            {photo.kind === "photo" || photo.kind === "video" ? "" : `${of("evidence-kind", photo.kind)} · `}
            {signed ? `${of("actor", photo.by)} · ` : ""}
            {format.relative(photo.at)}
          </small>
        </li>
      ))}
    </ul>
  );
}
