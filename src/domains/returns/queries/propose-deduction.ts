import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { any, holds, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { findCustomerOf } from "#platform/directory";
import { deductionProposalShape, type grades, proposeDeductionInput } from "../contract.ts";
import type { Reason } from "../model.ts";
import { type Price, proposeDeduction as propose } from "../rules/propose-deduction.ts";

type Labelled = Price & { readonly label: { readonly zh: string; readonly en: string } };

/** POST /api/v1/cases/{number}/deduction — what the price table takes off for what was found, with its arithmetic. */
export const proposeDeduction = query({
  name: "returns.propose-deduction",
  input: proposeDeductionInput,
  output: deductionProposalShape,
  allow: any(holds("cases.inspect"), holds("cases.decide")),
  run: async (tx, { number, lines: found }) => {
    const customerId = await findCustomerOf(tx, "case", number);
    if (customerId === undefined) return refuse("case-not-found", { number });
    const one = await tx.maybe<{
      id: string;
      merchant_id: string;
      verdict: "ALLOW" | "DENY" | "REVIEW";
      reason: Reason;
      requested_minor: bigint;
      currency: string;
    }>(
      "select id, merchant_id, verdict, reason, requested_minor, currency from returns.return_case where customer_id = $1 and number = $2",
      [customerId, number],
    );
    if (one === undefined) return refuse("case-not-found", { number });
    const [lines, prices] = await Promise.all([
      linesWithCategories(tx, customerId, one.id),
      pricesFor(tx, one.merchant_id, one.currency),
    ]);
    const graded = lines.flatMap((line) => {
      const asked = found.find(({ lineId }) => lineId === line.line_id);
      if (asked === undefined) return [];
      return [
        {
          lineId: line.line_id,
          categories: line.categories,
          grade: asked.grade,
          quantity: line.quantity,
          accepted: Math.min(asked.accepted, line.quantity),
          requestedMinor: line.requested_minor,
          priceId: asked.priceId,
        },
      ];
    });
    const proposal = propose({ ...one, requestedMinor: one.requested_minor }, graded, prices);
    const cash = (minor: bigint) => toWire(money(minor, currency(one.currency)));
    const worth = ({ percent, fixedMinor }: Price) => ({
      percent,
      fixed: fixedMinor === null ? null : cash(fixedMinor),
    });
    return grant({
      lines: proposal.lines.map(({ lineId, choices, step }) => ({
        lineId,
        choices: choices.map((price) => ({ id: price.id, label: price.label, ...worth(price) })),
        step:
          step === null
            ? null
            : {
                priceId: step.price.id,
                label: step.price.label,
                quantity: step.quantity,
                base: cash(step.baseMinor),
                ...worth(step.price),
                amount: cash(step.amountMinor),
              },
      })),
      total: cash(proposal.totalMinor),
      capped: proposal.capped,
      because: proposal.because,
    });
  },
});

type CategorisedLine = {
  readonly line_id: string;
  readonly quantity: number;
  readonly requested_minor: bigint;
  readonly categories: readonly string[];
};

function linesWithCategories(tx: Tx, customerId: string, caseId: string): Promise<CategorisedLine[]> {
  return tx.rows<CategorisedLine>(
    `select cl.line_id, cl.quantity, cl.requested_minor,
            array(with recursive up (code, parent_code, depth) as (
                    select k.code, k.parent_code, 0 from catalog.category k where k.code = l.category_code
                    union all
                    select p.code, p.parent_code, up.depth + 1 from up join catalog.category p on p.code = up.parent_code where up.depth < 10)
                  select up.code from up order by up.depth) as categories
       from returns.case_line cl join orders.line l on l.customer_id = cl.customer_id and l.id = cl.line_id
      where cl.customer_id = $1 and cl.case_id = $2 order by cl.line_id`,
    [customerId, caseId],
  );
}

async function pricesFor(tx: Tx, merchantId: string, caseCurrency: string): Promise<Labelled[]> {
  const rows = await tx.rows<{
    id: string;
    merchant_id: string | null;
    category_code: string | null;
    grade: (typeof grades)[number];
    percent: number | null;
    fixed_minor: bigint | null;
    label: Labelled["label"];
  }>(
    `select id, merchant_id, category_code, grade, percent, fixed_minor, label from returns.deduction_price
      where active and (merchant_id is null or merchant_id = $1) and (currency is null or currency = $2) order by id`,
    [merchantId, caseCurrency],
  );
  return rows.map((row) => ({
    id: row.id,
    merchantId: row.merchant_id,
    category: row.category_code,
    grade: row.grade,
    percent: row.percent,
    fixedMinor: row.fixed_minor,
    label: row.label,
  }));
}
