import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Signals } from "#contract/returns";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, forget, keys, Problem, useIntent, useKept } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Empty, Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { toast } from "../../frame/toast.tsx";
import { Form, Note } from "../progress/move.tsx";
import { demoQuery } from "../sign-in/shown.ts";
import "./me.css";

type Signal = Signals["signals"][number];

/** What was counted about the shopper, what it takes away and what it never does, and how to say that it is wrong. */
export function SignalsPage() {
  const { t } = useWords();
  const query = useQuery({
    queryKey: keys.mySignals,
    queryFn: ({ signal }) => api<Signals>("GET", "/api/v1/me/signals", undefined, { signal }),
  });
  return (
    <Screen title={t("portal:signals.title")} up="/me">
      <Loaded
        query={query}
        skeleton={
          <>
            <SkeletonCard bars={[50, 90]} />
            <SkeletonCard bars={[40, 80, 70]} />
          </>
        }
      >
        {(told) => <Told told={told} />}
      </Loaded>
    </Screen>
  );
}

function Told({ told: { signals, consequences, countedAt, appeals } }: { told: Signals }) {
  const { t, format } = useWords();
  const marksDevices = useQuery(demoQuery).data?.marksDevices;
  const [against, setAgainst] = useState<Signal["signal"] | null>(null);
  const counted = countedAt ? t("portal:signals.counted", { when: format.moment(countedAt) }) : null;
  return (
    <>
      {signals.length === 0 ? (
        <Empty drawing="calm" title={t("portal:signals.none")} text={t("portal:signals.none-text")}>
          {counted ? <p className="tiny quiet">{counted}</p> : null}
        </Empty>
      ) : (
        <>
          <p className="small quiet">{t("portal:signals.lead")}</p>
          {signals.map((one) => (
            <SignalCard
              key={one.signal}
              one={one}
              heard={appeals.some(({ signal, state }) => signal === one.signal && state === "open")}
              onAppeal={() => setAgainst(one.signal)}
            />
          ))}
          <section className="card signal-effects" aria-labelledby="takes">
            <h2 id="takes">{t("portal:signals.takes")}</h2>
            <ul className="small">
              <Effect lost={!consequences.instantRefund}>
                {consequences.instantRefund ? t("portal:signals.instant-stays") : t("portal:signals.instant-goes")}
              </Effect>
              <Effect lost={!consequences.automaticApproval}>
                {consequences.automaticApproval ? t("portal:signals.at-once-stays") : t("portal:signals.at-once-goes")}
              </Effect>
              <Effect lost={consequences.videoWanted}>
                {consequences.videoWanted ? t("portal:signals.video-wanted") : t("portal:signals.video-not-wanted")}
              </Effect>
            </ul>
          </section>
          <section className="card signal-effects" aria-labelledby="never">
            <h2 id="never">{t("portal:signals.never")}</h2>
            <ul className="small">
              <Effect>{t("portal:signals.never-rights")}</Effect>
              <Effect>{t("portal:signals.never-amount")}</Effect>
              <Effect>{t("portal:signals.never-answer")}</Effect>
            </ul>
          </section>
        </>
      )}
      {appeals.length > 0 ? <Appeals appeals={appeals} /> : null}
      {signals.length > 0 && counted ? <p className="tiny quiet signal-counted">{counted}</p> : null}
      {marksDevices ? <p className="tiny quiet">{t("portal:signals.device")}</p> : null}
      {against === null ? null : <AppealSheet signal={against} onClose={() => setAgainst(null)} />}
    </>
  );
}

function SignalCard({ one, heard, onAppeal }: { one: Signal; heard: boolean; onAppeal: () => void }) {
  const { t, of } = useWords();
  return (
    <section className="card signal">
      <header>
        <h2>{of("signal-name", one.signal)}</h2>
        <Status tone={one.strength === "strong" ? "bad" : "mute"}>{of("signal-strength", one.strength)}</Status>
      </header>
      <p className="small">{of("signal", one.signal, one.params)}</p>
      {heard ? (
        <Status tone="wait">{of("signal-appeal", "open")}</Status>
      ) : (
        <button type="button" className="button" onClick={onAppeal}>
          {t("portal:signals.appeal")}
        </button>
      )}
    </section>
  );
}

function Effect({ lost = false, children }: { lost?: boolean; children: string }) {
  return (
    <li data-lost={lost || undefined}>
      <Icon name={lost ? "hourglass" : "check"} size={18} />
      <span>{children}</span>
    </li>
  );
}

function Appeals({ appeals }: { appeals: Signals["appeals"] }) {
  const { t, of, format } = useWords();
  return (
    <section className="card signal-appeals" aria-labelledby="appeals">
      <h2 id="appeals">{t("portal:signals.appeals")}</h2>
      <ul>
        {appeals.map(({ id, signal, state, words, note, at }) => (
          <li key={id}>
            <p className="signal-appeal-head">
              <b>{of("signal-name", signal)}</b>
              <Status tone={appealTones[state] ?? "mute"}>{of("signal-appeal", state)}</Status>
            </p>
            <p className="tiny quiet figures">{format.moment(at)}</p>
            <blockquote className="small">{words}</blockquote>
            {note ? <p className="small">{t("portal:signals.answered", { note })}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

const appealTones: Readonly<Record<string, Tone>> = { open: "wait", upheld: "done", dismissed: "mute" };

function AppealSheet({ signal, onClose }: { signal: Signal["signal"]; onClose: () => void }) {
  const { t, of } = useWords();
  const [words, setWords] = useKept(`signal.${signal}`);
  const client = useQueryClient();
  const keyFor = useIntent();
  const refresh = () => void client.invalidateQueries({ queryKey: keys.mySignals });
  const move = useMutation({
    mutationFn: (body: object) => api("POST", `/api/v1/me/signals/${signal}/appeals`, body, { key: keyFor(body) }),
    onSuccess: () => {
      refresh();
      forget(`signal.${signal}`);
      toast(t("portal:signals.appeal-sent"));
      onClose();
    },
    onError: (error) => {
      if (error instanceof Problem && outdated.has(error.code)) refresh();
    },
  });
  return (
    <Sheet title={t("portal:signals.appeal-title", { signal: of("signal-name", signal) })} onClose={onClose}>
      <Form
        move={move}
        ready={words.trim() !== ""}
        button={t("portal:signals.appeal-do")}
        onSubmit={() => move.mutate({ words: words.trim() })}
      >
        <p className="small quiet">{t("portal:signals.appeal-text")}</p>
        <Note id="signal-words" value={words} onChange={setWords} label={t("portal:signals.appeal-words")} />
      </Form>
    </Sheet>
  );
}

/** What was shown is no longer how it stands. */
const outdated = new Set(["signal-not-open", "appeal-open-already"]);
