import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Caller } from "#platform/action";
import { csvRow } from "#platform/csv";
import { type Db, holdsRight, system, type Tx } from "#platform/db";
import { type ApiServer, type DescribedPath, Refusal, signedIn } from "#platform/http";
import { numberShape, uuidShape } from "#platform/wire";
import { changesAfter, listReplayChanges, readReplay } from "../../queries/read-replays.ts";
import { currentReturnPolicy } from "../../queries/return-policy.ts";
import { changeCells, changeHeadings } from "../../rules/change-cells.ts";

/** What is said of policies in other forms than our own: a table for spreadsheets, and schema.org for search engines. */
export function policyPapers(db: Db, publicUrl: string): (server: ApiServer) => Promise<void> {
  return async (server) => {
    server.fastify.route({ ...server.describe(paths.changes), handler: sendChanges });
    server.fastify.route({ ...server.describe(paths.returnPolicy), handler: sendReturnPolicy });

    async function sendChanges(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const caller = await server.callerOf(request);
      if (!holdsRight(caller.principal, "policies.write"))
        throw new Refusal("forbidden", { needs: listReplayChanges.meta.allow.sentence });
      const asked = z.object({ id: uuidShape }).safeParse(request.params);
      const id = asked.success ? asked.data.id : "";
      const replay = asked.success ? await inCallersTx(caller, (tx) => readReplay(tx, id)) : undefined;
      if (replay === undefined) throw new Refusal("replay-not-found", { id });
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="replay-${id}.csv"`)
        .send(Readable.from(rowsOf(caller, id)));
    }

    async function sendReturnPolicy(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const asked = z.object({ number: numberShape }).safeParse(request.params);
      const number = asked.success ? asked.data.number : "";
      const found = asked.success
        ? await db.withTx(system("public-policy"), (tx) => currentReturnPolicy(tx, number, publicUrl), {
            readOnly: true,
          })
        : undefined;
      if (found === undefined) throw new Refusal("merchant-not-found", { number });
      return reply
        .type("application/ld+json; charset=utf-8")
        .header("cache-control", "public, max-age=300")
        .header("access-control-allow-origin", "*")
        .send(JSON.stringify(found));
    }
  };
}

/** So many rows are in memory at a time, whatever the size of the table. */
const rowsAtOnce = 2_000;

async function* rowsOf(caller: Caller, id: string): AsyncGenerator<string> {
  // Spreadsheets take a file for UTF-8 only with this mark in front.
  yield `\u{feff}${csvRow(changeHeadings)}`;
  for (let after = 0; ; ) {
    const rows = await inCallersTx(caller, (tx) => changesAfter(tx, id, after, { limit: rowsAtOnce }));
    if (rows.length > 0) yield rows.map(({ change }) => csvRow(changeCells(change))).join("");
    if (rows.length < rowsAtOnce) return;
    after = rows.at(-1)?.change_no ?? after;
  }
}

function inCallersTx<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
  return caller.db.withTx(caller.principal, work, { readOnly: true });
}

const paths = {
  changes: {
    method: "GET",
    path: "/api/v1/policy-replays/{id}/changes.csv",
    name: "policies.replays.changes-csv",
    summary: "All cases a draft would have decided otherwise, as a table",
    description: `Permission: ${listReplayChanges.meta.allow.sentence}.`,
    proof: signedIn,
    params: z.object({ id: uuidShape }),
    answers: { 200: { says: changeHeadings.join(", "), mediaTypes: ["text/csv"] } },
    refusals: ["replay-not-found"],
  },
  returnPolicy: {
    method: "GET",
    path: "/api/v1/merchants/{number}/return-policy",
    name: "policies.public",
    summary: "A shop's return policy in force now, as schema.org MerchantReturnPolicy; anybody may ask",
    proof: [],
    params: z.object({ number: numberShape }),
    answers: { 200: { says: "JSON-LD", mediaTypes: ["application/ld+json"] } },
    refusals: ["merchant-not-found"],
  },
} as const satisfies Record<string, DescribedPath>;
