import { z } from "zod";
import { grant } from "#kernel/outcome";
import { query } from "#platform/action";
import type { Auth } from "#platform/auth";
import { type Principal, principalId, principalKind, type Tx } from "#platform/db";
import { type Me, meShape } from "../contract.ts";
import { signedIn } from "../rules/who.ts";

export type MeParts = { readonly auth: Auth; readonly sandbox: boolean; readonly demo: boolean };

/** Who the caller is and what the pages may show: one read of the own row. */
export function me({ auth, sandbox, demo }: MeParts) {
  return query({
    name: "parties.me",
    input: z.object({}),
    output: meShape,
    allow: signedIn,
    run: async (tx) => {
      const { principal } = tx;
      const kind = principalKind(principal);
      if (principal.kind === "system" || kind === "system") throw new Error("the system asks nobody who it is");
      const caller = { ...nobody, kind, id: principalId(principal), sandbox, demo, now: tx.now.toString() };
      if (principal.kind === "shopper") return grant<Me>({ ...caller, ...(await shopper(tx, principal)) });
      const [person, secondFactor] = await Promise.all([
        colleague(tx, principal),
        auth.logins.secondFactorOf(principal.staffId),
      ]);
      const inPerson = principal.key === undefined;
      return grant<Me>({ ...caller, ...person, rights: [...principal.rights], secondFactor: inPerson && secondFactor });
    },
  });
}

const nobody = {
  name: "",
  role: null,
  rights: [] as string[],
  merchant: null,
  team: null,
  orderNumber: null,
  phoneMask: null,
  emailMask: null,
  tier: null,
  secondFactor: false,
  unread: 0,
};

type Shopper = Extract<Principal, { kind: "shopper" }>;

async function shopper(tx: Tx, { customerId, orderId }: Shopper) {
  const row = await tx.maybe<{
    name_mask: string | null;
    phone_mask: string | null;
    email_mask: string | null;
    tier: string;
    locale: string;
    unread: number;
    order_number: string | null;
  }>(
    `select name_mask, phone_mask, email_mask, tier, locale,
            (select count(*)::int from platform.message m where m.customer_id = s.customer_id and m.read_at is null) as unread,
            (select key from platform.directory d where d.customer_id = s.customer_id and d.kind = 'order' and d.id = $2) as order_number
       from parties.shopper s where customer_id = $1`,
    [customerId, orderId],
  );
  return {
    name: row?.name_mask ?? "",
    phoneMask: row?.phone_mask ?? null,
    emailMask: orderId === undefined ? (row?.email_mask ?? null) : null,
    tier: row?.tier ?? null,
    locale: row?.locale ?? "zh-CN",
    unread: row?.unread ?? 0,
    orderNumber: row?.order_number ?? null,
  };
}

type Colleague = Extract<Principal, { kind: "staff" | "merchant" }>;

async function colleague(tx: Tx, { staffId }: Colleague) {
  const row = await tx.one<{
    name: string;
    role: string;
    locale: string;
    team: string | null;
    merchant_id: string | null;
    merchant_name: string | null;
    merchant_name_en: string | null;
  }>(
    `select p.name, p.role, p.locale, t.name as team, m.id as merchant_id, m.name as merchant_name, m.name_en as merchant_name_en
       from parties.staff p left join parties.team t on t.id = p.team_id left join parties.merchant m on m.id = p.merchant_id
      where p.id = $1`,
    [staffId],
  );
  const { merchant_id: id, merchant_name: name, merchant_name_en: nameEn } = row;
  return {
    name: row.name,
    role: row.role,
    locale: row.locale,
    team: row.team,
    merchant: id === null || name === null || nameEn === null ? null : { id, name, nameEn },
  };
}
