import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { follow } from "./live.ts";

/** While the screen is open, news about the subject makes the named cached answers ask anew. Name them by constants. */
export function useFollow(subject: string | null, stale: readonly (readonly unknown[])[]): void {
  const client = useQueryClient();
  const which = JSON.stringify(stale);
  useEffect(() => {
    if (subject === null) return;
    const names: unknown[][] = JSON.parse(which);
    const refresh = () => {
      for (const queryKey of names) void client.invalidateQueries({ queryKey });
    };
    return follow(subject, { onEvent: refresh, onReset: refresh });
  }, [client, subject, which]);
}
