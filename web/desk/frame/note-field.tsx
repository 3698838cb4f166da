import { Input } from "antd";
import type { Case } from "#contract/returns";
import { limits } from "../../shared/data/index.ts";
import { Field } from "./field.tsx";
import { joined, Replies, type ReplyUse } from "./replies.tsx";

/** The words that go with a decision; where the team keeps words for this moment, they are one tap away. */
export function NoteField({ label, value, onChange, placeholder, replies }: NoteFieldProps) {
  return (
    <>
      {replies ? (
        <Replies usedFor={replies.usedFor} one={replies.one} onPick={(text) => onChange(joined(value, text))} />
      ) : null}
      <Field label={label}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            placeholder={placeholder ?? ""}
            autoSize={{ minRows: 3, maxRows: 10 }}
            maxLength={limits.noteLength}
            showCount
          />
        )}
      </Field>
    </>
  );
}
type NoteFieldProps = {
  label: string;
  value: string;
  onChange: (next: string) => void;
  placeholder?: string;
  replies?: { usedFor: ReplyUse; one: Case };
};
