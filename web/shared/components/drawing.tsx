import type { ReactNode } from "react";
import "./components.css";

export type DrawingName = "calm" | "orders" | "inbox" | "lost" | "offline" | "locked" | "search" | "sent";

/** A quiet picture for a screen with nothing on it. It decorates; the words beside it say what is meant. */
export function Drawing({ name, width = 160 }: { name: DrawingName; width?: number }) {
  return (
    <svg
      className="ac-drawing"
      viewBox="0 0 160 112"
      width={width}
      height={width * 0.7}
      aria-hidden="true"
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <ellipse className="soft" cx="80" cy="66" rx="68" ry="40" />
      {drawings[name]}
    </svg>
  );
}

const drawings: Record<DrawingName, ReactNode> = {
  calm: (
    <>
      <path className="paper" d="M56 70h44v8c0 12-8 18-22 18s-22-6-22-18Z" />
      <path d="M100 74h5a8 8 0 0 1 0 16h-7M44 98h68" />
      <path className="jade" d="M68 60c-5-6 4-9 0-16M78 58c-5-7 5-11 0-19M88 60c-5-6 4-9 0-16" />
      <path d="M122 97V78M122 84c-8 0-11-5-11-10 7 0 11 3 11 10ZM122 80c0-7 4-10 10-10 0 6-3 10-10 10Z" />
    </>
  ),
  orders: (
    <>
      <path className="paper" d="M46 46l34-14 34 14v36L80 98 46 82Z" />
      <path d="M46 46l34 15 34-15M80 61v37M63 39l34 15v12" />
      <path className="jade" d="M56 80l12 5M56 73l6 2.5" />
      <path d="M124 40l4-4M128 48h6M120 33v-6" />
    </>
  ),
  inbox: (
    <>
      <path className="paper" d="M44 44h72v46H44Z" />
      <path d="M44 46l36 26 36-26M44 88l24-22M116 88 92 66" />
      <path className="jade" d="M104 30a9 9 0 0 1 18 0c0 9 4 11 4 11h-26s4-2 4-11ZM110 46c1 3 5 3 6 0" />
    </>
  ),
  lost: (
    <>
      <path className="paper" d="M48 40h30l6 10h28v44H48Z" />
      <path d="M48 50h36" />
      <path className="jade" d="M74 68c0-4 3-7 7-7s7 3 7 7c0 5-7 5-7 10M81 84v.2" />
      <path d="M120 38l6-6M128 44h7" />
    </>
  ),
  offline: (
    <>
      <path className="paper" d="M60 90a16 16 0 0 1-2-32 24 24 0 0 1 45-6 19 19 0 0 1 3 38Z" />
      <path className="amber" d="M72 64l16 16M88 64 72 80" />
      <path d="M40 40h8M36 50h5M118 34h8M124 44h5" />
    </>
  ),
  locked: (
    <>
      <path className="paper" d="M56 58h48v36H56Z" />
      <path d="M64 58V48a16 16 0 0 1 32 0v10" />
      <path className="jade" d="M80 70a4 4 0 0 1 2 7.5V84h-4v-6.5a4 4 0 0 1 2-7.5Z" />
    </>
  ),
  search: (
    <>
      <path className="paper" d="M72 36a22 22 0 1 0 0 44 22 22 0 0 0 0-44Z" />
      <path d="M88 74l22 20" />
      <path className="jade" d="M60 58a12 12 0 0 1 12-12" />
      <path d="M112 44h10M117 39v10" />
    </>
  ),
  sent: (
    <>
      <path className="paper" d="M36 62l88-30-28 66-22-22Z" />
      <path d="M124 32 74 76v18l10-10" />
      <path className="jade" d="M28 78h16M36 90h22M22 66h6" />
    </>
  ),
};
