import { useState } from "react";
import { carrierOf, carriers, recogniseCarrier, tidyTracking } from "#contract/logistics";
import type { Case } from "#contract/returns";
import { useKept, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Evidence } from "../../frame/evidence.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { movesMoney } from "./abilities.ts";
import { FreightPaid, type Shippable, useFreightPaid } from "./freight-paid.tsx";
import { Form, Note, useMove } from "./move.tsx";

type Props = { one: Case; onClose: () => void };
/** A sheet that needs to know nothing but which case it is; the recipient of a present has it too. */
type Plain = { one: Pick<Case, "number" | "version">; onClose: () => void };

/** Carrier and tracking number of the parcel that goes back; the number usually tells its carrier. */
export function ShipSheet({ one, onClose }: { one: Shippable; onClose: () => void }) {
  const { t, of } = useWords();
  const [tracking, setTracking] = useKept(`ship.${one.number}`);
  const [picked, setPicked] = useState("");
  const carrier = picked || carrierOf(tracking) || "";
  const move = useMove(one, "ship", { said: t("portal:progress.ship-sent"), onMoved: onClose });
  const tidy = tidyTracking(tracking);
  const { mistyped } = recogniseCarrier(tidy);
  const readable = /^[A-Z0-9-]{4,60}$/.test(tidy);
  const freight = useFreightPaid(one);
  return (
    <Sheet title={t("portal:progress.ship-long")} onClose={onClose}>
      <Form
        move={move}
        ready={readable && carrier !== "" && freight.ready}
        button={t("portal:progress.ship-do")}
        onSubmit={() => move.mutate({ way: "self-ship", carrier, trackingNumber: tidy, ...freight.body })}
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
        <FreightPaid form={freight} payer={one.freightPayer} />
      </Form>
    </Sheet>
  );
}

/** A rejected request, with more to show for it. */
export function ResubmitSheet({ one, onClose }: Plain) {
  const { t } = useWords();
  const [note, setNote] = useKept(`resubmit.${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "resubmit", { said: t("portal:progress.resubmit-sent"), onMoved: onClose });
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

export function NoteSheet({ one, onClose }: Plain) {
  const { t } = useWords();
  const [note, setNote] = useKept(`note.${one.number}`);
  const photos = usePhotos({ caseNumber: one.number });
  const move = useMove(one, "notes", { said: t("portal:progress.note-sent"), onMoved: onClose });
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
  const move = useMove(one, "withdraw", { said: t("portal:progress.withdraw-sent"), onMoved: onClose });
  return (
    <Sheet title={t("portal:progress.withdraw-ask")} onClose={onClose}>
      <Form move={move} ready button={t("portal:progress.withdraw-do")} harm onSubmit={() => move.mutate({})}>
        <p className="quiet">
          {movesMoney(one)
            ? t("portal:progress.withdraw-text", { amount: format.money(one.amount) })
            : t("portal:progress.withdraw-text-goods")}
        </p>
        <button type="button" className="button wide" onClick={onClose}>
          {t("portal:progress.withdraw-keep")}
        </button>
      </Form>
    </Sheet>
  );
}

/** The goods are here: the last word of an exchange, so it is asked once more. */
export function ConfirmSheet({ one, onClose }: Plain) {
  const { t } = useWords();
  const move = useMove(one, "confirm-replacement", { said: t("portal:outbound.confirmed"), onMoved: onClose });
  return (
    <Sheet title={t("portal:outbound.confirm-ask")} onClose={onClose}>
      <Form move={move} ready button={t("portal:outbound.confirm")} onSubmit={() => move.mutate({})}>
        <p className="quiet">{t("portal:outbound.confirm-text")}</p>
      </Form>
    </Sheet>
  );
}

/** The parcel is turned round before it is at the door; whether that is possible is for the carrier to say. */
export function InterceptSheet({ one, onClose }: Plain) {
  const { t } = useWords();
  const move = useMove(one, "intercept", { said: t("portal:interception.sent"), onMoved: onClose });
  return (
    <Sheet title={t("portal:interception.ask")} onClose={onClose}>
      <Form move={move} ready button={t("portal:interception.do")} onSubmit={() => move.mutate({})}>
        <p className="quiet">{t("portal:interception.text")}</p>
      </Form>
    </Sheet>
  );
}
