import { newId } from "#kernel/ids";
import { posting } from "#kernel/ledger";
import { currency } from "#kernel/money";
import { grant, type Outcome } from "#kernel/outcome";
import { Recorder } from "#platform/action";
import { principalName, type Tx } from "#platform/db";
import { type Deposit, type DepositMove, moveDeposit } from "../rules/move-deposit.ts";
import {
  type DepositCause,
  type DepositKind,
  depositOfCause,
  insertDepositPosting,
  lockDeposit,
} from "../store/deposit.ts";

export type MoveDeposit = {
  readonly merchantId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Its kind and id let one cause move the deposit once each way; its number is what people are shown and click on. */
  readonly cause: DepositCause;
  readonly note?: string;
  /** Who, where it is not the principal of the transaction. */
  readonly by?: string;
};
type Moved = Outcome<Deposit, "deposit-too-low">;

/** Money of the merchant comes in. */
export const topUpDeposit = (tx: Tx, move: MoveDeposit): Promise<Moved> => moved(tx, move, "top-up");

/** Keeps a sum for a cause that is not decided yet. */
export const holdDeposit = (tx: Tx, move: MoveDeposit): Promise<Moved> => moved(tx, move, "hold");

/**
 * Takes a sum for a cause, from what is held for it first. `mayOwe`: what is not there is owed and taken from what comes in next,
 * as for a ruling; otherwise a deposit that is too low refuses. In the system role, in the transaction of its cause.
 */
export const deductFromDeposit = (tx: Tx, move: MoveDeposit & { readonly mayOwe: boolean }): Promise<Moved> =>
  moved(tx, move, "deduct", move.mayOwe);

/** The cause is gone: what is still held for it is free again. */
export async function releaseDeposit(tx: Tx, move: Omit<MoveDeposit, "amountMinor">): Promise<void> {
  const account = await lockDeposit(tx, move.merchantId, move.currency);
  const { held } = await depositOfCause(tx, move.merchantId, move.cause);
  if (held > 0n) await write(tx, account, { ...move, amountMinor: held }, "release", { kind: "release", minor: held });
}

/** Asking again for the same cause changes nothing. */
async function moved(tx: Tx, move: MoveDeposit, kind: "top-up" | "hold" | "deduct", mayOwe = false): Promise<Moved> {
  const account = await lockDeposit(tx, move.merchantId, move.currency);
  const { done, held } = await depositOfCause(tx, move.merchantId, move.cause);
  if (done.has(kind)) return grant(account);
  return write(
    tx,
    account,
    move,
    kind,
    kind === "deduct"
      ? { kind, minor: move.amountMinor, heldForCause: held, mayOwe }
      : { kind, minor: move.amountMinor },
  );
}

async function write(
  tx: Tx,
  account: Awaited<ReturnType<typeof lockDeposit>>,
  move: MoveDeposit,
  kind: DepositKind,
  change: DepositMove,
): Promise<Moved> {
  const result = moveDeposit(account, change, currency(move.currency));
  if (!result.ok) return result;
  const { after, lines } = result.value;
  const id = newId<"deposit-posting">();
  const record = new Recorder();
  insertDepositPosting(
    record,
    account,
    {
      id,
      kind,
      cause: move.cause,
      minor: move.amountMinor,
      note: move.note ?? "",
      by: move.by ?? principalName(tx.principal),
      after,
      lines: posting(lines),
    },
    tx.now,
  );
  record.about({ kind: "deposit", id, merchantId: move.merchantId });
  record.fact({
    kind: "payments.deposit-moved",
    version: 1,
    payload: {
      postingId: id,
      merchantId: move.merchantId,
      kind,
      causeKind: move.cause.kind,
      causeNumber: move.cause.number,
      amountMinor: move.amountMinor.toString(),
      availableMinor: after.availableMinor.toString(),
      owedMinor: after.owedMinor.toString(),
      currency: move.currency,
    },
  });
  record.detail({
    kind,
    causeKind: move.cause.kind,
    cause: move.cause.number,
    amountMinor: move.amountMinor.toString(),
    currency: move.currency,
  });
  record.write(tx, `payments.deposit-${kind}`, true, undefined, undefined);
  return grant(after);
}
