import { z } from "zod";
import type { Db } from "#platform/db";
import { type ApiServer, type DescribedPath, Refusal, signedIn } from "#platform/http";
import { collectionNumberInput } from "../../contract.ts";
import { findCollection } from "../../queries/get-collection.ts";
import type { StandInProcess } from "./index.ts";

/**
 * POST /api/v1/payments/stand-in/{number}/pay: the till of the stand-in, where a real provider has a page of its own. It moves no
 * money; only the shopper who is asked may tap it, and it is there only where the stand-in is.
 */
export function standInCashier(db: Db, standIn: StandInProcess | undefined) {
  return async (server: ApiServer): Promise<void> => {
    server.fastify.route({
      ...server.describe(path),
      handler: async (request) => {
        const { principal } = await server.callerOf(request);
        const { number } = collectionNumberInput.parse(request.params);
        if (standIn === undefined) throw new Refusal("not-found");
        const row =
          principal.kind === "shopper" ? await db.withTx(principal, (tx) => findCollection(tx, number)) : undefined;
        if (row === undefined) throw new Refusal("collection-not-found", { number });
        const status = await standIn.pay(row.charge_id);
        if (status !== 200) throw new Refusal("collection-not-open", { number });
        return { paid: true };
      },
    });
  };
}

const path: DescribedPath = {
  method: "POST",
  path: "/api/v1/payments/stand-in/{number}/pay",
  name: "payments.stand-in-pay",
  summary: "Pay at the stand-in's till, in a demo or sandbox only",
  proof: signedIn,
  params: z.object({ number: collectionNumberInput.shape.number }),
  answers: { 200: { says: "Paid", shape: z.object({ paid: z.boolean() }) } },
  refusals: ["collection-not-found", "collection-not-open", "not-found"],
};
