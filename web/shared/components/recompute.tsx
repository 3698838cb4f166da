import { useState } from "react";
import type { Receipt } from "#contract/payments";
import { toWire } from "#kernel/money";
import type { Recomputed } from "../receipt/recompute.ts";
import { useWords } from "../text/index.ts";
import "./components.css";

/** "Compute it again": does the arithmetic of a receipt in this browser, and says that it agrees or by how much it differs. */
export function Recompute({ receipt }: { receipt: Receipt }) {
  const { t, format } = useWords();
  const [found, setFound] = useState<Recomputed | "failed" | null>(null);
  const compute = async () => {
    try {
      // Fetched when it is wanted: most people believe the receipt.
      const [{ recompute }, { refundEntitlement }] = await Promise.all([
        import("../receipt/recompute.ts"),
        import("#law/refund"),
      ]);
      setFound(recompute(receipt, refundEntitlement));
    } catch {
      setFound("failed");
    }
  };
  const agrees = found !== null && found !== "failed" && found.off === null;
  return (
    <div className="ac-recompute" data-agrees={found === null ? undefined : agrees}>
      <button type="button" className="ac-recompute-do" onClick={() => void compute()}>
        <Mark agrees={found === null ? null : agrees} />
        {found === null ? t("common:recompute.do") : t("common:recompute.again")}
      </button>
      <p role="status">{found === null ? null : said(found)}</p>
    </div>
  );

  function said(one: Recomputed | "failed"): string {
    if (one === "failed") return t("common:recompute.failed");
    const total = format.money(toWire(one.total));
    if (one.off !== null) return t("common:recompute.differs", { total, off: format.money(toWire(one.off)) });
    return one.from === "inputs" ? t("common:recompute.agrees", { total }) : t("common:recompute.adds-up", { total });
  }
}

/** Agreement and difference are told by shape as well as by colour. */
function Mark({ agrees }: { agrees: boolean | null }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {agrees === null ? (
        <path d="M3 2h10v12H3ZM5.500 5h5M5.500 8.500h.1M8 8.500h.1M10.500 8.500h.1M5.500 11.200h.1M8 11.200h2.600" />
      ) : agrees ? (
        <path d="M3 8.500 6.500 12 13 4.500" />
      ) : (
        <path d="M8 2 14.500 13.500h-13ZM8 6.500v3M8 11.500v.1" />
      )}
    </svg>
  );
}
