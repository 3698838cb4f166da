import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeadlineKind } from "../model.ts";
import {
  type AnsweredAbout,
  approvedAtOnce,
  builtInHandling,
  dueAt as dueBy,
  type Handling,
  handlingSchema,
  ifMerchantIsSilent,
  ifNothingIsAccepted,
  ifWarehouseIsSilent,
  type PublishedPause,
  remindersAt,
  secondsOf,
  timeByLaw,
  withPauses,
} from "./handling.ts";

const asked = (country: string, zone: string, noticeAt: Temporal.Instant) =>
  ({ country, zone, kind: "return-and-refund", reason: "no-longer-wanted", noticeAt }) as const;

const dueAt = (kind: DeadlineKind, handling: Handling, from: Temporal.Instant, about?: AnsweredAbout) =>
  dueBy(kind, { ...handling, asked: asked("CN", "Asia/Shanghai", from) }, from, secondsOf(kind, handling, about));

const now = Temporal.Instant.from("2026-11-21T02:00:00Z");

for (const [kind, due] of [
  ["merchant-answers", "2026-11-23T02:00:00Z"],
  ["shopper-sends", "2026-11-28T02:00:00Z"],
  ["goods-arrive", "2026-12-01T02:00:00Z"],
  ["goods-inspected", "2026-11-24T02:00:00Z"],
  ["goods-repaired", "2026-12-21T02:00:00Z"],
  ["shopper-resubmits", "2026-11-28T02:00:00Z"],
  ["platform-decides", "2026-11-24T02:00:00Z"],
  ["offer-answered", "2026-11-23T02:00:00Z"],
  ["replacement-sent", "2026-11-23T02:00:00Z"],
  ["replacement-received", "2026-12-01T02:00:00Z"],
  ["evidence-given", "2026-11-23T02:00:00Z"],
  ["ruling-appealed", "2026-11-24T02:00:00Z"],
] as const)
  test(`by the built-in handling ${kind} is due on ${due}`, () => {
    assert.equal(dueAt(kind, builtInHandling, now).toString(), due);
  });

test("a day of a deadline is 24 hours, and a policy may set its own", () => {
  const handling = handlingSchema.parse({ merchantAnswersHours: 24, shopperSendsDays: 3 });
  assert.equal(dueAt("merchant-answers", handling, now).toString(), "2026-11-22T02:00:00Z");
  assert.equal(dueAt("shopper-sends", handling, now).toString(), "2026-11-24T02:00:00Z");
  assert.equal(handlingSchema.safeParse({ merchantAnswersHours: 0 }).success, false);
  assert.equal(handlingSchema.safeParse({ merchantAnswersHour: 24 }).success, false);
});

for (const [kind, verdict, amount, atOnce] of [
  ["cancel-before-shipment", "ALLOW", 10_000n, true],
  ["cancel-before-shipment", "ALLOW", 10_001n, false],
  ["cancel-before-shipment", "REVIEW", 1n, false],
  ["cancel-before-shipment", "DENY", 1n, false],
  ["return-and-refund", "ALLOW", 1n, false],
] as const)
  test(`up to 100.00 at once: ${kind} of ${amount} fen, ${verdict}, ${atOnce ? "is" : "is not"} approved at once`, () => {
    const handling = handlingSchema.parse({ autoApprove: { upToMinor: "10000" } });
    const asked = { kind, reason: "no-longer-wanted", amountMinor: amount, casesIn90Days: 0 } as const;
    assert.equal(approvedAtOnce(handling, asked, verdict), atOnce);
  });

for (const [kind, reason, verdict, what] of [
  ["return-and-refund", "no-longer-wanted", "ALLOW", "approve"],
  ["return-and-refund", "quality-fault", "REVIEW", "approve"],
  ["refund-only", "quality-fault", "REVIEW", "approve-and-refund"],
  ["refund-only", "never-arrived", "REVIEW", "hand-to-platform"],
  ["refund-only", "never-arrived", "ALLOW", "approve-and-refund"],
  ["cancel-before-shipment", "too-slow", "ALLOW", "approve-and-refund"],
] as const)
  test(`a silent merchant, ${kind} for ${reason} (${verdict}): ${what}`, () => {
    assert.equal(ifMerchantIsSilent(kind, reason, verdict), what);
  });

test("a typed number and silence pay nothing: the platform looks; only the carrier's word of delivery lets silence pay", () => {
  assert.equal(ifWarehouseIsSilent("nothing"), "hand-to-platform");
  assert.equal(ifWarehouseIsSilent("delivered"), "refund");
});

for (const [verdict, mayOverrule, what] of [
  ["ALLOW", false, "hand-to-platform"],
  ["ALLOW", true, "reject"],
  ["REVIEW", false, "reject"],
  ["DENY", false, "reject"],
] as const)
  test(`nothing accepted of a case that is ${verdict}, by who may ${mayOverrule ? "" : "not "}overrule: ${what}`, () => {
    assert.equal(ifNothingIsAccepted(verdict, mayOverrule), what);
  });

test("automatic approval may ask for certain reasons, and for a shopper who asks seldom", () => {
  const handling = handlingSchema.parse({
    autoApprove: { kinds: ["return-and-refund"], reasons: ["quality-fault"], casesIn90Days: 2 },
  });
  const asked = { kind: "return-and-refund", reason: "quality-fault", amountMinor: 1n, casesIn90Days: 2 } as const;
  assert.equal(approvedAtOnce(handling, asked, "ALLOW"), true);
  assert.equal(approvedAtOnce(handling, { ...asked, casesIn90Days: 3 }, "ALLOW"), false);
  assert.equal(approvedAtOnce(handling, { ...asked, reason: "wrong-item" }, "ALLOW"), false);
});

test("the merchant's clock stands still over the Spring Festival and outside working hours; the shopper's never does", () => {
  const holiday = { label: "春节", from: "2027-02-05T00:00:00+08:00", until: "2027-02-12T00:00:00+08:00" };
  const paused = handlingSchema.parse({ pauses: [holiday] });
  const before = Temporal.Instant.from("2027-02-04T12:00:00+08:00");
  assert.equal(dueAt("merchant-answers", paused, before).toString(), "2027-02-13T04:00:00Z");
  assert.equal(dueAt("shopper-sends", paused, before).toString(), "2027-02-11T04:00:00Z");
  const working = handlingSchema.parse({ merchantAnswersHours: 9, workingHours: "mon-fri=09:00-18:00" });
  // The 21st of November 2026 is a Saturday.
  assert.equal(dueAt("merchant-answers", working, now).toString(), "2026-11-23T10:00:00Z");
  assert.equal(dueAt("goods-arrive", working, now).toString(), now.add({ hours: 240 }).toString(), "ten days are days");
  assert.equal(handlingSchema.safeParse({ pauses: [{ ...holiday, until: holiday.from }] }).success, false);
});

test("each kind of case, and a case that was talked over, may be answered in a time of its own", () => {
  const handling = handlingSchema.parse({
    merchantAnswersHours: 48,
    merchantAnswersHoursFor: { "cancel-before-shipment": 12, "refund-only": 120, "after-offer": 24 },
  });
  const hours = (about?: AnsweredAbout) => now.until(dueAt("merchant-answers", handling, now, about)).total("hours");
  assert.deepEqual(
    [hours("cancel-before-shipment"), hours("refund-only"), hours("return-and-refund"), hours("after-offer"), hours()],
    [12, 120, 48, 24, 48],
  );
  assert.equal(handlingSchema.safeParse({ merchantAnswersHoursFor: { exchange: 0 } }).success, false);
});

const festival: PublishedPause = {
  id: "p",
  merchantId: null,
  cause: "festival",
  label: { zh: "春节", en: "Spring Festival" },
  holds: ["merchant", "warehouse", "shopper"],
  from: Temporal.Instant.from("2027-02-05T00:00:00+08:00"),
  until: Temporal.Instant.from("2027-02-15T00:00:00+08:00"),
};
const eve = Temporal.Instant.from("2027-02-04T12:00:00+08:00");

test("a pause published for everybody holds the clocks it names, of whatever policy; another shop's holds nothing here", () => {
  const handling = withPauses(builtInHandling, [festival], "m1");
  assert.equal(dueAt("shopper-sends", handling, eve).toString(), "2027-02-21T04:00:00Z");
  assert.equal(dueAt("platform-decides", handling, eve).toString(), "2027-02-07T04:00:00Z");
  const onlySeller = withPauses(builtInHandling, [{ ...festival, holds: ["merchant"] }], "m1");
  assert.equal(dueAt("shopper-sends", onlySeller, eve).toString(), "2027-02-11T04:00:00Z");
  assert.equal(withPauses(builtInHandling, [{ ...festival, merchantId: "m2" }], "m1"), builtInHandling);
});

test("no festival makes the seven days longer in which the price is due once the goods are back", () => {
  const handling = withPauses(builtInHandling, [festival], "m1");
  // Ten days of pause and 72 hours of work would end on the 17th.
  assert.equal(dueAt("goods-inspected", handling, eve).toString(), "2027-02-11T16:00:00Z");
  const beforeLong = Temporal.Instant.from("2027-02-01T12:00:00+08:00");
  assert.equal(dueAt("goods-inspected", handling, beforeLong).toString(), "2027-02-04T04:00:00Z");
});

test("nor the fifteen days in which a shopper is told where the goods go", () => {
  const long = { ...festival, until: festival.from.add({ hours: 24 * 20 }) };
  const handling = withPauses(builtInHandling, [long], "m1");
  assert.equal(dueAt("merchant-answers", handling, eve).toString(), "2027-02-19T16:00:00Z");
});

test("working hours run on into a year whose days off are not announced yet, by plain weekends", () => {
  const working = handlingSchema.parse({ merchantAnswersHours: 18, workingHours: "mon-fri=09:00-18:00" });
  // The 31st of December 2048 is a Thursday.
  const evening = Temporal.Instant.from("2048-12-31T09:00:00Z");
  assert.equal(dueAt("merchant-answers", working, evening).toString(), "2049-01-04T09:00:00Z");
});

test("whoever is waited for is reminded at half and at nine tenths of the time", () => {
  const due = now.add({ hours: 10 });
  assert.deepEqual(
    remindersAt(builtInHandling, now, due).map((at) => at.toString()),
    ["2026-11-21T07:00:00Z", "2026-11-21T11:00:00Z"],
  );
});

const berlin = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).toInstant();
const german = (noticeAt: Temporal.Instant, rest: object = {}) => ({
  ...handlingSchema.parse({ merchantAnswersHours: 48, shopperSendsDays: 3, inspectedHours: 72, ...rest }),
  asked: asked("DE", "Europe/Berlin", noticeAt),
});

test("EU-CRD-14-1: a German has fourteen days from the statement to send back, whatever the policy gives", () => {
  const handling = german(berlin("2026-03-02T10:00"));
  const approved = berlin("2026-03-04T10:00");
  const due = dueBy("shopper-sends", handling, approved, secondsOf("shopper-sends", handling));
  // The sixteenth of March to its end, in Berlin.
  assert.equal(due.toString(), berlin("2026-03-17T00:00").toString());
  const law = timeByLaw("shopper-sends", handling.asked, approved);
  assert.deepEqual(
    law?.citations.map(({ rule, article }) => [rule, article]),
    [["EU-CRD-14-1", "14(1)"]],
  );
  const longer = german(berlin("2026-03-02T10:00"), { shopperSendsDays: 30 });
  assert.equal(
    dueBy("shopper-sends", longer, approved, secondsOf("shopper-sends", longer)).toString(),
    approved.add({ hours: 24 * 30 }).toString(),
  );
});

test("EU-CRD-13-1: no pause keeps a German's money longer than fourteen days from the statement, once the goods are there", () => {
  const pauses = [{ label: "peak", from: "2026-03-05T00:00:00Z", until: "2026-04-05T00:00:00Z", holds: ["warehouse"] }];
  const handling = german(berlin("2026-03-02T10:00"), { pauses });
  const arrived = berlin("2026-03-04T10:00");
  const due = dueBy("goods-inspected", handling, arrived, secondsOf("goods-inspected", handling));
  assert.equal(due.toString(), berlin("2026-03-17T00:00").toString());
  // Whoever sends late is paid late: the time to look at the goods is the policy's.
  const late = berlin("2026-03-30T10:00");
  const lateDue = dueBy("goods-inspected", german(berlin("2026-03-02T10:00")), late, 72 * 3_600);
  assert.equal(lateDue.toString(), late.add({ hours: 72 }).toString());
});

test("no article of China's ends a German's clock, nor one of the Union's a Japanese one's", () => {
  const pauses = [
    { label: "peak", from: "2026-03-03T00:00:00Z", until: "2026-04-03T00:00:00Z", holds: ["merchant", "warehouse"] },
  ];
  const [notice, hours] = [berlin("2026-03-02T10:00"), 24 * 31 + 48];
  const answered = german(notice, { pauses });
  assert.equal(
    dueBy("merchant-answers", answered, notice, secondsOf("merchant-answers", answered)).toString(),
    notice.add({ hours }).toString(),
  );
  for (const kind of ["merchant-answers", "goods-inspected", "goods-repaired", "shopper-sends"] as const)
    assert.equal(timeByLaw(kind, asked("JP", "Asia/Tokyo", notice), notice), null);
  const faulty = { ...asked("DE", "Europe/Berlin", notice), reason: "quality-fault" } as const;
  assert.equal(timeByLaw("goods-inspected", faulty, notice), null, "what is faulty is not withdrawn from");
});

test("in China the days of a statute end where the order belongs", () => {
  const back = Temporal.Instant.from("2026-03-02T18:00:00Z");
  const until = (zone: string) => timeByLaw("goods-inspected", asked("CN", zone, back), back)?.until.toString();
  assert.equal(until("Asia/Shanghai"), "2026-03-10T16:00:00Z");
  assert.equal(until("Europe/Berlin"), "2026-03-09T23:00:00Z");
});
