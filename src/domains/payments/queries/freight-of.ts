import { currency, money, toWire } from "#kernel/money";
import { type Distance, distances } from "#kernel/region";
import { holdsRight, type Principal, type Tx } from "#platform/db";
import type { Because } from "#platform/wire";
import type { FreightCoverOnWire, ReturnFreight } from "../contract.ts";
import { returnFreightLifecycle } from "../model.ts";
import { type ReturnFreightRow, returnFreightColumns } from "../store/return-freight.ts";
import { coverOf, type FreightCover } from "./cover-of.ts";

export type ListedFreight = ReturnFreightRow & {
  readonly payout: string | null;
  readonly payout_state: ReturnFreight["state"] | null;
};

/** Return freight with where its money is; `f` is its alias. */
export const listedFreight = {
  columns: `${returnFreightColumns
    .split(", ")
    .map((column) => `f.${column}`)
    .join(", ")}, p.number as payout, p.state as payout_state`,
  from: "payments.return_freight f left join payments.payout p on p.customer_id = f.customer_id and p.cause_kind = 'return-freight' and p.cause_id = f.id",
};

/** What is paid back of the freight a shopper laid out for a case; null where nothing was asked for. */
export async function returnFreightOf(tx: Tx, customerId: string, caseId: string): Promise<ReturnFreight | null> {
  const row = await tx.maybe<ListedFreight>(
    `select ${listedFreight.columns} from ${listedFreight.from} where f.customer_id = $1 and f.case_id = $2`,
    [customerId, caseId],
  );
  return row === undefined ? null : freightOnWire(row, tx.principal);
}

export function freightOnWire(row: ListedFreight, principal: Principal): ReturnFreight {
  const cash = (minor: bigint) => toWire(money(minor, currency(row.currency)));
  const mayDecide =
    principal.kind !== "shopper" &&
    holdsRight(principal, "cases.decide") &&
    (principal.kind !== "merchant" || row.payer === "merchant") &&
    returnFreightLifecycle.can(row.state, "approve");
  return {
    number: row.number,
    state: row.state,
    paidByShopper: cash(row.paid_by_shopper_minor),
    atOnce: cash(row.at_once_minor),
    amount: cash(row.amount_minor),
    payer: row.payer,
    decidedBy: row.decided_by_kind,
    note: row.note,
    refusedBecause: row.refused_because,
    dueAt: row.due_at?.toString() ?? null,
    paidAt: row.paid_at?.toString() ?? null,
    payout:
      row.payout === null || row.payout_state === null
        ? null
        : { number: row.payout, state: row.payout_state as NonNullable<ReturnFreight["payout"]>["state"] },
    abilities: [{ action: "decide", allowed: mayDecide, because: null }],
  };
}

type Of = { readonly customerId: string; readonly orderId: string; readonly merchantId: string };

/** The freight insurance of an order for a merchant's goods, and what it paid for a case; null where there is none. */
export async function freightCoverOf(tx: Tx, of: Of, caseId: string | null): Promise<FreightCoverOnWire | null> {
  const [cover, claim] = await Promise.all([
    coverOf(tx, of),
    caseId === null
      ? undefined
      : tx.maybe<ClaimOfCase>(
          "select state, amount_minor, currency, reckoning, decided_at, paid_at from payments.freight_claim where customer_id = $1 and case_id = $2",
          [of.customerId, caseId],
        ),
  ]);
  return cover === undefined ? null : coverOnWire(cover, claim);
}

type ClaimOfCase = {
  state: "refused" | "paying" | "paid";
  amount_minor: bigint;
  currency: string;
  reckoning: { because: Because[] };
  decided_at: Temporal.Instant;
  paid_at: Temporal.Instant | null;
};

function coverOnWire(cover: FreightCover, claim: ClaimOfCase | undefined): FreightCoverOnWire {
  const cash = (minor: bigint) => toWire(money(minor, currency(cover.currency)));
  return {
    title: cover.title,
    product: { id: cover.productId, version: cover.productVersion },
    premium: cash(cover.premiumMinor),
    premiumPayer: cover.premiumPayer,
    coveredFrom: cover.coveredFrom.toString(),
    coveredUntil: cover.coveredUntil.toString(),
    zones: zonesOnWire(cover.terms.zones, cover.currency),
    claim:
      claim === undefined
        ? null
        : {
            state: claim.state,
            amount: cash(claim.amount_minor),
            because: claim.reckoning.because,
            decidedAt: claim.decided_at.toString(),
            paidAt: claim.paid_at?.toString() ?? null,
          },
  };
}

/** The nearest first. */
export function zonesOnWire(zones: Readonly<Partial<Record<Distance, number>>>, code: string) {
  return distances.flatMap((zone) => {
    const minor = zones[zone];
    return minor === undefined ? [] : [{ zone, amount: toWire(money(BigInt(minor), currency(code))) }];
  });
}

/** What covers the way back of each merchant's goods in an order. */
export async function freightCoversOfOrder(tx: Tx, customerId: string, orderNumber: string) {
  const order = await tx.maybe<{ id: string; merchant_ids: string[] }>(
    "select id, merchant_ids from orders.shop_order where customer_id = $1 and number = $2",
    [customerId, orderNumber],
  );
  const own = tx.principal.kind === "merchant" ? tx.principal.merchantId : undefined;
  const merchants = (order?.merchant_ids ?? []).filter((id) => own === undefined || id === own);
  const covers = await Promise.all(
    merchants.map(async (merchantId) => ({
      merchantId,
      cover: await coverOf(tx, { customerId, orderId: order?.id ?? "", merchantId }),
    })),
  );
  return covers.flatMap(({ merchantId, cover }) => {
    if (cover === undefined) return [];
    const upTo = BigInt(Math.max(...Object.values(cover.terms.zones)));
    return [
      {
        merchantId,
        title: cover.title,
        payer: cover.premiumPayer,
        coveredUntil: cover.coveredUntil.toString(),
        upTo: toWire(money(upTo, currency(cover.currency))),
      },
    ];
  });
}
