import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import type { Case } from "#contract/returns";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, keys, newKey, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Field } from "../../frame/field.tsx";
import { Photos } from "../../frame/photos.tsx";

type Refund = Case["refunds"][number];
type Detour = NonNullable<Refund["detour"]>;

/** A refund the provider will not take: who sees to it, until when, on which way, and the button for whoever may choose one. */
export function DetourPart({ one, refund }: { one: Case; refund: Refund }) {
  const { t, of, format } = useWords();
  const [choosing, setChoosing] = useState(false);
  const { detour } = refund;
  if (detour === null) return null;
  const ways = waysOf(one, detour);
  const says = [
    detour.way === "transfer"
      ? t("desk:detour.transferred", { reference: detour.reference })
      : detour.way === "payout"
        ? detour.ahead && detour.tender === null
          ? t("desk:detour.ahead")
          : t("desk:detour.along", { tender: of("tender", detour.tender ?? "other") })
        : null,
    detour.dueAt ? t("desk:detour.until", { when: format.nearMoment(detour.dueAt) }) : null,
  ].filter(Boolean);
  return (
    <div className="detour">
      <p className="detour-line">
        <span>{t("desk:detour.title", { amount: format.money(detour.amount) })}</span>
        <Status tone={tones[detour.state]}>{of("detour", detour.state)}</Status>
      </p>
      {says.length > 0 ? <p className="fine">{says.join(" · ")}</p> : null}
      {detour.note ? <p className="quote">{detour.note}</p> : null}
      {ways.length > 0 ? (
        <Button size="small" type="primary" onClick={() => setChoosing(true)}>
          {t("desk:detour.choose")}
        </Button>
      ) : null}
      {choosing ? <ChooseDetour one={one} refund={refund} detour={detour} onClose={() => setChoosing(false)} /> : null}
    </div>
  );
}

const tones: Record<Detour["state"], Tone> = {
  merchant: "wait",
  platform: "bad",
  retrying: "going",
  proved: "wait",
  received: "going",
  wanted: "going",
  paying: "going",
  settled: "done",
  dropped: "done",
};

type Props = {
  readonly one: Case;
  readonly refund: Refund;
  readonly detour: Detour;
  readonly onClose: () => void;
};

/** Along another payment of the order, or by a transfer outside: what the viewer may, and there is. */
function waysOf({ abilities }: Case, { tenders }: Detour): ("payout" | "transfer")[] {
  const may = (what: string) => abilities.some(({ action, allowed }) => action === what && allowed);
  return [
    ...(may("choose-detour") && tenders.length > 0 ? (["payout"] as const) : []),
    ...(may("transfer-refund") ? (["transfer"] as const) : []),
  ];
}

/** The way chosen, and what shows that a transfer was made. */
function ChooseDetour({ one, refund, detour, onClose }: Props) {
  const { t, of, format, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const ways = waysOf(one, detour);
  const [way, setWay] = useState<"payout" | "transfer" | null>(ways.length === 1 ? (ways[0] ?? null) : null);
  const [tenderId, setTenderId] = useState(detour.tenders.length === 1 ? (detour.tenders[0]?.id ?? null) : null);
  const [reference, setReference] = useState("");
  const [note, setNote] = useState("");
  const proof = usePhotos({ caseNumber: one.number });
  const [key, setKey] = useState(newKey);
  const move = useMutation({
    mutationFn: (how: object) =>
      api("POST", `/api/v1/refunds/${encodeURIComponent(refund.number)}/detour`, { how }, { key }),
    onSuccess: () => {
      void message.success(t("desk:detour.done"));
      onClose();
    },
    onError: (error) => {
      setKey(newKey());
      void message.error(trouble(error));
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.cases });
      void client.invalidateQueries({ queryKey: keys.case(one.number) });
    },
  });
  const blocked =
    way === null ||
    (way === "payout" && tenderId === null) ||
    (way === "transfer" && (reference.trim() === "" || proof.ids.length === 0 || proof.sending));
  const amount = format.money(detour.amount);
  return (
    <Ask
      title={t("desk:detour.choose")}
      go={way === "transfer" ? t("desk:detour.goTransfer") : t("desk:detour.goPayout", { amount })}
      busy={move.isPending}
      blocked={blocked}
      onClose={onClose}
      onGo={() =>
        move.mutate(
          way === "payout"
            ? { way, tenderId }
            : { way: "transfer", reference: reference.trim(), proof: proof.ids, note: note.trim() },
        )
      }
    >
      <p className="ask-what">{t("desk:detour.why", { amount })}</p>
      <fieldset className="field">
        <legend>{t("desk:detour.way")}</legend>
        <div className="chips">
          {ways.map((each) => (
            <label key={each} data-on={way === each || undefined}>
              <input type="radio" name="way" checked={way === each} onChange={() => setWay(each)} />
              {of("detour-way", each)}
            </label>
          ))}
        </div>
      </fieldset>
      {way === "payout" ? (
        <fieldset className="field">
          <legend>{t("desk:detour.tender")}</legend>
          <div className="chips">
            {detour.tenders.map(({ id, kind }) => (
              <label key={id} data-on={tenderId === id || undefined}>
                <input type="radio" name="tender" checked={tenderId === id} onChange={() => setTenderId(id)} />
                {of("tender", kind)}
              </label>
            ))}
          </div>
          <p className="fine">{t("desk:detour.payoutMeans")}</p>
        </fieldset>
      ) : null}
      {way === "transfer" ? (
        <>
          <Field label={t("desk:detour.reference")}>
            {(id) => (
              <Input
                id={id}
                value={reference}
                maxLength={100}
                onChange={(event) => setReference(event.target.value)}
                autoComplete="off"
              />
            )}
          </Field>
          <fieldset className="field">
            <legend>{t("desk:detour.proof")}</legend>
            <Photos photos={proof} />
          </fieldset>
          <Field label={t("desk:detour.note")}>
            {(id) => (
              <Input.TextArea
                id={id}
                value={note}
                rows={2}
                maxLength={500}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
          <p className="fine">{t("desk:detour.transferMeans")}</p>
        </>
      ) : null}
    </Ask>
  );
}
