import { lesser } from "#kernel/money";
import type { Tx } from "#platform/db";
import { goodwillScopes } from "../rules/goodwill.ts";
import type { Limits } from "../rules/limits.ts";
import { monthOf } from "../rules/month.ts";
import type { CaseForMoney } from "./case-for-money.ts";

/**
 * How much goodwill is left for a case and its shopper this month, counting what is proposed and not refused, as far as the
 * caller sees it. Only the system's guarded update when it is paid decides.
 */
export async function goodwillLeft(tx: Tx, about: CaseForMoney, limits: Limits): Promise<bigint> {
  const month = monthOf(tx.now);
  const row = await tx.one<{ of_case: bigint; of_month: bigint }>(
    `select coalesce(sum(amount_minor) filter (where case_id = $2), 0)::bigint as of_case,
            coalesce(sum(amount_minor) filter (where to_char(proposed_at at time zone 'Asia/Shanghai', 'YYYY-MM') = $3), 0)::bigint as of_month
       from payments.compensation where customer_id = $1 and kind not in ('statutory', 'promised') and state <> 'refused' and currency = $4`,
    [about.customerId, about.caseId, month, about.paid.currency],
  );
  const [ofCase, ofMonth] = goodwillScopes(about.caseId, month, about.paid.currency, limits);
  const left = lesser(ofCase.limitMinor - row.of_case, ofMonth.limitMinor - row.of_month);
  return left > 0n ? left : 0n;
}

/**
 * How much goodwill was agreed to for a case so far, whoever proposed it; of a merchant's person only what the merchant pays, because
 * what others give is theirs. Others who agree to something for the same case wait until the commit.
 */
export async function goodwillAgreed(
  tx: Tx,
  about: Pick<CaseForMoney, "customerId" | "caseId">,
  currency: string,
): Promise<bigint> {
  await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`goodwill ${about.caseId}`]);
  return goodwillAgreedSoFar(tx, about, currency);
}

/** The same to look at. */
export async function goodwillAgreedSoFar(
  tx: Tx,
  { customerId, caseId }: Pick<CaseForMoney, "customerId" | "caseId">,
  currency: string,
): Promise<bigint> {
  const row = await tx.one<{ agreed: bigint }>(
    `select coalesce(sum(amount_minor), 0)::bigint as agreed from payments.compensation
      where customer_id = $1 and case_id = $2 and currency = $3 and kind not in ('statutory', 'promised')
        and state in ('approved', 'paying', 'paid') and ($4 or payer = 'merchant')`,
    [customerId, caseId, currency, tx.principal.kind !== "merchant"],
  );
  return row.agreed;
}
