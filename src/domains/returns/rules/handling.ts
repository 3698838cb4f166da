import { z } from "zod";
import {
  type BusinessHours,
  cnOrWeekends,
  dateOfDay,
  dueInstant,
  endOfDay,
  type LocalDate,
  localDayAt,
  parseHours,
  zone,
} from "#kernel/time";
import { type Citation, type ClockOfCountry, clockOf, policySchema, type StatutoryDuty } from "#law";
import {
  type CaseKind,
  caseKinds,
  type DeadlineKind,
  kindTraits,
  type PauseCause,
  type PausedClock,
  pausedClocks,
  type Reason,
  reasonNames,
  termsOf,
  type WaitingOn,
} from "../model.ts";

const instantText = z.string().refine((text) => {
  try {
    return Temporal.Instant.from(text).epochMilliseconds > 0;
  } catch {
    return false;
  }
}, "an instant such as 2027-02-15T00:00:00+08:00");

/** What a merchant's answer is waited for about: a kind of case, or a case that was talked over and is asked again. */
export const answeredAbout = [...caseKinds, "after-offer"] as const;
export type AnsweredAbout = (typeof answeredAbout)[number];

/** Days a repairer has; after them the goods are replaced (CN-SB-03). */
const daysToRepair = 30;

/** How cases are handled under a policy: who has how long, and what is approved at once. The law part says who is entitled. */
export const handlingSchema = z.strictObject({
  merchantAnswersHours: z.number().int().min(1).max(240).default(48),
  /** Where the answer may take another time than `merchantAnswersHours`. */
  merchantAnswersHoursFor: z.partialRecord(z.enum(answeredAbout), z.number().int().min(1).max(240)).default({}),
  offerAnsweredHours: z.number().int().min(1).max(240).default(48),
  differencePaidHours: z.number().int().min(1).max(240).default(24),
  shopperSendsDays: z.number().int().min(1).max(60).default(7),
  goodsArriveDays: z.number().int().min(1).max(60).default(10),
  inspectedHours: z.number().int().min(1).max(240).default(72),
  /** From when the goods are here; the law gives no more (CN-SB-03). */
  repairedDays: z.number().int().min(1).max(daysToRepair).default(daysToRepair),
  replacementSentHours: z.number().int().min(1).max(240).default(48),
  replacementReceivedDays: z.number().int().min(1).max(60).default(10),
  shopperResubmitsDays: z.number().int().min(1).max(60).default(7),
  evidenceHours: z.number().int().min(1).max(240).default(48),
  appealDays: z.number().int().min(1).max(30).default(3),
  platformDecidesHours: z.number().int().min(1).max(240).default(72),
  /** Whoever is waited for is reminded when this share of the time has passed, in percent. */
  reminders: z.array(z.number().int().min(1).max(99)).max(5).default([50, 90]),
  /** When merchants and warehouses work, such as "mon-sat=09:00-18:00" in China's time and calendar; null: round the clock. */
  workingHours: z.string().max(200).nullable().default(null),
  /** Stretches in which clocks stand still: peak days, the Spring Festival. */
  pauses: z
    .array(
      z
        .strictObject({
          label: z.string().min(1).max(60),
          from: instantText,
          until: instantText,
          holds: z.array(z.enum(pausedClocks)).min(1).default(["merchant", "warehouse"]),
        })
        .refine(({ from, until }) => Temporal.Instant.compare(from, until) < 0, "a pause ends after it began"),
    )
    .max(20)
    .default([]),
  /** Whether a return is paid back when the goods are handed in, up to this much, out of the shopper's credit; null: never. */
  instantRefundUpToMinor: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullable()
    .default(null),
  /** What a shopper laid out for the way back is paid back unseen up to this much, where seller or platform bear it. */
  returnFreightUpToMinor: z
    .string()
    .regex(/^\d{1,15}$/)
    .default("3000"),
  /** What is offered at once for keeping the goods: a share of what was paid, by reason; the first entry that names it. */
  keepForLess: z
    .array(
      z.strictObject({
        reasons: z.array(z.enum(reasonNames)).min(1),
        percent: z.number().int().min(1).max(90),
      }),
    )
    .max(20)
    .default([]),
  /** What is given on top to who exchanges instead of sending back, once the goods have arrived; null: nothing. */
  exchangeBonusMinor: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullable()
    .default(null),
  /** Whether a replacement goes out before the goods are back even where no person agreed to it: a policy or a clock did. */
  shipFirstByItself: z.boolean().default(false),
  /** Kinds approved at once when the decision is ALLOW, the amount is not above `upToMinor`, and reason and history fit. */
  autoApprove: z
    .strictObject({
      kinds: z.array(z.enum(caseKinds)).default(["cancel-before-shipment"]),
      upToMinor: z
        .string()
        .regex(/^\d{1,15}$/)
        .default("999999999999"),
      /** Null: any reason. */
      reasons: z.array(z.enum(reasonNames)).min(1).nullable().default(null),
      /** At most so many cases of this shopper in the last ninety days; null: however many. */
      casesIn90Days: z.number().int().min(0).max(1000).nullable().default(null),
    })
    .prefault({}),
  /** Reasons for which strong signals ask for a film, after the case is open. */
  filmWantedFor: z.array(z.enum(reasonNames)).default(["wrong-item", "missing-parts", "empty-parcel"]),
});
export type Handling = z.output<typeof handlingSchema>;

/** What `platform.policy` keeps: the promises the law pack reads, and the handling. */
export const policyBodySchema = z.strictObject({ policy: policySchema, handling: handlingSchema });
export type PolicyBody = z.output<typeof policyBodySchema>;

export const builtInHandling: Handling = handlingSchema.parse({});

type Waiting = {
  readonly on: WaitingOn;
  /** The till keeps this time too, and it neither stands still nor is made longer. */
  readonly fixed?: true;
  readonly hours: (handling: Handling, about?: AnsweredAbout) => number;
};

/** Who is waited for and how long, for each deadline. What happens when nobody acts is said where the waiting begins. */
const waits: Readonly<Record<DeadlineKind, Waiting>> = {
  "merchant-answers": {
    on: "merchant",
    hours: (h, about) => (about === undefined ? undefined : h.merchantAnswersHoursFor[about]) ?? h.merchantAnswersHours,
  },
  "offer-answered": { on: "shopper", hours: (h) => h.offerAnsweredHours },
  "difference-paid": { on: "shopper", fixed: true, hours: (h) => h.differencePaidHours },
  "shopper-sends": { on: "shopper", hours: (h) => 24 * h.shopperSendsDays },
  "goods-arrive": { on: "warehouse", hours: (h) => 24 * h.goodsArriveDays },
  "goods-inspected": { on: "warehouse", hours: (h) => h.inspectedHours },
  "goods-repaired": { on: "warehouse", hours: (h) => 24 * h.repairedDays },
  "replacement-sent": { on: "merchant", hours: (h) => h.replacementSentHours },
  "replacement-received": { on: "shopper", hours: (h) => 24 * h.replacementReceivedDays },
  // Sending again takes as long as sending.
  "trouble-answered": { on: "merchant", hours: (h) => h.replacementSentHours },
  "shopper-resubmits": { on: "shopper", hours: (h) => 24 * h.shopperResubmitsDays },
  "evidence-given": { on: "platform", hours: (h) => h.evidenceHours },
  "ruling-appealed": { on: "platform", hours: (h) => 24 * h.appealDays },
  "platform-decides": { on: "platform", hours: (h) => h.platformDecidesHours },
};

/** What is waited for once the goods of such a case are here. */
export function benchClock(kind: CaseKind): "goods-inspected" | "goods-repaired" {
  return kind === "repair" ? "goods-repaired" : "goods-inspected";
}

export function waitedFor(kind: DeadlineKind): WaitingOn {
  return waits[kind].on;
}

/** Whether the time of this deadline can be made longer, and whose time it is. */
export function longerFor(kind: DeadlineKind): PausedClock | null {
  const { on, fixed } = waits[kind];
  return fixed ? null : (pausedClocks.find((who) => who === on) ?? null);
}

/** How long a deadline of this kind takes, pauses and closed hours not counted. */
export function secondsOf(kind: DeadlineKind, handling: Handling, about?: AnsweredAbout): number {
  return 3_600 * waits[kind].hours(handling, about);
}

/** A pause that holds for everybody, or for one shop (`merchantId`), whatever policy a case is pinned to. */
export type PublishedPause = {
  readonly id: string;
  readonly merchantId: string | null;
  readonly cause: PauseCause;
  readonly label: { readonly zh: string; readonly en: string };
  readonly holds: readonly PausedClock[];
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
};

/** The handling with the pauses that were published since and concern this shop. */
export function withPauses(handling: Handling, pauses: readonly PublishedPause[], merchantId: string): Handling {
  const mine = pauses.filter((pause) => pause.merchantId === null || pause.merchantId === merchantId);
  if (mine.length === 0) return handling;
  return {
    ...handling,
    pauses: [
      ...handling.pauses,
      ...mine.map(({ label, from, until, holds }) => ({
        label: label.zh,
        from: from.toString(),
        until: until.toString(),
        holds: [...holds],
      })),
    ],
  };
}

/** What the law has to know of a case to tell its times: where the goods went, and who asked for what, when. */
export type Asked = {
  readonly country: string;
  readonly zone: string;
  readonly kind: CaseKind;
  readonly reason: Reason;
  readonly noticeAt: Temporal.Instant;
};

/** How one case is handled: by a policy, under the law of its order. */
export type CaseHandling = Handling & { readonly asked: Asked };

/** What a clock runs by: the working hours of those who work for the shop, when it stands still, and the law. */
export type Calendar = Pick<CaseHandling, "workingHours" | "pauses" | "asked">;

/**
 * When a deadline of this kind that starts at `from` is due. Plain hours and days: what the platforms do, and what a countdown
 * shows. The clocks of those who work for the shop know their working hours; a pause holds the clocks it names. What a statute
 * gives the seller no longer for, no closed door, no festival and nobody's leave (`moreSeconds`) makes longer; what it gives
 * the shopper no less for, no policy makes shorter.
 */
export function dueAt(
  kind: DeadlineKind,
  calendar: Calendar,
  from: Temporal.Instant,
  seconds: number,
  moreSeconds = 0,
): Temporal.Instant {
  const [plain, end] = [from.add({ seconds }), runsOut(kind, calendar, from, seconds + moreSeconds)];
  const law = timeByLaw(kind, calendar.asked, from);
  if (law === null) return end;
  if (law.gives === "at-least") return later(end, law.until);
  return end.equals(plain) ? end : earlier(end, later(law.until, plain));
}

/** The same, whatever the law says of it. */
export function runsOut(
  kind: DeadlineKind,
  calendar: Pick<Calendar, "workingHours" | "pauses">,
  from: Temporal.Instant,
  seconds: number,
): Temporal.Instant {
  const { on, fixed } = waits[kind];
  if (fixed) return from.add({ seconds });
  // What is counted in days, as a parcel's way is, passes through closed hours too.
  const inDays = kind === "goods-arrive" || kind === "goods-repaired";
  const counted = !inDays && (on === "merchant" || on === "warehouse");
  const hours = counted ? calendar.workingHours : null;
  const pauses = calendar.pauses.filter(({ holds }) => (holds as readonly WaitingOn[]).includes(on));
  if (hours === null && pauses.length === 0) return from.add({ seconds });
  return dueInstant({
    from,
    seconds,
    hours: hoursOf(hours ?? roundTheClock),
    pauses: pauses.map((pause) => ({
      from: Temporal.Instant.from(pause.from),
      until: Temporal.Instant.from(pause.until),
    })),
  });
}

/** What a statute says of how long something takes. */
export type TimeByLaw = {
  readonly duty: StatutoryDuty;
  readonly gives: "at-most" | "at-least";
  readonly lastDay: LocalDate;
  /** The end of that day where the order belongs. */
  readonly until: Temporal.Instant;
  readonly citations: readonly Citation[];
};

/** What the law of the order's country says of a clock that starts then; null where it names no time in days. */
export function timeByLaw(kind: DeadlineKind, asked: Asked, from: Temporal.Instant): TimeByLaw | null {
  const clock = clockByLaw(kind, asked);
  if (clock === undefined) return null;
  const there = zone(asked.zone);
  const notice = localDayAt(asked.noticeAt, there);
  const lastDay = dateOfDay(clock.lastDay({ notice, event: localDayAt(from, there) }));
  return {
    duty: clock.duty,
    gives: clock.gives,
    lastDay,
    until: endOfDay(lastDay, there),
    citations: clock.citationsOn(notice),
  };
}

export function clockByLaw(kind: DeadlineKind, asked: Asked): ClockOfCountry | undefined {
  for (const duty of dutiesBehind(kind, asked.kind)) {
    const clock = clockOf(asked.country, duty, isWithdrawal(asked));
    if (clock !== undefined) return clock;
  }
  return undefined;
}

/** Which duty of a statute is behind a wait; the first that the law of a country knows. */
function dutiesBehind(kind: DeadlineKind, asked: CaseKind): readonly StatutoryDuty[] {
  switch (kind) {
    case "merchant-answers":
      // Where nothing was sent, the answer is all that the money waits for.
      return asked === "cancel-before-shipment" ? ["refund-unsent", "answer"] : ["answer"];
    case "goods-inspected":
      return ["refund"];
    case "goods-repaired":
      return ["repair"];
    case "shopper-sends":
      return ["send-back"];
    default:
      return [];
  }
}

/** The money back without a reason to name. */
function isWithdrawal({ kind, reason }: Asked): boolean {
  return kindTraits[kind].money === "refund" && termsOf(reason).claim === "no-longer-wanted";
}

const china = zone("Asia/Shanghai");

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}

/** When whoever is waited for is reminded: shares of the time from now to the due instant. */
export function remindersAt(handling: Handling, now: Temporal.Instant, due: Temporal.Instant): Temporal.Instant[] {
  const span = due.epochMilliseconds - now.epochMilliseconds;
  return handling.reminders.map((percent) =>
    Temporal.Instant.fromEpochMilliseconds(now.epochMilliseconds + Math.round((span * percent) / 100)),
  );
}

const roundTheClock = "mon-sun=00:00-24:00";
const hoursRead = new Map<string, BusinessHours>();

function hoursOf(text: string): BusinessHours {
  let hours = hoursRead.get(text);
  if (hours === undefined) {
    hours = parseHours(text, china, text === roundTheClock ? undefined : cnOrWeekends);
    hoursRead.set(text, hours);
  }
  return hours;
}

export function approvedAtOnce(
  { autoApprove }: Handling,
  asked: {
    readonly kind: CaseKind;
    readonly reason: Reason;
    readonly amountMinor: bigint;
    readonly casesIn90Days: number;
  },
  verdict: "ALLOW" | "DENY" | "REVIEW",
): boolean {
  return (
    verdict === "ALLOW" &&
    autoApprove.kinds.includes(asked.kind) &&
    termsOf(asked.reason).merchantKnows !== true &&
    asked.amountMinor <= BigInt(autoApprove.upToMinor) &&
    (autoApprove.reasons?.includes(asked.reason) ?? true) &&
    asked.casesIn90Days <= (autoApprove.casesIn90Days ?? Number.POSITIVE_INFINITY)
  );
}

/**
 * What happens when the merchant does not answer: the shopper gets what was asked. Only where the carrier says "delivered" and
 * the shopper "never arrived" does a person of the platform look first.
 */
export function ifMerchantIsSilent(
  kind: CaseKind,
  reason: Reason,
  verdict: "ALLOW" | "DENY" | "REVIEW",
): "approve" | "approve-and-refund" | "hand-to-platform" {
  if (kindTraits[kind].goodsBack || kindTraits[kind].goodsOut) return "approve";
  const underWay = ["not-received", "late-delivery"].includes(termsOf(reason).claim);
  return kind === "refund-only" && underWay && verdict !== "ALLOW" ? "hand-to-platform" : "approve-and-refund";
}

/**
 * What happens when the goods are said to be on their way and the warehouse reports nothing. A number that the shopper typed
 * proves no parcel: paid for by silence, an invented one would be worth a refund. So only the carrier's own word that it
 * delivered lets silence pay; otherwise a person of the platform looks.
 */
export function ifWarehouseIsSilent(carrierSays: "delivered" | "nothing"): "refund" | "hand-to-platform" {
  return carrierSays === "delivered" ? "refund" : "hand-to-platform";
}

/**
 * What a count of nothing accepted means. What the law or a promise plainly gives cannot be refused at the bench either, or
 * counting would be a way around `reject-case`: the platform looks, unless who counted may overrule.
 */
export function ifNothingIsAccepted(
  verdict: "ALLOW" | "DENY" | "REVIEW",
  mayOverrule: boolean,
): "reject" | "hand-to-platform" {
  return verdict === "ALLOW" && !mayOverrule ? "hand-to-platform" : "reject";
}
