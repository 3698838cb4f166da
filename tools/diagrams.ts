import {
  bookingLifecycle,
  interceptionLifecycle as parcelInterceptionLifecycle,
  parkedLifecycle,
} from "#domains/logistics";
import {
  collectionLifecycle,
  compensationLifecycle,
  detourLifecycle,
  discrepancyLifecycle,
  refundLifecycle,
  returnFreightLifecycle,
} from "#domains/payments";
import {
  caseLifecycle,
  disputeLifecycle,
  goodsLifecycle,
  interceptionLifecycle,
  moneyLifecycle,
  outboundLifecycle,
} from "#domains/returns";

type Drawn = { diagram(title?: string): string; flaws(): readonly string[] };

/** READMEs that show lifecycles, with the lifecycle of each diagram by its title. */
export const drawnIn: Readonly<Record<string, Readonly<Record<string, Drawn>>>> = {
  "src/domains/returns/README.md": {
    Case: caseLifecycle,
    Goods: goodsLifecycle,
    "Goods that go out": outboundLifecycle,
    Money: moneyLifecycle,
    Dispute: disputeLifecycle,
    "Turned round": interceptionLifecycle,
  },
  "src/domains/logistics/README.md": {
    Booking: bookingLifecycle,
    "Parked parcel": parkedLifecycle,
    Interception: parcelInterceptionLifecycle,
  },
  "src/domains/payments/README.md": {
    Refund: refundLifecycle,
    Collection: collectionLifecycle,
    Compensation: compensationLifecycle,
    "Return freight": returnFreightLifecycle,
    Detour: detourLifecycle,
    "Money that came wrong": discrepancyLifecycle,
  },
};

/** The README with its diagrams drawn anew from the lifecycles. */
export function withDiagrams(readme: string, lifecycles: Readonly<Record<string, Drawn>>): string {
  const [opening, closing] = ["<!-- diagrams -->", "<!-- /diagrams -->"];
  const [before, rest] = halves(readme, opening);
  const [, after] = halves(rest, closing);
  const drawn = Object.entries(lifecycles).map(([title, { diagram }]) => `\`\`\`mermaid\n${diagram(title)}\n\`\`\``);
  return `${before}${opening}\n\n${drawn.join("\n\n")}\n\n${closing}${after}`;
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`the README has no ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
