import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Input, type InputRef } from "antd";
import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import type { Case, CaseRow, repairOutcomes } from "#contract/returns";
import { Drawing, Picture, Status, standingOf, TabTitle } from "../../../shared/components/index.ts";
import { api, keys, newKey, Problem } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { focusOnce } from "../../frame/focus-once.ts";
import { Icon } from "../../frame/icon.tsx";
import { Inspection } from "./inspection.tsx";
import { playSound, soundsOn, turnSounds } from "./sound.ts";
import "./bench.css";

/** Made for a scanner and gloves: one field that is always ready, big buttons, a sound and a colour for each result. */
export function Bench() {
  return (
    <Needs right="cases.inspect">
      <BenchScreen />
    </Needs>
  );
}

type Told = { tone: "good" | "bad" | "wait"; title: string; detail: string };
type RepairOutcome = (typeof repairOutcomes)[number];
type Done = { number: string; title: string; accepted: number; amount: string };

function BenchScreen() {
  const { t, title, format, trouble } = useWords();
  const client = useQueryClient();
  const asked = useSearch({ from: "/frame/bench" }).scan;
  const field = useRef<InputRef>(null);
  const [typed, setTyped] = useState("");
  const [matches, setMatches] = useState<readonly CaseRow[]>([]);
  const [work, setWork] = useState<Case | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [done, setDone] = useState<readonly Done[]>([]);
  const ready = useCallback(() => {
    setTyped("");
    field.current?.focus();
  }, []);
  const say = useCallback((tone: Told["tone"], head: string, detail: string) => {
    setTold({ tone, title: head, detail });
    playSound(tone);
  }, []);

  const open = useMutation({
    mutationFn: (number: string) => api<Case>("GET", `/api/v1/cases/${encodeURIComponent(number)}`),
    onSuccess: (one) => {
      setMatches([]);
      setWork(one);
      const ability = one.abilities.find(({ action }) => action === "inspect");
      if (ability?.allowed) {
        setTold(null);
        playSound("good");
      } else
        say(
          "wait",
          mayReceive(one) ? t("desk:bench.notArrived") : t("desk:bench.cannot"),
          mayReceive(one) ? t("desk:bench.notArrivedWhy") : "",
        );
    },
    onError: (error) => say("bad", trouble(error), ""),
  });
  const find = useMutation({
    mutationFn: (scan: string) => api<{ matches: CaseRow[] }>("GET", `/api/v1/bench?scan=${encodeURIComponent(scan)}`),
    onSuccess: ({ matches: found }, scan) => {
      const inspectable = found.filter(({ goodsState }) => goodsState === "arrived");
      const only = inspectable.length === 1 ? inspectable[0] : found.length === 1 ? found[0] : undefined;
      if (only) open.mutate(only.number);
      else if (found.length === 0) say("bad", t("desk:bench.notFound", { scan }), t("desk:bench.notFoundWhy"));
      else {
        setMatches(inspectable.length > 0 ? inspectable : found);
        say("wait", t("desk:bench.several", { n: found.length }), "");
      }
    },
    onError: (error) => say("bad", trouble(error), ""),
  });
  const receive = useMutation({
    mutationFn: (one: Case) =>
      api(
        "POST",
        `/api/v1/cases/${encodeURIComponent(one.number)}/receive`,
        { version: one.version },
        { key: newKey() },
      ),
    onSuccess: (_moved, one) => open.mutate(one.number),
    onError: (error, one) => {
      if (error instanceof Problem && error.code === "version-changed") open.mutate(one.number);
      else say("bad", trouble(error), "");
    },
  });

  const search = useCallback(
    (scan: string) => {
      const clean = scan.trim();
      if (clean.length < 3) return;
      setWork(null);
      setMatches([]);
      setTold(null);
      setTyped("");
      find.mutate(clean);
    },
    [find.mutate],
  );
  useEffect(() => {
    if (asked) search(asked);
  }, [asked, search]);
  useEffect(() => {
    // With a case on the bench the keys count and grade; they must not land in the field.
    if (work) field.current?.blur();
    else field.current?.focus();
  }, [work]);
  useScannerAnywhere(field);

  const finish = (one: Case, accepted: number, repaired: RepairOutcome | null) => {
    const amount = format.money(one.approved ?? one.requested);
    setDone((all) => [{ number: one.number, title: title(one.title), accepted, amount }, ...all].slice(0, 30));
    setWork(null);
    say(
      "good",
      repaired === null ? t("desk:bench.done") : t("desk:bench.repairDone"),
      t("desk:bench.doneWhy", {
        number: one.number,
        accepted,
        money:
          repaired === "not-repairable"
            ? t("desk:bench.proposed")
            : repaired !== null
              ? t("desk:bench.goesBack")
              : accepted > 0
                ? t("desk:bench.refundStarts")
                : t("desk:bench.nothingGoes"),
      }),
    );
    void client.invalidateQueries({ queryKey: keys.cases });
    void client.invalidateQueries({ queryKey: keys.home });
    ready();
  };
  const leave = () => {
    setWork(null);
    setTold(null);
    ready();
  };
  const busy = find.isPending || open.isPending;
  return (
    <div className="bench" data-tone={told?.tone}>
      <header className="bench-head">
        <TabTitle of={t("desk:bench.title")} />
        <h1>{t("desk:bench.title")}</h1>
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            search(typed);
          }}
        >
          <Icon name="scan" size={26} />
          <Input
            ref={field}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            variant="borderless"
            placeholder={t("desk:bench.placeholder")}
            aria-label={t("desk:bench.lead")}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={80}
          />
          <button type="submit" className="big-button" disabled={busy || typed.trim().length < 3}>
            {t("desk:bench.scan")}
          </button>
        </form>
        <SoundSwitch />
      </header>
      <div className="bench-body">
        <div className="bench-work">
          <div aria-live="assertive" className="bench-live">
            {told ? (
              <p className="bench-told" data-tone={told.tone} key={told.title + told.detail}>
                <Icon name={told.tone === "good" ? "check" : told.tone === "bad" ? "cross" : "alert"} size={30} />
                <span>
                  <b>{told.title}</b>
                  {told.detail ? <small>{told.detail}</small> : null}
                </span>
              </p>
            ) : null}
          </div>
          {work?.abilities.some(({ action, allowed }) => action === "inspect" && allowed) ? (
            <Inspection
              key={work.number}
              one={work}
              onDone={finish}
              onLeave={leave}
              onTrouble={(words) => say("bad", words, "")}
              onRefresh={() => open.mutate(work.number)}
            />
          ) : work ? (
            <Closed
              one={work}
              busy={receive.isPending}
              onReceive={mayReceive(work) ? () => receive.mutate(work) : null}
              onLeave={leave}
            />
          ) : matches.length > 0 ? (
            <ul className="bench-matches">
              {matches.map((row) => (
                <li key={row.number}>
                  <button type="button" onClick={() => open.mutate(row.number)}>
                    <CaseFace row={row} />
                  </button>
                </li>
              ))}
            </ul>
          ) : told ? null : (
            <div className="bench-ready">
              <Drawing name="orders" width={200} />
              <p>{busy ? t("desk:bench.looking") : t("desk:bench.ready")}</p>
              <small>{t("desk:bench.lead")}</small>
            </div>
          )}
        </div>
        <aside className="bench-done card">
          <header className="card-head">
            <h2>{t("desk:bench.recent")}</h2>
            <span className="fine">{t("desk:bench.today", { n: done.length })}</span>
          </header>
          {done.length === 0 ? <p className="fine card-pad-in">{t("desk:bench.recentNone")}</p> : null}
          <ol>
            {done.map((each) => (
              <li key={each.number}>
                <b>{each.title}</b>
                <span className="mono">{each.number}</span>
                <span data-none={each.accepted === 0 || undefined}>
                  {each.accepted > 0 ? t("desk:case.accepted", { n: each.accepted }) : t("desk:bench.nothingGoes")}
                </span>
              </li>
            ))}
          </ol>
        </aside>
      </div>
    </div>
  );
}

function Closed({
  one,
  busy,
  onReceive,
  onLeave,
}: {
  one: Case;
  busy: boolean;
  onReceive: (() => void) | null;
  onLeave: () => void;
}) {
  const { t, because } = useWords();
  const reason = one.abilities.find(({ action }) => action === "inspect")?.because;
  return (
    <section className="card bench-closed">
      <CaseFace row={one} />
      {!onReceive && reason ? <p>{because(reason)}</p> : null}
      <div className="bench-buttons">
        {onReceive ? (
          <button type="button" className="big-button big-main" disabled={busy} onClick={onReceive} ref={focusOnce}>
            {t("desk:case.receiveGo")}
          </button>
        ) : null}
        <button type="button" className="big-button" onClick={onLeave}>
          {t("desk:bench.skip")}
        </button>
      </div>
    </section>
  );
}

export function CaseFace({
  row,
}: {
  row: Pick<
    CaseRow,
    | "picture"
    | "title"
    | "number"
    | "kind"
    | "reason"
    | "units"
    | "merchant"
    | "caseState"
    | "goodsState"
    | "moneyState"
    | "waitingOn"
  >;
}) {
  const { t, of, title } = useWords();
  const { word, tone } = standingOf(row, "merchant");
  return (
    <div className="bench-case">
      <Picture of={row.picture} size={72} />
      <span>
        <b>
          {title(row.title)} <i>{t("desk:case.units", { n: row.units })}</i>
        </b>
        <small className="mono">{row.number}</small>
        <small>
          {of("reason", row.reason)} · {title(row.merchant.name)}
        </small>
      </span>
      <Status tone={tone}>{of("standing", word)}</Status>
    </div>
  );
}

function SoundSwitch() {
  const { t } = useWords();
  const [on, setOn] = useState(soundsOn);
  return (
    <label className="bench-sound">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => {
          turnSounds(event.target.checked);
          setOn(event.target.checked);
          if (event.target.checked) playSound("good");
        }}
      />
      {t("desk:bench.sound")}
    </label>
  );
}

function mayReceive(one: Case): boolean {
  return one.abilities.some(({ action, allowed }) => action === "receive" && allowed);
}

/** A scanner types fast and wherever the focus is: outside fields and buttons its text lands in the one input. */
function useScannerAnywhere(field: React.RefObject<InputRef | null>) {
  useEffect(() => {
    const catchKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
      const target = event.target;
      if (target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(target.tagName)) return;
      if (document.querySelector(".inspection")) return;
      field.current?.focus();
    };
    window.addEventListener("keydown", catchKey, true);
    return () => window.removeEventListener("keydown", catchKey, true);
  }, [field]);
}
