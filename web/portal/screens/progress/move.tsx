import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent, ReactNode } from "react";
import type { Case, Moved } from "#contract/returns";
import { api, forget, keys, limits, Problem, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { toast } from "../../frame/toast.tsx";
import { shipmentsKey } from "../send-back/use-parcel-move.ts";

/** Words of the shopper, as long as they like within the limit. */
export function Note({
  id,
  value,
  onChange,
  label,
}: {
  id: string;
  value: string;
  onChange: (text: string) => void;
  label: string;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        maxLength={limits.noteLength}
      />
      {value.length > limits.noteLength * 0.8 ? (
        <span className="field-count">
          {value.length} / {limits.noteLength}
        </span>
      ) : null}
    </div>
  );
}

type Move = UseMutationResult<Moved, Error, object>;

/** A sheet's form: its trouble above the button, and the button busy while it is sent. */
export function Form({
  move,
  ready,
  button,
  harm = false,
  onSubmit,
  children,
}: {
  move: Pick<UseMutationResult, "isPending" | "isError" | "error">;
  ready: boolean;
  button: string;
  harm?: boolean;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const { t, trouble } = useWords();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !move.isPending) onSubmit();
  };
  return (
    <form className="sheet-form" onSubmit={submit} noValidate>
      {children}
      {move.isError ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(move.error)}
        </p>
      ) : null}
      <button
        type="submit"
        className={harm ? "button harm wide" : "button main wide"}
        disabled={!ready || move.isPending}
        aria-busy={move.isPending}
      >
        {move.isPending ? t("portal:progress.moving") : button}
      </button>
    </form>
  );
}

type After = {
  /** What is told once it is done. */
  readonly said: string;
  readonly onMoved?: () => void;
  /** What must be done first; answers the version that the case then has. */
  readonly before?: () => Promise<number>;
};

/** Sends one move of the case; when somebody else moved it meanwhile, the page is brought up to date and the form stays. */
export function useMove(one: Pick<Case, "number" | "version">, verb: string, { said, onMoved, before }: After): Move {
  const client = useQueryClient();
  const keyFor = useIntent();
  const refresh = () => {
    for (const queryKey of [keys.case(one.number), shipmentsKey("case", one.number), keys.home, keys.orders])
      void client.invalidateQueries({ queryKey });
  };
  return useMutation({
    mutationFn: async (content: object) => {
      const body = { ...content, version: before ? await before() : one.version };
      return api<Moved>("POST", `/api/v1/cases/${encodeURIComponent(one.number)}/${verb}`, body, { key: keyFor(body) });
    },
    onSuccess: () => {
      refresh();
      forget(`${verb === "notes" ? "note" : verb}.${one.number}`);
      toast(said);
      onMoved?.();
    },
    onError: (error) => {
      if (error instanceof Problem && outdated.has(error.code)) refresh();
    },
  });
}

/** What was shown is no longer how the case stands. */
const outdated = new Set(["version-changed", "move-not-allowed", "offer-not-open"]);
