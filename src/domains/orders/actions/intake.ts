import { addMissingCategories, type ProductFacts, saveProducts } from "#domains/catalog";
import { type MerchantFacts, saveMerchants, shopperKeyOf } from "#domains/parties";
import { fromWire } from "#kernel/money";
import { type Db, sqlState, system, type Tx, violated } from "#platform/db";
import type { Personal } from "#platform/personal";
import type { RejectFile } from "../adapters/reject-file/index.ts";
import type { BrokenRow, OpenedFiles, OrderSource, SourcedOrder, SourcedReferences } from "../adapters/source/index.ts";
import { count, type ImportCounts, limits, type OrderDraft } from "../model.ts";
import { addReferences, ReferenceBook } from "./add-references.ts";
import { draftOrder } from "./draft-order.ts";
import { type SavedOrder, saveOrders } from "./save-orders.ts";

type Sourced = { readonly from: SourcedOrder; readonly draft: OrderDraft };
type Lane = {
  waiting: Sourced[];
  numbers: Set<string>;
  /** The numbers of the batch that is being written. */
  inFlight: Set<string>;
  writing: Promise<void>;
};

/** Two lanes keep two cores busy. All orders of a shopper go one way, so that the lanes do not wait for each other. */
const lanes = 2;
const importer = system("import");

/** Takes in what a source tells: references as they come, orders in batches of one transaction each, counting every row. */
export class Intake {
  readonly #db: Db;
  readonly #personal: Personal;
  readonly #counts: ImportCounts;
  readonly #rejects: RejectFile;
  readonly #shiftDays: number;
  readonly #onBatch: (rowsRead: number) => Promise<void>;
  readonly #book = new ReferenceBook();
  readonly #lanes: readonly Lane[] = Array.from({ length: lanes }, () => ({
    waiting: [],
    numbers: new Set<string>(),
    inFlight: new Set<string>(),
    writing: Promise.resolve(),
  }));
  /** Products on their way into the database. */
  readonly #references = new Set<Promise<void>>();
  #rowsRead = 0;

  constructor(parts: {
    db: Db;
    personal: Personal;
    counts: ImportCounts;
    rejects: RejectFile;
    shiftDays: number;
    onBatch: (rowsRead: number) => Promise<void>;
  }) {
    this.#db = parts.db;
    this.#personal = parts.personal;
    this.#counts = parts.counts;
    this.#rejects = parts.rejects;
    this.#shiftDays = parts.shiftDays;
    this.#onBatch = parts.onBatch;
  }

  async take(source: OrderSource, opened: OpenedFiles): Promise<void> {
    try {
      for await (const item of source.items(opened)) {
        if (item.kind === "order") await this.#takeOrder(item);
        else if (item.kind === "broken") await this.#takeBroken(item);
        else await this.#takeReferences(item);
      }
      await Promise.all(this.#references);
      for (const lane of this.#lanes) await this.#flush(lane);
    } finally {
      await Promise.allSettled([...this.#references, ...this.#lanes.map((lane) => lane.writing)]);
    }
    for (const lane of this.#lanes) await lane.writing;
  }

  async #takeOrder(from: SourcedOrder): Promise<void> {
    this.#rowsRead += 1;
    if (from.unreadable !== undefined) return this.#reject(from, "row-unreadable", from.unreadable);
    const draft = draftOrder(from.told, this.#shiftDays);
    if (!draft.ok) return this.#reject(from, draft.code, detailOf(draft.params));
    const { number, source } = draft.value.frozen;
    const lane = this.#lanes[laneOf(shopperKeyOf({ source, externalId: draft.value.input.shopper.externalId }))];
    if (lane === undefined) return;
    // The same number from another shopper: who comes first in the source has it.
    for (const other of this.#lanes) {
      if (other === lane || !(other.numbers.has(number) || other.inFlight.has(number))) continue;
      await this.#flush(other);
      await other.writing;
    }
    // The same number again within a batch waits for the next one: it is compared with what the first one wrote.
    if (lane.numbers.has(number) || lane.waiting.length === limits.ordersPerBatch) await this.#flush(lane);
    lane.waiting.push({ from, draft: draft.value });
    lane.numbers.add(number);
  }

  /** Hands what waits in the lane to the database, once the batch before it is written. */
  async #flush(lane: Lane): Promise<void> {
    await lane.writing;
    if (lane.waiting.length === 0) return;
    const batch = lane.waiting;
    lane.waiting = [];
    lane.inFlight = lane.numbers;
    lane.numbers = new Set();
    lane.writing = this.#write(batch).then(() => this.#onBatch(this.#rowsRead));
    // Looked at when the lane is flushed again; until then it must not end the process.
    lane.writing.catch(() => {});
  }

  async #write(batch: readonly Sourced[]): Promise<void> {
    await Promise.all(this.#references);
    await inHalves(
      batch,
      async (part) => {
        await this.#bringIn(part);
        const drafts = part.map((one) => one.draft);
        const outcomes = await this.#db.withTx(importer, (tx) => saveOrders(tx, this.#personal, drafts, this.#book));
        for (const [i, outcome] of outcomes.entries()) {
          const from = part[i]?.from;
          if (from === undefined) continue;
          if (outcome.ok) this.#countOrder(from, outcome.value);
          else if (outcome.code === "order-older")
            this.#countOrder(from, { result: "unchanged", shopper: "unchanged" });
          else await this.#reject(from, outcome.code, detailOf(outcome.params));
        }
      },
      ({ from }, why) => this.#reject(from, "database-refused", why),
    );
  }

  /** Merchants, categories and products these orders mention and nobody told of, in a transaction before theirs. */
  async #bringIn(batch: readonly Sourced[]): Promise<void> {
    const missing = this.#book.missingIn(batch.map((one) => one.draft));
    if (missing === undefined) return;
    const source = batch[0]?.draft.frozen.source ?? "import";
    const added = await this.#db.withTx(importer, (tx) =>
      addReferences(tx, missing, this.#book, { source, newMerchants: true }),
    );
    for (const [number, { change }] of added.merchants)
      if (!this.#book.merchants.has(number)) count(this.#counts, "merchants", change);
    for (const [number, { change }] of added.products)
      if (!this.#book.products.has(number)) count(this.#counts, "products", change);
    this.#book.remember(added);
  }

  /** Products are written while reading goes on, a few batches at a time; categories and merchants before anything names them. */
  async #takeReferences({ file, categories, merchants, products }: SourcedReferences): Promise<void> {
    if (categories.length > 0) await this.#db.withTx(importer, async (tx) => addMissingCategories(tx, categories));
    if (merchants.length > 0)
      await this.#writeReferences("merchants", file, merchants, (tx, part) => saveMerchants(tx, part.map(merchantOf)));
    if (products.length === 0) return;
    while (this.#references.size >= lanes) await Promise.race(this.#references);
    const sellers = this.#book.merchants;
    const writing = this.#writeReferences("products", file, products, (tx, part) =>
      saveProducts(
        tx,
        part.map((product) => productOf(product, sellers)),
      ),
    ).finally(() => this.#references.delete(writing));
    this.#references.add(writing);
    // Looked at before the first order is written; until then it must not end the process.
    writing.catch(() => {});
  }

  async #writeReferences<T extends { readonly number: string }>(
    thing: "merchants" | "products",
    file: string,
    told: readonly T[],
    save: (
      tx: Tx,
      part: readonly T[],
    ) => Promise<Map<string, { readonly id: string; readonly change: "imported" | "updated" | "unchanged" }>>,
  ): Promise<void> {
    await inHalves(
      told,
      async (part) => {
        const saved = await this.#db.withTx(importer, (tx) => save(tx, part));
        for (const { change } of saved.values()) count(this.#counts, thing, change);
        count(this.#counts, thing, "unchanged", part.length - saved.size);
        for (const [number, { id }] of saved) this.#book[thing].set(number, id);
      },
      async ({ number }, why) => {
        count(this.#counts, thing, "rejected");
        await this.#rejects.write({ file, line: 0, number, code: "database-refused", detail: why });
      },
    );
  }

  async #takeBroken({ of, file, line, number, code, detail }: BrokenRow): Promise<void> {
    this.#rowsRead += 1;
    count(this.#counts, of, "rejected");
    await this.#rejects.write({ file, line, number, code, detail });
  }

  async #reject(from: SourcedOrder, code: string, detail: string): Promise<void> {
    count(this.#counts, "orders", "rejected");
    count(this.#counts, "customers", "rejected");
    count(this.#counts, "lines", "rejected", from.lines);
    count(this.#counts, "payments", "rejected", from.payments);
    await this.#rejects.write({ file: from.file, line: from.line, number: from.number, code, detail });
  }

  #countOrder(from: SourcedOrder, { result, shopper }: Pick<SavedOrder, "result" | "shopper">): void {
    const change = result === "facts-updated" ? "updated" : result;
    // What was agreed stays once a case exists, so lines and payments do not change then.
    const contents = result === "facts-updated" ? "unchanged" : change;
    count(this.#counts, "orders", change);
    count(this.#counts, "customers", shopper);
    count(this.#counts, "lines", contents, from.lines);
    count(this.#counts, "payments", contents, from.payments);
  }
}

/**
 * Writes a batch; where the database refuses it, its halves, until the row that spoils it is found and set aside. A batch too big
 * for a busy machine fits in halves, too.
 */
async function inHalves<T>(
  batch: readonly T[],
  write: (part: readonly T[]) => Promise<void>,
  setAside: (one: T, why: string) => Promise<void>,
): Promise<void> {
  try {
    await write(batch);
  } catch (error) {
    const [only, ...others] = batch;
    const alone = others.length === 0;
    if (!isAboutData(error) && (alone || !wasTooSlow(error))) throw error;
    if (only !== undefined && alone) return setAside(only, `${sqlState(error)} ${violated(error) ?? ""}`.trim());
    const middle = Math.ceil(batch.length / 2);
    await inHalves(batch.slice(0, middle), write, setAside);
    await inHalves(batch.slice(middle), write, setAside);
  }
}

/** Bad data and broken constraints (classes 22 and 23), and beliefs the schema checks: another try would fail the same way. */
function isAboutData(error: unknown): boolean {
  return /^(22|23|21|AC)/.test(sqlState(error) ?? "");
}

/** A statement or a wait for a lock took longer than the database allows. */
function wasTooSlow(error: unknown): boolean {
  return ["57014", "55P03"].includes(sqlState(error) ?? "");
}

function laneOf(key: string): number {
  let sum = 0;
  for (let i = 0; i < key.length; i++) sum = (sum * 31 + key.charCodeAt(i)) | 0;
  return Math.abs(sum) % lanes;
}

const importedSource = "import";

function merchantOf(merchant: SourcedReferences["merchants"][number]): MerchantFacts {
  return { ...merchant, returnAddress: { name: "", phone: "", address: "" }, contactPhone: "", source: importedSource };
}

function productOf(
  { merchantNumber, price, currency, ...product }: SourcedReferences["products"][number],
  sellers: ReadonlyMap<string, string>,
): ProductFacts {
  const listMinor = price === null || currency === null ? null : minorOf(price, currency);
  return {
    ...product,
    listMinor,
    currency: listMinor === null ? null : currency,
    merchantId: merchantNumber === null ? null : (sellers.get(merchantNumber) ?? null),
    specialClass: null,
    picture: "",
    source: importedSource,
  };
}

function minorOf(amount: string, currency: string): bigint | null {
  try {
    return fromWire({ amount, currency }).minor;
  } catch {
    return null;
  }
}

function detailOf(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}
