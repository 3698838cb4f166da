import { useWords } from "../../../shared/text/index.ts";
import { Face } from "../../frame/faces.tsx";

/** Beside the list, before a case is chosen. */
export function NoCase() {
  const { t } = useWords();
  return (
    <Face drawing="inbox" title={t("desk:cases.pick")}>
      <p>{t("desk:cases.pickWhy")}</p>
    </Face>
  );
}
