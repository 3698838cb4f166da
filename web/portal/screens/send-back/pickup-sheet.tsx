import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { z } from "zod";
import type { Shipment, slotsShape } from "#contract/logistics";
import { api, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Sheet } from "../../frame/sheet.tsx";
import { useParcelMove } from "./use-parcel-move.ts";

type Slots = z.infer<typeof slotsShape>;

/** Who, where and when: the times come for the address; a booking that is changed keeps who and where. */
export function PickupSheet({ parcel, onClose }: { parcel: Shipment; onClose: () => void }) {
  const { t, trouble } = useWords();
  const me = useMe();
  const changing = parcel.abilities.some(({ action, allowed }) => action === "change-pickup" && allowed);
  const [name, setName] = useState(me?.kind === "shopper" && !me.name.includes("*") ? me.name : "");
  const [phone, setPhone] = useState("");
  const [address, setAddress] = useState("");
  const [from, setFrom] = useState("");
  const slots = useMutation({
    mutationFn: (where: string) =>
      api<Slots>("POST", `/api/v1/shipments/${encodeURIComponent(parcel.number)}/slots`, { address: where }),
    onMutate: () => setFrom(""),
  });
  const said = changing ? t("portal:send.changed") : t("portal:send.booked");
  const move = useParcelMove(parcel, onClose, said);
  const masked = parcel.booking?.addressMask?.replace(/\*+$/, "") ?? "";
  const { mutate: ask } = slots;
  useEffect(() => {
    if (changing && masked !== "") ask(masked);
  }, [changing, masked, ask]);
  const ready = from !== "" && (changing || [name, phone, address].every((one) => one.trim() !== ""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || move.isPending) return;
    if (changing) move.mutate({ verb: "pickup/change", body: { slotFrom: from } });
    else
      move.mutate({
        verb: "pickup",
        body: { slotFrom: from, name: name.trim(), phone: phone.trim(), address: address.trim() },
      });
  };
  const error = move.error ?? slots.error;
  return (
    <Sheet title={changing ? t("portal:send.change") : t("portal:send.pickup")} onClose={onClose}>
      <form className="sheet-form" onSubmit={submit} noValidate>
        {changing ? null : (
          <>
            <Text id="pickup-name" label={t("portal:send.name")} value={name} onChange={setName} complete="name" />
            <Text id="pickup-phone" label={t("portal:send.phone")} value={phone} onChange={setPhone} complete="tel" />
            <div className="field">
              <label htmlFor="pickup-address">{t("portal:send.address")}</label>
              <input
                id="pickup-address"
                className="input"
                value={address}
                maxLength={200}
                autoComplete="street-address"
                placeholder={t("portal:send.address-example")}
                onChange={(event) => setAddress(event.target.value)}
                onBlur={() => {
                  if (address.trim() !== "" && address !== slots.variables) ask(address);
                }}
              />
            </div>
          </>
        )}
        {slots.data ? (
          <Times slots={slots.data} from={from} onChoose={setFrom} />
        ) : (
          <button
            type="button"
            className="button wide"
            disabled={address.trim() === "" || slots.isPending}
            onClick={() => ask(address)}
          >
            {slots.isPending ? t("common:loading") : t("portal:send.find")}
          </button>
        )}
        {error ? (
          <p className="notice" data-tone="bad" role="alert">
            {trouble(error)}
          </p>
        ) : null}
        <button
          type="submit"
          className="button main wide"
          disabled={!ready || move.isPending}
          aria-busy={move.isPending}
        >
          {move.isPending ? t("portal:progress.moving") : t("portal:send.book")}
        </button>
      </form>
    </Sheet>
  );
}

function Text({
  id,
  label,
  value,
  onChange,
  complete,
}: {
  id: string;
  label: string;
  value: string;
  onChange: (text: string) => void;
  complete: "name" | "tel";
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        type={complete === "tel" ? "tel" : "text"}
        value={value}
        maxLength={complete === "tel" ? 30 : 60}
        autoComplete={complete}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Times({ slots, from, onChoose }: { slots: Slots; from: string; onChoose: (from: string) => void }) {
  const { t, format } = useWords();
  if (slots.area === null || slots.zone === null) return <p className="notice">{t("portal:send.nowhere")}</p>;
  if (!slots.slots.some(({ left }) => left > 0)) return <p className="notice">{t("portal:send.no-slots")}</p>;
  const { zone } = slots;
  const local = (instant: string) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" })
      .format(new Date(instant))
      .split(" ");
  const days = Map.groupBy(slots.slots, (slot) => local(slot.from)[0] ?? "");
  return (
    <fieldset className="pickup-times">
      <legend className="small quiet">{t("portal:send.when")}</legend>
      {[...days].map(([day, ones]) => (
        <div key={day}>
          <p className="small">{format.day(day)}</p>
          <div className="slot-choice">
            {ones.map((slot) => (
              <button
                type="button"
                key={slot.from}
                aria-pressed={from === slot.from}
                disabled={slot.left === 0}
                onClick={() => onChoose(slot.from)}
              >
                <span>
                  {local(slot.from)[1]}–{local(slot.until)[1]}
                </span>
                <span className="tiny quiet">
                  {slot.left === 0 ? t("portal:send.full") : t("portal:send.left", { count: slot.left })}
                </span>
              </button>
            ))}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
