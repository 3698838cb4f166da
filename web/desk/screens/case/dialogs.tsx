import { useQuery } from "@tanstack/react-query";
import { Input, Modal, Select } from "antd";
import { useState } from "react";
import type { StaffRow } from "#contract/parties";
import type { Case } from "#contract/returns";
import { api, useKept, useMe, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import { NoteField } from "../../frame/note-field.tsx";
import { Photos } from "../../frame/photos.tsx";
import { useHolds } from "../../frame/rights.ts";
import { AmountField, amountWithin } from "./amount-field.tsx";
import { type LossBearer, LossBearers } from "./outbound-dialogs.tsx";
import { useMove } from "./use-move.ts";

export type DialogProps = { readonly one: Case; readonly onClose: () => void };

export function ApproveDialog({ one, onClose }: DialogProps) {
  const { t, format } = useWords();
  const carrierLost = one.timeline.some(({ kind }) => kind === "carrier-lost");
  const [bearer, setBearer] = useState<LossBearer | null>(carrierLost ? "carrier" : null);
  // The parcel never came, and is paid for all the same.
  const lost = one.caseState === "approved" && one.goodsState === "in-transit";
  // A part that was to be sent after, and was not: what it is worth is paid.
  const parts = one.caseState === "approved" && one.outbound.partsOnly;
  const [worth, setWorth] = useState("");
  const [note, setNote] = useKept(`approve:${one.number}`);
  const move = useMove(one, "approve", () => {
    setNote("");
    onClose();
  });
  const amount = format.money(one.amount);
  const dearer = one.outbound.payWithinHours !== null;
  const difference = one.caseState === "approved" ? null : <Difference outbound={one.outbound} />;
  return (
    <Ask
      title={t("desk:case.approveTitle")}
      quick
      go={t("desk:case.approve")}
      busy={move.isPending}
      blocked={(lost && bearer === null) || (parts && !amountWithin(worth, one.requested))}
      onClose={onClose}
      onGo={() =>
        move.mutate({
          ...(note.trim() ? { note: note.trim() } : {}),
          ...(lost ? { lossBorneBy: bearer } : {}),
          ...(parts ? { amount: { amount: worth, currency: one.requested.currency } } : {}),
        })
      }
    >
      {dearer ? difference : null}
      <p className="ask-what">
        {parts
          ? t("desk:case.approvePartsWhy")
          : one.caseState === "approved"
            ? t("desk:case.approveHandedOverWhy", { amount })
            : t(`desk:case.${whatFollows(one)}`, { amount })}
      </p>
      {dearer ? null : difference}
      {parts ? (
        <AmountField
          label={t("desk:outbound.partsWorth", { most: format.money(one.requested) })}
          value={worth}
          most={one.requested}
          onChange={setWorth}
        />
      ) : null}
      {lost ? <LossBearers value={bearer} onChange={setBearer} /> : null}
      <NoteField
        label={t("desk:case.approveNote")}
        value={note}
        onChange={setNote}
        replies={{ usedFor: "approve", one }}
      />
    </Ask>
  );
}

/** What the goods that go out cost more is paid before anything is sent; what they cost less comes back at the end. */
function Difference({ outbound: { difference, payWithinHours } }: Pick<Case, "outbound">) {
  const { t, format } = useWords();
  if (difference === null || (payWithinHours === null && difference.amount.startsWith("-"))) return null;
  const amount = format.money({ ...difference, amount: difference.amount.replace("-", "") });
  return (
    <p className="ask-what">
      {payWithinHours === null
        ? t("desk:case.approveCheaperWhy", { amount })
        : t("desk:case.approveDearerWhy", { amount, count: payWithinHours })}
    </p>
  );
}

function whatFollows({ kind, outbound }: Case) {
  switch (kind) {
    case "exchange":
      return outbound.shipFirst ? "approveExchangeFirstWhy" : "approveExchangeWhy";
    case "repair":
      return "approveRepairWhy";
    case "reship":
      return "approveReshipWhy";
    case "refuse-delivery":
      return "approveRefusedWhy";
    case "return-and-refund":
      return "approveReturnWhy";
    default:
      return "approveRefundWhy";
  }
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
      blocked={reason === null || note.trim() === "" || photos.sending}
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
      <NoteField
        label={t("desk:case.rejectNote")}
        value={note}
        onChange={setNote}
        replies={{ usedFor: "reject", one }}
      />
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
      blocked={note.trim() === "" || photos.sending}
      onClose={onClose}
      onGo={() => move.mutate({ note: note.trim(), evidence: photos.ids })}
    >
      <p className="ask-what">{t("desk:case.noteWhy")}</p>
      <NoteField
        label={t("desk:case.note")}
        value={note}
        onChange={setNote}
        placeholder={t("desk:case.notePlaceholder")}
        replies={{ usedFor: "note", one }}
      />
      <Photos photos={photos} />
    </Ask>
  );
}

/** A shopper on the phone reads out the tracking number. */
export function ShipDialog({ one, onClose }: DialogProps) {
  const { t } = useWords();
  return <ParcelDialog one={one} verb="ship" title={t("desk:case.shipTitle")} more={selfShipped} onClose={onClose} />;
}
const selfShipped = { way: "self-ship" };

/** What goes out is handed to a carrier. */
export function SendOutDialog({ one, onClose }: DialogProps) {
  const { t, title } = useWords();
  const { goods } = one.outbound;
  return (
    <ParcelDialog
      one={one}
      verb="ship-replacement"
      title={t("desk:outbound.sendTitle")}
      why={
        goods
          ? t("desk:outbound.sendWhy", {
              goods: [title(goods.title), goods.variant].filter(Boolean).join(" "),
              n: one.outbound.units,
            })
          : t("desk:outbound.sendBackWhy")
      }
      onClose={onClose}
    />
  );
}

function ParcelDialog({ one, verb, title, why, more, onClose }: ParcelProps) {
  const { t, of } = useWords();
  const [carrier, setCarrier] = useState<string | null>(null);
  const [tracking, setTracking] = useKept(`${verb}:${one.number}`);
  const move = useMove(one, verb, () => {
    setTracking("");
    onClose();
  });
  const clean = tracking.replaceAll(/\s/g, "");
  return (
    <Ask
      title={title}
      go={verb === "ship" ? t("desk:state.save") : t("desk:outbound.sendGo")}
      busy={move.isPending}
      blocked={carrier === null || !/^[A-Za-z0-9-]{4,60}$/.test(clean)}
      onClose={onClose}
      onGo={() => move.mutate({ ...more, carrier, trackingNumber: clean })}
    >
      {why ? <p className="ask-what">{why}</p> : null}
      <Field label={t("desk:case.shipCarrier")}>
        {(id) => (
          <Select
            id={id}
            value={carrier}
            onChange={setCarrier}
            showSearch={{ optionFilterProp: "label" }}
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
type ParcelProps = DialogProps & {
  readonly verb: "ship" | "ship-replacement";
  readonly title: string;
  readonly why?: string;
  readonly more?: Readonly<Record<string, string>>;
};

/** On the shopper's word, by phone: what went out is there. */
export function ConfirmDialog({ one, onClose }: DialogProps) {
  const { t } = useWords();
  const move = useMove(one, "confirm-replacement", onClose);
  return (
    <Ask
      title={t("desk:outbound.confirmTitle")}
      quick
      go={t("desk:outbound.confirmGo")}
      busy={move.isPending}
      onClose={onClose}
      onGo={() => move.mutate({})}
    >
      <p className="ask-what">{t("desk:outbound.confirmWhy")}</p>
    </Ask>
  );
}

/** The carrier is asked to stop the parcel before it is at the door. */
export function InterceptDialog({ one, onClose }: DialogProps) {
  const { t } = useWords();
  const move = useMove(one, "intercept", onClose);
  return (
    <Ask
      title={t("desk:interception.ask")}
      go={t("desk:interception.ask")}
      busy={move.isPending}
      onClose={onClose}
      onGo={() => move.mutate({})}
    >
      <p className="ask-what">{t("desk:interception.text")}</p>
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
  const { t, title } = useWords();
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
                    {[t(`desk:role.${person.role}`), person.team ?? (person.merchantName && title(person.merchantName))]
                      .filter(Boolean)
                      .join(" · ")}
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

export const rejectReasons = [
  "not-intact",
  "goods-differ",
  "window-closed",
  "no-evidence",
  "already-shipped",
  "agreed-with-shopper",
  "out-of-stock",
] as const;

const carriers = ["sf", "zto", "yto", "sto", "yunda", "jd", "jt", "ems", "post", "deppon", "cainiao", "other"] as const;
