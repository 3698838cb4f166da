import type { FastifyReply, FastifyRequest } from "fastify";
import { type ApiServer, type DescribedPath, Refusal, signedIn } from "#platform/http";
import { dropOffCode } from "../../actions/drop-off-code.ts";
import { shipmentNumberInput } from "../../contract.ts";
import { printedShipment } from "../../queries/printed-shipment.ts";
import { drawLabel, drawPackingSlip } from "./papers.ts";

/** GET /api/v1/shipments/{number}/label and …/packing-slip: files to print, never pages to show. */
export function shipmentPapers(dropOffKey: Uint8Array): (server: ApiServer) => Promise<void> {
  return async (server) => {
    for (const [described, draw] of [
      [paths.label, drawLabel],
      [paths.slip, drawPackingSlip],
    ] as const)
      server.fastify.route({
        ...server.describe(described),
        handler: async (request: FastifyRequest, reply: FastifyReply) => {
          const caller = await server.callerOf(request);
          const { outcome } = await printedShipment.ask(caller, request.params);
          if (!outcome.ok) return server.answer(reply, { outcome });
          const { number } = outcome.value;
          if (outcome.value.way === null && outcome.value.trackingNumber === null)
            throw new Refusal("way-not-chosen", { number });
          const pdf = await draw({ ...outcome.value, code: dropOffCode(dropOffKey, number) });
          return reply
            .type("application/pdf")
            .header("content-disposition", `attachment; filename="${described.file}-${number}.pdf"`)
            .header("x-content-type-options", "nosniff")
            .header("content-security-policy", "default-src 'none'; sandbox")
            .send(pdf);
        },
      });
  };
}

const answered = {
  method: "GET",
  proof: signedIn,
  description: `Permission: ${printedShipment.meta.allow.sentence}.`,
  params: shipmentNumberInput,
  answers: { 200: { says: "A page to print", mediaTypes: ["application/pdf"] } },
  refusals: ["shipment-not-found", "way-not-chosen"],
} as const;

const paths = {
  label: {
    ...answered,
    path: "/api/v1/shipments/{number}/label",
    name: "logistics.label",
    summary: "The label for the outside of a parcel, A6",
    file: "label",
  },
  slip: {
    ...answered,
    path: "/api/v1/shipments/{number}/packing-slip",
    name: "logistics.packing-slip",
    summary: "The slip for the inside of a parcel, A4",
    file: "packing-slip",
  },
} as const satisfies Record<string, DescribedPath & { readonly file: string }>;
