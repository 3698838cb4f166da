import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { App, Button, Checkbox, Input, InputNumber } from "antd";
import { type ReactNode, useState } from "react";
import type { Order, OrderLine } from "#contract/orders";
import type { EvidenceKind, Option, Options } from "#contract/returns";
import { Picture, Receipt, Status, type Tone } from "../../../shared/components/index.ts";
import { api, keys, limits, useIntent, useKept, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Face, Failed, Forbidden, Waiting } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { Photos } from "../../frame/photos.tsx";
import { useHolds } from "../../frame/rights.ts";
import { Cites } from "../case/decision.tsx";
import { CaseConditions, CaseReasons } from "./case-reasons.tsx";
import { openLines } from "./order.tsx";
import { sameAgain, type Wanted, WantedGoods, wantedOf } from "./wanted-goods.tsx";
import "../case/case.css";
import "./orders.css";

type Reason = Option["reasons"][number]["reason"];
type Condition = Partial<Record<Option["asks"][number], boolean>>;

/** Opens a case from the desk: for a shopper who cannot do it, or because the merchant offers it. */
export function OpenCaseScreen() {
  const { t } = useWords();
  const { number } = useParams({ from: "/frame/orders/$number/open-case" });
  const holds = useHolds();
  const query = useQuery({
    queryKey: keys.order(number),
    queryFn: ({ signal }) => api<Order>("GET", `/api/v1/orders/${encodeURIComponent(number)}`, undefined, { signal }),
  });
  if (!holds("cases.create") && !holds("cases.initiate")) return <Forbidden right="cases.create" />;
  const onBehalf = holds("cases.create");
  return (
    <div className="page">
      <PageHead
        title={onBehalf ? t("desk:openCase.way") : t("desk:openCase.wayMerchant")}
        lead={onBehalf ? t("desk:openCase.lead") : t("desk:openCase.leadMerchant")}
      />
      <Answer
        query={query}
        waiting={
          <div className="card card-pad">
            <Bars count={6} height={28} gap={16} />
          </div>
        }
      >
        {(order) =>
          openLines(order).length === 0 ? (
            <Face drawing="calm" title={t("desk:openCase.nothing")}>
              <p>{t("desk:openCase.nothingWhy")}</p>
            </Face>
          ) : (
            <OpenCaseForm order={order} onBehalf={onBehalf} />
          )
        }
      </Answer>
    </div>
  );
}

function OpenCaseForm({ order, onBehalf }: { order: Order; onBehalf: boolean }) {
  const { t, of, title } = useWords();
  const spoken = (kinds: readonly EvidenceKind[]) =>
    kinds.map((one) => of("evidence-kind", one)).join(t("common:list-or"));
  const lines = openLines(order);
  const [only] = lines;
  const [pieces, setPieces] = useState<Readonly<Record<string, number>>>(
    lines.length === 1 && only ? { [only.lineId]: 1 } : {},
  );
  const [kind, setKind] = useState<Option["kind"] | null>(null);
  const [reason, setReason] = useState<Reason | null>(null);
  const [condition, setCondition] = useState<Condition>({});
  const [bad, setBad] = useState<{ pieces: number | null; of: number | null }>({ pieces: null, of: null });
  const [childAge, setChildAge] = useState<number | null>(null);
  const [wanted, setWanted] = useState<Wanted>(sameAgain);
  const [note, setNote] = useKept(`open-case:${order.number}`);
  const photos = usePhotos({ orderNumber: order.number });
  const asked = {
    lines: lines.flatMap(({ lineId }) => (pieces[lineId] ? [{ lineId, quantity: pieces[lineId] }] : [])),
    ...(reason ? { reason } : {}),
    ...(Object.keys(condition).length > 0 ? { condition } : {}),
    ...(bad.pieces !== null && bad.of !== null && bad.pieces <= bad.of ? { bad } : {}),
    ...(childAge !== null && reason === "bought-by-child" ? { childAge } : {}),
  };
  const [askedFirst, ...more] = asked.lines;
  const several = more.length > 0;
  const inExchange = wantedOf(several ? { ...sameAgain, shipFirst: wanted.shipFirst } : wanted);
  const options = useOptions(order.number, asked);
  const chosen = options.data?.options.find((one) => one.kind === kind);
  const why = chosen?.reasons.find((one) => one.reason === reason);
  const missing =
    asked.lines.length === 0
      ? "goods"
      : kind === "exchange" && inExchange === undefined
        ? "goodsWanted"
        : whatIsMissing(chosen, why, {
            condition,
            bad: "bad" in asked,
            age: "childAge" in asked,
            note,
            kinds: photos.kinds,
            sending: photos.sending,
            showsNothing: !onBehalf,
          });
  const send = useOpening(order.number, () => setNote(""));
  const pick = (next: Option) => {
    setKind(next.kind);
    const [single, ...more] = next.reasons;
    if (next.reasons.every((one) => one.reason !== reason))
      setReason(more.length === 0 ? (single?.reason ?? null) : null);
  };
  return (
    <div className="order-columns">
      <div className="stack">
        <Part title={t("desk:openCase.goods")}>
          <Goods lines={lines} pieces={pieces} onChange={setPieces} />
        </Part>
        <Part title={t("desk:openCase.service")}>
          {asked.lines.length === 0 ? (
            <p className="fine card-pad-in">{t("desk:openCase.chooseGoods")}</p>
          ) : options.data ? (
            <ul className="open-options" aria-busy={options.isPlaceholderData || undefined}>
              {options.data.options.toSorted(openFirst).map((one) => (
                <OptionRow
                  key={one.kind}
                  one={one}
                  chosen={one.kind === kind}
                  onBehalf={onBehalf}
                  onChoose={() => pick(one)}
                />
              ))}
            </ul>
          ) : options.isError ? (
            <Failed error={options.error} onRetry={() => void options.refetch()} />
          ) : (
            <Waiting>
              <div className="card-pad">
                <Bars count={5} height={30} gap={14} />
              </div>
            </Waiting>
          )}
        </Part>
        {chosen ? (
          <section className="card card-pad">
            <CaseReasons reasons={chosen.reasons} value={reason} onChange={setReason} />
            {why && chosen.asks.length > 0 ? (
              <CaseConditions asks={chosen.asks} value={condition} onChange={setCondition} />
            ) : null}
            {why && chosen.asksAge ? (
              <fieldset className="field">
                <legend>{t("desk:openCase.childAge")}</legend>
                <InputNumber
                  min={0}
                  max={17}
                  precision={0}
                  value={childAge}
                  aria-label={t("desk:openCase.childAge")}
                  onChange={setChildAge}
                />
              </fieldset>
            ) : null}
            {why && chosen.asksBad ? (
              <fieldset className="field">
                <legend>{t("desk:openCase.bad")}</legend>
                <div className="open-bad">
                  <InputNumber
                    min={1}
                    precision={0}
                    value={bad.pieces}
                    aria-label={t("desk:openCase.badPieces")}
                    onChange={(pieces) => setBad({ ...bad, pieces })}
                  />
                  <span className="fine">{t("desk:openCase.badOf")}</span>
                  <InputNumber
                    min={1}
                    precision={0}
                    value={bad.of}
                    aria-label={t("desk:openCase.badAll")}
                    onChange={(all) => setBad({ ...bad, of: all })}
                  />
                </div>
              </fieldset>
            ) : null}
            {kind === "exchange" ? (
              <WantedGoods
                wanted={several ? { ...sameAgain, shipFirst: wanted.shipFirst } : wanted}
                asked={several || askedFirst === undefined ? null : { number: order.number, ...askedFirst }}
                onChange={setWanted}
              />
            ) : null}
            <div className="field">
              <span className="fine">
                {onBehalf && why?.evidence
                  ? t("desk:openCase.evidenceNeeded", { kinds: spoken(why.shownBy) })
                  : t("desk:openCase.photos")}
              </span>
              {why &&
              chosen.evidenceNeeded.length > 0 &&
              !chosen.evidenceNeeded.some((one) => photos.kinds.includes(one)) ? (
                <p className="fine">{t("desk:openCase.evidenceClause", { kinds: spoken(chosen.evidenceNeeded) })}</p>
              ) : null}
              <Photos photos={photos} wanted={why ? [...chosen.evidenceNeeded, ...why.shownBy] : []} />
            </div>
            <Field label={onBehalf ? t("desk:openCase.note") : t("desk:openCase.noteMerchant")}>
              {(id) => (
                <Input.TextArea
                  id={id}
                  value={note}
                  onChange={({ target }) => setNote(target.value)}
                  autoSize={{ minRows: 3, maxRows: 10 }}
                  maxLength={limits.noteLength}
                />
              )}
            </Field>
          </section>
        ) : null}
      </div>
      <section className="card card-pad open-summary">
        <h2 className="card-title">{t("desk:openCase.summary")}</h2>
        <Outcome option={chosen?.mayOpen ? chosen : undefined} onBehalf={onBehalf} titles={titlesOf(lines, title)} />
        <Button
          type="primary"
          block
          loading={send.isPending}
          disabled={missing !== null}
          onClick={() =>
            send.mutate({
              ...asked,
              kind,
              reason,
              note: note.trim(),
              evidence: photos.ids,
              ...(kind === "exchange" ? inExchange : {}),
            })
          }
        >
          {missing === null ? t("desk:openCase.send") : t(`desk:openCase.missing.${missing}`)}
        </Button>
      </section>
    </div>
  );
}

function useOptions(number: string, asked: { lines: readonly object[] }) {
  return useQuery({
    queryKey: keys.options(number, asked),
    enabled: asked.lines.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api<Options>("POST", `/api/v1/orders/${encodeURIComponent(number)}/options`, asked, { signal }),
  });
}

/** Sends it once, however often it is tried, and leads to the case; to the order where several merchants got one each. */
function useOpening(number: string, onSent: () => void) {
  const { t, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const keyFor = useIntent();
  return useMutation({
    mutationFn: (body: object) =>
      api<{ cases: { number: string }[] }>("POST", `/api/v1/orders/${encodeURIComponent(number)}/cases`, body, {
        key: keyFor(body),
      }),
    onSuccess: async ({ cases }) => {
      onSent();
      for (const queryKey of [keys.orders, keys.cases, keys.home]) void client.invalidateQueries({ queryKey });
      void message.success(t("desk:openCase.done", { count: cases.length }));
      const [first, ...more] = cases;
      if (first && more.length === 0)
        await navigate({ to: "/cases/$number", params: { number: first.number }, search: { queue: "all" } });
      else await navigate({ to: "/orders/$number", params: { number } });
    },
    onError: (error) => void message.error(trouble(error)),
  });
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card">
      <header className="card-head">
        <h2>{title}</h2>
      </header>
      {children}
    </section>
  );
}

function Goods({
  lines,
  pieces,
  onChange,
}: {
  lines: readonly OrderLine[];
  pieces: Readonly<Record<string, number>>;
  onChange: (pieces: Readonly<Record<string, number>>) => void;
}) {
  const { t, title, format } = useWords();
  return (
    <ul className="open-goods">
      {lines.map(({ lineId, picture, title: name, variant, merchantName, paid, units }) => (
        <li key={lineId}>
          <Checkbox
            checked={(pieces[lineId] ?? 0) > 0}
            onChange={({ target }) => onChange({ ...pieces, [lineId]: target.checked ? 1 : 0 })}
          >
            <span className="order-cell">
              <Picture of={picture} size={40} />
              <span>
                <b>{title(name)}</b>
                <small className="fine">
                  {[variant, title(merchantName), format.money(paid)].filter(Boolean).join(" · ")}
                </small>
              </span>
            </span>
          </Checkbox>
          {pieces[lineId] && units.free > 1 ? (
            <InputNumber
              min={1}
              max={units.free}
              value={pieces[lineId]}
              aria-label={t("desk:openCase.quantity", { goods: title(name) })}
              onChange={(count) => onChange({ ...pieces, [lineId]: count ?? 1 })}
            />
          ) : null}
          <span className="fine">{t("desk:openCase.free", { n: units.free })}</span>
        </li>
      ))}
    </ul>
  );
}

function OptionRow({
  one,
  chosen,
  onBehalf,
  onChoose,
}: {
  one: Option;
  chosen: boolean;
  onBehalf: boolean;
  onChoose: () => void;
}) {
  const { t, of, because, format } = useWords();
  const [tone, word]: [Tone, string] =
    one.standing === "offered"
      ? ["done", t("desk:openCase.offered")]
      : one.mayOpen && !onBehalf
        ? ["going", t("desk:openCase.given")]
        : one.standing === "review"
          ? ["wait", t("desk:openCase.review")]
          : ["mute", t("desk:openCase.refused")];
  const terms = [
    one.lastDay ? t("desk:openCase.until", { day: format.day(one.lastDay) }) : "",
    one.effort === "send-back" && one.freightPayer ? of("freight-payer", one.freightPayer) : "",
  ].filter(Boolean);
  return (
    <li data-on={chosen || undefined} data-off={!one.mayOpen || undefined}>
      <label>
        <input type="radio" name="service" checked={chosen} disabled={!one.mayOpen} onChange={onChoose} />
        <b>{of("kind", one.kind)}</b>
        <Status tone={tone}>{word}</Status>
        {one.mayOpen && one.amount && !sendsGoods(one) ? (
          <b className="ac-figures open-amount">{format.money(one.amount)}</b>
        ) : null}
      </label>
      {one.because.map((each) => (
        <p key={`${each.code} ${JSON.stringify(each.params)}`}>{because(each)}</p>
      ))}
      {terms.length > 0 ? <p className="fine">{terms.join(" · ")}</p> : null}
      {chosen ? <Cites citations={one.citations} /> : null}
    </li>
  );
}

/** The arithmetic of what is chosen, and how fast it is answered. */
function Outcome({
  option,
  onBehalf,
  titles,
}: {
  option: Option | undefined;
  onBehalf: boolean;
  titles: Readonly<Record<string, string>>;
}) {
  const { t, of, format } = useWords();
  if (option === undefined) return <p className="fine open-gap">{t("desk:openCase.noReceipt")}</p>;
  return (
    <div className="open-gap">
      <p>
        <b>{of("kind", option.kind)}</b>
      </p>
      {sendsGoods(option) ? (
        <p className="fine">{t("desk:openCase.noMoney")}</p>
      ) : option.receipt ? (
        <Receipt receipt={option.receipt} totalLabel={t("desk:openCase.total")} titles={titles} />
      ) : option.amount ? (
        <p className="ac-figures">{format.money(option.amount)}</p>
      ) : (
        <p className="fine">{t("desk:openCase.unknown")}</p>
      )}
      {option.autoApproved || !onBehalf ? (
        <p className="fine">{t("desk:openCase.atOnce")}</p>
      ) : option.answerWithinHours ? (
        <p className="fine">{t("desk:openCase.answerWithin", { n: option.answerWithinHours })}</p>
      ) : null}
    </div>
  );
}

function whatIsMissing(
  chosen: Option | undefined,
  why: Option["reasons"][number] | undefined,
  have: {
    condition: Condition;
    bad: boolean;
    age: boolean;
    note: string;
    kinds: readonly EvidenceKind[];
    sending: boolean;
    /** A merchant that offers it by itself shows nothing. */
    showsNothing: boolean;
  },
): "service" | "reason" | "refused" | "condition" | "photos" | "note" | "wait" | null {
  if (!chosen) return "service";
  if (!why) return "reason";
  if (chosen.asks.some((ask) => have.condition[ask] === undefined)) return "condition";
  if (chosen.asksAge && !have.age) return "condition";
  if (!chosen.mayOpen) return "refused";
  if (chosen.asksBad && !have.bad) return "condition";
  if (have.sending) return "wait";
  if (!have.showsNothing && why.evidence && !have.kinds.some((kind) => why.shownBy.includes(kind))) return "photos";
  // A photo shows what came; only words say what did not.
  if (chosen.kind === "reship" && why.reason === "missing-parts" && have.note.trim() === "") return "note";
  return null;
}

function sendsGoods({ kind }: Option): boolean {
  return kind === "exchange" || kind === "repair" || kind === "reship";
}

function openFirst(one: Option, other: Option): number {
  const rank = ({ standing, mayOpen }: Option) =>
    standing === "offered" ? 0 : standing === "review" ? 1 : mayOpen ? 2 : 3;
  return rank(one) - rank(other);
}

function titlesOf(lines: readonly OrderLine[], title: (title: OrderLine["title"]) => string): Record<string, string> {
  return Object.fromEntries(lines.map((line) => [line.lineId, title(line.title)]));
}
