import { type ImportedShopper, importShoppers, shopperKeyOf, type ToldShopper } from "#domains/parties";
import { type Id, newId } from "#kernel/ids";
import { assert, grant, never, type Outcome, type Refused, refuse } from "#kernel/outcome";
import type { Tx } from "#platform/db";
import { claimKeys } from "#platform/directory";
import type { Personal } from "#platform/personal";
import type { OrderDraft } from "../model.ts";
import { publishedPolicies } from "../queries/published-policies.ts";
import { compareTellings } from "../rules/compare-tellings.ts";
import { freezeOrder } from "../rules/freeze-order.ts";
import { type OrderPins, pinPolicy } from "../rules/pin-policy.ts";
import { merchantIdsOf, OrderRows, type References } from "../store/order-rows.ts";
import { customersOfShoppers, deleteContents, idsOfContents, type KnownOrder, lockOrders } from "../store/orders.ts";
import { tellPresents } from "../store/presents.ts";

export type SavedOrder = {
  readonly result: "imported" | "updated" | "unchanged" | "facts-updated";
  readonly customerId: Id<"customer">;
  readonly orderId: Id<"order">;
  readonly merchantIds: readonly string[];
  readonly shopper: ImportedShopper["change"];
};
export type SaveRefusal = "order-older" | "order-belongs-to-other" | "merchant-unknown" | "policy-unknown";

/**
 * Writes up to 500 orders with their shoppers in the caller's transaction: new ones whole, known ones as far as they may still
 * change. Each number at most once. Answers in the order asked; a refused order leaves no trace, the others are written.
 */
export async function saveOrders(
  tx: Tx,
  personal: Personal,
  drafts: readonly OrderDraft[],
  references: References,
  lockedAlready?: ReadonlyMap<string, KnownOrder>,
): Promise<Outcome<SavedOrder, SaveRefusal>[]> {
  const [locked, policies, owners] = await Promise.all([
    lockedAlready ??
      lockOrders(
        tx,
        drafts.map((draft) => draft.frozen.number),
      ),
    publishedPolicies(tx),
    customersOfShoppers(
      tx,
      drafts.map((draft) => shopperKeyOf(shopperOf(draft))),
    ),
  ]);
  const plans = drafts.map((draft): Plan => {
    const { frozen } = draft;
    const unknown = frozen.merchantNumbers.find((number) => !references.merchants.has(number));
    if (unknown !== undefined) return { draft, refused: refuse("merchant-unknown", { merchantNumber: unknown }) };
    const order = locked.get(frozen.number);
    if (order !== undefined) return planForKnown(draft, order, owners.get(shopperKeyOf(shopperOf(draft))));
    const pins = pinPolicy(policies, { ...frozen, merchantIds: merchantIdsOf(frozen, references) });
    return pins.ok ? { draft, fate: "new", pins: pins.value } : { draft, refused: pins };
  });

  const toWrite = plans.flatMap((plan) => ("fate" in plan && plan.fate !== "unchanged" ? plan.draft : []));
  const shoppers = await importShoppers(tx, personal, toWrite.map(shopperOf));
  const shopperFor = (draft: OrderDraft): ImportedShopper => {
    const shopper = shoppers.get(shopperKeyOf(shopperOf(draft)));
    assert(shopper !== undefined, "every shopper told of was imported");
    return shopper;
  };
  const claims = plans.flatMap((plan) =>
    "pins" in plan
      ? {
          kind: "order",
          key: plan.draft.frozen.number,
          customer_id: shopperFor(plan.draft).customerId,
          id: newId<"order">(),
        }
      : [],
  );
  const claimed = await claimKeys(tx, claims);
  const orderIds = new Map(claims.filter(({ key }) => claimed.has(key)).map(({ key, id }) => [key, id]));
  // Somebody else wrote these orders a moment ago: they are known now.
  const lost = claims.filter(({ key }) => !claimed.has(key)).map(({ key }) => key);
  const late = lost.length === 0 ? new Map<string, KnownOrder>() : await lockOrders(tx, lost);
  const settled = plans.map((plan) => {
    const order = "pins" in plan ? late.get(plan.draft.frozen.number) : undefined;
    return order === undefined ? plan : planForKnown(plan.draft, order, shopperFor(plan.draft).customerId);
  });

  const replaced = settled.flatMap((plan) =>
    "order" in plan && plan.fate === "replace" ? { customer_id: plan.order.customer_id, id: plan.order.id } : [],
  );
  const keptIds = await idsOfContents(tx, replaced);
  const rows = new OrderRows(personal, tx.now, references);
  const told = new Set<ImportedShopper>();
  const outcomes = settled.map((plan): Outcome<SavedOrder, SaveRefusal> => {
    if ("refused" in plan) return plan.refused;
    const { draft } = plan;
    const merchantIds = merchantIdsOf(draft.frozen, references);
    if (plan.fate === "unchanged")
      return grant({
        result: "unchanged",
        customerId: plan.order.customer_id,
        orderId: plan.order.id,
        merchantIds,
        shopper: "unchanged",
      });
    const shopper = shopperFor(draft);
    // A shopper of several orders is counted with the first of them.
    const change = told.has(shopper) ? "unchanged" : shopper.change;
    told.add(shopper);
    const saved = (result: SavedOrder["result"], orderId: Id<"order">) =>
      grant({ result, customerId: shopper.customerId, orderId, merchantIds, shopper: change });
    switch (plan.fate) {
      case "new": {
        const orderId = orderIds.get(draft.frozen.number);
        assert(orderId !== undefined, "a number that was claimed has its id");
        rows.add(draft, shopper, orderId, plan.pins);
        return saved("imported", orderId);
      }
      case "replace":
        rows.replace(withShiftOf(draft, plan.order), shopper, plan.order, keptIds);
        return saved("updated", plan.order.id);
      case "facts-only":
        rows.moveFacts(withShiftOf(draft, plan.order), shopper, plan.order);
        return saved("facts-updated", plan.order.id);
      default:
        return never(plan.fate);
    }
  });
  deleteContents(tx, replaced);
  rows.send(tx);
  tellPresents(
    tx,
    settled.flatMap((plan, i) => {
      const [outcome, told] = [outcomes[i], plan.draft.input.present];
      if (told === undefined || outcome?.ok !== true) return [];
      const { customerId, orderId, merchantIds } = outcome.value;
      const lineNos = told.lines?.map((index) => index + 1) ?? null;
      return [{ customerId, orderId, id: newId<"present">(), merchantIds, lineNos }];
    }),
  );
  return outcomes;
}

type Plan =
  | { readonly draft: OrderDraft; readonly fate: "new"; readonly pins: OrderPins }
  | { readonly draft: OrderDraft; readonly fate: "replace" | "facts-only" | "unchanged"; readonly order: KnownOrder }
  | { readonly draft: OrderDraft; readonly refused: Refused<SaveRefusal> };

function planForKnown(draft: OrderDraft, order: KnownOrder, owner: string | undefined): Plan {
  if (owner !== order.customer_id)
    return { draft, refused: refuse("order-belongs-to-other", { number: order.number }) };
  const fate = compareTellings(
    { updatedAt: draft.frozen.sourceUpdatedAt, hash: draft.hash },
    { updatedAt: order.source_updated_at, hash: order.source_hash, hadCase: order.had_case },
  );
  if (fate === "older")
    return { draft, refused: refuse("order-older", { updatedAt: order.source_updated_at.toString() }) };
  return { draft, fate, order };
}

function shopperOf({ input, frozen }: OrderDraft): ToldShopper {
  const { externalId, name, phone, email, tier, locale } = input.shopper;
  return { source: frozen.source, externalId, updatedAt: frozen.sourceUpdatedAt, name, phone, email, tier, locale };
}

/** An order keeps the shift it was first imported with, whatever the shift of the one who tells it again. */
function withShiftOf(draft: OrderDraft, order: KnownOrder): OrderDraft {
  if (draft.frozen.shiftDays === order.shift_days) return draft;
  const frozen = freezeOrder(draft.input, order.shift_days);
  if (!frozen.ok) throw new Error("an order that was frozen once can be frozen again");
  return { ...draft, frozen: frozen.value };
}
