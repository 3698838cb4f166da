import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, InputNumber } from "antd";
import { useState } from "react";
import type { GoodsWaiting } from "#contract/returns";
import { api, keys, useIntent, useKept } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Field } from "../../frame/field.tsx";
import { NoteField } from "../../frame/note-field.tsx";

type Disposition = GoodsWaiting["disposition"];
export type Pieces = {
  readonly number: string;
  readonly lineId: string;
  readonly goods: string;
  readonly from: Disposition;
  readonly quantity: number;
  readonly next: readonly Disposition[];
};

/** What becomes of counted pieces: so many of them, and why. */
export function ChangeDisposition({ pieces, onClose }: { pieces: Pieces; onClose: () => void }) {
  const { t, of, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const keyFor = useIntent();
  const [to, setTo] = useState<Disposition | null>(pieces.next.length === 1 ? (pieces.next[0] ?? null) : null);
  const [quantity, setQuantity] = useState(pieces.quantity);
  const [note, setNote] = useKept(`disposition:${pieces.number}:${pieces.lineId}:${pieces.from}`);
  const move = useMutation({
    mutationFn: () => {
      const body = { lineId: pieces.lineId, from: pieces.from, to, quantity, note: note.trim() };
      const path = `/api/v1/cases/${encodeURIComponent(pieces.number)}/disposition`;
      return api("POST", path, body, { key: keyFor({ ...body, number: pieces.number }) });
    },
    onSuccess: () => {
      void message.success(t("desk:goods.done", { n: quantity, to: of("disposition", to ?? "") }));
      setNote("");
      void client.invalidateQueries({ queryKey: ["goods-waiting"] });
      void client.invalidateQueries({ queryKey: keys.case(pieces.number) });
      onClose();
    },
    onError: (error) => {
      void client.invalidateQueries({ queryKey: ["goods-waiting"] });
      void message.error(trouble(error));
    },
  });
  return (
    <Ask
      title={t("desk:goods.changeTitle")}
      go={t("desk:goods.changeGo")}
      danger={to === "scrap"}
      busy={move.isPending}
      blocked={to === null}
      onClose={onClose}
      onGo={() => move.mutate()}
    >
      <p className="ask-what">{t("desk:goods.changeWhat", { goods: pieces.goods, n: pieces.quantity })}</p>
      <fieldset className="field">
        <legend>{t("desk:goods.becomes")}</legend>
        <div className="chips">
          {pieces.next.map((each) => (
            <label key={each} data-on={to === each || undefined}>
              <input type="radio" name="to" value={each} checked={to === each} onChange={() => setTo(each)} />
              {of("disposition", each)}
            </label>
          ))}
        </div>
      </fieldset>
      {to === "scrap" ? <p className="fine">{t("desk:goods.scrapWhy")}</p> : null}
      {pieces.quantity > 1 ? (
        <Field label={t("desk:goods.howMany", { n: pieces.quantity })}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={pieces.quantity}
              precision={0}
              value={quantity}
              onChange={(next) => setQuantity(next ?? 1)}
            />
          )}
        </Field>
      ) : null}
      <NoteField label={t("desk:goods.note")} value={note} onChange={setNote} />
    </Ask>
  );
}
