import { Image } from "antd";
import type { CustodyLine } from "#contract/logistics";
import { type Photos as Sent, usePhotos } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Copy } from "./copy.tsx";
import { Photos } from "./photos.tsx";

/** Pictures of a parcel in hand, which may be nobody's yet. */
export const useParcelPhotos = () => usePhotos(parcel);
const parcel = { of: "parcel" } as const;

export function ParcelPhotosField({ photos }: { photos: Sent }) {
  const { t } = useWords();
  return (
    <fieldset className="field">
      <legend>{t("desk:parked.photos")}</legend>
      <Photos photos={photos} />
      <span className="fine">{t("desk:parked.photosHint")}</span>
    </fieldset>
  );
}

/** What the parcel looked like, each picture with the fingerprint that proves it is still the same. */
export function ParcelPhotos({ photos, of }: { photos: CustodyLine["photos"]; of: string }) {
  const { t } = useWords();
  if (photos.length === 0) return null;
  return (
    <ul className="parcel-photos">
      {photos.map(({ sha256, url, thumbnailUrl }, index) => (
        <li key={sha256}>
          {url === null || thumbnailUrl === null ? (
            <p className="parcel-photo-gone fine">{t("desk:parked.photoGone")}</p>
          ) : (
            <Image src={thumbnailUrl} preview={{ src: url }} alt={`${of} ${index + 1}`} width={112} height={84} />
          )}
          <small title={t("desk:parked.photoPrint")}>
            <Copy text={sha256} label={`${sha256.slice(0, 8)}…`} />
          </small>
        </li>
      ))}
    </ul>
  );
}
