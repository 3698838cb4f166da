import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import type { Case, Moved } from "#contract/returns";
import { api, keys, newKey, Problem } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";

export type Verb =
  | "approve"
  | "reject"
  | "receive"
  | "notes"
  | "assign"
  | "ship"
  | "withdraw"
  | "offers"
  | "answer-offer"
  | "ship-replacement"
  | "confirm-replacement"
  | "object-replacement"
  | "make-good"
  | "escalate"
  | "statements"
  | "rule"
  | "appeal"
  | "extend"
  | "find-child"
  | "intercept";

/**
 * One move of a case, from one dialog: the key is made when the dialog opens, so a retry after a lost line does nothing twice.
 * Where somebody else was faster the case is read anew and the dialog stays, with what was typed.
 */
export function useMove(one: Case, verb: Verb, onDone: () => void) {
  const { t, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [key, setKey] = useState(newKey);
  return useMutation({
    mutationFn: (input: Readonly<Record<string, unknown>>) =>
      api<Moved>(
        "POST",
        `/api/v1/cases/${encodeURIComponent(one.number)}/${verb}`,
        { version: one.version, ...input },
        { key },
      ),
    onSuccess: () => {
      void message.success(t(`desk:case.done.${verb}`));
      void client.invalidateQueries({ queryKey: keys.cases });
      void client.invalidateQueries({ queryKey: keys.home });
      onDone();
    },
    onError: (error) => {
      const overtaken = error instanceof Problem && error.code === "version-changed";
      if (overtaken) void client.invalidateQueries({ queryKey: keys.case(one.number) });
      // The next try says something else (another version, corrected words), so it is another intent.
      if (!(error instanceof Problem) || (error.status >= 400 && error.status < 500)) setKey(newKey());
      void message.error(overtaken ? t("desk:case.versionChanged") : trouble(error), overtaken ? 6 : 4);
    },
  });
}
