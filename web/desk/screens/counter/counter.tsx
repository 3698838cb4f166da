import { useMutation, useQuery } from "@tanstack/react-query";
import { Input, InputNumber, type InputRef, Select } from "antd";
import { type FormEvent, useRef, useState } from "react";
import type { DropOffPoint, ShipmentMoved } from "#contract/logistics";
import { Drawing, TabTitle } from "../../../shared/components/index.ts";
import { api, useKept } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { Icon } from "../../frame/icon.tsx";
import { useHolds } from "../../frame/rights.ts";
import { playSound } from "../bench/sound.ts";
import "../bench/bench.css";
import "./counter.css";

/** Where parcels are handed over a counter: the shopper's code is scanned, and from then on the parcel is ours to look after. */
export function Counter() {
  return (
    <Needs right="parcels.receive">
      <CounterScreen />
    </Needs>
  );
}

type Told = { readonly tone: "good" | "bad"; readonly head: string; readonly detail: string };
type Taken = { readonly number: string; readonly at: string; readonly weightGrams: number | null };

function CounterScreen() {
  const { t, of, format, trouble } = useWords();
  const field = useRef<InputRef>(null);
  const [code, setCode] = useState("");
  const [point, setPoint] = useKept("counter-point");
  const [weightGrams, setWeight] = useState<number | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const points = usePoints();
  const say = (tone: Told["tone"], head: string, detail = "") => {
    setTold({ tone, head, detail });
    playSound(tone);
  };
  const takeIn = useMutation({
    mutationFn: (scanned: string) =>
      api<ShipmentMoved>("POST", `/api/v1/drop-offs/${encodeURIComponent(scanned)}`, {
        ...(point === "" ? {} : { point }),
        ...(weightGrams === null ? {} : { weightGrams }),
      }),
    onSuccess: ({ number, state }) => {
      say("good", t("desk:counter.taken"), t("desk:counter.takenWhy", { number, state: of("shipment", state) }));
      setTaken((all) =>
        [{ number, at: new Date().toISOString(), weightGrams }, ...all.filter((one) => one.number !== number)].slice(
          0,
          30,
        ),
      );
      setWeight(null);
    },
    onError: (error) => say("bad", trouble(error)),
    onSettled: () => {
      setCode("");
      field.current?.focus();
    },
  });
  const clean = code.trim();
  return (
    <div className="bench" data-tone={told?.tone}>
      <header className="bench-head">
        <TabTitle of={t("desk:counter.title")} />
        <h1>{t("desk:counter.title")}</h1>
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            if (clean.length >= 8) takeIn.mutate(clean);
          }}
        >
          <Icon name="scan" size={26} />
          <Input
            ref={field}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            variant="borderless"
            placeholder={t("desk:counter.code")}
            aria-label={t("desk:counter.code")}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={60}
          />
          <button type="submit" className="big-button" disabled={takeIn.isPending || clean.length < 8}>
            {t("desk:counter.take")}
          </button>
        </form>
      </header>
      <div className="bench-body">
        <div className="bench-work">
          <div aria-live="assertive" className="bench-live">
            {told ? (
              <p className="bench-told" data-tone={told.tone} key={told.head + told.detail}>
                <Icon name={told.tone === "good" ? "check" : "cross"} size={30} />
                <span>
                  <b>{told.head}</b>
                  {told.detail ? <small>{told.detail}</small> : null}
                </span>
              </p>
            ) : null}
          </div>
          <section className="card card-pad" aria-label={t("desk:counter.before")}>
            <h2 className="card-title">{t("desk:counter.before")}</h2>
            <div className="field-pair">
              {points.length > 0 ? (
                <Field label={t("desk:counter.point")}>
                  {(id) => (
                    <Select
                      id={id}
                      allowClear
                      value={point === "" ? null : point}
                      placeholder={t("desk:counter.noPoint")}
                      onChange={(next: string | undefined) => setPoint(next ?? "")}
                      showSearch={{ optionFilterProp: "label" }}
                      options={[...points]}
                    />
                  )}
                </Field>
              ) : null}
              <Field label={t("desk:parked.weight")}>
                {(id) => (
                  <InputNumber
                    id={id}
                    className="counter-weight"
                    min={1}
                    max={1_000_000}
                    precision={0}
                    value={weightGrams}
                    onChange={setWeight}
                  />
                )}
              </Field>
            </div>
          </section>
          {told ? null : (
            <div className="bench-ready">
              <Drawing name="sent" width={200} />
              <p>{t("desk:counter.ready")}</p>
              <small>{t("desk:counter.lead")}</small>
            </div>
          )}
        </div>
        <aside className="bench-done card">
          <header className="card-head">
            <h2>{t("desk:counter.recent")}</h2>
            <span className="fine">{t("desk:counter.today", { n: taken.length })}</span>
          </header>
          {taken.length === 0 ? <p className="fine card-pad-in">{t("desk:counter.recentNone")}</p> : null}
          <ol>
            {taken.map((one) => (
              <li key={one.number}>
                <b className="mono">{one.number}</b>
                <span>
                  {[
                    format.moment(one.at),
                    one.weightGrams === null ? "" : t("desk:parked.grams", { grams: format.number(one.weightGrams) }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </li>
            ))}
          </ol>
        </aside>
      </div>
    </div>
  );
}

function usePoints(): readonly { value: string; label: string }[] {
  const { title } = useWords();
  const holds = useHolds();
  const points = useQuery({
    queryKey: ["drop-off-points"],
    queryFn: ({ signal }) => api<{ items: DropOffPoint[] }>("GET", "/api/v1/drop-off-points", undefined, { signal }),
    enabled: holds("cases.read"),
    staleTime: 600_000,
  });
  return (points.data?.items ?? []).map((one) => ({
    value: one.number,
    label: `${title(one.title)} · ${title(one.place)}`,
  }));
}
