import { assert, type Params } from "#kernel/outcome";
import { regionOf } from "#kernel/region";
import { addDays, dayNumber, daysBetween, type LocalDate, localDateAt, zone } from "#kernel/time";
import {
  type Because,
  type BecauseCode,
  type Citation,
  type Clause,
  type ClockOfCountry,
  clockOf,
  decideUnder,
  type Facts,
  type FactsOnWire,
  type HeardLaw,
  hearLaw,
  lawRegister,
  memberStates,
  type Offer,
  type PackId,
  type PolicyVersion,
  packIds,
  parseFacts,
  policyTerms,
  type Reason,
  type Remedy,
  type RouteDecision,
} from "#law";
import { type AnsweredAbout, answeredAbout, type PolicyBody, runsOut, secondsOf } from "./handling.ts";
import { mayBeKept } from "./keep-for-less.ts";

/** What is wrong with a draft, or worth knowing, beside the article it rests on. An error keeps it from being published. */
export type Finding = {
  /** Null: it is about the policy as a whole, or about how cases are handled (`params.field`). */
  readonly clause: string | null;
  readonly severity: "error" | "warning";
  readonly code: FindingCode;
  readonly params: Params;
  readonly rule: string | null;
  readonly article: string | null;
  readonly instrument: { readonly zh: string; readonly en: string } | null;
};

export const findingCodes = [
  "window-below-law",
  "condition-beyond-law",
  "evidence-beyond-law",
  "freight-on-shopper",
  "freight-by-insurer",
  "pays-less-than-law",
  "fee-below-law",
  "refund-later-than-law",
  "answer-later-than-law",
  "refund-later-than-withdrawal",
  "send-back-sooner-than-law",
  "rest-days-disputed",
  "announced-too-late",
  "keep-not-lawful",
] as const;
export type FindingCode = (typeof findingCodes)[number];

/**
 * Whether a policy promises less than the statute. The floor is not written here: the law pack is asked what it gives for
 * facts that stand for everything a clause covers, and the promise has to give the same. A clause below the floor would
 * take nothing away, because every route is heard for every case; it would only tell shoppers less than is theirs.
 */
export function checkPolicy(body: PolicyBody, { on, effectiveFrom, owner }: Occasion): Finding[] {
  const checking = new Checking(body, localDateAt(on, china));
  return [
    ...body.policy.clauses.flatMap((clause) => checking.clause(clause)),
    ...handlingFindings(body, on),
    ...restDayFindings(body),
    ...(owner === "platform" ? announcementFindings(on, effectiveFrom) : []),
  ];
}

export type Occasion = {
  /** The law of this day is the floor. */
  readonly on: Temporal.Instant;
  /** From when the policy is meant to hold. */
  readonly effectiveFrom: Temporal.Instant;
  readonly owner: "platform" | "merchant";
};

/** Days for a return without a reason that the law of the country gives; null where it gives none that is checked. */
export function statutoryReturnDays(country: string, on: Temporal.Instant): number | null {
  const day = localDateAt(on, china);
  const facts = factsOf({ ...ordinary(day), country });
  const offers = lawfulOffers(lawOn(facts), "return");
  return offers.length === 0 ? null : daysBetween(day, lastDayOf(offers));
}

const china = zone("Asia/Shanghai");
/** From order to receipt, so that a window that starts with the order is seen to end before one that starts with the goods. */
const daysUnderWay = 10;

type Probe = {
  readonly country: string;
  readonly day: LocalDate;
  readonly scope: NonNullable<FactsOnWire["scope"]>;
  readonly channel: NonNullable<FactsOnWire["channel"]>;
  readonly category: (typeof policyTerms.categories)[number];
  readonly reason: Reason;
  readonly shipped: boolean;
  readonly noticeAt: string;
  readonly evidence: FactsOnWire["claim"]["evidence"];
  readonly condition: NonNullable<FactsOnWire["condition"]>;
};

function ordinary(day: LocalDate): Probe {
  return {
    country: "CN",
    day,
    scope: {},
    channel: "online",
    category: "other",
    reason: "no-longer-wanted",
    shipped: true,
    noticeAt: `${addDays(day, 1)}T10:00:00+08:00`,
    evidence: ["photo"],
    condition: {},
  };
}

function factsOf(probe: Probe): Facts {
  const orderedOn = addDays(probe.day, -daysUnderWay);
  const read = parseFacts({
    country: probe.country,
    zone: "Asia/Shanghai",
    orderedAt: `${orderedOn}T09:00:00+08:00`,
    channel: probe.channel,
    scope: probe.scope,
    goods: { category: probe.category },
    delivery: probe.shipped
      ? { shippedAt: `${addDays(orderedOn, 1)}T09:00:00+08:00`, deliveredAt: `${probe.day}T09:00:00+08:00` }
      : {},
    condition: probe.condition,
    claim: { reason: probe.reason, noticeAt: probe.noticeAt, evidence: probe.evidence },
    // All pieces bad, so that what is paid by the share of the bad ones is everything.
    defect: { bad: { pieces: 1, of: 1 } },
    money: {
      paid: yuan("100.00"),
      outboundFreight: yuan("8.00"),
      returnFreight: yuan("10.00"),
      currentPrice: yuan("80.00"),
    },
  } satisfies FactsOnWire);
  assert(read.ok, "the facts a policy is checked with are valid");
  return read.value;
}

function yuan(amount: string) {
  return { amount, currency: "CNY" };
}

/** A country by its code; any other name is a place in China. */
function countryOf(region: string): string {
  return /^[A-Z]{2}$/.test(region) ? region : "CN";
}

/** One draft under check. What the law says of a set of facts is asked once for all clauses. */
class Checking {
  readonly #policy: PolicyVersion;
  readonly #on: LocalDate;
  readonly #heard = new Map<string, HeardLaw>();

  constructor({ policy }: PolicyBody, on: LocalDate) {
    this.#policy = { ...policy, rollMode: "none" };
    this.#on = on;
  }

  /** Short of the law by itself, a clause is an error unless another one of the policy gives what it leaves out. */
  clause(clause: Clause): Finding[] {
    const together = this.#lacksOf(clause, this.#policy);
    const alone = this.#lacksOf(clause, { ...this.#policy, clauses: [clause] });
    return [...alone]
      .map(([key, seen]) => together.get(key) ?? { ...seen, severity: "warning" as const })
      .map(findingOf(clause));
  }

  /** How the clause falls short, as far as nothing else of the policy gives it: by kind, for which goods. */
  #lacksOf(clause: Clause, policy: PolicyVersion): Map<string, Seen> {
    const seen = new Map<string, Seen>();
    const covered = new Set<string>();
    for (const probe of this.#probesOf(clause)) {
      for (const remedy of clause.remedies) {
        if (lawfulOffers(this.#lawOf(probe), remedy).length === 0) continue;
        covered.add(probe.category);
        for (const lack of this.#lacks({ clause, policy, probe, remedy })) {
          const known = seen.get(lack.key);
          if (known === undefined) seen.set(lack.key, { lack, categories: new Set([probe.category]), covered });
          else known.categories.add(probe.category);
        }
      }
    }
    return seen;
  }

  /** Facts that stand for what the clause covers: each category, channel and reason it names. */
  *#probesOf({ scope, conditions, reasons }: Clause): Generator<Probe> {
    const first = (names: readonly string[] | undefined) => names?.[0] ?? null;
    const places = (scope.regions ?? ["CN"]).map((region) => {
      const country = countryOf(region);
      return { country, region: country === region ? region : (regionOf(region) ?? region) };
    });
    for (const { country, region } of places)
      for (const category of scope.categories ?? policyTerms.categories)
        for (const channel of scope.channels ?? (["online"] as const))
          for (const reason of reasons)
            yield {
              ...ordinary(this.#on),
              country,
              channel,
              category,
              reason,
              shipped: !conditions.includes("before-shipment"),
              scope: {
                merchant: first(scope.merchants),
                region,
                tier: first(scope.tiers),
                campaign: first(scope.campaigns),
              },
            };
  }

  #lacks(asked: Asked): Lack[] {
    return [
      ...this.#lackOfMoney(asked),
      ...this.#lackByFee(asked),
      ...this.#lackOfTime(asked),
      ...this.#lackByEvidence(asked),
      ...this.#lackByCondition(asked),
    ];
  }

  /** Who pays the way back, and how much comes back. */
  #lackOfMoney({ clause, policy, probe, remedy }: Asked): Lack[] {
    const [law, promise] = [this.#lawOf(probe), this.#promiseOf(policy, probe)];
    const mine = offersFor(promise, remedy);
    if (mine.length === 0 || !namesClause(promise, clause)) return [];
    const lacks: Lack[] = [];
    const lawful = lawfulOffers(law, remedy);
    const free = lawful.find(({ offer }) => offer.freightPayer === "seller");
    if (free !== undefined && !mine.some(({ freightPayer }) => freeFor.has(freightPayer))) {
      const insured = mine.some(({ freightPayer }) => freightPayer === "insurer");
      const code = insured ? "freight-by-insurer" : "freight-on-shopper";
      lacks.push(lack(code, {}, free.route, [], insured ? "warning" : undefined));
    }
    const most = Math.max(...mine.map(worth));
    const dearer = lawful.find(({ offer }) => worth(offer) > most);
    if (dearer !== undefined) lacks.push(lack("pays-less-than-law", { pays: clause.pays }, dearer.route));
    return lacks;
  }

  /** A fee is taken only where no statute gives the same: a clause that gives nothing beyond the statute may name none. */
  #lackByFee({ clause, policy, probe, remedy }: Asked): Lack[] {
    if (clause.fee === null) return [];
    const lawful = lawfulOffers(this.#lawOf(probe), remedy);
    const [free] = lawful;
    if (free === undefined) return [];
    if (withoutReason.has(probe.reason) && lawful.every(({ offer }) => offer.lastDay !== null)) {
      const after = { ...probe, noticeAt: `${addDays(lastDayOf(lawful), 1)}T10:00:00+08:00` };
      if (lawfulOffers(this.#lawOf(after), remedy).length === 0 && allowed(this.#promiseOf(policy, after), remedy))
        return [];
    }
    return [lack("fee-below-law", {}, free.route)];
  }

  /** The promise still stands at the last minute of what the law gives. */
  #lackOfTime({ clause, policy, probe, remedy }: Asked): Lack[] {
    if (clause.window === null) return [];
    const lawful = lawfulOffers(this.#lawOf(probe), remedy);
    const unlimited = lawful.some(({ offer }) => offer.lastDay === null);
    const lastDay = unlimited ? addDays(this.#on, longAfter) : this.#lastPlainDay(probe, remedy, lastDayOf(lawful));
    const late = { ...probe, noticeAt: `${lastDay}T23:59:00+08:00` };
    const [law, promise] = [this.#lawOf(late), this.#promiseOf(policy, late)];
    const [still] = lawfulOffers(law, remedy);
    if (
      still === undefined ||
      offersFor(promise, remedy).length > 0 ||
      refusalBy(promise, clause, "clause-window-over") === undefined
    )
      return [];
    const own = "days" in clause.window ? { days: clause.window.days } : { hours: clause.window.hours };
    const params = {
      ...own,
      from: clause.window.from,
      ...(unlimited ? {} : { lawDays: daysBetween(this.#on, lastDay) }),
    };
    // Whether goods are mended or replaced is asked for so long that no shop says so; money is another matter.
    return [lack("window-below-law", params, still.route, timeCodes, inMoney.has(remedy) ? undefined : "warning")];
  }

  /** The last day on which the law gives it beyond doubt; whether a day of rest moves on is a matter of its own. */
  #lastPlainDay(probe: Probe, remedy: Remedy, lastDay: LocalDate): LocalDate {
    const atEnd = { ...probe, noticeAt: `${lastDay}T23:59:00+08:00` };
    const plain = lastDay <= this.#on || lawfulOffers(this.#lawOf(atEnd), remedy).length > 0;
    return plain ? lastDay : this.#lastPlainDay(probe, remedy, addDays(lastDay, -1));
  }

  #lackByEvidence({ clause, policy, probe, remedy }: Asked): Lack[] {
    if (clause.evidence.length === 0) return [];
    const bare = { ...probe, evidence: [] };
    const [law, promise] = [this.#lawOf(bare), this.#promiseOf(policy, bare)];
    const [lawful] = lawfulOffers(law, remedy);
    if (
      lawful === undefined ||
      allowed(promise, remedy) ||
      refusalBy(promise, clause, "clause-evidence-needed") === undefined
    )
      return [];
    return [lack("evidence-beyond-law", { needs: clause.evidence.join(" ") }, lawful.route, burdenCodes)];
  }

  #lackByCondition({ clause, policy, probe, remedy }: Asked): Lack[] {
    if (!clause.conditions.some((condition) => aboutGoods.has(condition))) return [];
    return traces.flatMap((condition) => {
      const used = { ...probe, condition };
      const [law, promise] = [this.#lawOf(used), this.#promiseOf(policy, used)];
      const [lawful] = lawfulOffers(law, remedy);
      const refusal = refusalBy(promise, clause, "clause-condition-not-met");
      if (lawful === undefined || allowed(promise, remedy) || refusal === undefined) return [];
      return [lack("condition-beyond-law", refusal.params, lawful.route, ["opening-is-no-harm"])];
    });
  }

  /** What a fault gives is measured against the law of faults: a return without a reason is had beside it, on other terms. */
  #lawOf(probe: Probe): readonly RouteDecision[] {
    const routes = this.#hear(probe).routes.map(({ route }) => route);
    return withoutReason.has(probe.reason) ? routes : routes.filter(({ route }) => route !== "no-reason");
  }

  #promiseOf(policy: PolicyVersion, probe: Probe): RouteDecision {
    const promise = decideUnder(policy, this.#hear(probe)).routes.find(({ route }) => route === "promise");
    assert(promise !== undefined, "the promise is always heard");
    return promise;
  }

  #hear(probe: Probe): HeardLaw {
    const key = JSON.stringify(probe);
    let heard = this.#heard.get(key);
    if (heard === undefined) {
      heard = hearLaw(factsOf(probe), "none");
      this.#heard.set(key, heard);
    }
    return heard;
  }
}

/** Whether a policy with this clause gives, for these facts, what the law gives of this remedy. */
type Asked = {
  readonly clause: Clause;
  readonly policy: PolicyVersion;
  readonly probe: Probe;
  readonly remedy: Remedy;
};
type Lawful = { readonly offer: Offer; readonly route: RouteDecision };

/** A way in which a clause falls short, with the article that asks for more. */
type Lack = {
  readonly key: string;
  readonly code: FindingCode;
  readonly params: Params;
  readonly severity: "warning" | undefined;
  readonly rule: string | null;
  readonly article: string | null;
};
type Seen = {
  readonly lack: Lack;
  /** For which goods, of those for which the law gives anything. */
  readonly categories: Set<string>;
  readonly covered: ReadonlySet<string>;
  readonly severity?: "warning";
};

const withoutReason: ReadonlySet<Reason> = new Set(["no-longer-wanted", "other"]);
const longAfter = 60;
const freeFor: ReadonlySet<string> = new Set(["seller", "platform", "none"]);
const inMoney: ReadonlySet<Remedy> = new Set(["refund-only", "return", "price-reduction"]);
const timeCodes: readonly BecauseCode[] = ["window-open", "within-days-of-choice", "withdrawal-open"];
const burdenCodes: readonly BecauseCode[] = ["seller-must-prove", "food-seller-must-prove"];
const aboutGoods: ReadonlySet<Clause["conditions"][number]> = new Set(["unopened", "intact", "not-activated"]);

/** Traces of use, one at a time: some of them the law heeds, for some goods. */
const traces: readonly Probe["condition"][] = [
  { opened: true },
  { activation: "activated" },
  { hygieneSealBroken: true },
  { tagsRemoved: true },
  { wearTraces: true },
  { damaged: true },
];

function lawOn(facts: Facts): readonly RouteDecision[] {
  return hearLaw(facts, "none").routes.map(({ route }) => route);
}

/** What the law plainly gives: what still needs a look is no floor. */
function lawfulOffers(law: readonly RouteDecision[], remedy: Remedy): Lawful[] {
  return law.flatMap((route) =>
    route.remedies.flatMap((offer) =>
      offer.remedy === remedy && offer.decision === "ALLOW" ? [{ offer, route }] : [],
    ),
  );
}

function offersFor(promise: RouteDecision, remedy: Remedy): Offer[] {
  return promise.remedies.filter((offer) => offer.remedy === remedy);
}

function allowed(promise: RouteDecision, remedy: Remedy): boolean {
  return offersFor(promise, remedy).some(({ decision }) => decision === "ALLOW");
}

function namesClause({ because }: RouteDecision, { id }: Clause): boolean {
  return because.some(({ rule }) => rule === id);
}

function refusalBy({ because }: RouteDecision, { id }: Clause, code: BecauseCode): Because | undefined {
  return because.find((one) => one.rule === id && one.code === code);
}

function worth({ amount }: Offer): number {
  return Number(amount?.amount ?? 0);
}

function lastDayOf(offers: readonly Lawful[]): LocalDate {
  const days = offers.flatMap(({ offer }) => offer.lastDay ?? []).sort();
  const last = days.at(-1);
  assert(last !== undefined, "an offer that ends has a last day");
  return last;
}

/** The article is that of the reason the law gives for it, else that of the whole route. */
function lack(
  code: FindingCode,
  params: Params,
  route: RouteDecision,
  reasons: readonly BecauseCode[] = [],
  severity?: "warning",
): Lack {
  const told = route.because.find((one) => reasons.includes(one.code))?.rule;
  const cited = route.citations.find(({ rule }) => rule === told) ?? route.citations[0];
  // Common practice binds whoever promised it, and nobody else: no article to refuse a policy by.
  const grave = cited?.source === "practice" ? "warning" : severity;
  const key = JSON.stringify([code, params, grave]);
  return { key, code, params, severity: grave, rule: cited?.rule ?? null, article: cited?.article ?? null };
}

/** Short of the law wherever it gives something: an error. For some of the goods only: a warning that names them. */
function findingOf({ id }: Clause): (seen: Seen) => Finding {
  return ({ lack: { code, params, severity, rule, article }, categories, covered, severity: milder }) => {
    const partly = categories.size < covered.size;
    return {
      clause: id,
      severity: severity ?? milder ?? (partly ? "warning" : "error"),
      code,
      params: partly ? { ...params, categories: [...categories].join(" ") } : params,
      ...cited(rule, article),
    };
  };
}

function handlingFindings({ policy, handling }: PolicyBody, on: Temporal.Instant): Finding[] {
  const findings = lawsOf(policy).flatMap((country) => clockFindings(handling, country, on));
  // To pay for a fake or for spoiled food to be kept would buy off what the law forbids to sell.
  for (const reason of new Set(handling.keepForLess.flatMap(({ reasons }) => reasons)))
    if (!mayBeKept(reason))
      findings.push({
        clause: null,
        severity: "error",
        code: "keep-not-lawful",
        params: { field: "keepForLess", reason },
        ...cited(null, null),
      });
  return findings;
}

/**
 * Whose law holds for the cases of a policy: that of the countries its clauses name, China's where one names none. Of member
 * states that share a law the first stands for all.
 */
function lawsOf({ clauses }: PolicyVersion): string[] {
  const named = clauses.flatMap(({ scope }) => (scope.regions ?? ["CN"]).map((region) => countryOf(region)));
  const countries = named.length === 0 ? ["CN"] : [...new Set(named)];
  const union = countries.find((country) => memberStates.includes(country));
  return countries.filter((country) => !memberStates.includes(country) || country === union);
}

/** Each clock of a policy against the times that the law of a country sets in days, for a return without a reason. */
function clockFindings(handling: PolicyBody["handling"], country: string, on: Temporal.Instant): Finding[] {
  const notice = dayNumber(localDateAt(on, china));
  // Working hours and pauses stretch a clock: what counts is the longest it may take.
  const starts = [
    ...Array.from({ length: 14 }, (_, days) => on.add({ hours: 24 * days })),
    ...handling.pauses.map(({ from }) => Temporal.Instant.from(from)),
  ];
  const longest = (kind: "goods-inspected" | "merchant-answers", about?: AnsweredAbout) =>
    Math.ceil(
      Math.max(
        ...starts.map((start) =>
          start.until(runsOut(kind, handling, start, secondsOf(kind, handling, about))).total("hours"),
        ),
      ),
    );
  const findings: Finding[] = [];
  const [answer, refund, sendBack] = (["answer", "refund", "send-back"] as const).map((duty) =>
    clockOf(country, duty, true),
  );
  const found = (code: FindingCode, field: string, hours: number, clock: ClockOfCountry) =>
    findings.push({
      clause: null,
      severity: "error",
      code,
      params: { field, hours, lawHours: 24 * clock.days, country },
      ...citedBy(clock.citationsOn(notice)),
    });
  const inspected = longest("goods-inspected");
  if (refund?.from === "event" && inspected > 24 * refund.days)
    found("refund-later-than-law", "inspectedHours", inspected, refund);
  for (const [field, about] of answerFields(handling)) {
    const answered = longest("merchant-answers", about);
    if (answer !== undefined && answered > 24 * answer.days) found("answer-later-than-law", field, answered, answer);
    // Counted from the statement, the answer is part of what the money takes.
    if (refund?.from === "notice" && about !== "after-offer" && answered + inspected > 24 * refund.days)
      found("refund-later-than-withdrawal", field, answered + inspected, refund);
  }
  const sends = 24 * handling.shopperSendsDays;
  if (sendBack !== undefined && sends < 24 * sendBack.days)
    found("send-back-sooner-than-law", "shopperSendsDays", sends, sendBack);
  return findings;
}

/** The answer clocks of a policy: the common one, and those of their own. Without an answer there is no address to send goods to. */
function answerFields({ merchantAnswersHoursFor }: PolicyBody["handling"]): [string, AnsweredAbout | undefined][] {
  const own = answeredAbout.filter((about) => merchantAnswersHoursFor[about] !== undefined);
  return [
    ["merchantAnswersHours", undefined],
    ...own.map((about): [string, AnsweredAbout] => [`merchantAnswersHoursFor.${about}`, about]),
  ];
}

/** Which days move a last day on is disputed; a policy that reads the law against the shopper says so knowingly. */
function restDayFindings({ policy }: PolicyBody): Finding[] {
  if (policy.rollMode === "restDay") return [];
  const params = { field: "rollMode", rollMode: policy.rollMode };
  return [{ clause: null, severity: "warning", code: "rest-days-disputed", params, ...cited("CN-TIME-03", null) }];
}

/** A platform's changed rules are shown seven days before they hold (E-Commerce Law 34, CN-PLT-10). */
const daysOfAnnouncement = 7;

function announcementFindings(on: Temporal.Instant, effectiveFrom: Temporal.Instant): Finding[] {
  if (on.until(effectiveFrom).total("hours") >= 24 * daysOfAnnouncement) return [];
  const params = { field: "effectiveFrom", days: daysOfAnnouncement };
  return [{ clause: null, severity: "warning", code: "announced-too-late", params, ...cited("CN-PLT-10", null) }];
}

function citedBy([first]: readonly Citation[]): Pick<Finding, "rule" | "article" | "instrument"> {
  return cited(first?.rule ?? null, first?.article ?? null);
}

/** The instrument by its name; without an article, the first of the rule. */
function cited(rule: string | null, article: string | null): Pick<Finding, "rule" | "article" | "instrument"> {
  const entry = packIds
    .flatMap((pack: PackId) => lawRegister(pack))
    .find((one) => one.rule === rule && (article === null || one.article === article));
  return { rule, article: entry?.article ?? article, instrument: entry?.instrument ?? null };
}
