import { type Share, shareInterval } from "#kernel/stats";
import type { EvidenceKind, Reason } from "../contract/reasons.ts";
import type { SignalName } from "../model.ts";
import type { Handling } from "./handling.ts";

/** What a shopper did in the time looked at; every figure can be clicked down to its cases. */
export type History = {
  readonly orders: number;
  /** Units bought and given back, with what is usual for the same categories. */
  readonly units: Share;
  readonly peers: Share;
  /** Cases that rest on the shopper's word alone: never arrived, something missing, another thing in the box. */
  readonly wordAlone: number;
  /** Cases where the bench found something else in the parcel than what was sent, or nothing. */
  readonly wrongGoodsBack: number;
  /** Other people with cases of their own whose orders go to the same phone. */
  readonly peopleBehindPhone: number;
  /** The same for the door that goods go to or are collected at. */
  readonly peopleBehindAddress: number;
  /** The same for a device that they signed in on. */
  readonly peopleBehindDevice: number;
};

export type Signal = {
  readonly signal: SignalName;
  /** Strong ones take away speed and convenience; the others are only shown. */
  readonly strength: "noticed" | "strong";
  readonly params: Readonly<Record<string, number>>;
};

/** What a strong signal takes away. Never a right: no decision of the law or of a promise knows of signals. */
export type Consequences = {
  readonly instantRefund: boolean;
  readonly automaticApproval: boolean;
  /** Whether a claim that rests on word alone wants a video to be approved at once. */
  readonly videoWanted: boolean;
};

/** The thresholds, in one place and open to whoever asks. */
export const thresholds = {
  days: 180,
  /** Too few units say nothing. */
  leastUnits: 10,
  /** Surely this many times what is usual, by 95 % intervals. */
  timesPeers: { noticed: 2, strong: 3 },
  wordAlone: { noticed: 3, strong: 5 },
  wrongGoodsBack: { noticed: 1, strong: 2 },
  peopleBehindPhone: { noticed: 3, strong: 6 },
  /** A family and its guests share a door. */
  peopleBehindAddress: { noticed: 5, strong: 10 },
  /** A family shares a tablet too. */
  peopleBehindDevice: { noticed: 5, strong: 10 },
  quietDays: 365,
} as const;

const z95 = 1.96;

/** The signals that this history gives, without those that an upheld appeal keeps quiet. Pure: the same history, the same signals. */
export function signalsOf(history: History, quiet: ReadonlySet<string> = new Set()): Signal[] {
  const { units, peers } = history;
  const found = [
    units.of < thresholds.leastUnits
      ? undefined
      : graded("returns-often", surelyTimes(units, peers), thresholds.timesPeers, {
          returned: units.hits,
          bought: units.of,
          usualPercent: peers.of === 0 ? 0 : Math.round((1_000 * peers.hits) / peers.of) / 10,
        }),
    graded("word-alone", history.wordAlone, thresholds.wordAlone, { cases: history.wordAlone, orders: history.orders }),
    graded("wrong-goods-back", history.wrongGoodsBack, thresholds.wrongGoodsBack, { cases: history.wrongGoodsBack }),
    graded("shared-phone", history.peopleBehindPhone, thresholds.peopleBehindPhone, {
      people: history.peopleBehindPhone,
    }),
    graded("shared-address", history.peopleBehindAddress, thresholds.peopleBehindAddress, {
      people: history.peopleBehindAddress,
    }),
    graded("shared-device", history.peopleBehindDevice, thresholds.peopleBehindDevice, {
      people: history.peopleBehindDevice,
    }),
  ];
  return found.filter((one) => one !== undefined).filter(({ signal }) => !quiet.has(signal));
}

/**
 * Why a film is asked for: the strong signals that say so, of a reason that the policy names, while no film is there. Empty: none
 * is. It is asked for once the case is open, so that nobody waits for it who has a right.
 */
export function filmWanted(
  found: readonly Signal[],
  { filmWantedFor }: Pick<Handling, "filmWantedFor">,
  { reason, shown }: { readonly reason: Reason; readonly shown: readonly EvidenceKind[] },
): SignalName[] {
  if (!filmWantedFor.includes(reason) || shown.includes("video") || shown.includes("unboxing-video")) return [];
  return found
    .filter(({ signal, strength }) => strength === "strong" && filmSignals.has(signal))
    .map(({ signal }) => signal);
}

const filmSignals: ReadonlySet<SignalName> = new Set(["word-alone", "wrong-goods-back"]);

export function consequencesOf(found: readonly Signal[]): Consequences {
  const strong = new Set(found.filter(({ strength }) => strength === "strong").map(({ signal }) => signal));
  return {
    instantRefund: strong.size === 0,
    automaticApproval: strong.size === 0,
    videoWanted: [...strong].some((signal) => filmSignals.has(signal)),
  };
}

/** How many times the usual share this one is for sure: its low end over the high end of the others. */
function surelyTimes(own: Share, peers: Share): number {
  const usual = shareInterval(peers, z95).high;
  return usual === 0 ? 0 : shareInterval(own, z95).low / usual;
}

function graded(
  signal: SignalName,
  value: number,
  { noticed, strong }: { readonly noticed: number; readonly strong: number },
  params: Signal["params"],
): Signal | undefined {
  if (value < noticed) return undefined;
  return { signal, strength: value >= strong ? "strong" : "noticed", params };
}
