import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import type { CompensationLimit } from "#contract/payments";
import { api, keys, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Answer, Bars, Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { useHolds } from "../../frame/rights.ts";
import { TableScroll } from "../../frame/table-scroll.tsx";

/** Up to how much each role agrees alone, and how much goodwill there is: what counts, and who changed it when and why. */
export function CompensationLimits() {
  return (
    <Needs right="staff.read">
      <Limits />
    </Needs>
  );
}

type Changing = { readonly what: CompensationLimit["what"]; readonly limit: CompensationLimit | null };

function Limits() {
  const { t } = useWords();
  const mayChange = useHolds()("staff.write");
  const [changing, setChanging] = useState<Changing | null>(null);
  const query = useQuery({
    queryKey: keys.compensationLimits,
    queryFn: ({ signal }) =>
      api<{ items: CompensationLimit[] }>("GET", "/api/v1/compensation-limits", undefined, { signal }),
  });
  return (
    <div className="page">
      <PageHead title={t("desk:limits.title")} lead={t("desk:limits.lead")} />
      <Answer
        query={query}
        waiting={
          <div className="card card-pad">
            <Bars count={6} height={22} gap={18} />
          </div>
        }
      >
        {({ items }) => (
          <>
            {groups.map(({ title, whats }) => (
              <Group
                key={title}
                title={t(`desk:limits.${title}`)}
                whats={whats}
                items={items}
                {...(mayChange ? { onChange: setChanging } : {})}
              />
            ))}
          </>
        )}
      </Answer>
      {changing ? <ChangeLimit {...changing} onClose={() => setChanging(null)} /> : null}
    </div>
  );
}

const groups = [
  { title: "alone", whats: ["agent", "supervisor", "operations", "merchant"] },
  { title: "goodwill", whats: ["per-case", "per-month"] },
] as const;

type GroupProps = {
  readonly title: string;
  readonly whats: readonly CompensationLimit["what"][];
  readonly items: readonly CompensationLimit[];
  readonly onChange?: (changing: Changing) => void;
};

function Group({ title, whats, items, onChange }: GroupProps) {
  const { t, format } = useWords();
  const rows = items.filter(({ what }) => whats.includes(what));
  return (
    <section className="card limit-group" aria-label={title}>
      <header className="card-pad">
        <h2 className="card-title">{title}</h2>
      </header>
      <TableScroll label={title}>
        <table className="table">
          <thead>
            <tr>
              <th>{t("desk:limits.who")}</th>
              <th className="right">{t("desk:limits.limit")}</th>
              <th>{t("desk:limits.since")}</th>
              <th>{t("desk:limits.before")}</th>
              {onChange ? <th>{t("desk:limits.change")}</th> : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const [now, ...before] = row.versions;
              if (now === undefined) return null;
              return (
                <tr key={`${row.what} ${row.currency}`}>
                  <td className="nowrap">
                    {t(`desk:limits.what.${row.what}`)}
                    <small>{row.currency}</small>
                  </td>
                  <td className="right nowrap">
                    <b className="ac-figures">{format.money(now.limit)}</b>
                  </td>
                  <td>
                    <Said version={now} />
                  </td>
                  <td>
                    {before.length === 0 ? (
                      <span className="fine">—</span>
                    ) : (
                      before.map((version) => (
                        <div key={version.version}>
                          <span className="ac-figures">{format.money(version.limit)}</span> <Said version={version} />
                        </div>
                      ))
                    )}
                  </td>
                  {onChange ? (
                    <td>
                      <Button size="small" onClick={() => onChange({ what: row.what, limit: row })}>
                        {t("desk:limits.change")}
                      </Button>
                    </td>
                  ) : null}
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
      {onChange ? (
        <footer className="card-pad">
          <Button size="small" onClick={() => onChange({ what: whats[0] ?? "agent", limit: null })}>
            {t("desk:limits.otherCurrency")}
          </Button>
        </footer>
      ) : null}
    </section>
  );
}

function Said({ version: { version, setBy, since, note } }: { version: CompensationLimit["versions"][number] }) {
  const { t, format } = useWords();
  return (
    <>
      {version === 1 && setBy === null
        ? t("desk:limits.fromTheBeginning")
        : [format.fullDay(since), setBy ?? ""].filter(Boolean).join(" · ")}
      {note ? <small>{note}</small> : null}
    </>
  );
}

/** The figure with its reason; another currency starts without one. */
function ChangeLimit({ what: first, limit, onClose }: Changing & { readonly onClose: () => void }) {
  const { t, trouble } = useWords();
  const client = useQueryClient();
  const keyFor = useIntent();
  const now = limit?.versions[0];
  const [what, setWhat] = useState(first);
  const [code, setCode] = useState(limit?.currency ?? "");
  const [amount, setAmount] = useState(now?.limit.amount ?? "");
  const [note, setNote] = useState("");
  const group = groups.find(({ whats }) => whats.some((one) => one === first));
  const save = useMutation({
    mutationFn: () => {
      const body = { latest: now?.version ?? 0, limit: { amount: amount.trim(), currency: code }, note: note.trim() };
      return api("PUT", `/api/v1/compensation-limits/${what}`, body, { key: keyFor({ what, ...body }) });
    },
    onSuccess: onClose,
    onSettled: () => void client.invalidateQueries({ queryKey: keys.compensationLimits }),
  });
  return (
    <Ask
      title={limit ? t(`desk:limits.what.${first}`) : t("desk:limits.otherCurrency")}
      go={t("desk:limits.save")}
      busy={save.isPending}
      blocked={!/^\d{1,12}(\.\d{1,3})?$/.test(amount.trim()) || !/^[A-Z]{3}$/.test(code) || note.trim() === ""}
      onGo={() => save.mutate()}
      onClose={onClose}
    >
      <p className="ask-what">{t("desk:limits.means")}</p>
      {limit === null ? (
        <>
          <fieldset className="field">
            <legend>{t("desk:limits.who")}</legend>
            <div className="chips">
              {group?.whats.map((one) => (
                <label key={one} data-on={what === one || undefined}>
                  <input type="radio" name="what" checked={what === one} onChange={() => setWhat(one)} />
                  {t(`desk:limits.what.${one}`)}
                </label>
              ))}
            </div>
          </fieldset>
          <Field label={t("desk:limits.currency")}>
            {(id) => (
              <Input
                id={id}
                value={code}
                maxLength={3}
                placeholder="EUR"
                autoComplete="off"
                onChange={({ target }) => setCode(target.value.toUpperCase())}
              />
            )}
          </Field>
        </>
      ) : null}
      <Field label={t("desk:limits.limit")}>
        {(id) => (
          <Input
            id={id}
            inputMode="decimal"
            value={amount}
            suffix={code}
            maxLength={16}
            autoComplete="off"
            onChange={({ target }) => setAmount(target.value)}
          />
        )}
      </Field>
      <Field label={t("desk:limits.note")}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={2}
            maxLength={500}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
      {save.isError ? (
        <p className="field-bad" role="alert">
          {trouble(save.error)}
        </p>
      ) : null}
    </Ask>
  );
}
