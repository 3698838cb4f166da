import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, InputNumber, Modal, Select, Switch } from "antd";
import { useState } from "react";
import type { PickupArea } from "#contract/logistics";
import { Status } from "../../../shared/components/index.ts";
import { api, newKey } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import { PageHead } from "../../frame/page-head.tsx";
import { hoursSay } from "./hours.ts";
import "./pickups.css";

const name = ["pickup-areas"];
type Slot = PickupArea["slots"][number];

/** Where couriers collect, in which slots, and how full they are. */
export function Pickups() {
  return (
    <Needs right="pickups.manage">
      <Areas />
    </Needs>
  );
}

function Areas() {
  const { t } = useWords();
  const [open, setOpen] = useState<PickupArea | "new" | null>(null);
  const areas = useQuery({
    queryKey: name,
    queryFn: ({ signal }) => api<{ items: PickupArea[] }>("GET", "/api/v1/pickup-areas", undefined, { signal }),
  });
  return (
    <div className="page">
      <PageHead title={t("desk:pickups.title")} lead={t("desk:pickups.lead")}>
        <Button type="primary" onClick={() => setOpen("new")}>
          {t("desk:pickups.add")}
        </Button>
      </PageHead>
      <Answer query={areas} waiting={<Bars count={8} height={24} />}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Face drawing="calm" title={t("desk:pickups.empty")}>
                <p>{t("desk:pickups.emptyWhy")}</p>
              </Face>
            </div>
          ) : (
            <div className="areas">
              {items.map((area) => (
                <AreaCard key={area.id} area={area} onOpen={() => setOpen(area)} />
              ))}
            </div>
          )
        }
      </Answer>
      {open === null ? null : <AreaForm area={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function AreaCard({ area, onOpen }: { area: PickupArea; onOpen: () => void }) {
  const words = useWords();
  const { t, title, format } = words;
  const [slot, setSlot] = useState<Slot | null>(null);
  const days = Map.groupBy(area.slots, ({ from }) => localOf(from, area.zone).day);
  return (
    <section className="card card-pad" aria-label={title(area.title)}>
      <div className="area-head">
        <h2>{title(area.title)}</h2>
        <Status tone={area.active ? "done" : "mute"}>
          {area.active ? t("desk:pickups.active") : t("desk:pickups.retired")}
        </Status>
        <span className="fine">
          {area.regions.join(t("desk:case.separator"))} · {hoursSay(area.hours, words)}
        </span>
        <Button size="small" onClick={onOpen}>
          {t("desk:pickups.change")}
        </Button>
      </div>
      {area.active && area.slots.length === 0 ? <p className="fine">{t("desk:pickups.noSlots")}</p> : null}
      {area.active ? (
        <div className="slot-days">
          {[...days].map(([day, slots]) => (
            <div className="slot-day" key={day}>
              <h3>{format.day(day)}</h3>
              {slots.map((one) => (
                <button
                  type="button"
                  className="slot"
                  key={one.from}
                  data-full={one.taken >= one.capacity || undefined}
                  onClick={() => setSlot(one)}
                >
                  <span>
                    {localOf(one.from, area.zone).time}–{localOf(one.until, area.zone).time}
                  </span>
                  <Places slot={one} />
                </button>
              ))}
            </div>
          ))}
        </div>
      ) : null}
      {slot === null ? null : <SlotForm area={area} slot={slot} onClose={() => setSlot(null)} />}
    </section>
  );
}

function Places({ slot: { taken, capacity } }: { slot: Slot }) {
  const { t } = useWords();
  if (capacity === 0) return <span>{t("desk:pickups.closed")}</span>;
  return (
    <span title={t("desk:pickups.taken", { taken, capacity })}>
      {taken >= capacity ? `${t("desk:pickups.full")} ` : ""}
      {taken}/{capacity}
    </span>
  );
}

/** Day and time on a clock there. */
function localOf(instant: string, zone: string): { day: string; time: string } {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  const [day = "", time = ""] = parts.format(new Date(instant)).split(" ");
  return { day, time };
}

function SlotForm({ area, slot, onClose }: { area: PickupArea; slot: Slot; onClose: () => void }) {
  const { t, trouble } = useWords();
  const client = useQueryClient();
  const [capacity, setCapacity] = useState(slot.capacity);
  const save = useMutation({
    mutationFn: () => api("POST", `/api/v1/pickup-areas/${area.id}/slots`, { from: slot.from, capacity }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: name });
      onClose();
    },
  });
  const { day, time } = localOf(slot.from, area.zone);
  return (
    <Modal
      open
      title={t("desk:pickups.slot", { from: `${day} ${time}` })}
      onCancel={onClose}
      onOk={() => save.mutate()}
      okText={t("desk:addresses.save")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: save.isPending }}
    >
      <Field label={t("desk:pickups.capacity")} bad={save.isError ? trouble(save.error) : null}>
        {(id) => (
          <InputNumber
            id={id}
            min={slot.taken}
            max={10_000}
            precision={0}
            value={capacity}
            onChange={(value) => setCapacity(value ?? slot.taken)}
          />
        )}
      </Field>
      <p className="fine">{t("desk:pickups.slotWhy", { taken: slot.taken })}</p>
    </Modal>
  );
}

function AreaForm({ area, onClose }: { area: PickupArea | undefined; onClose: () => void }) {
  const words = useWords();
  const { t, trouble } = words;
  const client = useQueryClient();
  const [id] = useState(() => area?.id ?? newKey());
  const [form, setForm] = useState({
    zh: area?.title.zh ?? "",
    en: area?.title.en ?? "",
    regions: area?.regions ?? [],
    hours: area?.hours ?? "mon-sun=09:00-19:00",
    slotMinutes: area?.slotMinutes ?? 120,
    capacity: area?.capacity ?? 20,
    leadMinutes: area?.leadMinutes ?? 60,
    daysAhead: area?.daysAhead ?? 5,
    active: area?.active ?? true,
  });
  const set = (change: Partial<typeof form>) => setForm((was) => ({ ...was, ...change }));
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const { zh, en, ...rest } = form;
      const title = { zh: zh.trim(), en: en.trim() || zh.trim() };
      return api("PUT", `/api/v1/pickup-areas/${id}`, { ...rest, title, ...(area ? { zone: area.zone } : {}) });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: name });
      onClose();
    },
  });
  const ready = form.zh.trim() !== "" && form.regions.length > 0 && form.hours.trim() !== "";
  const needed = (empty: boolean) => (tried && empty ? t("desk:addresses.needed") : null);
  const figures = [
    ["slotMinutes", t("desk:pickups.slotMinutes"), 30, 720],
    ["capacity", t("desk:pickups.capacity"), 0, 10_000],
    ["leadMinutes", t("desk:pickups.lead-minutes"), 0, 10_080],
    ["daysAhead", t("desk:pickups.daysAhead"), 1, 14],
  ] as const;
  return (
    <Modal
      open
      width={620}
      title={area === undefined ? t("desk:pickups.add") : t("desk:pickups.change")}
      onCancel={onClose}
      onOk={() => {
        setTried(true);
        if (ready) save.mutate();
      }}
      afterOpenChange={focusFirst("field")}
      okText={t("desk:addresses.save")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: save.isPending }}
      mask={{ closable: false }}
    >
      <Field label={t("desk:pickups.name")} bad={needed(form.zh.trim() === "")}>
        {(field) => (
          <Input id={field} value={form.zh} maxLength={60} onChange={(event) => set({ zh: event.target.value })} />
        )}
      </Field>
      <Field label={t("desk:pickups.nameEn")}>
        {(field) => (
          <Input id={field} value={form.en} maxLength={60} onChange={(event) => set({ en: event.target.value })} />
        )}
      </Field>
      <Field label={t("desk:pickups.regions")} bad={needed(form.regions.length === 0)}>
        {(field) => (
          <Select
            id={field}
            mode="tags"
            style={{ width: "100%" }}
            value={form.regions}
            onChange={(regions: string[]) => set({ regions })}
            open={false}
            suffixIcon={null}
          />
        )}
      </Field>
      <Field label={t("desk:pickups.hours")} bad={save.isError ? trouble(save.error) : null}>
        {(field) => (
          <>
            <Input
              id={field}
              value={form.hours}
              maxLength={200}
              onChange={(event) => set({ hours: event.target.value })}
            />
            <span className="fine">
              {hoursSay(form.hours, words)}
              <br />
              {t("desk:pickups.hoursHint")}
            </span>
          </>
        )}
      </Field>
      <div className="slot-days">
        {figures.map(([field, label, min, max]) => (
          <Field key={field} label={label}>
            {(own) => (
              <InputNumber
                id={own}
                min={min}
                max={max}
                precision={0}
                style={{ width: "100%" }}
                value={form[field]}
                onChange={(value) => set({ [field]: value ?? min })}
              />
            )}
          </Field>
        ))}
      </div>
      {area === undefined ? null : (
        <Field label={t("desk:pickups.active")}>
          {(field) => <Switch id={field} checked={form.active} onChange={(active) => set({ active })} />}
        </Field>
      )}
    </Modal>
  );
}
