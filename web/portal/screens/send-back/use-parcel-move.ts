import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Shipment, ShipmentMoved } from "#contract/logistics";
import { api, keys, Problem, useIntent } from "../../../shared/data/index.ts";
import { toast } from "../../frame/toast.tsx";

export const shipmentsKey = (kind: string, subject: string) => ["shipments", kind, subject] as const;

/** Sends one move of a parcel; when somebody else moved it meanwhile, the page is brought up to date and the form stays. */
export function useParcelMove(parcel: Shipment, onMoved: () => void, said: string) {
  const client = useQueryClient();
  const keyFor = useIntent();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: shipmentsKey(parcel.subject.kind, parcel.subject.number) });
    void client.invalidateQueries({ queryKey: keys.cases });
  };
  return useMutation({
    mutationFn: ({ verb, body }: { verb: string; body: object }) => {
      const content = { ...body, version: parcel.version };
      const path = `/api/v1/shipments/${encodeURIComponent(parcel.number)}/${verb}`;
      return api<ShipmentMoved>("POST", path, content, { key: keyFor({ verb, content }) });
    },
    onSuccess: () => {
      refresh();
      toast(said);
      onMoved();
    },
    onError: (error) => {
      if (error instanceof Problem && error.status === 409) refresh();
    },
  });
}
