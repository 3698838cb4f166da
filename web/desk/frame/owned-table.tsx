import { Button } from "antd";
import type { ReactNode } from "react";
import { Status } from "../../shared/components/index.ts";
import { useWords } from "../../shared/text/index.ts";

type Entry = {
  readonly id: string;
  readonly merchantName: { zh: string; en: string } | null;
  readonly active: boolean;
  readonly own: boolean;
};

/** Whose an entry is, whether it is in use, and the way to change it for whoever may. */
export function OwnedCells({ entry, onOpen }: { entry: Entry; onOpen: () => void }) {
  const { t, title } = useWords();
  return (
    <>
      <td className="nowrap">{entry.merchantName ? title(entry.merchantName) : t("desk:policies.platform")}</td>
      <td className="nowrap">
        <Status tone={entry.active ? "done" : "mute"}>
          {entry.active ? t("desk:entries.active") : t("desk:entries.retired")}
        </Status>
      </td>
      <td className="right">
        {entry.own ? (
          <Button size="small" type="text" onClick={onOpen}>
            {t("desk:entries.change")}
          </Button>
        ) : null}
      </td>
    </>
  );
}

export function OwnedHeads(): ReactNode {
  const { t } = useWords();
  return (
    <>
      <th>{t("desk:entries.owner")}</th>
      <th>{t("desk:entries.state")}</th>
      <th aria-label={t("desk:case.actions")} />
    </>
  );
}
