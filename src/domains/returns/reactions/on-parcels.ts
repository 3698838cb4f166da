import { parcelNotWanted } from "#domains/logistics";
import { system } from "#platform/db";
import type { App, Reaction } from "#platform/domain";
import { expectParcel } from "../actions/expect-parcel.ts";
import { followParcel } from "../actions/follow-parcel.ts";
import { receiveGoods } from "../actions/receive-goods.ts";
import { lockCaseById } from "../store/case.ts";

const caller = (app: App) => ({ db: app.db, principal: system("returns"), nudge: app.nudge });

/** Goods are asked back, or have gone out: a parcel is to be followed. */
export const onParcelExpected: Reaction = {
  name: "returns.on-parcel-expected",
  on: ["returns.approved", "returns.difference-paid", "returns.replacement-shipped"],
  react: async (app, fact) => {
    const { caseId, kind, goodsState, outboundState } = fact.payload as Record<string, string>;
    const direction =
      outboundState === "shipped" && fact.kind === "returns.replacement-shipped"
        ? "outbound"
        : goodsState === "awaiting-shipment" || (kind === "refuse-delivery" && goodsState === "in-transit")
          ? "return"
          : undefined;
    if (direction === undefined || fact.customerId === null) return;
    await expectParcel.execute(caller(app), { customerId: fact.customerId, caseId, direction });
    // Sent first: the shopper's own goods are to come back beside it.
    if (direction === "outbound" && goodsState === "awaiting-shipment")
      await expectParcel.execute(caller(app), { customerId: fact.customerId, caseId, direction: "return" });
  },
};

const onTheWay = new Set(["handed-in", "picked-up", "in-transit", "out-for-delivery", "waiting-for-pickup"]);

const cameToNothing: Readonly<Record<string, "lost" | "returned">> = {
  lost: "lost",
  refused: "returned",
  returning: "returned",
  returned: "returned",
};

/** Refused at the door it was to be; who took it all the same has it. */
const ofRefusal: Readonly<Record<string, "lost" | "taken">> = { lost: "lost", delivered: "taken" };

/** What the carrier's word means for the case; undefined: nothing. */
function stateOf(told: { readonly state?: string | null; readonly way?: string | null }) {
  const state = told.state ?? "";
  const refusal = told.way === "refusal";
  if (state === (refusal ? "returned" : "delivered")) return "delivered";
  if (onTheWay.has(state)) return "on-the-way";
  return refusal ? ofRefusal[state] : cameToNothing[state];
}

/** A carrier spoke of a parcel of a case. What was refused at the door has come back when it is returned, not when it is delivered. */
export const onParcelMoved: Reaction = {
  name: "returns.on-parcel-moved",
  on: ["logistics.shipment-moved"],
  react: async (app, fact) => {
    const told = fact.payload as Record<string, string | null>;
    if (told["subjectKind"] !== "case" || fact.customerId === null) return;
    const state = stateOf({ state: told["state"] ?? null, way: told["way"] ?? null });
    if (state === undefined) return;
    await followParcel.execute(caller(app), {
      customerId: fact.customerId,
      caseId: told["subjectId"],
      direction: told["direction"],
      way: told["way"] === "refusal" ? "refused-at-door" : told["way"],
      state,
      carrier: told["carrier"],
      trackingNumber: told["trackingNumber"],
      at: told["at"],
    });
  },
};

/** The goods stay where they are: no courier need come for them. */
export const onParcelNotWanted: Reaction = {
  name: "returns.on-parcel-not-wanted",
  on: ["returns.withdrawn", "returns.closed"],
  react: async (app, fact) => {
    const { caseId } = fact.payload as { caseId: string };
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, fact.customerId ?? "", caseId);
      if (row !== undefined && row.closed_at !== null && row.arrived_at === null)
        await parcelNotWanted(tx, { customerId: row.customer_id, subjectId: row.id });
    });
    app.nudge();
  },
};

/** A parcel that nobody had announced turned out to be this case's: it is here. Where the case waits for none, nothing moves. */
export const onParcelMatched: Reaction = {
  name: "returns.on-parcel-matched",
  on: ["logistics.parcel-matched"],
  react: async (app, fact) => {
    const { subjectKind, subjectNumber } = fact.payload as { subjectKind: string; subjectNumber: string };
    if (subjectKind === "case") await receiveGoods.execute(caller(app), { number: subjectNumber });
  },
};
