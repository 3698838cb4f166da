import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import type { Case, ReplyTemplate } from "#contract/returns";
import { api } from "../../shared/data/index.ts";
import { useWords, type Words } from "../../shared/text/index.ts";
import { Icon } from "./icon.tsx";

export type ReplyUse = ReplyTemplate["usedFor"];

export function useReplies(usedFor?: ReplyUse) {
  return useQuery({
    queryKey: ["replies", usedFor ?? "all"],
    queryFn: ({ signal }) =>
      api<{ items: ReplyTemplate[] }>(
        "GET",
        `/api/v1/reply-templates${usedFor === undefined ? "" : `?usedFor=${usedFor}`}`,
        undefined,
        { signal },
      ),
    staleTime: 60_000,
  });
}

type About = Pick<Case, "number" | "title" | "amount" | "dueAt">;

/** Kept words for this moment; the chosen ones come with this case's number, goods, amount and date in their places. */
export function Replies({ usedFor, one, onPick }: { usedFor: ReplyUse; one: About; onPick: (text: string) => void }) {
  const words = useWords();
  const { t, title } = words;
  const items = useReplies(usedFor).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className="replies">
      <Dropdown
        trigger={["click"]}
        menu={{
          items: items.map((reply) => ({
            key: reply.id,
            label: (
              <span className="reply-choice">
                <b>{title(reply.label)}</b>
                <small>{filled(title(reply.text), one, words)}</small>
              </span>
            ),
          })),
          onClick: ({ key }) => {
            const reply = items.find(({ id }) => id === key);
            if (reply) onPick(filled(title(reply.text), one, words));
          },
        }}
      >
        <Button size="small" icon={<Icon name="note" size={14} />}>
          {t("desk:replies.pick")}
        </Button>
      </Dropdown>
    </div>
  );
}

/** The places that words may have, as they are written. */
export const places = ["number", "goods", "amount", "date"] as const;

/** An unknown place stays as it is written, for the person to see. */
export function filled(text: string, one: About, { format, title }: Words): string {
  const said: Readonly<Record<string, string>> = {
    number: one.number,
    goods: title(one.title),
    amount: format.money(one.amount),
    date: one.dueAt === null ? "" : format.moment(one.dueAt),
  };
  return text.replaceAll(/\{\{(\w+)\}\}/g, (written, name: string) => said[name] ?? written);
}

/** After what was typed already. */
export function joined(typed: string, added: string): string {
  return typed.trim() === "" ? added : `${typed.trimEnd()}\n${added}`;
}
