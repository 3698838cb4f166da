import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { ImportRun } from "#contract/orders";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { Problem } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icon.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { sendImport } from "./send-import.ts";
import "./imports.css";

/** Files in, runs and their progress out; a run goes on without anybody looking. */
export function Imports() {
  return (
    <Needs right="imports.run">
      <ImportPage />
    </Needs>
  );
}

function ImportPage() {
  const { t } = useWords();
  const [busyEvery, setBusyEvery] = useState(false);
  const pages = usePages<ImportRun>(
    ["imports"],
    "/api/v1/imports",
    {},
    { limit: 20, ...(busyEvery ? { refetchInterval: 1500 } : {}) },
  );
  const running = pages.rows.some(({ state }) => state === "running");
  if (running !== busyEvery) setBusyEvery(running);
  return (
    <div className="page">
      <PageHead title={t("desk:imports.title")} lead={t("desk:imports.lead")} />
      <Drop />
      <h2 className="section-title">{t("desk:imports.runs")}</h2>
      <PagedCard
        label={t("desk:imports.runs")}
        pages={pages}
        empty={{ title: t("desk:imports.empty"), why: t("desk:imports.emptyWhy") }}
      >
        {(rows) => (
          <ul className="runs">
            {rows.map((run) => (
              <Run key={run.id} run={run} />
            ))}
          </ul>
        )}
      </PagedCard>
    </div>
  );
}

function Drop() {
  const { t, trouble } = useWords();
  const client = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file || sending) return;
    const format = /\.jsonl(\.gz)?$/.test(file.name) ? "jsonl" : /\.csv(\.gz)?$/.test(file.name) ? "csv" : null;
    setSaid(null);
    if (!format) return setSaid(t("desk:imports.wrongType"));
    setSending({ name: file.name, share: 0 });
    try {
      await sendImport(file, format, (share) => setSending({ name: file.name, share }));
      await client.invalidateQueries({ queryKey: ["imports"] });
    } catch (error) {
      setSaid(error instanceof Problem ? trouble(error) : t("desk:state.somethingWrong"));
    } finally {
      setSending(null);
    }
  };
  return (
    <section className="drop-area">
      <label
        className="drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
      >
        <Icon name="upload" size={28} />
        {sending ? (
          <>
            <b>{t("desk:imports.uploading", { name: sending.name, percent: Math.round(sending.share * 100) })}</b>
            <progress max={1} value={sending.share} />
          </>
        ) : (
          <>
            <b>{t("desk:imports.drop")}</b>
            <span className="fine">{t("desk:imports.dropWhy")}</span>
          </>
        )}
        <input
          ref={field}
          type="file"
          accept=".jsonl,.csv,.gz"
          disabled={sending !== null}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </label>
      {said ? (
        <p className="said said-bad" role="alert">
          {said}
        </p>
      ) : null}
    </section>
  );
}

const tones: Record<ImportRun["state"], Tone> = { running: "going", done: "done", failed: "bad" };

/** A person by name; a program or the system itself by what it is. */
function starter(startedBy: string, t: ReturnType<typeof useWords>["t"]): string {
  const [, kind] = /^(key|system):/.exec(startedBy) ?? [];
  return kind ? t(`desk:audit.principal.${kind}`) : startedBy;
}

function Run({ run }: { run: ImportRun }) {
  const { t, format, because } = useWords();
  const counts = Object.entries(run.counts);
  const rejected = counts.reduce((sum, [, { rejected: n }]) => sum + n, 0);
  return (
    <li>
      <header>
        <b>{run.source}</b>
        <Status tone={tones[run.state]}>{t(`desk:imports.${run.state}`)}</Status>
        <span className="fine">
          {t("desk:imports.by", { who: starter(run.startedBy, t), when: format.nearMoment(run.startedAt) })}
        </span>
        <span className="run-right fine ac-figures">
          {t("desk:imports.rows", { n: format.number(run.rowsRead) })}
          {run.seconds === null
            ? ""
            : ` · ${t("desk:imports.seconds", { n: format.number(Math.round(run.seconds * 10) / 10) })}`}
        </span>
      </header>
      {run.state === "running" ? (
        <div className="run-bar" role="progressbar" aria-label={t("desk:imports.running")} />
      ) : null}
      {run.error ? <p className="said said-bad">{because({ code: run.error })}</p> : null}
      {counts.length > 0 ? (
        <table className="table run-table">
          <thead>
            <tr>
              <th>{t("desk:imports.kind")}</th>
              <th className="right">{t("desk:imports.read")}</th>
              <th className="right">{t("desk:imports.imported")}</th>
              <th className="right">{t("desk:imports.updated")}</th>
              <th className="right">{t("desk:imports.unchanged")}</th>
              <th className="right">{t("desk:imports.rejected")}</th>
            </tr>
          </thead>
          <tbody>
            {counts.map(([name, count]) => (
              <tr key={name}>
                <td>{t([`desk:imports.table.${name}`, "desk:imports.kind"])}</td>
                <td className="right ac-figures">{format.number(count.read)}</td>
                <td className="right ac-figures">{format.number(count.imported)}</td>
                <td className="right ac-figures">{format.number(count.updated)}</td>
                <td className="right ac-figures">{format.number(count.unchanged)}</td>
                <td className="right ac-figures" data-bad={count.rejected > 0 || undefined}>
                  {format.number(count.rejected)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <footer>
        {run.shiftDays === 0 ? null : (
          <span className="fine">{t("desk:imports.shift", { n: format.number(run.shiftDays) })}</span>
        )}
        {run.rejectsUrl && rejected > 0 ? (
          <a href={run.rejectsUrl} download className="quiet-link with-icon">
            <Icon name="download" size={14} />
            {t("desk:imports.rejects")}
          </a>
        ) : null}
      </footer>
    </li>
  );
}
