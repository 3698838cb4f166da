import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import { incidents, shipmentStates } from "../model.ts";
import { type CodeSet, codeSets, normalise } from "./normalise-tracking.ts";

const shared = join(import.meta.dirname, "../../../../../shared");

test("a detail that is not in the table is read by its main code, and an unknown one keeps the parcel on its way", () => {
  assert.deepEqual(normalise("kuaidi100", "399"), { state: "delivered", incident: null });
  assert.deepEqual(normalise("kdniao", "499"), { state: "exception", incident: "other" });
  assert.deepEqual(normalise("17track", "Something_New"), { state: "in-transit", incident: null });
});

test("a locker is no consignee: put there the parcel waits, taken out it is delivered", () => {
  assert.equal(normalise("kuaidi100", "501").state, "waiting-for-pickup");
  assert.equal(normalise("kuaidi100", "304").state, "delivered");
  assert.equal(normalise("kdniao", "211").state, "waiting-for-pickup");
  assert.equal(normalise("kdniao", "311").state, "delivered");
});

test("the legs of a parcel that goes back to its sender are told apart", () => {
  assert.equal(normalise("kuaidi100", "6").state, "returning");
  assert.equal(normalise("kuaidi100", "4").state, "returned");
  assert.equal(normalise("kdniao", "407").state, "returning");
  assert.equal(normalise("kdniao", "406").state, "returned");
});

/** How the reference list calls what we call otherwise. */
const sameAs: Readonly<Record<string, readonly string[]>> = {
  pending: ["expected"],
  picked_up: ["picked-up"],
  in_transit: ["in-transit"],
  customs: ["in-transit"],
  out_for_delivery: ["out-for-delivery"],
  ready_for_pickup: ["waiting-for-pickup"],
  delivered: ["delivered"],
  return_to_sender: ["returning"],
  returned: ["returned"],
  cancelled: ["cancelled"],
  delivery_failed: ["exception", "refused"],
  exception: ["exception"],
  "exception:consignee_refused": ["refused"],
  "exception:lost": ["lost"],
  "exception:destroyed": ["lost"],
};

test("every listed code of every set is in our words, and in those the reference list has for it", {
  skip: existsSync(shared) ? false : "no reference list here",
}, () => {
  const rows: Record<string, string>[] = parse(
    readFileSync(join(shared, "vectors/logistics/carrier_status_codes.csv"), "utf8"),
    { columns: true },
  );
  const ours = rows.filter(({ vendor }) => codeSets.some((set) => set === vendor));
  assert.ok(ours.length > 70, `${ours.length} codes`);
  for (const { vendor, code = "", proposed_status_INFERRED: proposed = "" } of ours) {
    const { state } = normalise(vendor as CodeSet, code);
    const allowed = sameAs[proposed] ?? sameAs[proposed.split(":")[0] ?? ""] ?? [];
    assert.ok(allowed.includes(state), `${vendor} ${code}: ${state}, listed as ${proposed}`);
  }
  const kdniao: { code: string }[] = JSON.parse(
    readFileSync(join(shared, "data/cn_couriers/kdniao_state_codes.json"), "utf8"),
  );
  for (const { code } of kdniao) {
    const { state, incident } = normalise("kdniao", code);
    assert.ok(shipmentStates.includes(state), code);
    assert.ok(incident === null || incidents.includes(incident), code);
  }
});
