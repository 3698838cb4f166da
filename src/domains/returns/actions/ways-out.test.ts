import assert from "node:assert/strict";
import { test } from "node:test";
import { type Principal, system } from "#platform/db";
import { type Asked, inTrade, type Trade, type Verb, yuan } from "../../../../tests/support/trade.ts";
import { as, staff } from "../../../../tests/support/world.ts";
import { onDeadline as moneyDeadlines } from "../../payments/reactions/on-deadline.ts";
import { type CaseKind, type DeadlineKind, insteadOfRepair, kindTraits } from "../model.ts";
import { followInterception } from "./follow-interception.ts";
import { followParcel } from "./follow-parcel.ts";
import { timeOut } from "./time-out.ts";

// Nothing gets stuck: from a fresh case of each kind every move that a page offers to a side and every deadline is taken, each
// combination of the axes once. Money is settled at once, so that what is walked is what people and clocks decide; where it is not,
// the provider's no is walked from the moment the money is sent.

type Side = "shopper" | "merchant" | "platform";
type Move =
  | { readonly by: Side; readonly verb: Verb; readonly input: object; readonly photo?: boolean }
  | { readonly by: "clock" }
  | { readonly by: "carrier"; readonly word: "confirmed" | "failed" }
  | { readonly by: "carrier"; readonly says: "delivered" | "lost" }
  | { readonly by: "till" };
type Start = {
  readonly kind: CaseKind;
  readonly change: Parameters<Trade["ask"]>[1];
  /** What is done before the walk begins. */
  readonly path?: readonly Move[];
};

const starts: readonly Start[] = [
  { kind: "cancel-before-shipment", change: { reason: "no-longer-wanted" } },
  { kind: "refund-only", change: {} },
  { kind: "refund-only", change: { reason: "never-arrived" } },
  { kind: "return-and-refund", change: { reason: "no-longer-wanted" } },
  { kind: "exchange", change: {} },
  { kind: "exchange", change: { shipFirst: true } },
  { kind: "exchange", change: { wanted: { productNumber: "cheaper" } } },
  { kind: "exchange", change: { wanted: { productNumber: "dearer" } } },
  { kind: "repair", change: {} },
  { kind: "reship", change: {} },
  { kind: "price-protection", change: {} },
  { kind: "refuse-delivery", change: {} },
];

type Standing = {
  readonly kind: CaseKind;
  readonly case_state: string;
  readonly outbound_state: string;
  readonly closed: boolean;
  readonly waiting_on: string;
  readonly money_state: string;
  readonly due_action: string | null;
  readonly has_deadline: boolean;
  readonly interception_state: string;
  readonly deadline_kind: DeadlineKind | null;
  readonly offer_kind: string | null;
  readonly detour: string | null;
  /** The exchange fell through, and what was paid or asked for it is not undone yet. */
  readonly difference_goes_back: boolean;
  readonly combination: string;
};
type Place = {
  readonly standing: Standing;
  readonly start: Start;
  readonly path: readonly Move[];
  readonly moves: readonly Move[];
  /** Where each move led, by its place in `moves`. */
  readonly led: (string | undefined)[];
  next: number;
};

const atOnce = 4;

test("from every reachable combination of the axes somebody has a way out, by a time, and every way can end", (context) =>
  inTrade(async (trade) => {
    await trade.price(34_900);
    await trade.price(29_900, "cheaper");
    await trade.price(49_900, "dearer");
    const places = await walked(trade, starts);
    const moves = places.flatMap((place) => place.moves).length;
    context.diagnostic(`${places.length} combinations, ${moves} moves`);
    assert.ok(places.length > 100, `${places.length} combinations`);
  }));

for (const [mode, least] of [
  ["refusing", 4],
  ["short", 4],
  ["silent", 1],
] as const)
  test(`money that the provider ${mode === "refusing" ? "refuses" : mode === "short" ? "pays too little of" : "pays without a word"} has a way out as well`, (context) =>
    inTrade(async (trade) => {
      trade.running.standIn.setMode(mode);
      const approved = [{ by: "merchant", verb: "approve", input: {} }] as const;
      const places = await walked(trade, [
        { kind: "refund-only", change: { reason: "never-arrived" }, path: approved },
        { kind: "cancel-before-shipment", change: { reason: "no-longer-wanted" }, path: approved },
      ]);
      context.diagnostic(`${places.length} combinations`);
      assert.ok(places.length >= 2 * least, places.map(({ standing }) => standing.combination).join("\n"));
    }));

/** Every place that is reached from these starts; from each somebody has a way out, by a time, and it can end. */
async function walked(trade: Trade, from: readonly Start[]): Promise<readonly Place[]> {
  const places = new Map<string, Place>();
  const wrong: string[] = [];
  for (const start of from) await walkFrom(start, start.path ?? []);
  // Whoever fails does so after the others are done: they still use the database.
  const walks = await Promise.allSettled(Array.from({ length: atOnce }, work));
  for (const walk of walks) if (walk.status === "rejected") throw walk.reason;

  const stuck = [...places.values()].flatMap((place) => whyStuck(place).map((why) => `${why}: ${told(place)}`));
  const ending = withAnEnd(places);
  const endless = [...places.values()].filter((place) => !ending.has(place.standing.combination)).map(told);
  assert.deepEqual({ wrong, stuck, endless }, { wrong: [], stuck: [], endless: [] });
  return [...places.values()];

  async function work(): Promise<void> {
    for (let place = unfinished(); place !== undefined; place = unfinished()) await walkFrom(place.start, place.path);
  }

  function unfinished(): Place | undefined {
    return [...places.values()].find(({ next, moves }) => next < moves.length);
  }

  /** On a fresh order: along a known path, and then on and on, one move that nobody has tried after the other. */
  async function walkFrom(start: Start, path: readonly Move[]): Promise<void> {
    const asked = await trade.ask(start.kind, start.change);
    const taken: Move[] = [];
    for (const move of path) {
      await take(trade, asked, move);
      taken.push(move);
      await atRest(trade, asked, start, taken);
    }
    for (let place = await placeOf(asked, start, taken); place.next < place.moves.length; ) {
      const at = place.next++;
      const move = place.moves[at];
      if (move === undefined) return;
      const answer = await take(trade, asked, move);
      if (answer === "too-many-offers") return;
      if (judgedByWhatIsSaid.has(answer)) continue;
      if (answer !== "done") {
        wrong.push(`${JSON.stringify(move)} is offered, and answered ${answer}: ${told(place)}`);
        return;
      }
      taken.push(move);
      const left = place;
      place = await placeOf(asked, start, taken);
      left.led[at] = place.standing.combination;
    }
  }

  async function placeOf(asked: Asked, start: Start, taken: readonly Move[]): Promise<Place> {
    const standing = await atRest(trade, asked, start, taken);
    const known = places.get(standing.combination);
    if (known !== undefined) return known;
    const moves = standing.closed ? [] : await movesAt(trade, asked, standing);
    const place = { standing, start, path: [...taken], moves, led: moves.map(() => undefined), next: 0 };
    const meanwhile = places.get(standing.combination);
    if (meanwhile !== undefined) return meanwhile;
    places.set(standing.combination, place);
    return place;
  }
}

/** Where the case stands once its money has come to rest. */
async function atRest(trade: Trade, asked: Asked, start: Start, path: readonly Move[]): Promise<Standing> {
  let standing = await standingOf(trade, asked);
  const moving = () =>
    !atRestStates.has(standing.money_state) ||
    standing.difference_goes_back ||
    (standing.money_state === "attention" &&
      standing.detour !== null &&
      standing.waiting_on !== seesToIt[standing.detour]);
  if (moving())
    await trade.running
      .until("money has come to rest", async () => {
        standing = await standingOf(trade, asked);
        return !moving();
      })
      .catch((error) => {
        throw new Error(told({ standing, start, path }), { cause: error });
      });
  return standing;
}

/** Whom a refund the provider will not take waits for; anything else is on its way. */
const seesToIt: Readonly<Record<string, string>> = { merchant: "merchant", platform: "platform", proved: "shopper" };

const atRestStates: ReadonlySet<string> = new Set(["none", "settled", "attention"]);

async function standingOf({ db }: Trade, { number }: Asked): Promise<Standing> {
  return db.withTx(system("test"), (tx) =>
    tx.one<Standing>(
      `select c.kind, c.case_state, c.outbound_state, c.money_state, c.closed_at is not null as closed, c.waiting_on, c.due_action, c.due_at is not null as has_deadline, case when c.goods_state = 'in-transit' then c.interception_state else 'none' end as interception_state,
              d.kind as deadline_kind, o.kind as offer_kind, w.state as detour,
              c.difference_state in ('asked', 'paid')
                and case when c.kind = 'exchange' then c.case_state in ('withdrawn', 'rejected', 'closed') and c.outbound_state not in ('shipped', 'arrived', 'delivered')
                         else c.case_state <> 'approved' or c.money_state <> 'none' or c.goods_state = 'awaiting-shipment' end as difference_goes_back,
              concat_ws(' ', c.kind, c.case_state, 'goods:' || c.goods_state, 'out:' || c.outbound_state, 'money:' || c.money_state, 'dispute:' || c.dispute_state,
                'difference:' || c.difference_state, case when c.interception_state <> 'none' and c.goods_state = 'in-transit' then 'turn:' || c.interception_state end, 'waits:' || c.waiting_on, coalesce(c.due_action, '-'), coalesce(d.kind, '-'), coalesce(o.made_by || '-' || o.kind, '-'), 'detour:' || w.state,
                c.repair_outcome, case when c.kind = 'exchange' and c.ship_first then 'first' end, case when c.kind = 'exchange' and c.difference_minor < 0 then 'cheaper' end,
                case when p.shopper_stated_at is not null then 'shopper-stated' end, case when p.merchant_stated_at is not null then 'merchant-stated' end) as combination
         from returns.return_case c
         left join payments.refund r on r.customer_id = c.customer_id and r.cause_id = c.id
         left join payments.detour w on w.customer_id = r.customer_id and w.refund_id = r.id
         left join platform.deadline d on d.subject_id in (c.id, r.id) and d.fired_at is null and d.cancelled_at is null
         left join returns.offer o on o.customer_id = c.customer_id and o.case_id = c.id and o.state = 'open'
         left join returns.dispute p on p.customer_id = c.customer_id and p.case_id = c.id and c.dispute_state = 'evidence'
        where c.number = $1`,
      [number],
    ),
  );
}

/** What each side's page offers, with what may be said; and what the clock does. */
async function movesAt(trade: Trade, asked: Asked, standing: Standing): Promise<Move[]> {
  const moves: Move[] = [];
  for (const by of ["shopper", "merchant", "platform"] as const) {
    const { abilities, outbound } = await trade.page(asked, personOf(trade, by));
    for (const { action, allowed } of abilities)
      if (allowed && !changesNothing.has(action))
        moves.push(...waysTo(action as Verb, by, { ...standing, partsOnly: outbound.partsOnly }));
  }
  if (standing.interception_state === "wanted")
    for (const word of ["confirmed", "failed"] as const) moves.push({ by: "carrier", word });
  if (standing.outbound_state === "shipped")
    for (const says of ["delivered", "lost"] as const) moves.push({ by: "carrier", says });
  return standing.has_deadline ? [...moves, { by: "clock" }] : moves;
}

/** Not for a button to know: what is said decides. */
const judgedByWhatIsSaid: ReadonlySet<string> = new Set(["deduction-for-sellers-fault", "replacement-all-or-nothing"]);

const changesNothing: ReadonlySet<string> = new Set(["note", "assign", "change-disposition", "extend"]);

function waysTo(
  verb: Verb | "pay-difference",
  by: Side,
  { kind, case_state, outbound_state, offer_kind, partsOnly }: Standing & { readonly partsOnly: boolean },
): Move[] {
  const worth = partsOnly ? { amount: yuan("1.00") } : {};
  switch (verb) {
    case "approve":
      return [{ by, verb, input: case_state === "approved" ? worth : {} }];
    case "pay-difference":
      return [{ by: "till" }];
    case "inspect":
      if (kind === "repair")
        return [
          ...[
            { outcome: "repaired" },
            ...insteadOfRepair.map((instead) => ({ outcome: "not-repairable", instead })),
          ].map((repair) => ({ by, verb, input: { repair } })),
          { by, verb, input: { accepted: 0 } },
        ];
      return [
        { by, verb, input: {} },
        { by, verb, input: { accepted: 0 } },
        ...(kindTraits[kind].money === "refund" && by === "merchant"
          ? [{ by, verb, input: { deduction: { amount: yuan("1.00"), note: "scratched" } } }]
          : []),
      ];
    case "offer": {
      // Who of the sellers' side proposes it makes no difference: the platform is walked with the simplest.
      const amount = { by, verb, input: { kind: "amount", amount: yuan("1.00") } };
      const kinds = ["refund-only", "return-and-refund", "exchange", "reship"] as const;
      const open = kindTraits[kind].money === "allowance" ? [] : kinds;
      const others = open.filter((toKind) => toKind !== kind).map((toKind) => ({ kind: "kind", toKind }));
      const evidence = { by, verb, input: { kind: "evidence", note: "the label, please" } };
      return by === "merchant" ? [amount, ...others.map((input) => ({ by, verb, input })), evidence] : [amount];
    }
    case "choose-detour":
      return [{ by, verb, input: { way: "payout" } }];
    case "transfer-refund":
      return [{ by, verb, input: { way: "transfer" } }];
    case "confirm-refund":
      return [
        { by, verb, input: { received: true } },
        { by, verb, input: { received: false } },
      ];
    case "answer-offer":
      return [
        { by, verb, input: { accept: true }, photo: offer_kind === "evidence" },
        { by, verb, input: { accept: false } },
      ];
    case "object-replacement":
      // For the shopper on the phone it is the same; and what is on its way is not missed yet.
      if (by !== "shopper") return [];
      return outbound_state === "arrived"
        ? [{ by, verb, input: { trouble: "not-arrived" } }]
        : [{ by, verb, input: { trouble: "broken" }, photo: true }];
    case "make-good":
      if (by === "platform") return [{ by, verb, input: { remedy: "arrived" } }];
      return [
        ...(case_state === "rejected" && outbound_state === "lost" ? [] : [{ by, verb, input: { remedy: "resend" } }]),
        { by, verb, input: { remedy: "refund", ...worth } },
      ];
    case "rule":
      return [
        { by, verb, input: {} },
        { by, verb, input: { ruling: "partial", amount: yuan("1.00") } },
        { by, verb, input: { ruling: "refuse" } },
      ];
    default:
      return [{ by, verb, input: {} }];
  }
}

async function take(trade: Trade, asked: Asked, move: Move): Promise<string> {
  if (move.by === "clock") return fired(trade, asked);
  if (move.by === "carrier")
    return "word" in move ? answered(trade, asked, move.word) : spokenOf(trade, asked, move.says);
  if (move.by === "till") return trade.paysDifference(asked).then(() => "done");
  const who = personOf(trade, move.by);
  if (move.verb === "choose-detour" || move.verb === "transfer-refund")
    return trade.act(asked, move.verb, { how: await detourOf(trade, asked, move, who) }, who);
  const proof = move.photo === true ? { evidence: [await trade.photo(asked.order, who)] } : {};
  const answer = await trade.act(asked, move.verb, { ...move.input, ...proof }, who);
  // Asked for and not under way yet: until the relay has told it nothing shows that it was.
  if (move.verb === "send-refund-again") await trade.running.relay.drain();
  return answer;
}

async function detourOf(trade: Trade, asked: Asked, { input }: { input: object }, who: Principal): Promise<object> {
  if ("way" in input && input.way === "transfer")
    return { way: "transfer", reference: "T-1", proof: [await trade.photo(asked.order, who)] };
  return { way: "payout", tenderId: (await trade.page(asked)).refunds[0]?.detour?.tenders[0]?.id };
}

/** Another person of the platform each time, as an appeal wants. */
function personOf({ buyer, seller }: Trade, side: Side): Principal {
  return side === "shopper" ? buyer : side === "merchant" ? seller : staff();
}

async function fired({ db, running }: Trade, asked: Asked): Promise<string> {
  const due = await db.withTx(system("test"), (tx) =>
    tx.maybe<{ id: string; customer_id: string; subject_id: string; kind: DeadlineKind }>(
      `select d.id, d.customer_id, d.subject_id, d.kind from platform.deadline d join returns.return_case c on c.id = d.subject_id or d.subject_id in (select r.id from payments.refund r where r.cause_id = c.id)
        where c.number = $1 and d.fired_at is null and d.cancelled_at is null`,
      [asked.number],
    ),
  );
  if (due === undefined) return "no deadline";
  // Its time has come: what is not due yet may still be moved.
  await db.withTx(system("test"), (tx) =>
    tx.run("update platform.deadline set due_at = $2 where id = $1", [due.id, tx.now]),
  );
  const ofMoney = moneyDeadlines[due.kind];
  if (ofMoney !== undefined) {
    await ofMoney(running.app, { id: due.id, customerId: due.customer_id, subjectId: due.subject_id } as never);
    return "done";
  }
  const { outcome } = await timeOut.execute(as(db, system("deadlines")), {
    customerId: due.customer_id,
    caseId: due.subject_id,
    deadlineId: due.id,
    kind: due.kind,
  });
  return outcome.ok && outcome.value.acted ? "done" : `${due.kind} passes and nothing happens`;
}

/** What the carrier says of a parcel that is to be turned round. */
async function answered({ db }: Trade, { number, order }: Asked, word: "confirmed" | "failed"): Promise<string> {
  const row = await db.withTx(system("test"), (tx) =>
    tx.one<{ id: string }>("select id from returns.return_case where number = $1", [number]),
  );
  const input = { customerId: order.customerId, caseId: row.id, word };
  const { outcome } = await followInterception.execute(as(db, system("returns")), input);
  return outcome.ok && outcome.value.moved ? "done" : "the carrier answers and nothing happens";
}

/** The carrier speaks of what was sent to the shopper. */
async function spokenOf({ db }: Trade, { number, order }: Asked, state: "delivered" | "lost"): Promise<string> {
  const row = await db.withTx(system("test"), (tx) =>
    tx.one<{ id: string }>("select id from returns.return_case where number = $1", [number]),
  );
  const parcel = { direction: "outbound", way: null, carrier: null, trackingNumber: null };
  const input = { customerId: order.customerId, caseId: row.id, ...parcel, state };
  const { outcome } = await followParcel.execute(as(db, system("returns")), input);
  return outcome.ok && outcome.value.moved ? "done" : "the carrier speaks and nothing happens";
}

function whyStuck({ standing, moves, led }: Place): string[] {
  if (standing.closed) return standing.waiting_on === "nobody" ? [] : ["over, and somebody is still waited for"];
  const owners: Readonly<Record<string, string>> = { warehouse: "merchant", payment: "platform" };
  const owner = owners[standing.waiting_on] ?? standing.waiting_on;
  const leadsOn = (at: number) => led[at] !== undefined && led[at] !== standing.combination;
  const acts = moves.some(({ by }, at) => (by === owner || (by === "till" && owner === "shopper")) && leadsOn(at));
  const clock = moves.some(({ by }, at) => by === "clock" && leadsOn(at));
  return [
    ...(standing.waiting_on === "nobody" ? ["nobody is waited for"] : []),
    ...(standing.has_deadline || standing.waiting_on === "platform" ? [] : ["no time is set"]),
    ...(acts || clock ? [] : ["who is waited for can do nothing, and the clock neither"]),
  ];
}

/** The combinations from which a closed one can be reached. */
function withAnEnd(places: ReadonlyMap<string, Place>): ReadonlySet<string> {
  const ending = new Set(
    [...places.values()].filter(({ standing }) => standing.closed).map((p) => p.standing.combination),
  );
  for (let before = -1; before !== ending.size; ) {
    before = ending.size;
    for (const { standing, led } of places.values())
      if (led.some((to) => to !== undefined && ending.has(to))) ending.add(standing.combination);
  }
  return ending;
}

function told({ standing, start, path }: Pick<Place, "standing" | "start" | "path">): string {
  const steps = path.map((move) =>
    "verb" in move ? `${move.by} ${move.verb} ${JSON.stringify(move.input)}` : move.by,
  );
  return `${standing.combination} (${start.kind} ${JSON.stringify(start.change)}: ${steps.join(", ")})`;
}
