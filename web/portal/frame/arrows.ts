import type { KeyboardEvent } from "react";

/** Arrow keys within a row of tabs or radio buttons: the next one gets the focus and is chosen. */
export function chooseByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=radio], [role=tab]")];
  const here = all.findIndex((one) => one.contains(document.activeElement));
  const next = all[(here + step + all.length) % all.length];
  if (here < 0 || !next) return;
  event.preventDefault();
  next.focus();
  next.click();
}
