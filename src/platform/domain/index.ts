import type { z } from "zod";
import type { Actions } from "#platform/action";
import type { Db, Tx } from "#platform/db";
import type { Route } from "#platform/http";
import type { Log } from "#platform/log";

/** What a domain hands to the composition root. A room that is empty is left out. */
export type Domain = {
  readonly name: string;
  readonly actions: Actions;
  readonly routes: readonly Route[];
  readonly reactions?: readonly Reaction[];
  /** What happens when a deadline of this kind is due; re-checks the state itself. */
  readonly deadlines?: Readonly<Record<string, (app: App, deadline: DueDeadline) => Promise<void>>>;
  /** Whoever is waited for by a deadline of this kind is to be reminded; may come twice. */
  readonly reminders?: Readonly<Record<string, (app: App, deadline: DueDeadline) => Promise<void>>>;
  readonly jobs?: readonly Job[];
  readonly invariants?: readonly Invariant[];
  readonly personalData?: PersonalData;
  /** Facts published, by kind, with the shape of their payload. */
  readonly facts?: Readonly<Record<string, z.ZodType>>;
};

/** What work after commit may use. */
export type App = {
  readonly db: Db;
  readonly log: Log;
  readonly jobs: {
    send(
      tx: Tx,
      queue: string,
      data: object,
      options?: { startAfterSeconds?: number; singletonKey?: string },
    ): Promise<void>;
  };
  readonly nudge: () => void;
};

export type PublishedFact = {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly kind: string;
  readonly version: number;
  readonly customerId: string | null;
  readonly merchantId: string | null;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly subjectSeq: bigint;
  readonly payload: Record<string, unknown>;
};

/** Hears facts after commit, at least once, in any order: the receiver makes repeats harmless. */
export type Reaction = {
  readonly name: string;
  readonly on: readonly string[];
  /** Reads the subject as it stands now: of several facts of one subject in a batch only the last is told. */
  readonly follows?: true;
  readonly react: (app: App, fact: PublishedFact) => Promise<void>;
};

export type DueDeadline = {
  readonly id: string;
  readonly customerId: string;
  readonly merchantId: string | null;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly kind: string;
  readonly epoch: number;
  readonly dueAt: Temporal.Instant;
};

/** Work that may fail and is tried again with back-off, or that runs on a schedule (cron, UTC). */
export type Job = {
  readonly queue: string;
  readonly run: (app: App, data: Record<string, unknown>) => Promise<void>;
  readonly atOnce?: number;
  readonly retries?: number;
  readonly cron?: string;
  /** How long one run may take before it is given up and tried again; two minutes where nothing is said. */
  readonly expireSeconds?: number;
};

/** Something that must always hold. `violations` reads the whole database and names up to 20 offenders. */
export type Invariant = {
  readonly name: string;
  readonly violations: (tx: Tx) => Promise<string[]>;
};

/** Doors for a person's own data, called by compliance. */
export type PersonalData = {
  readonly exportFor: (tx: Tx, customerId: string) => Promise<Record<string, unknown>>;
  /** Removes what nothing obliges us to keep; says what stays and why. */
  readonly eraseFor: (
    tx: Tx,
    customerId: string,
  ) => Promise<{ erased: string[]; kept: { what: string; until: string; because: string }[] }>;
};
