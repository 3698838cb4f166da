import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer, Input, Select } from "antd";
import { useState } from "react";
import type { ParkedCandidate, ParkedParcelDetail } from "#contract/logistics";
import { api, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { carrierSays } from "../../frame/carrier.ts";
import { Custody, ScanForm } from "../../frame/custody.tsx";
import { Answer, Bars } from "../../frame/faces.tsx";
import { ParkedState } from "./parked-state.tsx";

/** One parcel on the shelf: whose it may be, who had it in hand, and what may be done with it. */
export function OneParcel({ number, onClose }: { number: string; onClose: () => void }) {
  const { t } = useWords();
  const path = `/api/v1/parked-parcels/${encodeURIComponent(number)}`;
  const parcel = useQuery({
    queryKey: ["parked-parcels", "one", number],
    queryFn: ({ signal }) => api<ParkedParcelDetail>("GET", path, undefined, { signal }),
  });
  return (
    <Drawer open title={number} size={560} onClose={onClose} closable={{ "aria-label": t("desk:parked.close") }}>
      <Answer query={parcel} waiting={<Bars count={7} />}>
        {(found) => <Parcel parcel={found} path={path} />}
      </Answer>
    </Drawer>
  );
}

function Parcel({ parcel, path }: { parcel: ParkedParcelDetail; path: string }) {
  const { t, of, format } = useWords();
  const may = (action: string) => parcel.abilities.some((ability) => ability.action === action && ability.allowed);
  const facts: [string, string | null][] = [
    [t("desk:parked.tracking"), parcel.trackingNumber],
    [t("desk:parked.carrier"), parcel.carrier === null ? null : carrierSays(of, parcel.carrier)],
    [t("desk:parked.slip"), parcel.slipNumber],
    [t("desk:parked.sender"), parcel.senderMask],
    [t("desk:parked.shelf"), parcel.shelf],
    [t("desk:parked.found"), `${format.moment(parcel.foundAt)} ${parcel.foundBy ?? ""}`],
    [t("desk:parked.note"), parcel.note || null],
  ];
  return (
    <>
      <p>
        <ParkedState parcel={parcel} />
      </p>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {may("match") ? <Match parcel={parcel} path={path} /> : null}
      {may("scan") ? <Scan path={path} /> : null}
      <section className="parked-section" aria-label={t("desk:parked.custody")}>
        <h3>{t("desk:parked.custody")}</h3>
        <Custody lines={parcel.custody} />
      </section>
      {may("dispose") ? <Dispose parcel={parcel} path={path} /> : null}
    </>
  );
}

function useMove(path: string, onMoved: () => void) {
  const { trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const keyFor = useIntent();
  return useMutation({
    mutationFn: ({ verb, body }: { verb: string; body: object }) =>
      api("POST", `${path}/${verb}`, body, { key: keyFor({ verb, body }) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["parked-parcels"] });
      onMoved();
    },
    onError: (error) => void message.error(trouble(error)),
  });
}

function Match({ parcel, path }: { parcel: ParkedParcelDetail; path: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [typed, setTyped] = useState("");
  const [kind, setKind] = useState("case");
  const match = useMove(path, () => void message.success(t("desk:state.saved")));
  const to = (subjectKind: string, subjectNumber: string) =>
    match.mutate({ verb: "match", body: { subjectKind, subjectNumber } });
  return (
    <section className="parked-section" aria-label={t("desk:parked.candidates")}>
      <h3>{t("desk:parked.candidates")}</h3>
      {parcel.candidates.length === 0 ? (
        <p className="fine">
          {t("desk:parked.noCandidates")} {t("desk:parked.noCandidatesWhy")}
        </p>
      ) : (
        <ul className="candidates">
          {parcel.candidates.map((one) => (
            <li key={`${one.subject.kind}${one.subject.number}`}>
              <Candidate one={one} />
              <Button
                type="primary"
                ghost
                size="small"
                loading={match.isPending}
                onClick={() => to(one.subject.kind, one.subject.number)}
              >
                {t("desk:parked.match")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="match-by"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") to(kind, typed.trim().toUpperCase());
        }}
      >
        <Select
          aria-label={t("desk:parked.matchBy")}
          value={kind}
          onChange={setKind}
          style={{ width: 110 }}
          options={["case", "order", "shipment"].map((value) => ({ value, label: t(`desk:parked.kind.${value}`) }))}
        />
        <Input
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          aria-label={t("desk:parked.matchNumber")}
          placeholder={t("desk:parked.matchNumber")}
          maxLength={64}
        />
        <Button htmlType="submit" loading={match.isPending} disabled={typed.trim() === ""}>
          {t("desk:parked.match")}
        </Button>
      </form>
    </section>
  );
}

function Candidate({ one }: { one: ParkedCandidate }) {
  const { t } = useWords();
  return (
    <div>
      <p>
        {t([`desk:parked.kind.${one.subject.kind}`, "desk:parked.kind.other"])}{" "}
        <b className="mono">{one.subject.number}</b> {one.shopperMask ?? ""}
      </p>
      <p className="fine">
        {one.reasons.map((reason) => t(`desk:parked.reason.${reason}`)).join(t("desk:case.separator"))}
        {one.subject.kind === "order" || one.orderNumber === ""
          ? ""
          : ` · ${t("desk:parked.order", { number: one.orderNumber })}`}
      </p>
    </div>
  );
}

function Scan({ path }: { path: string }) {
  const { t } = useWords();
  const scan = useMove(path, () => undefined);
  return (
    <section className="parked-section" aria-label={t("desk:parked.scan")}>
      <h3>{t("desk:parked.scan")}</h3>
      <ScanForm
        steps={["moved", "weighed", "opened"]}
        busy={scan.isPending}
        onScan={(body, done) => scan.mutate({ verb: "scans", body }, { onSuccess: done })}
      />
    </section>
  );
}

const reasons = ["nobody-asked", "handed-to-carrier", "perishable", "dangerous"] as const;

function Dispose({ parcel, path }: { parcel: ParkedParcelDetail; path: string }) {
  const { t, format } = useWords();
  const [reason, setReason] = useState<string>("nobody-asked");
  const dispose = useMove(path, () => undefined);
  return (
    <section className="parked-section" aria-label={t("desk:parked.dispose")}>
      <h3>{t("desk:parked.dispose")}</h3>
      <p className="fine">{t("desk:parked.disposeWhy", { from: format.moment(parcel.disposeFrom) })}</p>
      <div className="match-by">
        <Select
          aria-label={t("desk:parked.disposeReason")}
          value={reason}
          onChange={setReason}
          style={{ flex: 1 }}
          options={reasons.map((value) => ({ value, label: t(`desk:parked.dispose.${value}`) }))}
        />
        <Button
          danger
          loading={dispose.isPending}
          onClick={() => dispose.mutate({ verb: "dispose", body: { reason } })}
        >
          {t("desk:parked.dispose")}
        </Button>
      </div>
    </section>
  );
}
