import type { Fact } from "#platform/action";
import type { DiscrepancyEnding, DiscrepancyKind } from "../contract.ts";
import type {
  CollectionState,
  CompensationState,
  DetourState,
  DiscrepancyState,
  RefundState,
  ReturnFreightState,
} from "../model.ts";

/** What the facts of this domain carry, in one place for all who publish them. */

export function payoutMoved(
  payout: {
    readonly id: string;
    readonly number: string;
    readonly customer_id: string;
    readonly cause_kind: string;
    readonly cause_id: string;
    readonly order_id: string;
    readonly amount_minor: bigint;
    readonly currency: string;
  },
  state: RefundState,
): Fact {
  return {
    kind: "payments.payout-moved",
    version: 1,
    payload: {
      payoutId: payout.id,
      number: payout.number,
      customerId: payout.customer_id,
      causeKind: payout.cause_kind,
      causeId: payout.cause_id,
      orderId: payout.order_id,
      state,
      amountMinor: payout.amount_minor.toString(),
      currency: payout.currency,
    },
  };
}

export function detourMoved(
  refund: {
    readonly id: string;
    readonly number: string;
    readonly customer_id: string;
    readonly cause_kind: string;
    readonly cause_id: string;
    readonly order_id: string;
    readonly currency: string;
  },
  detour: { readonly state: DetourState; readonly amount_minor: bigint },
): Fact {
  return {
    kind: "payments.detour-moved",
    version: 1,
    payload: {
      refundId: refund.id,
      number: refund.number,
      customerId: refund.customer_id,
      causeKind: refund.cause_kind,
      causeId: refund.cause_id,
      orderId: refund.order_id,
      state: detour.state,
      amountMinor: detour.amount_minor.toString(),
      currency: refund.currency,
    },
  };
}

export function collectionMoved(
  row: {
    readonly id: string;
    readonly number: string;
    readonly customer_id: string;
    readonly cause_kind: string;
    readonly cause_id: string;
    readonly cause_number: string;
    readonly order_id: string;
    readonly amount_minor: bigint;
    readonly currency: string;
  },
  state: CollectionState,
): Fact {
  return {
    kind: "payments.collection-moved",
    version: 1,
    payload: {
      collectionId: row.id,
      number: row.number,
      customerId: row.customer_id,
      causeKind: row.cause_kind,
      causeId: row.cause_id,
      causeNumber: row.cause_number,
      orderId: row.order_id,
      state,
      amountMinor: row.amount_minor.toString(),
      currency: row.currency,
    },
  };
}

export function compensationMoved(
  row: {
    readonly id: string;
    readonly number: string;
    readonly customer_id: string;
    readonly case_id: string;
    readonly case_number: string;
    readonly order_id: string;
    readonly kind: string;
    readonly payer: string;
    readonly amount_minor: bigint;
    readonly currency: string;
  },
  state: CompensationState,
): Fact {
  return {
    kind: "payments.compensation-moved",
    version: 1,
    payload: {
      compensationId: row.id,
      number: row.number,
      customerId: row.customer_id,
      caseId: row.case_id,
      caseNumber: row.case_number,
      orderId: row.order_id,
      kind: row.kind,
      payer: row.payer,
      state,
      amountMinor: row.amount_minor.toString(),
      currency: row.currency,
    },
  };
}

export function discrepancyMoved(row: {
  readonly id: string;
  readonly number: string;
  readonly customer_id: string;
  readonly order_id: string;
  readonly kind: DiscrepancyKind;
  readonly state: DiscrepancyState;
  readonly ending: DiscrepancyEnding | null;
  readonly amount_minor: bigint;
  readonly currency: string;
}): Fact {
  return {
    kind: "payments.discrepancy-moved",
    version: 1,
    payload: {
      discrepancyId: row.id,
      number: row.number,
      customerId: row.customer_id,
      orderId: row.order_id,
      kind: row.kind,
      state: row.state,
      ending: row.ending,
      amountMinor: row.amount_minor.toString(),
      currency: row.currency,
    },
  };
}

export function returnFreightMoved(row: {
  readonly id: string;
  readonly number: string;
  readonly customer_id: string;
  readonly case_id: string;
  readonly case_number: string;
  readonly order_id: string;
  readonly payer: string;
  readonly state: ReturnFreightState;
  readonly amount_minor: bigint;
  readonly currency: string;
}): Fact {
  return {
    kind: "payments.return-freight-moved",
    version: 1,
    payload: {
      returnFreightId: row.id,
      number: row.number,
      customerId: row.customer_id,
      caseId: row.case_id,
      caseNumber: row.case_number,
      orderId: row.order_id,
      payer: row.payer,
      state: row.state,
      amountMinor: row.amount_minor.toString(),
      currency: row.currency,
    },
  };
}

export function freightClaimed(row: {
  readonly id: string;
  readonly customer_id: string;
  readonly case_id: string;
  readonly case_number: string;
  readonly order_id: string;
  readonly state: "refused" | "paying" | "paid";
  readonly amount_minor: bigint;
  readonly currency: string;
}): Fact {
  return {
    kind: "payments.freight-claimed",
    version: 1,
    payload: {
      claimId: row.id,
      customerId: row.customer_id,
      caseId: row.case_id,
      caseNumber: row.case_number,
      orderId: row.order_id,
      state: row.state,
      amountMinor: row.amount_minor.toString(),
      currency: row.currency,
    },
  };
}
