import type { Recorder } from "#platform/action";

export type HeldUnits = { readonly lineId: string; readonly unitNos: readonly number[] };

/** A case takes hold of free units, which freezes what was agreed for the order; one that is held or already back aborts the transaction. */
export function holdUnits(record: Recorder, customerId: string, caseId: string, held: readonly HeldUnits[]): void {
  const flat = held.flatMap(({ lineId, unitNos }) => unitNos.map((no) => ({ lineId, no })));
  record.change(
    `update orders.unit u set case_id = $2, had_case = true from unnest($3::uuid[], $4::int[]) w (line_id, unit_no)
      where u.customer_id = $1 and u.line_id = w.line_id and u.unit_no = w.unit_no and u.case_id is null and u.returned_at is null returning 1`,
    [customerId, caseId, flat.map((u) => u.lineId), flat.map((u) => u.no)],
    { touch: flat.length, belief: "a unit is asked back by one case at a time" },
  );
}

/** The case is over without these units coming back: they are free again. */
export function releaseUnits(record: Recorder, customerId: string, orderId: string, caseId: string): void {
  record.change(
    "update orders.unit set case_id = null where customer_id = $1 and order_id = $2 and case_id = $3 and returned_at is null",
    [customerId, orderId, caseId],
  );
}

/**
 * These units are given back for good, for a change of mind or because of the seller's failure (which re-prices nothing); the
 * others of the case become free again.
 */
export function unitsGivenBack(
  record: Recorder,
  customerId: string,
  orderId: string,
  caseId: string,
  why: "changed-mind" | "sellers-fault",
  back: readonly HeldUnits[],
  at: Temporal.Instant,
): void {
  const flat = back.flatMap(({ lineId, unitNos }) => unitNos.map((no) => ({ lineId, no })));
  record.change(
    `update orders.unit u set (case_id, returned_at, returned_for) = (
        select case when back then u.case_id end, case when back then $6::timestamptz end, case when back then $7 end
          from (select (u.line_id, u.unit_no) in (select * from unnest($4::uuid[], $5::int[])) as back) b)
      where u.customer_id = $1 and u.order_id = $2 and u.case_id = $3 and u.returned_at is null`,
    [customerId, orderId, caseId, flat.map((u) => u.lineId), flat.map((u) => u.no), at, why],
  );
}

/** Counted as given back, and with the shopper after all, who has paid for them once more: they are free. */
export function unitsKeptAfterAll(record: Recorder, customerId: string, orderId: string, caseId: string): void {
  record.change(
    "update orders.unit set case_id = null, returned_at = null, returned_for = null where customer_id = $1 and order_id = $2 and case_id = $3",
    [customerId, orderId, caseId],
  );
}

/**
 * Units stay with the shopper at a lower price, each by its share; the case lets go of them unless it has more to do. Never
 * below nothing: a constraint holds the sum of all reductions to what was paid for the unit.
 */
export function unitsKeptForLess(
  record: Recorder,
  customerId: string,
  caseId: string,
  shares: readonly { readonly lineId: string; readonly unitNo: number; readonly minor: bigint }[],
  hold: "let-go" | "still-held",
): void {
  record.change(
    `update orders.unit u set allowance_minor = u.allowance_minor + s.minor${hold === "let-go" ? ", case_id = null" : ""}
       from unnest($3::uuid[], $4::int[], $5::bigint[]) s (line_id, unit_no, minor)
      where u.customer_id = $1 and u.case_id = $2 and u.line_id = s.line_id and u.unit_no = s.unit_no and u.returned_at is null returning 1`,
    [
      customerId,
      caseId,
      shares.map(({ lineId }) => lineId),
      shares.map(({ unitNo }) => unitNo),
      shares.map(({ minor }) => minor),
    ],
    { touch: shares.length, belief: "a reduction is paid on units that its case holds" },
  );
}

/** The goods that these units become; null: the same again. */
export type GoodsOut = {
  readonly productNumber: string;
  readonly title: string;
  readonly titleEn: string;
  readonly variant: string;
  readonly picture: string;
  readonly categoryCode: string | null;
  readonly specialClass: string | null;
};

/**
 * The exchange is done: each unit that the case still holds is the replacement now, and worth what was paid more for it, by
 * equal shares. Goods of several lines were replaced by the same again, whatever the case names. `units`: these instead, where the
 * case has let go of them.
 */
export function unitsExchanged(
  record: Recorder,
  customerId: string,
  orderId: string,
  caseId: string,
  {
    goods,
    shippedAt,
    deliveredAt,
    surchargeMinor,
    units,
  }: {
    readonly goods: GoodsOut | null;
    readonly shippedAt: Temporal.Instant | null;
    readonly deliveredAt: Temporal.Instant;
    readonly surchargeMinor: bigint;
    readonly units?: readonly HeldUnits[];
  },
): void {
  const flat = units?.flatMap(({ lineId, unitNos }) => unitNos.map((no) => ({ lineId, no }))) ?? [];
  record.change(
    `with u as (select customer_id, line_id, unit_no, order_id, merchant_id from orders.unit
        where customer_id = $1 and order_id = $2 and returned_at is null
          and case when $14 then case_id = $3 else (line_id, unit_no) in (select * from unnest($15::uuid[], $16::int[])) end)
     insert into orders.replacement (customer_id, line_id, unit_no, case_id, order_id, merchant_id, product_number, title, title_en, variant, picture, category_code, special_class,
                                     shipped_at, delivered_at, surcharge_minor)
     select u.customer_id, u.line_id, u.unit_no, $3, u.order_id, u.merchant_id, case when n.lines = 1 then $4::text end, case when n.lines = 1 then $5::text end, case when n.lines = 1 then $6::text end,
            case when n.lines = 1 then $7::text end, case when n.lines = 1 then $8::text end, case when n.lines = 1 then coalesce($9::text, l.category_code) end, case when n.lines = 1 then $10::text end,
            $11::timestamptz, $12::timestamptz, $13::bigint / n.units + case when row_number() over (order by u.line_id, u.unit_no) <= $13::bigint % n.units then 1 else 0 end
       from u join orders.line l on l.customer_id = u.customer_id and l.id = u.line_id,
            (select count(*) as units, count(distinct line_id) as lines from u) n
     on conflict (customer_id, line_id, unit_no, case_id) do nothing`,
    [
      customerId,
      orderId,
      caseId,
      goods?.productNumber ?? null,
      goods?.title ?? null,
      goods?.titleEn ?? null,
      goods?.variant ?? null,
      goods?.picture ?? null,
      goods?.categoryCode ?? null,
      goods?.specialClass ?? null,
      shippedAt,
      deliveredAt,
      surchargeMinor,
      units === undefined,
      flat.map((u) => u.lineId),
      flat.map((u) => u.no),
    ],
  );
}

export type SurchargeBack = {
  readonly lineId: string;
  readonly unitNo: number;
  /** The exchange it was paid for. */
  readonly caseId: string;
  readonly minor: bigint;
};

/** What was paid more for these units goes back, never more than was paid: a constraint holds it. */
export function surchargesGivenBack(record: Recorder, customerId: string, back: readonly SurchargeBack[]): void {
  if (back.length === 0) return;
  record.change(
    `update orders.replacement r set surcharge_back_minor = r.surcharge_back_minor + b.minor
       from unnest($2::uuid[], $3::int[], $4::uuid[], $5::bigint[]) b (line_id, unit_no, case_id, minor)
      where r.customer_id = $1 and r.line_id = b.line_id and r.unit_no = b.unit_no and r.case_id = b.case_id returning 1`,
    [
      customerId,
      back.map(({ lineId }) => lineId),
      back.map(({ unitNo }) => unitNo),
      back.map(({ caseId }) => caseId),
      back.map(({ minor }) => minor),
    ],
    { touch: back.length, belief: "what is given back was paid" },
  );
}

/** These pieces are no longer held by their case, which goes on without them. */
export function letGoOf(record: Recorder, customerId: string, caseId: string, held: readonly HeldUnits[]): void {
  const flat = held.flatMap(({ lineId, unitNos }) => unitNos.map((no) => ({ lineId, no })));
  if (flat.length === 0) return;
  record.change(
    `update orders.unit u set case_id = null from unnest($3::uuid[], $4::int[]) w (line_id, unit_no)
      where u.customer_id = $1 and u.case_id = $2 and u.line_id = w.line_id and u.unit_no = w.unit_no and u.returned_at is null returning 1`,
    [customerId, caseId, flat.map((u) => u.lineId), flat.map((u) => u.no)],
    { touch: flat.length, belief: "a case lets go of what it holds" },
  );
}
