import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Shipment } from "#contract/logistics";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import { CancelSheet } from "./cancel-sheet.tsx";
import { DropOffSheet } from "./drop-off-sheet.tsx";
import { PickupSheet } from "./pickup-sheet.tsx";
import { shipmentsKey } from "./use-parcel-move.ts";
import "./send-back.css";

type Open = { sheet: "pickup" | "drop-off" | "cancel"; parcel: Shipment };

/** The parcels that somebody waits for, and how each can be sent: nothing where none is expected. */
export function SendBack({ kind, subject }: { kind: string; subject: string }) {
  const [open, setOpen] = useState<Open | null>(null);
  const parcels = useQuery({
    queryKey: shipmentsKey(kind, subject),
    queryFn: ({ signal }) =>
      api<{ items: Shipment[] }>("GET", `/api/v1/shipments?${new URLSearchParams({ kind, subject })}`, undefined, {
        signal,
      }),
    // A booking is confirmed by somebody else a moment later.
    refetchInterval: (query) => (query.state.data?.items.some(isPending) ? 3_000 : false),
  });
  const close = () => setOpen(null);
  return (
    <>
      {(parcels.data?.items ?? [])
        .filter(({ direction }) => direction === "return")
        .map((parcel) => (
          <Parcel key={parcel.number} parcel={parcel} onOpen={(sheet) => setOpen({ sheet, parcel })} />
        ))}
      {open?.sheet === "pickup" ? <PickupSheet parcel={open.parcel} onClose={close} /> : null}
      {open?.sheet === "drop-off" ? <DropOffSheet parcel={open.parcel} onClose={close} /> : null}
      {open?.sheet === "cancel" ? <CancelSheet parcel={open.parcel} onClose={close} /> : null}
    </>
  );
}

function isPending({ booking }: Shipment): boolean {
  return booking !== null && ["reserved", "sending", "unknown", "cancelling"].includes(booking.state);
}

function Parcel({ parcel, onOpen }: { parcel: Shipment; onOpen: (sheet: Open["sheet"]) => void }) {
  const { t, of } = useWords();
  const may = (action: string) => parcel.abilities.some((ability) => ability.action === action && ability.allowed);
  const waiting = parcel.state === "expected";
  const told = waiting && parcel.way === "self-ship";
  const name = waiting ? t("portal:send.title") : t("portal:send.trace");
  if (parcel.state === "cancelled") return null;
  return (
    <section className="card" aria-label={name}>
      <div className="card-head">
        <h2 className="card-title">{name}</h2>
        <Status tone={told ? "going" : toneOf(parcel)}>
          {told ? t("portal:send.told") : of("shipment", parcel.state)}
        </Status>
      </div>
      {parcel.booking?.kind === "pickup" && waiting ? <Booking parcel={parcel} /> : null}
      {parcel.dropOff ? <DropOffCode dropOff={parcel.dropOff} /> : null}
      <div className="send-ways">
        {may("book-pickup") ? (
          <Way
            icon="truck"
            name={t("portal:send.pickup")}
            says={`${t("portal:send.pickup-text")}${t("portal:send.text-join")}${whoPays(parcel)}`}
            onChoose={() => onOpen("pickup")}
          />
        ) : null}
        {may("drop-off") ? (
          <Way
            icon="home"
            name={t("portal:send.drop-off")}
            says={t("portal:send.drop-off-text")}
            onChoose={() => onOpen("drop-off")}
          />
        ) : null}
      </div>
      {may("change-pickup") ? (
        <div className="send-papers">
          <button type="button" className="button" onClick={() => onOpen("pickup")}>
            {t("portal:send.change")}
          </button>
          <button type="button" className="button" onClick={() => onOpen("cancel")}>
            {t("portal:send.cancel")}
          </button>
        </div>
      ) : null}
      {may("label") && waiting && !told ? <Papers number={parcel.number} /> : null}
      {parcel.events.length > 0 ? <Trace events={parcel.events} /> : null}
    </section>
  );

  function whoPays({ freightPayer }: Shipment): string {
    return freightPayer === "seller" || freightPayer === "platform"
      ? t("portal:send.who-pays-account", { payer: of("freight-payer", freightPayer) })
      : t("portal:send.who-pays-sender");
  }
}

/** What the carrier told, the newest first. */
function Trace({ events }: { events: Shipment["events"] }) {
  const { t, of, format } = useWords();
  return (
    <ol className="send-trace" aria-label={t("portal:send.trace")}>
      {events.slice(0, 5).map((event) => (
        <li key={`${event.at}${event.state}`}>
          <span>{of("shipment", event.state)}</span>
          <span className="tiny quiet">
            {event.place} <time className="figures">{format.moment(event.at)}</time>
          </span>
        </li>
      ))}
    </ol>
  );
}

function toneOf({ state }: Shipment): Tone {
  if (state === "expected") return "wait";
  if (state === "delivered") return "done";
  return state === "lost" || state === "exception" || state === "refused" ? "bad" : "going";
}

function Way({
  icon,
  name,
  says,
  onChoose,
}: {
  icon: "truck" | "home";
  name: string;
  says: string;
  onChoose: () => void;
}) {
  return (
    <button type="button" className="send-way" onClick={onChoose}>
      <Icon name={icon} />
      <b>{name}</b>
      <span className="small quiet">{says}</span>
      <Icon name="forward" size={18} />
    </button>
  );
}

function Booking({ parcel }: { parcel: Shipment }) {
  const { t, of, format } = useWords();
  const { booking } = parcel;
  if (booking === null || booking.slotFrom === null || booking.slotUntil === null) return null;
  if (booking.state === "missed")
    return (
      <p className="notice" data-tone="bad">
        {t("portal:send.missed")}
      </p>
    );
  if (booking.state === "refused" || booking.state === "cancelled")
    return <p className="small quiet">{of("booking", booking.state)}</p>;
  return (
    <dl className="pairs">
      <div>
        <dt>{of("booking", booking.state)}</dt>
        <dd className="figures">
          {format.moment(booking.slotFrom)}–{clock(booking.slotUntil)}
        </dd>
      </div>
      <div>
        <dt>{t("portal:send.address")}</dt>
        <dd>
          {booking.nameMask} {booking.phoneMask}
          <br />
          {booking.addressMask}
        </dd>
      </div>
      {parcel.trackingNumber ? (
        <div>
          <dt>{of("carrier", parcel.carrier ?? "other")}</dt>
          <dd className="figures">{parcel.trackingNumber}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function clock(instant: string): string {
  return new Date(instant).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function DropOffCode({ dropOff: { code, qr } }: { dropOff: NonNullable<Shipment["dropOff"]> }) {
  const { t } = useWords();
  return (
    <figure className="drop-code" aria-label={t("portal:send.code")}>
      <b>{t("portal:send.code")}</b>
      <svg viewBox={`-2 -2 ${qr.size + 4} ${qr.size + 4}`} role="img" aria-label={code} shapeRendering="crispEdges">
        <path d={qr.path} fill="#000" />
      </svg>
      <figcaption>
        <span className="figures small">{code}</span>
        <br />
        <span className="tiny">{t("portal:send.code-text")}</span>
      </figcaption>
    </figure>
  );
}

/** Files to print; the browser saves them. */
function Papers({ number }: { number: string }) {
  const { t } = useWords();
  const path = `/api/v1/shipments/${encodeURIComponent(number)}`;
  return (
    <p className="send-papers small">
      <span className="quiet">{t("portal:send.papers")}</span>
      <a href={`${path}/label`} download>
        {t("portal:send.label")}
      </a>
      <a href={`${path}/packing-slip`} download>
        {t("portal:send.slip")}
      </a>
    </p>
  );
}
