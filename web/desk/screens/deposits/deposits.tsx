import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { App, Button, Input, InputNumber, Modal } from "antd";
import { Fragment, useState } from "react";
import type { Deposit, DepositPosting } from "#contract/payments";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, keys, newKey, Problem, useMe } from "../../../shared/data/index.ts";
import { useWords, type Words } from "../../../shared/text/index.ts";
import { Answer, Bars, Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { Icon } from "../../frame/icon.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { useHolds } from "../../frame/rights.ts";
import { saveFile } from "../../frame/save-file.ts";
import "./deposits.css";

/** What merchants have deposited, and every movement of it with what caused it. */
export function Deposits() {
  return (
    <Needs right="deposits.read">
      <DepositsPage />
    </Needs>
  );
}

function DepositsPage() {
  const { t } = useWords();
  const me = useMe();
  const { merchant } = useSearch({ from: "/frame/deposits" });
  const query = useQuery({
    queryKey: [...keys.deposits, "accounts"],
    queryFn: ({ signal }) => api<{ items: Deposit[] }>("GET", "/api/v1/deposits", undefined, { signal }),
    refetchInterval: 15_000,
  });
  const own = me?.kind === "merchant";
  const chosen = own ? query.data?.items[0] : query.data?.items.find((one) => one.merchant.id === merchant);
  return (
    <div className="page">
      <PageHead title={t("desk:deposits.title")} lead={own ? t("desk:deposits.leadOwn") : t("desk:deposits.lead")} />
      <div className="deposits" data-own={own || undefined}>
        <Answer query={query} waiting={<Bars count={4} height={48} />}>
          {({ items }) => (own ? null : <Accounts items={items} chosen={merchant} />)}
        </Answer>
        <div className="deposit-side">
          {chosen ? <Account one={chosen} /> : null}
          <Movements merchantId={own ? undefined : merchant} accounts={query.data?.items ?? []} own={own} />
        </div>
      </div>
    </div>
  );
}

function Accounts({ items, chosen }: { items: readonly Deposit[]; chosen: string | undefined }) {
  const { t, title, format } = useWords();
  const navigate = useNavigate();
  return (
    <div className="card deposit-list">
      <table className="table">
        <thead>
          <tr>
            <th>{t("desk:deposits.merchant")}</th>
            <th className="right">{t("desk:deposits.available")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => {
            const on = one.merchant.id === chosen;
            return (
              <tr key={`${one.merchant.id} ${one.available.currency}`} data-link data-on={on || undefined}>
                <td>
                  <button
                    type="button"
                    className="deposit-pick"
                    aria-pressed={on}
                    onClick={() =>
                      void navigate({ to: "/deposits", search: on ? {} : { merchant: one.merchant.id }, replace: true })
                    }
                  >
                    {title({ zh: one.merchant.name, en: one.merchant.nameEn })}
                  </button>
                  <small className="mono">{one.merchant.number}</small>
                </td>
                <td className="right nowrap ac-figures">
                  {format.money(one.available)}
                  {Number(one.held.amount) > 0 ? (
                    <small>{t("desk:deposits.holds", { amount: format.money(one.held) })}</small>
                  ) : null}
                  {Number(one.owed.amount) > 0 ? (
                    <Status tone="bad">{t("desk:deposits.owes", { amount: format.money(one.owed) })}</Status>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Account({ one }: { one: Deposit }) {
  const { t, title, format } = useWords();
  const holds = useHolds();
  const [adding, setAdding] = useState(false);
  const owes = Number(one.owed.amount) > 0;
  return (
    <section className="card card-pad deposit" aria-label={title({ zh: one.merchant.name, en: one.merchant.nameEn })}>
      <dl className="deposit-sums">
        <div>
          <dt>{t("desk:deposits.available")}</dt>
          <dd className="ac-figures">{format.money(one.available)}</dd>
        </div>
        <div>
          <dt>{t("desk:deposits.held")}</dt>
          <dd className="ac-figures">{format.money(one.held)}</dd>
        </div>
        <div data-bad={owes || undefined}>
          <dt>{t("desk:deposits.owed")}</dt>
          <dd className="ac-figures">
            {owes ? <Status tone="bad">{format.money(one.owed)}</Status> : format.money(one.owed)}
          </dd>
        </div>
      </dl>
      {holds("deposits.manage") ? (
        <Button onClick={() => setAdding(true)} icon={<Icon name="plus" size={15} />}>
          {t("desk:deposits.topUp")}
        </Button>
      ) : null}
      {adding ? <TopUp one={one} onClose={() => setAdding(false)} /> : null}
    </section>
  );
}

function TopUp({ one, onClose }: { one: Deposit; onClose: () => void }) {
  const { t, title, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [amount, setAmount] = useState<string | null>(null);
  const [reference, setReference] = useState("");
  const [note, setNote] = useState("");
  const [key, setKey] = useState(newKey);
  const readable = /^[A-Za-z0-9._-]{1,64}$/.test(reference.trim());
  const add = useMutation({
    mutationFn: () =>
      api(
        "POST",
        `/api/v1/deposits/${one.merchant.id}/top-ups`,
        { amount: { amount: amount ?? "", currency: one.available.currency }, reference: reference.trim(), note },
        { key },
      ),
    onSuccess: () => {
      void message.success(t("desk:deposits.topUpDone"));
      // The system books it a moment later.
      setTimeout(() => void client.invalidateQueries({ queryKey: keys.deposits }), 600);
      onClose();
    },
    onError: (error) => {
      if (error instanceof Problem && error.status > 0) setKey(newKey());
    },
  });
  return (
    <Modal
      open
      title={t("desk:deposits.topUpFor", { merchant: title({ zh: one.merchant.name, en: one.merchant.nameEn }) })}
      onCancel={onClose}
      onOk={() => add.mutate()}
      okText={t("desk:deposits.topUp")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: add.isPending, disabled: amount === null || !readable }}
      mask={{ closable: false }}
      width={480}
    >
      <Field label={t("desk:deposits.amount")}>
        {(id) => (
          <InputNumber
            id={id}
            stringMode
            min="0.01"
            precision={2}
            value={amount}
            onChange={(value) => setAmount(value)}
            suffix={one.available.currency}
            className="deposit-wide"
          />
        )}
      </Field>
      <Field
        label={t("desk:deposits.reference")}
        bad={reference !== "" && !readable ? t("desk:deposits.referenceOdd") : null}
      >
        {(id) => (
          <Input id={id} value={reference} maxLength={64} onChange={({ target }) => setReference(target.value)} />
        )}
      </Field>
      <Field label={t("desk:comp.note")}>
        {(id) => <Input id={id} value={note} maxLength={500} onChange={({ target }) => setNote(target.value)} />}
      </Field>
      {add.isError ? (
        <p className="field-bad" role="alert">
          {trouble(add.error)}
        </p>
      ) : null}
    </Modal>
  );
}

const tones: Record<DepositPosting["kind"], Tone> = { "top-up": "done", hold: "wait", deduct: "bad", release: "going" };

function Movements({
  merchantId,
  accounts,
  own,
}: {
  merchantId: string | undefined;
  accounts: readonly Deposit[];
  own: boolean;
}) {
  const words = useWords();
  const { t, of, format, title } = words;
  const [open, setOpen] = useState<string | null>(null);
  const pages = usePages<DepositPosting>([...keys.deposits, "postings"], "/api/v1/deposits/postings", { merchantId });
  const nameOf = (id: string) => {
    const found = accounts.find((one) => one.merchant.id === id)?.merchant;
    return found ? title({ zh: found.name, en: found.nameEn }) : "";
  };
  return (
    <>
      <div className="deposit-head">
        <h2>{t("desk:deposits.movements")}</h2>
        <Button
          size="small"
          disabled={pages.rows.length === 0}
          icon={<Icon name="download" size={15} />}
          onClick={() => saveFile("deposit.csv", csvOf(pages.rows, nameOf, words), "text/csv;charset=utf-8")}
        >
          {t("desk:deposits.csv")}
        </Button>
      </div>
      <PagedCard
        label={t("desk:deposits.movements")}
        pages={pages}
        empty={{ title: t("desk:deposits.none"), why: t("desk:deposits.noneWhy") }}
      >
        {(rows) => (
          <table className="table table-broad">
            <thead>
              <tr>
                <th>{t("desk:deposits.when")}</th>
                {own ? null : <th>{t("desk:deposits.merchant")}</th>}
                <th>{t("desk:deposits.kind")}</th>
                <th>{t("desk:deposits.cause")}</th>
                <th className="right">{t("desk:deposits.amount")}</th>
                <th className="right">{t("desk:deposits.after")}</th>
                <th>{t("desk:deposits.lines")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Fragment key={row.id}>
                  <tr>
                    <td className="nowrap ac-figures">{format.moment(row.at)}</td>
                    {own ? null : <td>{nameOf(row.merchantId)}</td>}
                    <td className="nowrap">
                      <Status tone={tones[row.kind]}>{of("deposit", row.kind)}</Status>
                    </td>
                    <td>
                      <Cause row={row} />
                      {row.note ? <small>{row.note}</small> : null}
                    </td>
                    <td className="right nowrap ac-figures">{signed(row, format)}</td>
                    <td className="right nowrap ac-figures">
                      {format.money(row.availableAfter)}
                      {Number(row.owedAfter.amount) > 0 ? (
                        <small>{t("desk:deposits.owes", { amount: format.money(row.owedAfter) })}</small>
                      ) : null}
                    </td>
                    <td>
                      <Button
                        size="small"
                        type="text"
                        aria-expanded={open === row.id}
                        onClick={() => setOpen(open === row.id ? null : row.id)}
                      >
                        {t("desk:deposits.entry")}
                      </Button>
                    </td>
                  </tr>
                  {open === row.id ? (
                    <tr>
                      <td colSpan={own ? 6 : 7}>
                        <dl className="deposit-lines">
                          {row.lines.map((line) => (
                            <div key={line.account}>
                              <dt>{t([`desk:deposits.account.${line.account}`, "desk:deposits.account.other"])}</dt>
                              <dd className="ac-figures">{format.money(line.amount)}</dd>
                            </div>
                          ))}
                        </dl>
                      </td>
                    </tr>
                  ) : null}
                </Fragment>
              ))}
            </tbody>
          </table>
        )}
      </PagedCard>
    </>
  );
}

/** What caused a movement: a case is one click away. */
function Cause({ row }: { row: DepositPosting }) {
  const { of } = useWords();
  const kind = of("deposit-cause", causeOf(row));
  if (!/^AS-/.test(row.causeNumber))
    return (
      <>
        {kind} <span className="mono">{row.causeNumber}</span>
      </>
    );
  return (
    <>
      {kind}{" "}
      <Link
        to="/cases/$number"
        params={{ number: row.causeNumber }}
        search={{ queue: "all" }}
        className="quiet-link mono nowrap"
      >
        {row.causeNumber}
      </Link>
    </>
  );
}

/** While a sum is only kept nothing is ruled yet, and where it is let go nothing was taken. */
function causeOf({ kind, causeKind }: DepositPosting): string {
  return causeKind === "ruling" && (kind === "hold" || kind === "release") ? "dispute" : causeKind;
}

function signed(row: DepositPosting, format: Words["format"]): string {
  const amount = format.money(row.amount);
  return row.kind === "top-up" || row.kind === "release" ? `+${amount}` : `−${amount}`;
}

/** What is on the page, as a table for a spreadsheet; text that a spreadsheet would compute is made plain. */
function csvOf(rows: readonly DepositPosting[], nameOf: (id: string) => string, { t, of }: Words): string {
  const head = ["when", "merchant", "kind", "cause", "number", "amount", "currency", "after", "owed", "note"].map(
    (name) => t(`desk:deposits.${name}`),
  );
  const lines = rows.map((row) => [
    row.at,
    nameOf(row.merchantId),
    of("deposit", row.kind),
    of("deposit-cause", causeOf(row)),
    row.causeNumber,
    row.kind === "top-up" || row.kind === "release" ? row.amount.amount : `-${row.amount.amount}`,
    row.amount.currency,
    row.availableAfter.amount,
    row.owedAfter.amount,
    row.note,
  ]);
  const cell = (text: string) => `"${(/^[=+@\t]|^-\D/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return `\uFEFF${[head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}
