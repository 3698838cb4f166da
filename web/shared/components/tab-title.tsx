import { useEffect } from "react";
import { useWords } from "../text/index.ts";

/** What the browser's tab is called while this is on the page; of two, the later one. */
export function TabTitle({ of: page }: { of: string }) {
  const { t } = useWords();
  const product = t("common:product");
  useEffect(() => {
    const before = document.title;
    document.title = page === product ? product : `${page} · ${product}`;
    return () => {
      document.title = before;
    };
  }, [page, product]);
  return null;
}
