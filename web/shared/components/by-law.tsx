import type { Case } from "#contract/returns";
import { useWords } from "../text/index.ts";

/** Until when a statute wants it done, or leaves the time for it, with its article. */
export function ByLaw({ byLaw, className }: { byLaw: Case["next"]["byLaw"]; className?: string }) {
  const { t, of, format } = useWords();
  if (byLaw === null) return null;
  const { source, article } = byLaw.citation;
  const law = t("common:by-law.article", { instrument: of("statute", source), article });
  return <p className={className}>{t(`common:by-law.${byLaw.duty}`, { day: format.day(byLaw.lastDay), law })}</p>;
}
