import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { daysAfter, restDayMovesOn, startDayExcluded, within } from "../periods.ts";
import { receiptOf } from "../receipt.ts";
import { rightToReturn } from "./rules.ts";

const daysToReturn = 7;

/**
 * Notice counts if sent by 24:00 of the seventh day after receipt; the goods may travel later (CN-NRR-01). Days are
 * calendar days, never 168 hours from signing.
 */
export function returnWindow(ruling: Ruling, matter: Matter): { lastDay: DayNumber | null } {
  const receipt = receiptOf(matter.facts);
  if (receipt.on === null && receipt.otherwise === null) {
    ruling.note("not-yet-received", {}, rightToReturn);
    return { lastDay: null };
  }
  const answer = answerFor(receipt.on, matter);
  const otherwise = receipt.otherwise === null ? answer : answerFor(receipt.otherwise, matter);
  if (answer.code === otherwise.code) explain(ruling, answer);
  else ruling.review("receipt-disputed", { ...answer.params, otherwise: otherwise.code }, rightToReturn);
  return { lastDay: answer.lastDay };
}

function answerFor(receivedOn: DayNumber | null, matter: Matter) {
  if (receivedOn === null) return { code: "not-yet-received", params: {}, lastDay: null, moved: false } as const;
  const end = daysAfter(receivedOn, daysToReturn, matter);
  const { lastDay, unrolled, unpublishedYear } = end;
  const params = { receivedOn: dateText(receivedOn), lastDay: dateText(lastDay) };
  const moved = lastDay !== unrolled;
  switch (within(matter.notice, end)) {
    case "in-time":
      return { code: "window-open", params, lastDay, moved } as const;
    case "late":
      return { code: "window-closed", params, lastDay, moved } as const;
    case "unknown":
      return { code: "calendar-not-published", params: { ...params, year: unpublishedYear }, lastDay, moved } as const;
  }
}

function explain(ruling: Ruling, { code, params, moved }: ReturnType<typeof answerFor>): void {
  ruling.cite(startDayExcluded);
  if (moved) ruling.cite(restDayMovesOn);
  if (code === "window-closed") ruling.deny(code, params, rightToReturn);
  else if (code === "calendar-not-published") ruling.review(code, params, restDayMovesOn);
  else ruling.note(code, params, rightToReturn);
}
