import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber, Modal, Segmented, Select } from "antd";
import { useState } from "react";
import type { CaseCompensations, Compensation } from "#contract/payments";
import type { Case, DecisionOnWire } from "#contract/returns";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, keys, newKey, Problem } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import "./compensation.css";

/** What is given to the shopper of a case beside the price, and the way to propose more of it. */
export function CompensationPanel({ one }: { one: Pick<Case, "number" | "reason" | "lines"> }) {
  const { t } = useWords();
  const { number } = one;
  const [proposing, setProposing] = useState(false);
  const query = useQuery({
    queryKey: keys.compensations(number),
    queryFn: ({ signal }) =>
      api<CaseCompensations>("GET", `/api/v1/cases/${encodeURIComponent(number)}/compensations`, undefined, { signal }),
    // Money is on its way: where it stands is the provider's to say.
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ state }) => state === "approved" || state === "paying") ? 2_000 : false,
  });
  return (
    <section className="card card-pad" aria-label={t("desk:comp.title")}>
      <div className="comp-head">
        <h2 className="card-title">{t("desk:comp.title")}</h2>
        {query.data?.proposing ? (
          <Button size="small" onClick={() => setProposing(true)}>
            {t("desk:comp.propose")}
          </Button>
        ) : null}
      </div>
      <Answer query={query} waiting={<Bars count={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="fine">{t("desk:comp.none")}</p>
          ) : (
            <ul className="comps">
              {items.map((one) => (
                <CompensationItem key={one.number} one={one} />
              ))}
            </ul>
          )
        }
      </Answer>
      {proposing && query.data?.proposing ? (
        <Propose one={one} may={query.data.proposing} onClose={() => setProposing(false)} />
      ) : null}
    </section>
  );
}

export const compensationTones: Record<Compensation["state"], Tone> = {
  proposed: "wait",
  "awaiting-approval": "wait",
  approved: "going",
  paying: "going",
  paid: "done",
  refused: "mute",
};

function CompensationItem({ one }: { one: Compensation }) {
  const { t, of, format, because } = useWords();
  return (
    <li>
      <div className="comp-line">
        <b className="ac-figures">{format.money(one.amount)}</b>
        <Status tone={compensationTones[one.state]}>{of("compensation", one.state)}</Status>
        <span className="fine">
          {of("compensation-kind", one.kind)} · {of("ground", one.ground)} ·{" "}
          {t("desk:comp.borne", { payer: of("payer", one.payer) })}
        </span>
      </div>
      <p className="fine">{whyOf(one)}</p>
      <p className="fine">
        <span className="mono">{one.number}</span> · {format.nearMoment(one.proposedAt)} ·{" "}
        {one.proposedBy ?? t([`desk:role.${one.proposedRole}`, "desk:role.other"])}
        {one.payout && one.payout.state !== "settled" ? ` · ${of("refund", one.payout.state)}` : ""}
      </p>
      {one.note ? <p className="comp-note">{one.note}</p> : null}
      {one.state === "refused" ? (
        <p className="fine">
          {because({ code: one.refusedBecause ?? "other" })} {one.refusalNote}
        </p>
      ) : null}
      <Decide one={one} />
    </li>
  );

  function whyOf({ paid, basisPoints, basis, citations, rule }: Compensation): string {
    if (rule !== null && paid)
      return [
        t("desk:comp.ofPaid", { paid: format.money(paid) }),
        basis ? of("basis", basis) : "",
        rule,
        ...citations.map(({ article }) => t("desk:comp.article", { article })),
      ]
        .filter(Boolean)
        .join(" · ");
    return paid && basisPoints !== null
      ? t("desk:comp.share", { percent: basisPoints / 100, paid: format.money(paid) })
      : "";
  }
}

/** Agree, refuse, or send a refused payout again: what the server says this person may do. */
export function Decide({ one }: { one: Compensation }) {
  const { t, because, trouble } = useWords();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const [refusing, setRefusing] = useState(false);
  const act = useMutation({
    mutationFn: ({ path, body, key }: { path: string; body: object; key: string }) => api("POST", path, body, { key }),
    onSuccess: () => {
      void message.success(t("desk:comp.done"));
      setRefusing(false);
    },
    onError: (error) => void message.error(trouble(error)),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.allCompensations }),
  });
  const path = `/api/v1/compensations/${encodeURIComponent(one.number)}`;
  const approve = one.abilities.find(({ action }) => action === "approve");
  const may = (action: string) => one.abilities.some((ability) => ability.action === action && ability.allowed);
  if (one.abilities.length === 0) return null;
  return (
    <div className="comp-acts">
      {approve?.allowed ? (
        <Button
          size="small"
          type="primary"
          loading={act.isPending}
          onClick={() => act.mutate({ path: `${path}/approve`, body: {}, key: newKey() })}
        >
          {t("desk:comp.approve")}
        </Button>
      ) : approve ? (
        <span className="fine">{because(approve.because)}</span>
      ) : null}
      {may("refuse") ? (
        <Button size="small" onClick={() => setRefusing(true)}>
          {t("desk:comp.refuse")}
        </Button>
      ) : null}
      {may("retry-payout") && one.payout ? (
        <Button
          size="small"
          onClick={() => {
            const key = newKey();
            const retry = `/api/v1/payouts/${encodeURIComponent(one.payout?.number ?? "")}/retry`;
            modal.confirm({
              title: t("desk:comp.retryTitle"),
              content: t("desk:comp.retryWhy"),
              okText: t("desk:comp.retry"),
              cancelText: t("desk:state.cancel"),
              onOk: () => act.mutateAsync({ path: retry, body: {}, key }).catch(() => undefined),
            });
          }}
        >
          {t("desk:comp.retry")}
        </Button>
      ) : null}
      {refusing ? (
        <Refuse
          busy={act.isPending}
          onClose={() => setRefusing(false)}
          onRefuse={(note) => act.mutate({ path: `${path}/refuse`, body: { note }, key: newKey() })}
        />
      ) : null}
    </div>
  );
}

function Refuse({ busy, onClose, onRefuse }: { busy: boolean; onClose: () => void; onRefuse: (note: string) => void }) {
  const { t } = useWords();
  const [note, setNote] = useState("");
  return (
    <Modal
      open
      title={t("desk:comp.refuseTitle")}
      onCancel={onClose}
      onOk={() => onRefuse(note.trim())}
      okText={t("desk:comp.refuse")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: busy }}
      width={480}
    >
      <Field label={t("desk:comp.note")}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={3}
            maxLength={500}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
    </Modal>
  );
}

type May = NonNullable<CaseCompensations["proposing"]>;
type Kind = Compensation["kind"];
const reasons = ["apology", "delay", "wrong-information", "minor-flaw", "loyalty", "other"] as const;

/** The finding that answers what is claimed: by its own name, else by the rule. */
function groundOf(claims: DecisionOnWire["compensation"], asked: string, statutory: May["statutory"]) {
  const answers = statutory.filter(({ rule }) => claims.some((claim) => claim.rule === rule));
  return answers.find(({ ground }) => ground === asked) ?? answers[0];
}

function Propose({
  one: { number, reason: asked, lines },
  may,
  onClose,
}: {
  one: Pick<Case, "number" | "reason" | "lines">;
  may: May;
  onClose: () => void;
}) {
  const { t, of, format, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  // What the shopper says is the matter names the finding; whether it is one is for whoever proposes.
  const claims = lines.flatMap(({ decision }) => decision.compensation).filter(({ decision }) => decision !== "DENY");
  const claimed = may.compensatedByLaw ? undefined : groundOf(claims, asked, may.statutory);
  const [kind, setKind] = useState<Kind>(claimed === undefined ? "fixed" : "statutory");
  const [yuan, setYuan] = useState<string | null>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const [reason, setReason] = useState<(typeof reasons)[number]>("apology");
  const [ground, setGround] = useState<May["statutory"][number]["ground"] | null>(claimed?.ground ?? null);
  const [payer, setPayer] = useState(may.payers[0] ?? "merchant");
  const [note, setNote] = useState("");
  const [key, setKey] = useState(newKey);
  const found = may.statutory.find((one) => one.ground === ground);
  const what =
    kind === "fixed"
      ? yuan === null
        ? null
        : { kind, amount: { amount: yuan, currency: may.paid.currency }, reason }
      : kind === "percent"
        ? percent === null
          ? null
          : { kind, basisPoints: Math.round(percent * 100), reason }
        : ground === null || !found?.amount
          ? null
          : { kind, ground };
  const propose = useMutation({
    mutationFn: () =>
      api("POST", `/api/v1/cases/${encodeURIComponent(number)}/compensations`, { what, payer, note }, { key }),
    onSuccess: () => {
      void message.success(t("desk:comp.proposed"));
      void client.invalidateQueries({ queryKey: keys.allCompensations });
      onClose();
    },
    onError: (error) => {
      if (error instanceof Problem && error.status > 0) setKey(newKey());
    },
  });
  return (
    <Modal
      open
      title={t("desk:comp.propose")}
      onCancel={onClose}
      onOk={() => propose.mutate()}
      okText={t("desk:comp.proposeGo")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: propose.isPending, disabled: what === null }}
      mask={{ closable: false }}
      width={560}
      className="comp-propose"
    >
      <Segmented
        block
        value={kind}
        onChange={(next) => setKind(next)}
        options={(["fixed", "percent", "statutory"] as const).map((value) => ({
          value,
          label: of("compensation-kind", value),
          disabled: value === "statutory" && may.compensatedByLaw,
        }))}
      />
      {claimed ? (
        <p className="fine comp-once">{t("desk:comp.claimed", { what: of("ground", claimed.ground) })}</p>
      ) : null}
      {may.compensatedByLaw ? <p className="fine comp-once">{t("desk:comp.lawOnce")}</p> : null}
      {kind === "statutory" ? (
        <Field label={t("desk:comp.finding")}>
          {(id) => (
            <>
              <Select
                id={id}
                className="comp-wide"
                value={ground}
                placeholder={t("desk:comp.findingPick")}
                onChange={(next) => setGround(next)}
                options={may.statutory.map((one) => ({
                  value: one.ground,
                  disabled: one.amount === null,
                  label: `${of("ground", one.ground)}${one.amount ? ` — ${format.money(one.amount)}` : ""}`,
                }))}
              />
              {found?.amount ? (
                <p className="comp-sum">
                  <b className="ac-figures">{format.money(found.amount)}</b>
                  <span className="fine">
                    {t("desk:comp.ofPaid", { paid: format.money(may.paid) })} ·{" "}
                    {found.basis ? of("basis", found.basis) : ""} · {found.rule} ·{" "}
                    {found.citations.map(({ article }) => t("desk:comp.article", { article })).join(" · ")}
                  </span>
                </p>
              ) : null}
            </>
          )}
        </Field>
      ) : (
        <>
          <Field
            label={kind === "fixed" ? t("desk:comp.amount") : t("desk:comp.percent", { paid: format.money(may.paid) })}
          >
            {(id) =>
              kind === "fixed" ? (
                <InputNumber
                  id={id}
                  className="comp-wide"
                  stringMode
                  min="0.01"
                  precision={2}
                  value={yuan}
                  onChange={(value) => setYuan(value)}
                  suffix={may.paid.currency}
                />
              ) : (
                <InputNumber
                  id={id}
                  className="comp-wide"
                  min={0.01}
                  max={100}
                  precision={2}
                  value={percent}
                  onChange={(value) => setPercent(value)}
                  suffix="%"
                />
              )
            }
          </Field>
          <Field label={t("desk:comp.reason")}>
            {(id) => (
              <Select
                id={id}
                className="comp-wide"
                value={reason}
                onChange={(next) => setReason(next)}
                options={reasons.map((value) => ({ value, label: of("ground", value) }))}
              />
            )}
          </Field>
          <p className="fine">{t("desk:comp.goodwillLeft", { left: format.money(may.goodwillLeft) })}</p>
        </>
      )}
      <Field label={t("desk:comp.payer")}>
        {(id) => (
          <Select
            id={id}
            className="comp-wide"
            value={payer}
            onChange={(next) => setPayer(next)}
            options={may.payers.map((value) => ({ value, label: of("payer", value) }))}
          />
        )}
      </Field>
      <Field label={t("desk:comp.note")}>
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
      <p className="fine">
        {may.ownLimit ? t("desk:comp.ownLimit", { limit: format.money(may.ownLimit) }) : t("desk:comp.noOwnLimit")}
      </p>
      {propose.isError ? (
        <p className="field-bad" role="alert">
          {trouble(propose.error)}
        </p>
      ) : null}
    </Modal>
  );
}
