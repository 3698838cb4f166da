import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Input, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import { carrierOf, carriers } from "#contract/logistics";
import { api, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import { ParcelPhotosField, useParcelPhotos } from "../../frame/parcel-photos.tsx";

/** What can be read on a parcel that nobody announced. */
export function ParkForm({ onClose, onParked }: { onClose: () => void; onParked: (number: string) => void }) {
  const { t, of, trouble } = useWords();
  const client = useQueryClient();
  const keyFor = useIntent();
  const [tried, setTried] = useState(false);
  const [picked, setPicked] = useState<string | null>(null);
  const [form, setForm] = useState({
    trackingNumber: "",
    slipNumber: "",
    senderName: "",
    senderPhone: "",
    shelf: "",
    note: "",
    weightGrams: null as number | null,
  });
  const photos = useParcelPhotos();
  const set = (change: Partial<typeof form>) => setForm((was) => ({ ...was, ...change }));
  const carrier = picked ?? carrierOf(form.trackingNumber);
  const park = useMutation({
    mutationFn: () => {
      const { weightGrams, ...texts } = form;
      const said = Object.fromEntries(
        Object.entries(texts)
          .map(([field, value]) => [field, value.trim()])
          .filter(([, value]) => value !== ""),
      );
      const body = {
        ...said,
        photos: photos.ids,
        ...(weightGrams === null ? {} : { weightGrams }),
        ...(carrier === null || form.trackingNumber.trim() === "" ? {} : { carrier }),
      };
      return api<{ number: string }>("POST", "/api/v1/parked-parcels", body, { key: keyFor(body) });
    },
    onSuccess: ({ number }) => {
      void client.invalidateQueries({ queryKey: ["parked-parcels"] });
      onParked(number);
    },
  });
  const text = (field: "trackingNumber" | "slipNumber" | "senderName" | "senderPhone", label: string) => (
    <Field label={label}>
      {(id) => (
        <Input
          id={id}
          value={form[field]}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => set({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  const noShelf = tried && form.shelf.trim() === "";
  return (
    <Modal
      open
      width={640}
      title={t("desk:parked.add")}
      onCancel={onClose}
      onOk={() => {
        setTried(true);
        if (form.shelf.trim() !== "") park.mutate();
      }}
      afterOpenChange={focusFirst("field")}
      okText={t("desk:parked.add")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: park.isPending, disabled: photos.sending }}
      mask={{ closable: false }}
    >
      <div className="parked-grid">
        {text("trackingNumber", t("desk:parked.tracking"))}
        <Field label={t("desk:parked.carrier")}>
          {(id) => (
            <Select
              id={id}
              allowClear
              style={{ width: "100%" }}
              value={carrier}
              onChange={(value: string | undefined) => setPicked(value ?? null)}
              options={carriers.map((value) => ({ value, label: of("carrier", value) }))}
            />
          )}
        </Field>
        {text("slipNumber", t("desk:parked.slip"))}
        <Field label={t("desk:parked.shelf")} bad={noShelf ? t("desk:parked.shelfNeeded") : null}>
          {(id) => (
            <Input
              id={id}
              value={form.shelf}
              maxLength={60}
              status={noShelf ? "error" : ""}
              onChange={(event) => set({ shelf: event.target.value })}
            />
          )}
        </Field>
        {text("senderName", t("desk:parked.sender"))}
        {text("senderPhone", t("desk:parked.senderPhone"))}
        <Field label={t("desk:parked.weight")}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={1_000_000}
              precision={0}
              style={{ width: "100%" }}
              value={form.weightGrams}
              onChange={(weightGrams) => set({ weightGrams })}
            />
          )}
        </Field>
      </div>
      <ParcelPhotosField photos={photos} />
      <Field label={t("desk:parked.note")}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={2}
            maxLength={2000}
            value={form.note}
            onChange={(event) => set({ note: event.target.value })}
          />
        )}
      </Field>
      {park.isError ? (
        <p className="field-bad" role="alert">
          {trouble(park.error)}
        </p>
      ) : null}
    </Modal>
  );
}
