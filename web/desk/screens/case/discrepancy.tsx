import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import type { Discrepancy, DiscrepancyMoved } from "#contract/payments";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, keys, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Field } from "../../frame/field.tsx";

/** Money of a refund that came wrong: its figures, until when the platform says how it is put right, and the button for that. */
export function DiscrepancyPart({ of: one, caseNumber }: { of: Discrepancy; caseNumber: string }) {
  const { t, of, format } = useWords();
  const says = [
    one.number,
    one.due ? t("desk:discrepancy.due", { amount: format.money(one.due) }) : "",
    t("desk:discrepancy.came", { amount: format.money(one.came) }),
    one.dueAt ? t("desk:detour.until", { when: format.nearMoment(one.dueAt) }) : "",
    one.endedAt ? format.nearMoment(one.endedAt) : "",
  ];
  return (
    <div className="detour">
      <p className="detour-line">
        <span>{t(`desk:discrepancy.title.${one.kind}`, { amount: format.money(one.tooMuch) })}</span>
        <Status tone={discrepancyTones[one.state]}>{of("discrepancy", one.state)}</Status>
      </p>
      <p className="fine">{says.filter(Boolean).join(" · ")}</p>
      <HowItEnds of={one} />
      <EndDiscrepancy of={one} caseNumber={caseNumber} />
    </div>
  );
}

export const discrepancyTones: Record<Discrepancy["state"], Tone> = {
  open: "bad",
  decided: "going",
  asked: "wait",
  ended: "done",
};

/** How it is put right, by whose number, why, and where what is asked or sent back stands. */
export function HowItEnds({ of: one }: { of: Discrepancy }) {
  const { t, of } = useWords();
  const first = one.agreed ? (
    <p className="fine">{t("desk:discrepancy.agreed", { ending: of("discrepancy-ending", one.agreed) })}</p>
  ) : null;
  if (one.ending === null) return first;
  const says = [
    of("discrepancy-ending", one.ending),
    one.reference,
    one.asked ? `${one.asked.number} ${of("collection", one.asked.state)}` : "",
    one.payout ? `${one.payout.number} ${of("refund", one.payout.state)}` : "",
    one.state === "open" ? t("desk:discrepancy.notPaid") : "",
  ];
  return (
    <>
      <p className="fine">{says.filter(Boolean).join(" · ")}</p>
      {one.note ? <p className="quote">{one.note}</p> : null}
      {first}
    </>
  );
}

/** The button, for whoever may say how it is put right, and what it asks. */
export function EndDiscrepancy({ of: one, caseNumber }: { of: Discrepancy; caseNumber?: string }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  if (one.ways.length === 0) return null;
  return (
    <>
      <Button size="small" type="primary" onClick={() => setAsking(true)}>
        {t(one.ways.includes("sent-back") ? "desk:discrepancy.sendBack" : "desk:discrepancy.end")}
      </Button>
      {asking ? (
        <EndDialog one={one} {...(caseNumber === undefined ? {} : { caseNumber })} onClose={() => setAsking(false)} />
      ) : null}
    </>
  );
}

type Props = { readonly one: Discrepancy; readonly caseNumber?: string; readonly onClose: () => void };

function EndDialog({ one, caseNumber, onClose }: Props) {
  const { t, of, format, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const keyFor = useIntent();
  const [ending, setEnding] = useState(one.ways.length === 1 ? (one.ways[0] ?? null) : null);
  const [reference, setReference] = useState("");
  const [note, setNote] = useState("");
  const end = useMutation({
    mutationFn: () => {
      const said = ending === "taken-back" ? { reference: reference.trim() } : {};
      const body = { how: { ending, note: note.trim(), ...said } };
      return api<DiscrepancyMoved>("POST", `/api/v1/discrepancies/${encodeURIComponent(one.number)}/end`, body, {
        key: keyFor(body),
      });
    },
    onSuccess: ({ state }) => {
      void message.success(t(state === "open" ? "desk:discrepancy.secondNeeded" : "desk:discrepancy.done"));
      onClose();
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.discrepancies });
      void client.invalidateQueries({ queryKey: keys.caseCounts });
      if (caseNumber !== undefined) void client.invalidateQueries({ queryKey: keys.case(caseNumber) });
    },
  });
  const blocked =
    ending === null ||
    (ending === "taken-back" && reference.trim() === "") ||
    (ending === "borne" && note.trim() === "");
  const amount = format.money(one.tooMuch);
  return (
    <Ask
      title={t(`desk:discrepancy.title.${one.kind}`, { amount })}
      go={t(ending === "sent-back" ? "desk:discrepancy.sendBack" : "desk:discrepancy.end")}
      busy={end.isPending}
      blocked={blocked}
      onGo={() => end.mutate()}
      onClose={onClose}
    >
      <p className="ask-what">{t(`desk:discrepancy.why.${one.kind}`, { amount })}</p>
      {one.ways.length > 1 ? (
        <fieldset className="field">
          <legend>{t("desk:discrepancy.how")}</legend>
          <div className="chips">
            {one.ways.map((each) => (
              <label key={each} data-on={ending === each || undefined}>
                <input type="radio" name="ending" checked={ending === each} onChange={() => setEnding(each)} />
                {of("discrepancy-ending", each)}
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
      {ending === null ? null : (
        <>
          <p className="fine">
            {one.kind === "other-currency"
              ? t([`desk:discrepancy.means.other-currency.${ending}`, "desk:discrepancy.means.taken-back"])
              : t([`desk:discrepancy.means.${ending}`, "desk:discrepancy.means.taken-back"], { amount })}
          </p>
          {ending === "taken-back" ? (
            <Field label={t("desk:discrepancy.reference")}>
              {(id) => (
                <Input
                  id={id}
                  value={reference}
                  maxLength={100}
                  autoComplete="off"
                  onChange={({ target }) => setReference(target.value)}
                />
              )}
            </Field>
          ) : null}
          <Field label={t(ending === "borne" ? "desk:discrepancy.noteNeeded" : "desk:discrepancy.note")}>
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
        </>
      )}
      {end.isError ? (
        <p className="field-bad" role="alert">
          {trouble(end.error)}
        </p>
      ) : null}
    </Ask>
  );
}
