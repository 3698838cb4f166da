import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { carrierOf, carriers, recogniseCarrier, tidyTracking } from "#contract/logistics";
import type { Case, Moved } from "#contract/returns";
import { api, keys, limits, Problem, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Evidence, usePhotos } from "../../frame/evidence.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { toast } from "../../frame/toast.tsx";

type Props = { one: Case; onClose: () => void };

/** Carrier and tracking number of the parcel that goes back; the number usually tells its carrier. */
export function ShipSheet({ one, onClose }: Props) {
  const { t, of } = useWords();
  const [tracking, setTracking] = useKept(`ship.${one.number}`, "");
  const [picked, setPicked] = useState("");
  const carrier = picked || carrierOf(tracking) || "";
  const move = useMove(one, "ship", onClose, t("portal:progress.ship-sent"));
  const tidy = tidyTracking(tracking);
  const { mistyped } = recogniseCarrier(tidy);
  const readable = /^[A-Z0-9-]{4,60}$/.test(tidy);
  return (
    <Sheet title={t("portal:progress.ship-long")} onClose={onClose}>
      <Form
        move={move}
        ready={readable && carrier !== ""}
        button={t("portal:progress.ship-do")}
        onSubmit={() => move.mutate({ way: "self-ship", carrier, trackingNumber: tidy })}
      >
        <div className="field">
          <label htmlFor="tracking">{t("portal:progress.tracking")}</label>
          <input
            id="tracking"
            className="input figures"
            value={tracking}
            onChange={(event) => setTracking(event.target.value)}
            autoComplete="off"
            autoCapitalize="characters"
            maxLength={70}
            placeholder={t("portal:progress.tracking-example")}
            aria-invalid={tidy !== "" && tidy.length > 3 && !readable}
            aria-describedby="tracking-hint"
          />
          <p id="tracking-hint" className="tiny quiet">
            {tidy.length > 3 && !readable
              ? t("portal:progress.tracking-odd")
              : mistyped === null
                ? t("portal:progress.tracking-hint")
                : t("portal:send.mistyped", { carrier: of("carrier", mistyped) })}
          </p>
        </div>
        <div className="field">
          <label htmlFor="carrier">{t("portal:progress.carrier")}</label>
          <span className="select">
            <select id="carrier" className="input" value={carrier} onChange={(event) => setPicked(event.target.value)}>
              <option value="">{t("portal:progress.carrier-pick")}</option>
              {carriers.map((one) => (
                <option key={one} value={one}>
                  {of("carrier", one)}
                </option>
              ))}
            </select>
            <Icon name="down" size={18} />
          </span>
        </div>
      </Form>
    </Sheet>
  );
}

/** A rejected request, with more to show for it. */
export function ResubmitSheet({ one, onClose }: Props) {
  const { t } = useWords();
  const [note, setNote] = useKept(`resubmit.${one.number}`, "");
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "resubmit", onClose, t("portal:progress.resubmit-sent"));
  return (
    <Sheet title={t("portal:progress.resubmit-long")} onClose={onClose}>
      <Form
        move={move}
        ready={!photos.sending && (note.trim() !== "" || photos.ids.length > 0)}
        button={t("portal:progress.resubmit-do")}
        onSubmit={() => move.mutate({ note: note.trim(), evidence: photos.ids })}
      >
        <p className="small quiet">{t("portal:progress.resubmit-text")}</p>
        <Note id="resubmit-note" value={note} onChange={setNote} label={t("portal:progress.note-label")} />
        <Evidence photos={photos} />
      </Form>
    </Sheet>
  );
}

export function NoteSheet({ one, onClose }: Props) {
  const { t } = useWords();
  const [note, setNote] = useKept(`note.${one.number}`, "");
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "notes", onClose, t("portal:progress.note-sent"));
  return (
    <Sheet title={t("portal:progress.note")} onClose={onClose}>
      <Form
        move={move}
        ready={!photos.sending && note.trim() !== ""}
        button={t("portal:progress.note-do")}
        onSubmit={() => move.mutate({ note: note.trim(), evidence: photos.ids })}
      >
        <p className="small quiet">{t("portal:progress.note-text")}</p>
        <Note id="more-note" value={note} onChange={setNote} label={t("portal:progress.note-label")} />
        <Evidence photos={photos} />
      </Form>
    </Sheet>
  );
}

export function WithdrawSheet({ one, onClose }: Props) {
  const { t, format } = useWords();
  const move = useMove(one, "withdraw", onClose, t("portal:progress.withdraw-sent"));
  return (
    <Sheet title={t("portal:progress.withdraw-ask")} onClose={onClose}>
      <Form move={move} ready button={t("portal:progress.withdraw-do")} harm onSubmit={() => move.mutate({})}>
        <p className="quiet">
          {t("portal:progress.withdraw-text", { amount: format.money(one.approved ?? one.amount) })}
        </p>
        <button type="button" className="button wide" onClick={onClose}>
          {t("portal:progress.withdraw-keep")}
        </button>
      </Form>
    </Sheet>
  );
}

function Note({
  id,
  value,
  onChange,
  label,
}: {
  id: string;
  value: string;
  onChange: (text: string) => void;
  label: string;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        maxLength={limits.noteLength}
      />
      {value.length > limits.noteLength * 0.8 ? (
        <span className="field-count">
          {value.length} / {limits.noteLength}
        </span>
      ) : null}
    </div>
  );
}

type Move = UseMutationResult<Moved, Error, object>;

function Form({
  move,
  ready,
  button,
  harm = false,
  onSubmit,
  children,
}: {
  move: Move;
  ready: boolean;
  button: string;
  harm?: boolean;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const { t, trouble } = useWords();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !move.isPending) onSubmit();
  };
  return (
    <form className="sheet-form" onSubmit={submit} noValidate>
      {children}
      {move.isError ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(move.error)}
        </p>
      ) : null}
      <button
        type="submit"
        className={harm ? "button harm wide" : "button main wide"}
        disabled={!ready || move.isPending}
        aria-busy={move.isPending}
      >
        {move.isPending ? t("portal:progress.moving") : button}
      </button>
    </form>
  );
}

/** Sends one move of the case; when somebody else moved it meanwhile, the page is brought up to date and the form stays. */
function useMove(one: Case, verb: string, onMoved: () => void, said: string): Move {
  const client = useQueryClient();
  const keyFor = useIntent();
  const refresh = () => {
    for (const queryKey of [keys.case(one.number), keys.home, keys.orders]) void client.invalidateQueries({ queryKey });
  };
  return useMutation({
    mutationFn: (content: object) => {
      const body = { ...content, version: one.version };
      return api<Moved>("POST", `/api/v1/cases/${encodeURIComponent(one.number)}/${verb}`, body, { key: keyFor(body) });
    },
    onSuccess: () => {
      refresh();
      forget(`${verb === "notes" ? "note" : verb}.${one.number}`);
      toast(said);
      onMoved();
    },
    onError: (error) => {
      if (error instanceof Problem && (error.code === "version-changed" || error.code === "move-not-allowed"))
        refresh();
    },
  });
}

/** Text that outlives the sheet and a reload, until it is sent. */
function useKept(name: string, start: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => {
    try {
      return sessionStorage.getItem(`aftercare.${name}`) ?? start;
    } catch {
      return start;
    }
  });
  const keep = (next: string) => {
    setText(next);
    try {
      sessionStorage.setItem(`aftercare.${name}`, next);
    } catch {
      // Then it lasts as long as the sheet.
    }
  };
  return [text, keep];
}

function forget(name: string): void {
  try {
    sessionStorage.removeItem(`aftercare.${name}`);
  } catch {
    // Nothing was kept either.
  }
}
