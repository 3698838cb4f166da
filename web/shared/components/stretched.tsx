import type { Case } from "#contract/returns";
import { useWords } from "../text/index.ts";

/** Why a deadline is later than usual: clocks that stand still, and time that somebody added. */
export function Stretched({ stretched, className }: { stretched: Case["next"]["stretched"]; className?: string }) {
  const { t, title, format } = useWords();
  if (stretched === null) return null;
  const said = [
    ...stretched.pauses.map(({ label, from, until }) =>
      t("common:stretched.pause", { label: title(label), from: format.day(from), until: format.day(until) }),
    ),
    ...(stretched.extendedDays > 0 ? [t("common:stretched.extended", { count: stretched.extendedDays })] : []),
  ];
  return said.map((line) => (
    <p key={line} className={className}>
      {line}
    </p>
  ));
}
