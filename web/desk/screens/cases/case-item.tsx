import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { CaseRow } from "#contract/returns";
import { Picture, Status } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import type { CaseFilter } from "../../frame/case-filter.ts";
import { Clock } from "../../frame/clock.tsx";
import { useStanding } from "../../frame/standing.ts";

/** One case in the list: who, what, how much, and the clock that matters most. */
export const CaseItem = memo(function CaseItem({
  row,
  filter,
  chosen,
  picked,
  onPick,
}: {
  row: CaseRow;
  filter: CaseFilter;
  chosen: boolean;
  /** Whether it is among those to be decided together; null while nobody picks. */
  picked: boolean | null;
  onPick: (number: string) => void;
}) {
  const { t, of, title, format } = useWords();
  const { word, tone } = useStanding(row);
  return (
    <li data-picking={picked !== null || undefined}>
      {picked === null ? null : (
        <label className="case-pick">
          <input
            type="checkbox"
            checked={picked}
            onChange={() => onPick(row.number)}
            aria-label={t("desk:bulk.pick", { number: row.number, title: title(row.title) })}
          />
        </label>
      )}
      <Link
        to="/cases/$number"
        params={{ number: row.number }}
        search={filter}
        className="case-item"
        data-on={chosen || undefined}
        aria-current={chosen || undefined}
        preload={false}
      >
        <Picture of={row.picture} size={40} />
        <span className="case-item-title">
          {row.shopperMask ? <b>{row.shopperMask}</b> : null}
          <span>{title(row.title)}</span>
        </span>
        <span className="case-item-clock">{row.dueAt ? <Clock until={row.dueAt} /> : null}</span>
        <span className="case-item-line">
          {of("kind", row.kind)} · {of("reason", row.reason)}
          {row.units > 1 ? ` · ${t("desk:case.units", { n: row.units })}` : ""}
        </span>
        <span className="case-item-amount ac-figures">{format.money(row.amount)}</span>
        <span className="case-item-foot">
          <Status tone={tone}>{of("standing", word)}</Status>
          {row.assignedTo ? (
            <span className="case-item-who">
              <i className="avatar avatar-s">{(row.assignedTo.name ?? t("desk:case.platform")).slice(0, 1)}</i>
              {row.assignedTo.name ?? t("desk:case.platform")}
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
});
