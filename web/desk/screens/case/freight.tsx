import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Image, Input } from "antd";
import { useState } from "react";
import type { Case } from "#contract/returns";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, keys, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Field } from "../../frame/field.tsx";
import { AmountField, amountWithin } from "./amount-field.tsx";
import { Shots } from "./evidence.tsx";

type Repaid = NonNullable<Case["freight"]["paidBack"]>;

/** Who bears the way back, what the shopper laid out for it, and what insures it. */
export function FreightPanel({ one }: { one: Case }) {
  const { t, of, format } = useWords();
  const { freight } = one;
  if (one.freightPayer === null && freight.cover === null) return null;
  return (
    <section className="card card-pad">
      <h2 className="card-title">{t("desk:freight.title")}</h2>
      <dl className="facts freight-facts">
        {one.freightPayer ? (
          <div>
            <dt>{t("desk:freight.payer")}</dt>
            <dd>{of("freight-payer", one.freightPayer)}</dd>
          </div>
        ) : null}
        {freight.owed ? (
          <div>
            <dt>{t("desk:freight.told")}</dt>
            <dd className={freight.told ? "ac-figures" : "fine"}>
              {freight.told ? format.money(freight.told) : t("desk:freight.none")}
            </dd>
          </div>
        ) : null}
        {freight.told && freight.paidBack === null ? (
          <div>
            <dt>{t("desk:freight.atOnce")}</dt>
            <dd className="ac-figures">{format.money(freight.atOnce)}</dd>
          </div>
        ) : null}
        {freight.paidBack ? <PaidBack one={one} repaid={freight.paidBack} /> : null}
        <CoverFacts cover={freight.cover} />
      </dl>
      {freight.receipts.length > 0 ? (
        <>
          <h3 className="sub-title">{t("desk:freight.receipts")}</h3>
          <Image.PreviewGroup>
            <Shots
              evidence={one.evidence.filter(({ id }) => freight.receipts.includes(id))}
              of={t("desk:freight.receipts")}
            />
          </Image.PreviewGroup>
        </>
      ) : null}
    </section>
  );
}

function PaidBack({ one, repaid }: { one: Case; repaid: Repaid }) {
  const { t, of, format, because } = useWords();
  const [deciding, setDeciding] = useState(false);
  const may = repaid.abilities.some(({ action, allowed }) => action === "decide" && allowed);
  return (
    <div>
      <dt>{t("desk:freight.repaid")}</dt>
      <dd>
        <b className="ac-figures">{format.money(repaid.amount)}</b>{" "}
        <Status tone={repaidTones[repaid.state]}>{of("return-freight", repaid.state)}</Status>
        <small>
          {[
            repaid.number,
            t("desk:comp.borne", { payer: of("payer", repaid.payer) }),
            repaid.decidedBy ? t([`desk:freight.by.${repaid.decidedBy}`, "desk:freight.by.other"]) : "",
            repaid.dueAt ? format.nearMoment(repaid.dueAt) : "",
            repaid.paidAt ? format.nearMoment(repaid.paidAt) : "",
            repaid.refusedBecause ? because({ code: repaid.refusedBecause }) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </small>
        {repaid.note ? <span className="quote">{repaid.note}</span> : null}
        {may ? (
          <Button size="small" type="primary" onClick={() => setDeciding(true)}>
            {t("desk:freight.decide")}
          </Button>
        ) : null}
        {deciding ? <DecideFreight caseNumber={one.number} repaid={repaid} onClose={() => setDeciding(false)} /> : null}
      </dd>
    </div>
  );
}

export const repaidTones: Record<Repaid["state"], Tone> = {
  "to-decide": "wait",
  approved: "going",
  paying: "going",
  paid: "done",
  refused: "bad",
};

export function DecideFreight({
  caseNumber,
  repaid,
  onClose,
}: {
  caseNumber: string;
  repaid: Repaid;
  onClose: () => void;
}) {
  const { t, format, trouble } = useWords();
  const client = useQueryClient();
  const keyFor = useIntent();
  const [amount, setAmount] = useState(repaid.paidByShopper.amount);
  const [note, setNote] = useState("");
  const decide = useMutation({
    mutationFn: () => {
      const body = { amount: { amount, currency: repaid.paidByShopper.currency }, note: note.trim() };
      return api("POST", `/api/v1/return-freights/${encodeURIComponent(repaid.number)}/decide`, body, {
        key: keyFor(body),
      });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.case(caseNumber) });
      void client.invalidateQueries({ queryKey: keys.returnFreights });
      void client.invalidateQueries({ queryKey: keys.caseCounts });
      onClose();
    },
  });
  return (
    <Ask
      title={t("desk:freight.decideTitle")}
      go={t("desk:freight.decide")}
      busy={decide.isPending}
      blocked={!amountWithin(amount, repaid.paidByShopper)}
      onGo={() => decide.mutate()}
      onClose={onClose}
    >
      <p className="ask-what">
        {t("desk:freight.decideWhy", {
          paid: format.money(repaid.paidByShopper),
          least: format.money(repaid.atOnce),
          at: repaid.dueAt ? format.moment(repaid.dueAt) : "",
        })}
      </p>
      <AmountField label={t("desk:freight.amount")} value={amount} most={repaid.paidByShopper} onChange={setAmount} />
      <Field label={t("desk:freight.note")}>
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
      {decide.isError ? (
        <p className="field-bad" role="alert">
          {trouble(decide.error)}
        </p>
      ) : null}
    </Ask>
  );
}

function CoverFacts({ cover }: { cover: Case["freight"]["cover"] }) {
  const { t, of, title, format, because } = useWords();
  if (cover === null)
    return (
      <div>
        <dt>{t("desk:freight.cover")}</dt>
        <dd className="fine">{t("desk:freight.noCover")}</dd>
      </div>
    );
  const { claim } = cover;
  return (
    <>
      <div>
        <dt>{t("desk:freight.cover")}</dt>
        <dd>
          {title(cover.title)}
          <small>
            {t("desk:freight.coverUntil", {
              payer: t([`desk:freight.premium.${cover.premiumPayer}`, "desk:freight.premium.other"]),
              premium: format.money(cover.premium),
              at: format.day(cover.coveredUntil),
            })}
          </small>
          <small>
            {cover.zones.map(({ zone, amount }) => `${of("distance", zone)} ${format.money(amount)}`).join(" · ")}
          </small>
        </dd>
      </div>
      <div>
        <dt>{t("desk:freight.claim")}</dt>
        {claim === null ? (
          <dd className="fine">{t("desk:freight.noClaim")}</dd>
        ) : (
          <dd>
            <b className="ac-figures">{format.money(claim.amount)}</b>{" "}
            <Status tone={claim.state === "paid" ? "done" : claim.state === "paying" ? "going" : "mute"}>
              {of("freight-claim", claim.state)}
            </Status>
            <small>
              {claim.because.map((one) => because(one)).join(" ")} {format.nearMoment(claim.decidedAt)}
            </small>
          </dd>
        )}
      </div>
    </>
  );
}
