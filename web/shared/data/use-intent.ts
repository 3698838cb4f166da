import { useRef } from "react";
import { newKey } from "./api.ts";

/**
 * The idempotency key of a form: the same for every retry of the same content, a new one once the content changes,
 * because the server takes one key for one content only.
 */
export function useIntent(): (content: unknown) => string {
  const last = useRef({ said: "", key: "" });
  return (content) => {
    const said = JSON.stringify(content);
    if (last.current.said !== said) last.current = { said, key: newKey() };
    return last.current.key;
  };
}
