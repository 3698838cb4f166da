import type { ReactNode } from "react";

/** A small drawn sign; the word beside it, or the label of the button around it, says what it means. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      aria-hidden="true"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {shapes[name]}
    </svg>
  );
}

const shapes = {
  back: <path d="M15 5l-7 7 7 7" />,
  forward: <path d="M9 5l7 7-7 7" />,
  down: <path d="M5 9l7 7 7-7" />,
  home: <path d="M3.5 11 12 4l8.5 7M5.5 9.5V20h13V9.5M10 20v-5.5h4V20" />,
  orders: <path d="M6 3.5h12v17l-3-2-3 2-3-2-3 2ZM9 8.5h6M9 12.5h6" />,
  inbox: <path d="M12 3.5a6 6 0 0 0-6 6c0 5-2 6.5-2 7.5h16c0-1-2-2.5-2-7.5a6 6 0 0 0-6-6ZM10 20.5c1 .8 3 .8 4 0" />,
  me: <path d="M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20.5c.5-4.5 3.5-6.5 7.5-6.5s7 2 7.5 6.5" />,
  camera: <path d="M4 7.5h3.5L9 5h6l1.5 2.5H20V19H4ZM12 10a3.300 3.300 0 1 0 0 6.600 3.300 3.300 0 0 0 0-6.600Z" />,
  photos: <path d="M4 5h16v14H4ZM4 16l5-5 4 4 2.5-2.5L20 17M15.5 8.5v.1" />,
  film: <path d="M4 6.5h11v11H4ZM15 10.5l5-3v9l-5-3M7 9.5h2" />,
  paper: <path d="M6 3.5h8l4 4v13H6ZM14 3.5v4h4M9 12h6M9 15.5h6" />,
  close: <path d="M6 6l12 12M18 6 6 18" />,
  copy: <path d="M8.5 8.5h11v11h-11ZM15.5 8.5v-4h-11v11h4" />,
  truck: (
    <path d="M3 6.5h11v10H3ZM14 10h3.5l3 3.200v3.300H14M7 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM17 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z" />
  ),
  check: <path d="M5 12.5l4.5 4.5L19 7" />,
  plus: <path d="M12 6v12M6 12h12" />,
  minus: <path d="M6 12h12" />,
  search: <path d="M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12ZM15 15l5 5" />,
  shield: (
    <path d="M12 3l7.5 2.5v6c0 4.800-3.200 7.800-7.5 9.5-4.300-1.700-7.5-4.700-7.5-9.5v-6ZM8.5 12l2.5 2.5 4.5-5" />
  ),
  retry: <path d="M19 12a7 7 0 1 1-2-5M19 4v4h-4" />,
  note: <path d="M5 4.5h14v10l-5 5H5ZM14 19.5v-5h5M8.5 9h7M8.5 12.5h4" />,
  out: <path d="M13 4.5H5v15h8M10 12h10M16.5 8.5 20 12l-3.5 3.5" />,
  download: <path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15" />,
  bin: <path d="M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5" />,
  present: (
    <path d="M4.5 10h15v9.5h-15ZM3.5 6.5h17V10h-17ZM12 6.5v13M12 6.5c-1-3.5-6-4-5.5-1 .2 1 2 1 5.5 1ZM12 6.5c1-3.5 6-4 5.5-1-.2 1-2 1-5.5 1Z" />
  ),
  hourglass: <path d="M7 4h10M7 20h10M8 4c0 5 8 6 8 16M16 4c0 5-8 6-8 16" />,
} as const satisfies Record<string, ReactNode>;
export type IconName = keyof typeof shapes;
