import { Button, Input, Select } from "antd";
import { useState } from "react";
import type { ReplyTemplate } from "#contract/returns";
import { limits, newKey } from "../../../shared/data/index.ts";
import { useWords, type Words } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { OwnedCells, OwnedHeads } from "../../frame/owned-table.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { filled, places, type ReplyUse, useReplies } from "../../frame/replies.tsx";
import { ActiveBox, OwnerField, useSaveEntry } from "../../frame/save-entry.tsx";
import { TableScroll } from "../../frame/table-scroll.tsx";

/** Words to answer with, kept once and offered where an answer is written. */
export function ReplyTemplates() {
  return (
    <Needs right="cases.decide">
      <ReplyTable />
    </Needs>
  );
}

function ReplyTable() {
  const { t, title } = useWords();
  const [open, setOpen] = useState<ReplyTemplate | "new" | null>(null);
  const query = useReplies();
  return (
    <div className="page">
      <PageHead title={t("desk:replies.title")} lead={t("desk:replies.lead")}>
        <Button type="primary" onClick={() => setOpen("new")}>
          {t("desk:replies.add")}
        </Button>
      </PageHead>
      <Answer
        query={query}
        waiting={
          <div className="card card-pad">
            <Bars count={8} height={20} gap={20} />
          </div>
        }
      >
        {({ items }) => (
          <div className="card">
            {items.length === 0 ? (
              <Face drawing="calm" title={t("desk:replies.empty")}>
                <p>{t("desk:replies.emptyWhy")}</p>
              </Face>
            ) : (
              <TableScroll label={t("desk:replies.title")}>
                <table className="table table-broad">
                  <thead>
                    <tr>
                      <th>{t("desk:replies.label")}</th>
                      <th>{t("desk:replies.usedFor")}</th>
                      <OwnedHeads />
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((reply) => (
                      <tr key={reply.id} data-off={!reply.active || undefined}>
                        <td>
                          <b>{title(reply.label)}</b>
                          <small>{placesNamed(title(reply.text), t)}</small>
                        </td>
                        <td className="nowrap">{t(`desk:replies.use.${reply.usedFor}`)}</td>
                        <OwnedCells entry={reply} onOpen={() => setOpen(reply)} />
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableScroll>
            )}
          </div>
        )}
      </Answer>
      {open === null ? null : <ReplyForm reply={open === "new" ? null : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function ReplyForm({ reply, onClose }: { reply: ReplyTemplate | null; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const [id] = useState(() => reply?.id ?? newKey());
  const [owner, setOwner] = useState(reply?.merchantId ?? null);
  const [usedFor, setUsedFor] = useState<ReplyUse>(reply?.usedFor ?? "reject");
  const [label, setLabel] = useState(reply?.label ?? { zh: "", en: "" });
  const [text, setText] = useState(reply?.text ?? { zh: "", en: "" });
  const [active, setActive] = useState(reply?.active ?? true);
  const save = useSaveEntry("/api/v1/reply-templates", "replies", onClose);
  return (
    <Ask
      title={reply ? t("desk:replies.change") : t("desk:replies.add")}
      go={t("desk:state.save")}
      busy={save.isPending}
      blocked={label.zh.trim() === "" || text.zh.trim() === ""}
      onClose={onClose}
      onGo={() => save.mutate({ id, version: reply?.version ?? 0, merchantId: owner, usedFor, label, text, active })}
    >
      {reply ? null : <OwnerField value={owner} onChange={setOwner} />}
      <Field label={t("desk:replies.usedFor")}>
        {(field) => (
          <Select
            id={field}
            value={usedFor}
            onChange={setUsedFor}
            options={uses.map((value) => ({ value, label: t(`desk:replies.use.${value}`) }))}
          />
        )}
      </Field>
      <div className="field-pair">
        {(["zh", "en"] as const).map((language) => (
          <Field key={language} label={t(`desk:replies.label.${language}`)}>
            {(field) => (
              <Input
                id={field}
                value={label[language]}
                onChange={(event) => setLabel({ ...label, [language]: event.target.value })}
                maxLength={60}
              />
            )}
          </Field>
        ))}
      </div>
      <p className="fine places">
        {t("desk:replies.places")}{" "}
        {places.map((place) => (
          <code key={place} className="place">
            {`{{${place}}} ${t(`desk:replies.place.${place}`)}`}
          </code>
        ))}
      </p>
      {(["zh", "en"] as const).map((language) => (
        <Field key={language} label={t(`desk:replies.text.${language}`)}>
          {(field) => (
            <Input.TextArea
              id={field}
              value={text[language]}
              onChange={(event) => setText({ ...text, [language]: event.target.value })}
              autoSize={{ minRows: 2, maxRows: 8 }}
              maxLength={limits.noteLength}
            />
          )}
        </Field>
      ))}
      {text.zh.trim() === "" ? null : (
        <div className="field">
          <span className="fine">{t("desk:replies.reads")}</span>
          <p className="quote">{filled(words.title(text), example, words)}</p>
        </div>
      )}
      <ActiveBox value={active} onChange={setActive} />
    </Ask>
  );
}

const uses: readonly ReplyUse[] = ["approve", "reject", "offer", "note"];

/** In a list nobody needs to know how a place is written, only what comes there. */
function placesNamed(text: string, t: Words["t"]): string {
  return places.reduce((said, place) => said.replaceAll(`{{${place}}}`, `[${t(`desk:replies.place.${place}`)}]`), text);
}

/** How the words will read, for a case that does not exist. */
const example = {
  number: "AS-2611-000001",
  title: { zh: "降噪头戴耳机", en: "Headphones" },
  amount: { amount: "399.00", currency: "CNY" },
  dueAt: "2026-12-01T18:00:00+08:00",
} as const;
