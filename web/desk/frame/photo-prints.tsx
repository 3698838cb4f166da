import { useWords } from "../../shared/text/index.ts";
import { Field } from "./field.tsx";
import { Icon } from "./icon.tsx";
import "./custody.css";

const most = 20;

/** SHA-256 of photos that stay on this device, so that nobody can exchange one later. */
export function PhotoPrints({ prints, onChange }: { prints: readonly string[]; onChange: (prints: string[]) => void }) {
  const { t } = useWords();
  const read = async (files: FileList | null) => {
    const chosen = [...(files ?? [])].slice(0, most);
    onChange(await Promise.all(chosen.map(printOf)));
  };
  return (
    <Field label={t("desk:parked.photos")}>
      {(id) => (
        <>
          <label className="prints-pick">
            <Icon name="camera" size={16} />
            {t("desk:parked.photosPick")}
            <input id={id} type="file" accept="image/*" multiple onChange={(event) => void read(event.target.files)} />
          </label>
          <span className="fine">
            {prints.length > 0 ? t("desk:parked.photosCount", { count: prints.length }) : t("desk:parked.photosHint")}
          </span>
        </>
      )}
    </Field>
  );
}

async function printOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
