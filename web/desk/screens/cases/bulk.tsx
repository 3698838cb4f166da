import { useQueryClient } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { useCallback, useRef, useState } from "react";
import type { CaseRow } from "#contract/returns";
import { Status } from "../../../shared/components/index.ts";
import { api, keys, limits, newKey, Problem } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Field } from "../../frame/field.tsx";
import { useReplies } from "../../frame/replies.tsx";
import { rejectReasons } from "../case/dialogs.tsx";

type Picked = ReturnType<typeof usePicked>;
type Verb = "approve" | "reject";
type Result = { readonly row: CaseRow; readonly state: "waiting" | "done" | "refused" | "lost"; readonly why: string };

/** Which rows are to be decided together. What leaves the list leaves the choice. */
export function usePicked(rows: readonly CaseRow[]) {
  const [on, setOn] = useState(false);
  const [numbers, setNumbers] = useState<ReadonlySet<string>>(new Set());
  const pick = useCallback(
    (number: string) =>
      setNumbers((all) => {
        const next = new Set(all);
        if (!next.delete(number)) next.add(number);
        return next;
      }),
    [],
  );
  return {
    on,
    picked: new Set(rows.flatMap(({ number }) => (numbers.has(number) ? [number] : []))),
    pick,
    keep: (kept: readonly string[]) => setNumbers(new Set(kept)),
    toggle: () => {
      setOn(!on);
      setNumbers(new Set());
    },
  };
}

/** How many are picked, and what may be done with all of them; each case is decided by itself and says how it went. */
export function BulkBar({ rows, bulk }: { rows: readonly CaseRow[]; bulk: Picked }) {
  const { t } = useWords();
  const [verb, setVerb] = useState<Verb | null>(null);
  const chosen = rows.filter(({ number }) => bulk.picked.has(number));
  const all = chosen.length === rows.length;
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t("desk:bulk.start")}>
      <button
        type="button"
        className="link-button"
        onClick={() => bulk.keep(all ? [] : rows.map(({ number }) => number))}
      >
        {all ? t("desk:bulk.none") : t("desk:bulk.all", { n: rows.length })}
      </button>
      <span aria-live="polite">{t("desk:bulk.picked", { n: chosen.length })}</span>
      <Button size="small" type="primary" disabled={chosen.length === 0} onClick={() => setVerb("approve")}>
        {t("desk:case.approve")}
      </Button>
      <Button size="small" danger disabled={chosen.length === 0} onClick={() => setVerb("reject")}>
        {t("desk:case.reject")}
      </Button>
      {verb ? (
        <BulkDialog
          verb={verb}
          rows={chosen}
          onClose={(left) => {
            setVerb(null);
            if (left) bulk.keep(left);
          }}
        />
      ) : null}
    </div>
  );
}

function BulkDialog({
  verb,
  rows,
  onClose,
}: {
  verb: Verb;
  rows: readonly CaseRow[];
  onClose: (left: readonly string[] | null) => void;
}) {
  const { t, of, title, trouble, format } = useWords();
  const client = useQueryClient();
  const replies = useReplies(verb).data?.items ?? [];
  // One key for each case and one body: what was lost on the way is sent again and done once.
  const keyOf = useRef(new Map<string, string>());
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [results, setResults] = useState<readonly Result[] | null>(null);
  const busy = results?.some(({ state }) => state === "waiting") ?? false;

  const decide = async (asked: readonly CaseRow[]) => {
    const body = verb === "approve" ? (note.trim() ? { note: note.trim() } : {}) : { reason, note: note.trim() };
    const tell = (number: string, part: Partial<Result>) =>
      setResults((all) => all?.map((each) => (each.row.number === number ? { ...each, ...part } : each)) ?? null);
    for (const { number } of asked) tell(number, { state: "waiting", why: "" });
    for (const { number } of asked) {
      const key = keyOf.current.get(number) ?? newKey();
      keyOf.current.set(number, key);
      try {
        await api("POST", `/api/v1/cases/${encodeURIComponent(number)}/${verb}`, body, { key });
        tell(number, { state: "done" });
      } catch (error) {
        const lost = !(error instanceof Problem) || error.status === 0 || error.status >= 500;
        tell(number, { state: lost ? "lost" : "refused", why: trouble(error) });
      }
    }
    void client.invalidateQueries({ queryKey: keys.cases });
    void client.invalidateQueries({ queryKey: keys.home });
  };

  if (results === null)
    return (
      <Ask
        title={
          verb === "approve"
            ? t("desk:bulk.approveTitle", { count: rows.length })
            : t("desk:bulk.rejectTitle", { count: rows.length })
        }
        go={
          verb === "approve"
            ? t("desk:bulk.approveGo", { n: rows.length })
            : t("desk:bulk.rejectGo", { n: rows.length })
        }
        danger={verb === "reject"}
        busy={false}
        blocked={verb === "reject" && (reason === null || note.trim() === "")}
        onClose={() => onClose(null)}
        onGo={() => {
          setResults(rows.map((row) => ({ row, state: "waiting", why: "" })));
          void decide(rows);
        }}
      >
        <p className="ask-what">{verb === "approve" ? t("desk:bulk.approveWhy") : t("desk:bulk.rejectWhy")}</p>
        <ul className="bulk-rows">
          {rows.map((row) => (
            <li key={row.number}>
              <span className="mono">{row.number}</span>
              <span>{title(row.title)}</span>
              <span>{of("kind", row.kind)}</span>
              <b className="ac-figures">{format.money(row.amount)}</b>
            </li>
          ))}
        </ul>
        {verb === "reject" ? (
          <fieldset className="field">
            <legend>{t("desk:case.rejectReason")}</legend>
            <div className="chips">
              {rejectReasons.map((each) => (
                <label key={each} data-on={reason === each || undefined}>
                  <input type="radio" name="bulk-reject" checked={reason === each} onChange={() => setReason(each)} />
                  {of("reject", each)}
                </label>
              ))}
            </div>
          </fieldset>
        ) : null}
        {replies.some(({ text }) => !hasPlaces(text.zh)) ? (
          <div className="chips replies">
            {replies
              .filter(({ text }) => !hasPlaces(text.zh))
              .map((reply) => (
                <Button key={reply.id} size="small" onClick={() => setNote(title(reply.text))}>
                  {title(reply.label)}
                </Button>
              ))}
          </div>
        ) : null}
        <Field label={verb === "approve" ? t("desk:case.approveNote") : t("desk:case.rejectNote")}>
          {(id) => (
            <Input.TextArea
              id={id}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              autoSize={{ minRows: 2, maxRows: 8 }}
              maxLength={limits.noteLength}
            />
          )}
        </Field>
      </Ask>
    );

  const count = (state: Result["state"]) => results.filter((each) => each.state === state).length;
  const lost = results.filter(({ state }) => state === "lost").map(({ row }) => row);
  const left = results.filter(({ state }) => state !== "done").map(({ row }) => row.number);
  return (
    <Modal
      open
      title={t("desk:bulk.results")}
      closable={!busy}
      keyboard={!busy}
      mask={{ closable: false }}
      onCancel={() => onClose(left)}
      footer={[
        lost.length > 0 && !busy ? (
          <Button key="again" onClick={() => void decide(lost)}>
            {t("desk:bulk.again", { n: lost.length })}
          </Button>
        ) : null,
        <Button key="close" type="primary" disabled={busy} onClick={() => onClose(left)}>
          {t("desk:bulk.close")}
        </Button>,
      ]}
    >
      <p className="ask-what" role="status">
        {busy
          ? t("desk:bulk.under", { done: results.length - count("waiting"), n: results.length })
          : t("desk:bulk.summary", { done: count("done"), not: results.length - count("done") })}
      </p>
      <ul className="bulk-rows">
        {results.map(({ row, state, why }) => (
          <li key={row.number} data-state={state}>
            <span className="mono">{row.number}</span>
            <span>{title(row.title)}</span>
            <Status tone={tones[state]}>{t(`desk:bulk.${state}`)}</Status>
            {why ? <p className="field-bad">{why}</p> : null}
          </li>
        ))}
      </ul>
    </Modal>
  );
}

const tones = { waiting: "wait", done: "done", refused: "bad", lost: "bad" } as const;

/** Words with places belong to one case; the same words for many must stand by themselves. */
function hasPlaces(text: string): boolean {
  return /\{\{\w+\}\}/.test(text);
}
