import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, InputNumber, Progress, Select } from "antd";
import { type ReactNode, useState } from "react";
import type { PolicyCaseChange, PolicyDraft, PolicyReplay, PolicyReplayReport } from "#contract/returns";
import { api, newKey } from "../../../shared/data/index.ts";
import { useWords, type Words } from "../../../shared/text/index.ts";
import { Answer, Bars, Face } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { Icon } from "../../frame/icon.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { TableScroll } from "../../frame/table-scroll.tsx";

const periods = [30, 90, 365, 3_650];
const pollMs = 700;

/** What the draft would have changed: figures, and down to the cases behind them. */
export function Replay({ draft, unsaved }: { draft: PolicyDraft; unsaved: boolean }) {
  const { t, trouble, format } = useWords();
  const client = useQueryClient();
  const [days, setDays] = useState(90);
  const [freight, setFreight] = useState<number | null>(10);
  const name = ["policy-drafts", draft.id, "replay"];
  const latest = useQuery({
    queryKey: name,
    queryFn: ({ signal }) =>
      api<PolicyReplay | null>("GET", `/api/v1/policy-drafts/${draft.id}/replay`, undefined, { signal }),
    refetchInterval: (query) => (query.state.data?.state === "running" ? pollMs : false),
  });
  const start = useMutation({
    mutationFn: () =>
      api<PolicyReplay>(
        "POST",
        `/api/v1/policy-drafts/${draft.id}/replay`,
        { days, freight: (freight ?? 0).toFixed(2) },
        { key: newKey() },
      ),
    onSuccess: (started) => client.setQueryData(name, started),
  });
  const running = latest.data?.state === "running";
  return (
    <>
      <section className="card card-pad replay-ask">
        <p className="ask-what">{t("desk:replay.lead")}</p>
        <div className="inline-fields">
          <Field label={t("desk:replay.period")}>
            {(id) => (
              <Select
                id={id}
                value={days}
                options={periods.map((value) => ({ value, label: t(`desk:replay.days.${value}`) }))}
                onChange={setDays}
              />
            )}
          </Field>
          <Field label={t("desk:replay.freight")}>
            {(id) => (
              <InputNumber id={id} value={freight} min={0} max={9_999} precision={2} prefix="¥" onChange={setFreight} />
            )}
          </Field>
          <Button type="primary" loading={start.isPending || running} onClick={() => start.mutate()}>
            {t("desk:replay.go")}
          </Button>
        </div>
        {unsaved ? <p className="fine">{t("desk:replay.savedOnly")}</p> : null}
        {start.isError ? (
          <p className="field-bad" role="alert">
            {trouble(start.error)}
          </p>
        ) : null}
      </section>
      <Answer
        query={latest}
        waiting={
          <div className="card card-pad">
            <Bars count={6} height={22} gap={18} />
          </div>
        }
      >
        {(replay) =>
          replay === null ? (
            <Face drawing="calm" title={t("desk:replay.none")} small>
              <p>{t("desk:replay.noneWhy")}</p>
            </Face>
          ) : replay.state === "running" ? (
            <section className="card card-pad" role="status">
              <p>
                {t("desk:replay.running", {
                  done: format.number(replay.casesDone),
                  total: format.number(replay.casesTotal),
                })}
              </p>
              <Progress
                percent={replay.casesTotal === 0 ? 0 : Math.floor((replay.casesDone * 100) / replay.casesTotal)}
                aria-label={t("desk:replay.go")}
              />
              <p className="fine">{t("desk:replay.leave")}</p>
            </section>
          ) : replay.result === null ? (
            <Face drawing="offline" title={t("desk:replay.failed")} small alert />
          ) : (
            <Result
              key={replay.id}
              replay={replay}
              report={replay.result}
              stale={replay.draftVersion !== draft.version}
            />
          )
        }
      </Answer>
    </>
  );
}

type Group = PolicyReplayReport["groups"][number];

function Result({ replay, report, stale }: { replay: PolicyReplay; report: PolicyReplayReport; stale: boolean }) {
  const words = useWords();
  const { t, format, of } = words;
  const [group, setGroup] = useState<Group | null>(null);
  if (report.cases === 0)
    return (
      <Face drawing="calm" title={t("desk:replay.noCases")} small>
        <p>{t("desk:replay.noCasesWhy")}</p>
      </Face>
    );
  const step = (before: number, after: number) =>
    before === after ? format.number(before) : `${format.number(before)} → ${format.number(after)}`;
  const groupName = ({ category, reason }: Group) =>
    `${t([`desk:category.${category}`, "desk:category.other"])} · ${of("reason", reason)}`;
  return (
    <>
      {stale ? <p className="page-note">{t("desk:replay.stale")}</p> : null}
      <div className="replay-heads">
        <Figure label={t("desk:replay.cases")} value={format.number(report.cases)} />
        <Figure label={t("desk:replay.changed")} value={format.number(report.changed)} />
        <Figure
          label={t("desk:replay.better")}
          value={format.number(report.better)}
          tone={report.better > 0 ? "good" : undefined}
        />
        <Figure
          label={t("desk:replay.worse")}
          value={format.number(report.worse)}
          tone={report.worse > 0 ? "bad" : undefined}
        />
        <Figure
          label={t("desk:replay.complaints")}
          value={format.number(report.complaints.refused + report.complaints.review + report.complaints.slower)}
          tone={report.worse > 0 ? "bad" : undefined}
          why={t("desk:replay.complaintsWhy", {
            refused: format.number(report.complaints.refused),
            review: format.number(report.complaints.review),
            slower: format.number(report.complaints.slower),
          })}
        />
      </div>
      <section className="card">
        <TableScroll label={t("desk:replay.figures")}>
          <table className="table replay-table">
            <thead>
              <tr>
                <th>{t("desk:replay.figures")}</th>
                <th className="right">{t("desk:replay.was")}</th>
                <th className="right">{t("desk:replay.would")}</th>
                <th className="right">{t("desk:replay.difference")}</th>
              </tr>
            </thead>
            <tbody>{figureRows(words, report)}</tbody>
          </table>
        </TableScroll>
        <p className="fine card-pad-in">
          {t("desk:replay.assumed", {
            since: format.day(replay.since),
            freight: format.money(replay.freight),
          })}
        </p>
      </section>
      <h2 className="section-title">{t("desk:replay.groups")}</h2>
      <section className="card">
        <TableScroll label={t("desk:replay.groups")}>
          <table className="table">
            <thead>
              <tr>
                <th>{t("desk:replay.group")}</th>
                <th className="right">{t("desk:replay.cases")}</th>
                <th className="right">{t("desk:replay.changed")}</th>
                <th className="right">{t("desk:replay.approved")}</th>
                <th className="right">{t("desk:replay.outcome.refused")}</th>
              </tr>
            </thead>
            <tbody>
              {report.groups.map((each) => (
                <tr key={`${each.category} ${each.reason}`}>
                  <td>
                    {each.changed > 0 ? (
                      <button
                        type="button"
                        className="row-link"
                        aria-pressed={group === each}
                        onClick={() => setGroup(group === each ? null : each)}
                      >
                        {groupName(each)}
                      </button>
                    ) : (
                      groupName(each)
                    )}
                  </td>
                  <td className="right ac-figures">{format.number(each.cases)}</td>
                  <td className="right ac-figures">{format.number(each.changed)}</td>
                  <td className="right ac-figures">{step(approved(each.was), approved(each.would))}</td>
                  <td className="right ac-figures">{step(each.was.outcomes.refused, each.would.outcomes.refused)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </section>
      {report.changed > 0 ? (
        <>
          <header className="page-head replay-cases">
            <h2 className="section-title">
              {group ? t("desk:replay.casesOf", { group: groupName(group) }) : t("desk:replay.changes")}
            </h2>
            <div className="page-tools">
              {group ? (
                <Button size="small" onClick={() => setGroup(null)}>
                  {t("desk:replay.allGroups")}
                </Button>
              ) : null}
              <a className="quiet-link with-icon" href={`/api/v1/policy-replays/${replay.id}/changes.csv`} download>
                <Icon name="download" size={14} />
                {t("desk:replay.csv")}
              </a>
            </div>
          </header>
          <Changes replayId={replay.id} group={group} />
        </>
      ) : null}
    </>
  );
}

function Figure({
  label,
  value,
  tone,
  why,
}: {
  label: string;
  value: string;
  tone?: "good" | "bad" | undefined;
  why?: string;
}) {
  return (
    <div className="card figure" data-tone={tone}>
      <span className="fine">{label}</span>
      <b className="ac-figures">{value}</b>
      {why ? <span className="fine">{why}</span> : null}
    </div>
  );
}

function approved({ outcomes }: PolicyReplayReport["was"]): number {
  return outcomes.agreed + outcomes["at-once"];
}

function figureRows({ t, format }: Words, { was, would }: PolicyReplayReport): ReactNode[] {
  const signed = (difference: number, said: string) => (difference > 0 ? `+${said}` : said);
  const counted = (["at-once", "agreed", "review", "refused"] as const).map((outcome) => {
    const difference = would.outcomes[outcome] - was.outcomes[outcome];
    return row(
      `outcome ${outcome}`,
      t(`desk:replay.outcome.${outcome}`),
      format.number(was.outcomes[outcome]),
      format.number(would.outcomes[outcome]),
      signed(difference, format.number(difference)),
    );
  });
  const paid = was.money.flatMap((sums, index) => {
    const now = would.money[index];
    if (now === undefined) return [];
    return (["refund", "freight", "atStake", "onTop"] as const).map((what) => {
      const difference = Number(now[what].amount) - Number(sums[what].amount);
      const { currency } = sums[what];
      return row(
        `${what} ${currency}`,
        t(`desk:replay.money.${what}`),
        format.money(sums[what]),
        format.money(now[what]),
        signed(difference, format.money({ amount: difference.toFixed(2), currency })),
      );
    });
  });
  const hours = (["merchant", "shopper"] as const).map((who) => {
    const difference = Math.round((would.hours[who] - was.hours[who]) * 10) / 10;
    return row(
      `hours ${who}`,
      t(`desk:replay.hours.${who}`),
      format.number(was.hours[who]),
      format.number(would.hours[who]),
      signed(difference, format.number(difference)),
    );
  });
  return [...counted, ...paid, ...hours];
}

function row(key: string, label: string, before: string, after: string, difference: string): ReactNode {
  return (
    <tr key={key}>
      <td>{label}</td>
      <td className="right ac-figures">{before}</td>
      <td className="right ac-figures">{after}</td>
      <td className="right ac-figures">{before === after ? "—" : difference}</td>
    </tr>
  );
}

function Changes({ replayId, group }: { replayId: string; group: Group | null }) {
  const words = useWords();
  const { t, of, because, format } = words;
  const pages = usePages<PolicyCaseChange>(
    ["policy-replays", replayId, "changes"],
    `/api/v1/policy-replays/${replayId}/changes`,
    { category: group?.category, reason: group?.reason },
  );
  return (
    <PagedCard label={t("desk:replay.changes")} pages={pages} empty={{ title: t("desk:replay.noChanges") }}>
      {(rows) => (
        <table className="table">
          <thead>
            <tr>
              <th>{t("desk:replay.case")}</th>
              <th>{t("desk:replay.was")}</th>
              <th>{t("desk:replay.would")}</th>
              <th>{t("desk:replay.why")}</th>
              <th className="right">{t("desk:replay.costs")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((change) => (
              <tr key={change.number}>
                <td>
                  <Link
                    to="/cases/$number"
                    params={{ number: change.number }}
                    search={{ queue: "all" }}
                    className="row-link mono"
                  >
                    {change.number}
                  </Link>
                  <small>
                    {of("kind", change.kind)} · {of("reason", change.reason)}
                  </small>
                </td>
                <td>{sideSays(words, change.was)}</td>
                <td>{sideSays(words, change.would)}</td>
                <td>
                  {because(change.why)}
                  {change.why.rule ? <small className="mono">{change.why.rule}</small> : null}
                </td>
                <td className="right ac-figures">{format.money(change.costs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </PagedCard>
  );
}

function sideSays({ t, of }: Words, { outcome, freightPayer }: PolicyCaseChange["was"]): ReactNode {
  return (
    <>
      {t(`desk:replay.outcome.${outcome}`)}
      {freightPayer && freightPayer !== "none" ? <small>{of("freight-payer", freightPayer)}</small> : null}
    </>
  );
}
