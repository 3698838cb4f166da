import type { Recorder } from "#platform/action";
import { type Param, type Tx, toJson } from "#platform/db";
import type {
  CaseKind,
  CaseState,
  DisputeState,
  differenceStates,
  GoodsState,
  InterceptionState,
  MoneyState,
  OutboundState,
  OutboundTrouble,
  Reason,
  RepairOutcome,
  WaitingOn,
  waysBack,
} from "../model.ts";

/** The goods that go out instead. */
export type WantedGoods = {
  readonly productNumber: string;
  readonly title: string;
  readonly titleEn: string;
  readonly picture: string;
  readonly variant: string;
  /** What they are to the law; left out by cases from before it was kept. */
  readonly categoryCode?: string;
  readonly specialClass?: string | null;
};

export type CaseRow = {
  customer_id: string;
  id: string;
  number: string;
  order_id: string;
  order_number: string;
  /** Where the goods went: whose law it is, and in which zone its days end. */
  country: string;
  zone: string;
  merchant_id: string;
  kind: CaseKind;
  reason: Reason;
  /** The list it was chosen from, and the words it was chosen by; null where they were not kept yet. */
  reason_version: number;
  reason_words: { readonly zh: string; readonly en: string } | null;
  note: string;
  case_state: CaseState;
  goods_state: GoodsState;
  money_state: MoneyState;
  outbound_state: OutboundState;
  dispute_state: DisputeState;
  ship_first: boolean;
  wanted: WantedGoods | null;
  /** Asked by the recipient of a present. */
  present_id: string | null;
  /** Who paid hears of it only when the goods are accepted. */
  present_quiet: boolean;
  /** Of a parcel that is to be refused: whether it is turned round on its way. */
  interception_state: InterceptionState;
  difference_minor: bigint;
  difference_state: (typeof differenceStates)[number];
  allowance: boolean;
  instant: boolean;
  withheld_minor: bigint;
  /** Of what this case settles: what was paid more in an exchange before. */
  surcharge_minor: bigint;
  /** How the bench says that a repair ended; null: nobody has said, or nothing was to be repaired. */
  repair_outcome: RepairOutcome | null;
  /** How many pieces go out, where fewer than were asked about were accepted. */
  units_out: number | null;
  outbound_trouble: OutboundTrouble | null;
  outbound_attempt: number;
  outbound_carrier: string | null;
  outbound_tracking: string | null;
  outbound_shipped_at: Temporal.Instant | null;
  outbound_delivered_at: Temporal.Instant | null;
  waiting_on: WaitingOn;
  due_at: Temporal.Instant | null;
  due_action: string | null;
  version: number;
  timeline_seq: bigint;
  attempt: number;
  title: string;
  title_en: string;
  picture: string;
  units: number;
  verdict: "ALLOW" | "DENY" | "REVIEW";
  best_route: string | null;
  freight_payer: string | null;
  /** By which ways the goods may come back; null: by any. */
  ways_back: readonly (typeof waysBack)[number][] | null;
  /** What the promise takes off the refund for taking the goods back. */
  fee_minor: bigint;
  /** Given on top of an exchange once the goods have arrived. */
  bonus_minor: bigint;
  /** What the shopper says to have paid for the way back, and the photos that show it. */
  freight_paid_minor: bigint | null;
  freight_receipts: readonly string[];
  policy_id: string;
  policy_version: number;
  law_version: string;
  requested_minor: bigint;
  approved_minor: bigint | null;
  refunded_minor: bigint;
  currency: string;
  way_back: string | null;
  carrier: string | null;
  tracking_number: string | null;
  shipped_at: Temporal.Instant | null;
  arrived_at: Temporal.Instant | null;
  inspected_at: Temporal.Instant | null;
  reject_reason: string | null;
  shopper_mask: string | null;
  assigned_to: string | null;
  opened_by: string;
  requested_at: Temporal.Instant;
  decided_at: Temporal.Instant | null;
  /** The first answer of the merchant's side, and who gave it. */
  answered_at: Temporal.Instant | null;
  answered_by: "person" | "policy" | "clock" | null;
  closed_at: Temporal.Instant | null;
};

export const caseColumns =
  "customer_id, id, number, order_id, order_number, country, zone, merchant_id, kind, reason, reason_version, reason_words, note, case_state, goods_state, money_state, outbound_state, dispute_state, ship_first, wanted, present_id, present_quiet, interception_state, difference_minor, difference_state, allowance, instant, withheld_minor, surcharge_minor, repair_outcome, units_out, outbound_trouble, outbound_attempt, outbound_carrier, outbound_tracking, outbound_shipped_at, outbound_delivered_at, waiting_on, due_at, due_action, version, timeline_seq, attempt, title, title_en, picture, units, verdict, best_route, freight_payer, ways_back, fee_minor, bonus_minor, freight_paid_minor, freight_receipts, policy_id, policy_version, law_version, requested_minor, approved_minor, refunded_minor, currency, way_back, carrier, tracking_number, shipped_at, arrived_at, inspected_at, reject_reason, shopper_mask, assigned_to, opened_by, requested_at, decided_at, answered_at, answered_by, closed_at";

export function lockCase(tx: Tx, customerId: string, number: string): Promise<CaseRow | undefined> {
  return tx.maybe<CaseRow>(
    `select ${caseColumns} from returns.return_case where customer_id = $1 and number = $2 for update`,
    [customerId, number],
  );
}

export function lockCaseById(tx: Tx, customerId: string, id: string): Promise<CaseRow | undefined> {
  return tx.maybe<CaseRow>(
    `select ${caseColumns} from returns.return_case where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

export type NewCase = Omit<
  CaseRow,
  | "version"
  | "refunded_minor"
  | "carrier"
  | "tracking_number"
  | "freight_paid_minor"
  | "freight_receipts"
  | "shipped_at"
  | "arrived_at"
  | "inspected_at"
  | "reject_reason"
  | "assigned_to"
  | "closed_at"
  | "attempt"
  | "withheld_minor"
  | "surcharge_minor"
  | "repair_outcome"
  | "units_out"
  | "outbound_trouble"
  | "outbound_attempt"
  | "instant"
  | "difference_state"
  | "outbound_carrier"
  | "outbound_tracking"
  | "outbound_shipped_at"
  | "outbound_delivered_at"
> & { search_text: string; signals: string; asked_kind: CaseKind; asked_reason: Reason };

const newColumns = [
  "customer_id",
  "id",
  "number",
  "order_id",
  "order_number",
  "country",
  "zone",
  "merchant_id",
  "kind",
  "reason",
  "reason_version",
  "reason_words",
  "note",
  "case_state",
  "goods_state",
  "money_state",
  "outbound_state",
  "dispute_state",
  "ship_first",
  "wanted",
  "present_id",
  "present_quiet",
  "interception_state",
  "difference_minor",
  "allowance",
  "waiting_on",
  "due_at",
  "due_action",
  "timeline_seq",
  "title",
  "title_en",
  "picture",
  "units",
  "verdict",
  "best_route",
  "freight_payer",
  "ways_back",
  "fee_minor",
  "bonus_minor",
  "way_back",
  "policy_id",
  "policy_version",
  "law_version",
  "requested_minor",
  "approved_minor",
  "currency",
  "shopper_mask",
  "search_text",
  "asked_kind",
  "asked_reason",
  "signals",
  "opened_by",
  "requested_at",
  "decided_at",
  "answered_at",
  "answered_by",
] as const satisfies readonly (keyof NewCase)[];
const caseTable = `returns.return_case (${newColumns.join(", ")})`;

export function insertCase(record: Recorder, row: NewCase): void {
  record.insert(
    caseTable,
    newColumns.map((column) => row[column] as Param),
  );
}

export type NewCaseLine = {
  customer_id: string;
  case_id: string;
  line_id: string;
  order_id: string;
  merchant_id: string;
  unit_nos: readonly number[];
  facts: object;
  verdict: string;
  requested_minor: bigint;
};

const caseLineTable =
  "returns.case_line (customer_id, case_id, line_id, order_id, merchant_id, unit_nos, quantity, facts, verdict, requested_minor)";

export function insertCaseLine(record: Recorder, line: NewCaseLine): void {
  record.insert(caseLineTable, [
    line.customer_id,
    line.case_id,
    line.line_id,
    line.order_id,
    line.merchant_id,
    line.unit_nos,
    line.unit_nos.length,
    line.facts,
    line.verdict,
    line.requested_minor,
  ]);
}

export type CaseLineRow = {
  line_id: string;
  unit_nos: number[];
  quantity: number;
  accepted_quantity: number | null;
  facts: Record<string, unknown>;
  verdict: "ALLOW" | "DENY" | "REVIEW";
  requested_minor: bigint;
};

export function caseLines(tx: Tx, customerId: string, caseId: string): Promise<CaseLineRow[]> {
  return tx.rows<CaseLineRow>(
    "select line_id, unit_nos, quantity, accepted_quantity, facts, verdict, requested_minor from returns.case_line where customer_id = $1 and case_id = $2 order by line_id",
    [customerId, caseId],
  );
}

type Changeable = Omit<
  CaseRow,
  "customer_id" | "id" | "number" | "version" | "timeline_seq" | "order_id" | "merchant_id"
> &
  Pick<NewCase, "asked_kind" | "asked_reason">;

/**
 * Changes a case that this transaction has locked; the guard repeats what the lock says. Takes the timeline's new head from
 * the recorder, so write the lines first.
 */
export function moveCase(row: CaseRow, record: Recorder, changes: Partial<Changeable>): CaseRow {
  const columns = Object.keys(changes) as (keyof Changeable)[];
  const sets = columns.map((column, i) => `${column} = $${i + 5}`);
  record.change(
    `update returns.return_case set version = version + 1, timeline_seq = $4${sets.length > 0 ? `, ${sets.join(", ")}` : ""}
      where customer_id = $1 and id = $2 and version = $3 returning 1`,
    [row.customer_id, row.id, row.version, record.seq(), ...columns.map((column) => changes[column] as Param)],
    { touch: 1, belief: "a case moves from the version that was read" },
  );
  return { ...row, ...changes, version: row.version + 1, timeline_seq: record.seq() };
}

/** What more was said or shown since, with what it is judged by now. */
export function setJudged(
  record: Recorder,
  row: Pick<CaseRow, "customer_id" | "id">,
  lines: readonly { readonly lineId: string; readonly facts: object; readonly verdict: CaseRow["verdict"] }[],
): void {
  record.change(
    `update returns.case_line l set facts = j.facts, verdict = j.verdict from unnest($3::uuid[], $4::jsonb[], $5::text[]) j (line_id, facts, verdict)
      where l.customer_id = $1 and l.case_id = $2 and l.line_id = j.line_id`,
    [
      row.customer_id,
      row.id,
      lines.map(({ lineId }) => lineId),
      lines.map(({ facts }) => toJson(facts)),
      lines.map(({ verdict }) => verdict),
    ],
  );
}

export function setAccepted(
  record: Recorder,
  customerId: string,
  caseId: string,
  accepted: readonly { lineId: string; quantity: number }[],
): void {
  record.change(
    `update returns.case_line l set accepted_quantity = a.quantity from unnest($3::uuid[], $4::int[]) a (line_id, quantity)
      where l.customer_id = $1 and l.case_id = $2 and l.line_id = a.line_id`,
    [customerId, caseId, accepted.map((a) => a.lineId), accepted.map((a) => a.quantity)],
  );
}

type Counted = {
  readonly received: number;
  readonly accepted: number;
  readonly grade: string;
  readonly disposition: string;
  readonly note: string;
  readonly photos: readonly string[];
  readonly serials: readonly string[];
};

const inspectionTable =
  "returns.inspection (customer_id, id, case_id, line_id, order_id, merchant_id, expected_quantity, received_quantity, accepted_quantity, grade, disposition, note, photos, serials, inspected_by, at)";

export function insertInspections(
  record: Recorder,
  row: CaseRow,
  lines: readonly { line: CaseLineRow; count: Counted | undefined; id: string }[],
  by: string,
  at: Temporal.Instant,
): void {
  for (const { line, count, id } of lines) {
    if (count === undefined) continue;
    record.insert(inspectionTable, [
      row.customer_id,
      id,
      row.id,
      line.line_id,
      row.order_id,
      row.merchant_id,
      line.quantity,
      count.received,
      count.accepted,
      count.grade,
      count.disposition,
      count.note,
      count.photos,
      count.serials,
      by,
      at,
    ]);
  }
}
