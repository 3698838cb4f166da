import { z } from "zod";
import { currency, money, toWire } from "#kernel/money";
import { grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { holdsRight, type Principal } from "#platform/db";
import {
  type DeductionPrice,
  deductionPricesShape,
  type ReplyTemplate,
  replyTemplatesShape,
  replyUses,
} from "../contract.ts";

/** What one shop keeps is read at a glance; the platform's page shows the latest of everybody's. */
const shown = 500;

type Listed = {
  readonly id: string;
  readonly merchant_id: string | null;
  readonly merchant_name: string | null;
  readonly merchant_name_en: string | null;
  readonly label: { zh: string; en: string };
  readonly active: boolean;
  readonly version: number;
  readonly changed_at: Temporal.Instant;
};

/** GET /api/v1/deduction-prices — what a grade takes off. Row security shows a merchant the own shop's and the platform's. */
export const listDeductionPrices = query({
  name: "returns.deduction-prices",
  input: z.object({}),
  output: deductionPricesShape,
  allow: holds("cases.read"),
  run: async (tx) => {
    const [rows, categories] = await Promise.all([
      tx.rows<
        Listed & {
          category_code: string | null;
          category_name: string | null;
          category_name_en: string | null;
          grade: DeductionPrice["grade"];
          percent: number | null;
          fixed_minor: bigint | null;
          currency: string | null;
        }
      >(
        `select p.id, p.merchant_id, m.name as merchant_name, m.name_en as merchant_name_en, p.label, p.active, p.version, p.changed_at,
                p.category_code, k.name as category_name, k.name_en as category_name_en, p.grade, p.percent, p.fixed_minor, p.currency
           from returns.deduction_price p
           left join parties.merchant m on m.id = p.merchant_id
           left join catalog.category k on k.code = p.category_code
          order by p.active desc, p.merchant_id nulls first, p.category_code nulls first, p.changed_at desc, p.id limit $1`,
        [shown],
      ),
      tx.rows<{ code: string; name: string; name_en: string }>(
        "select code, name, name_en from catalog.category order by name, code limit $1",
        [shown],
      ),
    ]);
    return grant({
      items: rows.map((row) => ({
        ...listed(row, tx.principal, "policies.write"),
        category:
          row.category_code === null
            ? null
            : { code: row.category_code, name: { zh: row.category_name ?? "", en: row.category_name_en ?? "" } },
        grade: row.grade,
        percent: row.percent,
        fixed:
          row.fixed_minor === null || row.currency === null
            ? null
            : toWire(money(row.fixed_minor, currency(row.currency))),
      })),
      categories: categories.map(({ code, name, name_en }) => ({ code, name: { zh: name, en: name_en } })),
      nextCursor: null,
    });
  },
});

/** GET /api/v1/reply-templates — words to answer with, those in use first. */
export const listReplyTemplates = query({
  name: "returns.reply-templates",
  input: z.object({ usedFor: z.enum(replyUses).optional() }),
  output: replyTemplatesShape,
  allow: holds("cases.read"),
  run: async (tx, { usedFor }) => {
    const rows = await tx.rows<Listed & { used_for: ReplyTemplate["usedFor"]; text_zh: string; text_en: string }>(
      `select r.id, r.merchant_id, m.name as merchant_name, m.name_en as merchant_name_en, r.label, r.active, r.version, r.changed_at,
              r.used_for, r.text_zh, r.text_en
         from returns.reply_template r left join parties.merchant m on m.id = r.merchant_id
        where $2::text is null or (r.used_for = $2 and r.active)
        order by r.active desc, r.used_for, r.merchant_id nulls last, r.changed_at desc, r.id limit $1`,
      [shown, usedFor],
    );
    return grant({
      items: rows.map((row) => ({
        ...listed(row, tx.principal, "cases.decide"),
        usedFor: row.used_for,
        text: { zh: row.text_zh, en: row.text_en },
      })),
      nextCursor: null,
    });
  },
});

function listed(row: Listed, viewer: Principal, right: "policies.write" | "cases.decide") {
  const mayWrite = holdsRight(viewer, right) || holdsRight(viewer, "policies.write");
  return {
    id: row.id,
    merchantId: row.merchant_id,
    merchantName: row.merchant_id === null ? null : { zh: row.merchant_name ?? "", en: row.merchant_name_en ?? "" },
    label: row.label,
    active: row.active,
    version: row.version,
    changedAt: row.changed_at.toString(),
    own:
      viewer.kind === "merchant"
        ? row.merchant_id === viewer.merchantId && holdsRight(viewer, "cases.decide")
        : mayWrite,
  };
}
