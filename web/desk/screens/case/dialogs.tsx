import { useQuery } from "@tanstack/react-query";
import { Input, Modal, Select } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import type { StaffRow } from "#contract/parties";
import type { Case } from "#contract/returns";
import { api, limits, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import { Photos, usePhotos } from "../../frame/photos.tsx";
import { useHolds } from "../../frame/rights.ts";
import { useMove } from "./use-move.ts";

type DialogProps = { readonly one: Case; readonly onClose: () => void };

export function ApproveDialog({ one, onClose }: DialogProps) {
  const { t, format } = useWords();
  const [note, setNote] = useKept(`approve:${one.number}`);
  const move = useMove(one, "approve", () => {
    setNote("");
    onClose();
  });
  const amount = format.money(one.amount);
  return (
    <Ask
      title={t("desk:case.approveTitle")}
      quick
      go={t("desk:case.approve")}
      busy={move.isPending}
      onClose={onClose}
      onGo={() => move.mutate(note.trim() ? { note: note.trim() } : {})}
    >
      <p className="ask-what">
        {one.caseState === "approved"
          ? t("desk:case.approveHandedOverWhy", { amount })
          : one.kind === "return-and-refund"
            ? t("desk:case.approveReturnWhy", { amount })
            : t("desk:case.approveRefundWhy", { amount })}
      </p>
      <Field label={t("desk:case.approveNote")}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            autoSize={{ minRows: 2, maxRows: 8 }}
            maxLength={limits.noteLength}
          />
        )}
      </Field>
    </Ask>
  );
}

export function RejectDialog({ one, onClose }: DialogProps) {
  const { t, of } = useWords();
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useKept(`reject:${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "reject", () => {
    setNote("");
    onClose();
  });
  return (
    <Ask
      title={t("desk:case.rejectTitle")}
      go={t("desk:case.rejectGo")}
      danger
      busy={move.isPending}
      blocked={reason === null || note.trim() === "" || photos.busy}
      onClose={onClose}
      onGo={() => move.mutate({ reason, note: note.trim(), evidence: photos.ids })}
    >
      <p className="ask-what">{t("desk:case.rejectWhy")}</p>
      <fieldset className="field">
        <legend>{t("desk:case.rejectReason")}</legend>
        <div className="chips">
          {rejectReasons.map((each) => (
            <label key={each} data-on={reason === each || undefined}>
              <input
                type="radio"
                name="reject"
                value={each}
                checked={reason === each}
                onChange={() => setReason(each)}
              />
              {of("reject", each)}
            </label>
          ))}
        </div>
      </fieldset>
      <Field label={t("desk:case.rejectNote")}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            autoSize={{ minRows: 3, maxRows: 10 }}
            maxLength={limits.noteLength}
            showCount
          />
        )}
      </Field>
      <Photos photos={photos} />
    </Ask>
  );
}

export function ReceiveDialog({ one, onClose }: DialogProps) {
  const { t } = useWords();
  const move = useMove(one, "receive", onClose);
  return (
    <Ask
      title={t("desk:case.receiveTitle")}
      quick
      go={t("desk:case.receiveGo")}
      busy={move.isPending}
      onClose={onClose}
      onGo={() => move.mutate({})}
    >
      <p className="ask-what">{t("desk:case.receiveWhy")}</p>
    </Ask>
  );
}

export function NoteDialog({ one, onClose }: DialogProps) {
  const { t } = useWords();
  const [note, setNote] = useKept(`note:${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "notes", () => {
    setNote("");
    onClose();
  });
  return (
    <Ask
      title={t("desk:case.noteTitle")}
      go={t("desk:case.noteGo")}
      busy={move.isPending}
      blocked={note.trim() === "" || photos.busy}
      onClose={onClose}
      onGo={() => move.mutate({ note: note.trim(), evidence: photos.ids })}
    >
      <p className="ask-what">{t("desk:case.noteWhy")}</p>
      <Input.TextArea
        value={note}
        onChange={(event) => setNote(event.target.value)}
        placeholder={t("desk:case.notePlaceholder")}
        aria-label={t("desk:case.note")}
        autoSize={{ minRows: 4, maxRows: 12 }}
        maxLength={limits.noteLength}
        showCount
      />
      <Photos photos={photos} />
    </Ask>
  );
}

/** A shopper on the phone reads out the tracking number. */
export function ShipDialog({ one, onClose }: DialogProps) {
  const { t, of } = useWords();
  const [carrier, setCarrier] = useState<string | null>(null);
  const [tracking, setTracking] = useKept(`ship:${one.number}`);
  const move = useMove(one, "ship", () => {
    setTracking("");
    onClose();
  });
  const clean = tracking.replaceAll(/\s/g, "");
  return (
    <Ask
      title={t("desk:case.shipTitle")}
      go={t("desk:state.save")}
      busy={move.isPending}
      blocked={carrier === null || !/^[A-Za-z0-9-]{4,60}$/.test(clean)}
      onClose={onClose}
      onGo={() => move.mutate({ way: "self-ship", carrier, trackingNumber: clean })}
    >
      <Field label={t("desk:case.shipCarrier")}>
        {(id) => (
          <Select
            id={id}
            value={carrier}
            onChange={setCarrier}
            options={carriers.map((code) => ({ value: code, label: of("carrier", code) }))}
          />
        )}
      </Field>
      <Field label={t("desk:case.tracking")}>
        {(id) => (
          <Input
            id={id}
            value={tracking}
            onChange={(event) => setTracking(event.target.value)}
            maxLength={60}
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
    </Ask>
  );
}

export function WithdrawDialog({ one, onClose }: DialogProps) {
  const { t } = useWords();
  const move = useMove(one, "withdraw", onClose);
  return (
    <Ask
      title={t("desk:case.withdrawTitle")}
      go={t("desk:case.withdrawGo")}
      danger
      busy={move.isPending}
      onClose={onClose}
      onGo={() => move.mutate({})}
    >
      <p className="ask-what">{t("desk:case.withdrawWhy")}</p>
    </Ask>
  );
}

export function AssignDialog({ one, onClose }: DialogProps) {
  const { t } = useWords();
  const me = useMe();
  const holds = useHolds();
  const [find, setFind] = useState("");
  const staff = useQuery({
    queryKey: ["staff", "all"],
    queryFn: ({ signal }) => api<{ items: StaffRow[] }>("GET", "/api/v1/staff?limit=100", undefined, { signal }),
    enabled: holds("staff.read"),
    staleTime: 60_000,
  });
  const move = useMove(one, "assign", onClose);
  const people = (staff.data?.items ?? []).filter(
    (person) =>
      person.state === "active" && person.id !== me?.id && `${person.name}${person.team ?? ""}`.includes(find.trim()),
  );
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      title={t("desk:case.assignTitle")}
      afterOpenChange={focusFirst("field")}
      destroyOnHidden
    >
      <ul className="people">
        {me && one.assignedTo?.id !== me.id ? (
          <li>
            <button type="button" disabled={move.isPending} onClick={() => move.mutate({ staffId: me.id })}>
              <i className="avatar">{me.name.slice(0, 1)}</i>
              <b>{t("desk:case.assignMe")}</b>
              <small>{me.name}</small>
            </button>
          </li>
        ) : null}
        {one.assignedTo ? (
          <li>
            <button type="button" disabled={move.isPending} onClick={() => move.mutate({ staffId: null })}>
              <i className="avatar avatar-none" />
              <b>{t("desk:case.unassign")}</b>
              <small>{one.assignedTo.name ?? t("desk:case.platform")}</small>
            </button>
          </li>
        ) : null}
      </ul>
      {holds("staff.read") ? (
        <>
          <Input
            value={find}
            onChange={(event) => setFind(event.target.value)}
            placeholder={t("desk:case.assignFind")}
            aria-label={t("desk:case.assignFind")}
            allowClear
          />
          <ul className="people people-scroll">
            {people.map((person) => (
              <li key={person.id}>
                <button
                  type="button"
                  disabled={move.isPending || person.id === one.assignedTo?.id}
                  onClick={() => move.mutate({ staffId: person.id })}
                >
                  <i className="avatar">{person.name.slice(0, 1)}</i>
                  <b>{person.name}</b>
                  <small>
                    {[t(`desk:role.${person.role}`), person.team ?? person.merchantName].filter(Boolean).join(" · ")}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Modal>
  );
}

/** A dialog that Ctrl+Enter finishes; a failed attempt leaves it open with everything in it. */
function Ask({ title, go, danger, quick, busy, blocked, onGo, onClose, children }: AskProps) {
  const { t } = useWords();
  useEffect(() => {
    const finish = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || busy || blocked) return;
      event.preventDefault();
      onGo();
    };
    window.addEventListener("keydown", finish);
    return () => window.removeEventListener("keydown", finish);
  });
  return (
    <Modal
      open
      title={title}
      okText={go}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ danger: danger ?? false, loading: busy, disabled: blocked ?? false }}
      onOk={onGo}
      onCancel={onClose}
      mask={{ closable: false }}
      afterOpenChange={focusFirst(quick ? "button" : "field")}
      destroyOnHidden
    >
      {children}
    </Modal>
  );
}
type AskProps = {
  title: string;
  go: string;
  danger?: boolean;
  /** Enter is enough: nothing has to be filled in. */
  quick?: boolean;
  busy: boolean;
  blocked?: boolean;
  onGo: () => void;
  onClose: () => void;
  children: ReactNode;
};

const kept = new Map<string, string>();

/** Words that outlive a dialog closed by mistake, until they are sent. */
function useKept(name: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => kept.get(name) ?? "");
  return [
    text,
    (next) => {
      kept.set(name, next);
      setText(next);
    },
  ];
}

const rejectReasons = [
  "not-intact",
  "goods-differ",
  "window-closed",
  "no-evidence",
  "already-shipped",
  "agreed-with-shopper",
] as const;

const carriers = ["sf", "zto", "yto", "sto", "yunda", "jd", "jt", "ems", "post", "deppon", "cainiao", "other"] as const;
