import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer } from "antd";
import { useState } from "react";
import type { CustodyLine, Shipment } from "#contract/logistics";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Custody, ScanForm } from "../../frame/custody.tsx";
import { Answer, Bars } from "../../frame/faces.tsx";
import { useHolds } from "../../frame/rights.ts";

/** The parcels of a case, each with the hands it passed through. */
export function Parcels({ number }: { number: string }) {
  const { t, of } = useWords();
  const [open, setOpen] = useState<string | null>(null);
  const parcels = useQuery({
    queryKey: ["shipments", "case", number],
    queryFn: ({ signal }) =>
      api<{ items: Shipment[] }>(
        "GET",
        `/api/v1/shipments?${new URLSearchParams({ kind: "case", subject: number })}`,
        undefined,
        { signal },
      ),
  });
  const items = parcels.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <>
      <h3 className="sub-title">{t("desk:parcels.title")}</h3>
      <ul className="case-parcels">
        {items.map((parcel) => (
          <li key={parcel.number}>
            <span className="mono">{parcel.number}</span>
            <Status tone={toneOf(parcel)}>{of("shipment", parcel.state)}</Status>
            <Button size="small" type="text" onClick={() => setOpen(parcel.number)}>
              {t("desk:parcels.custody")}
            </Button>
          </li>
        ))}
      </ul>
      {open ? <OneParcel number={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function toneOf({ state }: Shipment): Tone {
  switch (state) {
    case "delivered":
      return "done";
    case "expected":
      return "wait";
    case "cancelled":
      return "mute";
    case "lost":
    case "refused":
    case "exception":
      return "bad";
    default:
      return "going";
  }
}

function OneParcel({ number, onClose }: { number: string; onClose: () => void }) {
  const { t, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const keyFor = useIntent();
  const holds = useHolds();
  const path = `/api/v1/shipments/${encodeURIComponent(number)}`;
  const queryKey = ["custody", number];
  const custody = useQuery({
    queryKey,
    queryFn: ({ signal }) => api<{ items: CustodyLine[] }>("GET", `${path}/custody`, undefined, { signal }),
  });
  const scan = useMutation({
    mutationFn: (body: object) => api("POST", `${path}/scans`, body, { key: keyFor(body) }),
    onSuccess: () => void client.invalidateQueries({ queryKey }),
    onError: (error) => void message.error(trouble(error)),
  });
  return (
    <Drawer open title={number} size={560} onClose={onClose} closable={{ "aria-label": t("desk:parked.close") }}>
      <Answer query={custody} waiting={<Bars count={5} />}>
        {({ items }) =>
          items.length === 0 ? <p className="fine">{t("desk:parcels.noCustody")}</p> : <Custody lines={items} />
        }
      </Answer>
      {holds("parcels.receive") ? (
        <section aria-label={t("desk:parked.scan")}>
          <h3 className="sub-title">{t("desk:parked.scan")}</h3>
          <ScanForm
            steps={["received", "weighed", "moved", "opened"]}
            busy={scan.isPending}
            onScan={(body, done) => scan.mutate(body, { onSuccess: done })}
          />
        </section>
      ) : null}
    </Drawer>
  );
}
