import { join } from "node:path";
import pg from "pg";
import type { EvidenceKind } from "#contract/returns";
import { type ProductFacts, saveCategories, saveProducts } from "#domains/catalog";
import { draftParsed, type OrderDraft, type References, saveOrders } from "#domains/orders";
import { importShoppers, saveMerchants } from "#domains/parties";
import { type Id, newId } from "#kernel/ids";
import { assert } from "#kernel/outcome";
import { createDemoLogins } from "#platform/auth";
import { type BulkColumns, insertMany } from "#platform/bulk";
import { writeDurably } from "#platform/config";
import { type Db, principalName, system } from "#platform/db";
import { type Log, silentLog } from "#platform/log";
import { createMessages, keepingMailer } from "#platform/messages";
import { type FactRow, factColumns, factOf } from "#platform/outbox";
import type { Personal } from "#platform/personal";
import { playBesideCases } from "./beside-cases.ts";
import type { DemoProduct } from "./catalogue.ts";
import { type Person, principalOf, whoActs } from "./hands.ts";
import type { Stage, StagedLine } from "./journey.ts";
import { clearDemo, holdsOtherData, readDemoMark, writeDemoMark } from "./mark.ts";
import { openShop } from "./open-shop.ts";
import { demoSource, type PlannedOrder } from "./orders.ts";
import { dbAt, movableClock } from "./past.ts";
import { filmFor, photosFor, type StoredPhoto, storePhotos } from "./photos.ts";
import { type DemoPlan, planDemo } from "./plan.ts";
import { type Played, playCases } from "./play.ts";
import type { PlannedCase, Step } from "./steps.ts";
import { demoPrices, demoReplies, priceColumns, replyColumns } from "./tables.ts";

export type DemoParts = {
  readonly db: Db;
  readonly personal: Personal;
  /** The schema's owner: what a killed load left behind can be cleared by nobody else. */
  readonly adminUrl: string;
  readonly dataDir: string;
  readonly log: Log;
  /** What the payment stand-in remembers; it reads the file when it starts. */
  readonly standInFile?: string;
  readonly seed?: string;
  readonly scale?: number;
};

export type DemoReport =
  | {
      readonly loaded: true;
      readonly at: string;
      readonly seed: string;
      readonly counts: Readonly<
        Record<
          "merchants" | "products" | "staff" | "shoppers" | "orders" | "cases" | "refunds" | "photos" | "messages",
          number
        >
      >;
      readonly astray: Played["astray"];
      readonly seconds: number;
    }
  | { readonly loaded: false; readonly because: "loaded-before" | "holds-other-data" };

/** Everybody's in the demo: it opens an invented shop on this machine only. */
const demoPassword = "aftercare-demo";

const defaultSeed = "aftercare";

/**
 * Loads the demo shop into a database that holds nothing yet, relative to now, and marks it. Called again it does nothing;
 * a load that was killed half-way is cleared away and done anew. Nothing else may work on this database meanwhile: facts of
 * the past are not for the relay.
 */
export async function loadDemo(parts: DemoParts): Promise<DemoReport> {
  const admin = new pg.Client({ connectionString: parts.adminUrl, application_name: "aftercare-demo" });
  await admin.connect();
  try {
    // Of two that start at once, the second waits here and then finds the mark.
    await admin.query("begin; set local idle_in_transaction_session_timeout = 0");
    await admin.query("select pg_advisory_xact_lock(7202614)");
    const mark = await readDemoMark(parts.db);
    if (mark?.state === "loaded") return { loaded: false, because: "loaded-before" };
    if (mark?.state === "loading") await clearDemo(parts);
    else if (await holdsOtherData(parts.db)) return { loaded: false, because: "holds-other-data" };
    return await load(parts);
  } finally {
    await admin.end();
  }
}

async function load(parts: DemoParts): Promise<DemoReport> {
  const started = performance.now();
  const { db, seed = defaultSeed } = parts;
  const now = db.clock.now().round("second");
  await writeDemoMark(db, { state: "loading", seed, at: now.toString() });
  const plan = planDemo(seed, now, parts.scale);
  const drawing = storePhotos(parts.dataDir);
  drawing.catch(() => {});
  const { references, people } = await loadReferences(db, plan, now);
  const longAgo = (days: number) => dbAt(db, movableClock(now.epochMilliseconds - days * 86_400_000));
  const since = { opening: longAgo(daysSinceOpening), later: longAgo(210) };
  await openShop(since, parts.personal, plan.merchants, {
    idOf: (number) => references.merchants.get(number) ?? "",
    people,
  });
  await loadShoppers(db, parts.personal, plan);
  const withCases = new Set(plan.cases.map(({ order }) => order));
  const customers = await loadOrders(
    db,
    parts.personal,
    plan.orders.filter((order) => withCases.has(order)),
    references,
  );
  const others = loadOrders(
    db,
    parts.personal,
    plan.orders.filter((order) => !withCases.has(order)),
    references,
  );
  others.catch(() => {});
  const photos = await drawing;
  const stage = await stageFor(parts, plan, customers, people, photos);
  const [played] = await Promise.all([playCases(stage, plan.cases), others]);
  const appeals = plan.starring[4]?.externalId ?? "";
  const besides = await playBesideCases({
    stage,
    personal: parts.personal,
    played,
    nowMs: now.epochMilliseconds,
    idOf: (number) => references.merchants.get(number) ?? "",
    appeals,
  });
  for (const one of played.astray) parts.log.warn("a case of the demo did not go as planned", one);
  const messages = await tellThePast(db, played, now);
  await writeDurably(
    standInFileOf(parts),
    [...played.kept, ...besides].map((payment) => `${JSON.stringify(payment)}\n`).join(""),
    0o600,
  );
  await createDemoLogins(db, {
    staff: people
      .filter(({ shown }) => shown)
      .map(({ staffId, email, name, role, merchantNumber }) => {
        const shop = plan.merchants.find(({ number }) => number === merchantNumber);
        const named = shop === undefined ? {} : { shop: { zh: shop.name, en: shop.nameEn } };
        return { staffId, email, name, role, password: demoPassword, ...named };
      }),
    shoppers: plan.starring.map(({ phone, name, note }) => ({ phone, name, note })),
  });
  await writeDemoMark(db, { state: "loaded", seed, at: now.toString() });
  const report: DemoReport = {
    loaded: true,
    at: now.toString(),
    seed,
    astray: played.astray,
    counts: {
      merchants: plan.merchants.length,
      products: plan.products.length,
      staff: people.length,
      shoppers: plan.shoppers.length,
      orders: plan.orders.length,
      cases: [...played.numbers.values()].reduce((sum, numbers) => sum + numbers.length, 0),
      refunds: played.kept.filter(({ what }) => what === undefined).length,
      photos: photos.length,
      messages,
    },
    seconds: Math.round(performance.now() - started) / 1_000,
  };
  const { at, ...fields } = report;
  parts.log.info("the demo shop is loaded", { ...fields, since: at });
  return report;
}

function standInFileOf({ standInFile, dataDir }: Pick<DemoParts, "standInFile" | "dataDir">): string {
  return standInFile ?? join(dataDir, "payment-stand-in.jsonl");
}

type StaffPerson = Person & {
  readonly name: string;
  readonly email: string;
  readonly shown: boolean;
  readonly merchantNumber: string | null;
};
const daysSinceOpening = 730;

/** Shops, goods, promises and the people who serve, as if they had been there for two years. */
async function loadReferences(
  db: Db,
  plan: DemoPlan,
  now: Temporal.Instant,
): Promise<{ references: References; people: StaffPerson[] }> {
  const openedMs = now.epochMilliseconds - daysSinceOpening * 86_400_000;
  const loaded = await dbAt(db, movableClock(openedMs)).withTx(loader, async (tx) => {
    saveCategories(tx, plan.categories);
    const merchants = await saveMerchants(
      tx,
      plan.merchants.map((merchant) => ({ ...merchant, source: demoSource })),
    );
    const merchantId = (number: string): Id<"merchant"> => {
      const saved = merchants.get(number);
      assert(saved !== undefined, "every merchant of the demo was saved");
      return saved.id;
    };
    const products = await saveProducts(
      tx,
      plan.products.map((product) => factsOf(product, merchantId(product.merchantNumber))),
    );
    insertMany(
      tx,
      "platform.policy",
      policyColumns,
      plan.policies.map(({ id, version, merchantNumber, title, body, effectiveMs }) => {
        const effective = Temporal.Instant.fromEpochMilliseconds(effectiveMs);
        return {
          id,
          version,
          title,
          body,
          merchant_id: merchantNumber === null ? null : merchantId(merchantNumber),
          effective_from: effective,
          published_at: effective.subtract({ hours: 24 * 7 }),
          published_by: "system:demo",
        };
      }),
    );
    const kept = { changed_by: "system:demo", changed_at: tx.now };
    const ownerOf = (number: string | null) => (number === null ? null : merchantId(number));
    insertMany(
      tx,
      "returns.deduction_price",
      priceColumns,
      demoPrices.map(({ merchantNumber, category, grade, percent, fixedMinor, label }) => ({
        id: newId(),
        merchant_id: ownerOf(merchantNumber),
        category_code: category,
        grade,
        percent: percent ?? null,
        fixed_minor: fixedMinor ?? null,
        currency: fixedMinor === undefined ? null : "CNY",
        label,
        ...kept,
      })),
    );
    insertMany(
      tx,
      "returns.reply_template",
      replyColumns,
      demoReplies.map(({ merchantNumber, usedFor, label, text }) => ({
        id: newId(),
        merchant_id: ownerOf(merchantNumber),
        used_for: usedFor,
        label,
        text_zh: text.zh,
        text_en: text.en,
        ...kept,
      })),
    );
    const teams = new Map([...new Set(plan.staff.flatMap(({ team }) => team ?? []))].map((name) => [name, newId()]));
    insertMany(
      tx,
      "parties.team",
      teamColumns,
      [...teams].map(([name, id]) => ({ id, name, created_at: tx.now })),
    );
    const people = plan.staff.map((one) => ({
      ...one,
      staffId: newId<"staff">(),
      merchantId: one.merchantNumber === null ? null : merchantId(one.merchantNumber),
    }));
    insertMany(
      tx,
      "parties.staff",
      staffColumns,
      people.map(({ staffId, name, email, role, merchantId, team }) => ({
        id: staffId,
        name,
        email,
        role,
        merchant_id: merchantId,
        team_id: team === null ? null : (teams.get(team) ?? null),
        state: "active",
        created_at: tx.now,
        updated_at: tx.now,
      })),
    );
    const ids = (saved: ReadonlyMap<string, { readonly id: string }>) =>
      new Map([...saved].map(([number, { id }]) => [number, id]));
    return { references: { merchants: ids(merchants), products: ids(products) }, people };
  });
  // Prices fell since: a shop tells of its goods anew.
  const cheaper = Map.groupBy(plan.products, ({ drop }) => drop?.sinceMs);
  for (const [sinceMs, products] of cheaper)
    if (sinceMs !== undefined)
      await dbAt(db, movableClock(sinceMs)).withTx(loader, (tx) =>
        saveProducts(
          tx,
          products.map((product) => ({
            ...factsOf(product, loaded.references.merchants.get(product.merchantNumber) ?? null),
            listMinor: product.drop?.minor ?? product.listMinor,
          })),
        ),
      );
  return loaded;
}

function factsOf(
  { number, title, titleEn, categoryCode, listMinor, picture }: DemoProduct,
  merchantId: string | null,
): ProductFacts {
  return {
    number,
    title,
    titleEn,
    categoryCode,
    listMinor,
    picture,
    merchantId,
    specialClass: null,
    currency: "CNY",
    source: demoSource,
  };
}

const shoppersAtOnce = 100;

async function loadShoppers(db: Db, personal: Personal, { shoppers }: DemoPlan): Promise<void> {
  await inLanes(inParts(shoppers, shoppersAtOnce), async (part) => {
    const joinedMs = part[0]?.joinedMs ?? 0;
    const updatedAt = Temporal.Instant.fromEpochMilliseconds(joinedMs);
    await dbAt(db, movableClock(joinedMs)).withTx(loader, (tx) =>
      importShoppers(
        tx,
        personal,
        part.map(({ externalId, name, phone, email, tier, locale }) => ({
          source: demoSource,
          externalId,
          updatedAt,
          name,
          phone,
          email,
          tier,
          locale,
        })),
      ),
    );
  });
}

const ordersAtOnce = 500;

/** Batch by batch in the order they were placed. Answers whose each order is. */
async function loadOrders(
  db: Db,
  personal: Personal,
  orders: readonly PlannedOrder[],
  references: References,
): Promise<Map<string, Id<"customer">>> {
  const customers = new Map<string, Id<"customer">>();
  await inLanes(inParts(orders, ordersAtOnce), async (part) => {
    const drafts = part.map(draftOf);
    const saved = await dbAt(db, movableClock(part.at(-1)?.placedMs ?? 0)).withTx(loader, (tx) =>
      saveOrders(tx, personal, drafts, references),
    );
    for (const [i, outcome] of saved.entries()) {
      if (!outcome.ok) throw new Error(`an order of the demo was refused: ${outcome.code}`);
      customers.set(part[i]?.number ?? "", outcome.value.customerId);
    }
  });
  return customers;
}

function draftOf(order: PlannedOrder): OrderDraft {
  const draft = draftParsed(order.input(order.number), 0);
  if (!draft.ok)
    throw new Error(`an order of the demo cannot be frozen: ${draft.code} ${JSON.stringify(draft.params)}`);
  return draft.value;
}

/** Looks up what the cases will touch, and lays their photos ready as if they had just been uploaded. */
async function stageFor(
  { db, personal }: Pick<DemoParts, "db" | "personal">,
  plan: DemoPlan,
  customers: ReadonlyMap<string, Id<"customer">>,
  people: readonly Person[],
  photos: readonly StoredPhoto[],
): Promise<Stage> {
  const uploads = new Map<Step, readonly string[]>();
  const stored = dbAt(db, db.clock);
  const orders = await stored.withTx(loader, async (tx) => {
    const numbers = [...new Set(plan.cases.map(({ order }) => order.number))];
    const lines = await tx.rows<{
      number: string;
      order_id: string;
      line_id: string;
      merchant_id: Id<"merchant">;
      present_id: Id<"present"> | null;
    }>(
      `select d.key as number, l.order_id, l.id as line_id, l.merchant_id, p.id as present_id
         from platform.directory d join orders.line l on l.customer_id = d.customer_id and l.order_id = d.id
         left join orders.present p on p.customer_id = l.customer_id and p.order_id = l.order_id
        where d.kind = 'order' and d.key = any($1::text[]) order by l.line_no`,
      [numbers],
    );
    const byOrder = Map.groupBy(lines, ({ number }) => number);
    const files = plan.cases.flatMap((planned, index) => {
      const { order, steps } = planned;
      const customerId = customers.get(order.number) ?? "";
      return steps.flatMap((step) => {
        const [line] = byOrder.get(order.number) ?? [];
        const orderId = line?.order_id ?? "";
        const shop =
          step.by === "merchant" && line !== undefined
            ? whoActs(people, "merchant", line.merchant_id, index)
            : undefined;
        const rows = uploadsOf(photos, planned, step, index).map((shown) =>
          fileRow(shown, { customerId, orderId, shop, usedMs: step.atMs }),
        );
        uploads.set(
          step,
          rows.map(({ id }) => id),
        );
        return rows;
      });
    });
    insertMany(tx, "platform.file", fileColumns, files);
    return new Map(
      [...byOrder].map(([number, own]) => {
        const customerId = customers.get(number);
        assert(customerId !== undefined, "every order of a planned case was loaded");
        return [
          number,
          {
            customerId,
            lines: own.map(({ line_id, merchant_id }): StagedLine => ({ lineId: line_id, merchantId: merchant_id })),
            presentId: own[0]?.present_id ?? null,
          },
        ] as const;
      }),
    );
  });
  return { db, personal, orders, people, photosOf: (step) => uploads.get(step) ?? [] };
}

type Shown = { readonly photo: StoredPhoto; readonly kind: EvidenceKind };

/** What somebody uploads for this step, and what each file shows it by. */
function uploadsOf(photos: readonly StoredPhoto[], { steps }: PlannedCase, step: Step, index: number): Shown[] {
  const [request] = steps;
  const reason = request?.do === "request" ? request.reason : "";
  const several = (count: number, kind: EvidenceKind, start = index) =>
    photosFor(photos, reason, count, start).map((photo): Shown => ({ photo, kind }));
  if (step.do === "ship") return several(step.paidYuan === undefined ? 0 : 1, "photo");
  if (step.do !== "request") return "photos" in step ? several(step.photos, "photo", index + 3) : [];
  const { photos: count, shownBy } = step;
  if (count === 0 || shownBy === "photo") return several(count, "photo");
  // What a promise wants shown by a photo is shown by one, too.
  const best =
    shownBy === "video" || shownBy === "unboxing-video"
      ? [filmFor(photos, index)]
      : photosFor(photos, reason, 1, index);
  return [...best.map((photo): Shown => ({ photo, kind: shownBy })), ...several(count, "photo", index + 1)];
}

const minutesBeforeUse = 2;

function fileRow(
  { photo: { storedId, mediaType, bytes, width, height, sha256 }, kind }: Shown,
  {
    customerId,
    orderId,
    shop,
    usedMs,
  }: {
    readonly customerId: string;
    readonly orderId: string;
    /** Who of the merchant uploaded it; without one the shopper did. */
    readonly shop: Person | undefined;
    readonly usedMs: number;
  },
) {
  return {
    customer_id: customerId,
    id: newId<"file">(),
    order_id: orderId,
    stored_id: storedId,
    subject_kind: "order",
    media_type: mediaType,
    kind,
    bytes,
    width,
    height,
    sha256,
    merchant_id: shop?.merchantId ?? null,
    uploaded_by: shop === undefined ? `shopper:${customerId}` : principalName(principalOf(shop)),
    at: Temporal.Instant.fromEpochMilliseconds(usedMs - minutesBeforeUse * 60_000),
  };
}

/** Turns the facts of the past into messages, older ones read, and marks them as relayed; what is due is left to the relay. */
async function tellThePast(db: Db, played: Played, now: Temporal.Instant): Promise<number> {
  const messages = createMessages({
    withMail: async () => new Set(),
    mailer: keepingMailer(silentLog),
    contactOf: async () => undefined,
    publicUrl: "",
    zone: "Asia/Shanghai",
    // Nobody is mailed about the past.
    app: () => ({ db, log: silentLog, nudge: () => {}, jobs: { send: async () => {} } }),
  });
  return dbAt(db, db.clock).withTx(loader, async (tx) => {
    const rows = await tx.rows<FactRow>(`select ${factColumns} from platform.outbox where done_at is null order by id`);
    const facts = rows.map(factOf);
    // Told together, an approval swallows its request; only what was approved at once was told together.
    const approvedAtOnce = new Set(
      facts.filter(({ kind }) => kind === "returns.approved").map(({ subjectId, at }) => `${subjectId} ${at}`),
    );
    const alone = facts.filter(
      ({ kind, subjectId, at }) => kind === "returns.requested" && !approvedAtOnce.has(`${subjectId} ${at}`),
    );
    const told = new Set(alone);
    await messages.tap(tx, alone);
    await messages.tap(
      tx,
      facts.filter((fact) => !told.has(fact)),
    );
    tx.send(
      "update platform.outbox set done_at = at where done_at is null and not (kind = 'returns.refund-due' and subject_id = any($1::uuid[]))",
      [played.dueCaseIds],
    );
    tx.send(
      "update platform.message set read_at = at + interval '2 hours' where customer_id = any($1::uuid[]) and at < $2",
      [played.customerIds, now.subtract({ hours: 30 })],
    );
    const { count } = await tx.one<{ count: number }>("select count(*)::int as count from platform.message");
    return count;
  });
}

const loader = system("demo");
const lanes = 2;

/** Two at once keep both the program and the database busy. */
async function inLanes<T>(parts: readonly T[], work: (part: T) => Promise<void>): Promise<void> {
  const waiting = parts.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const part of waiting) await work(part);
    }),
  );
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

const policyColumns = {
  id: "text",
  version: "int",
  merchant_id: "uuid",
  title: "jsonb",
  body: "jsonb",
  effective_from: "timestamptz",
  published_at: "timestamptz",
  published_by: "text",
} as const satisfies BulkColumns<string>;
const teamColumns = { id: "uuid", name: "text", created_at: "timestamptz" } as const satisfies BulkColumns<string>;
const staffColumns = {
  id: "uuid",
  name: "text",
  email: "text",
  role: "text",
  merchant_id: "uuid",
  team_id: "uuid",
  state: "text",
  created_at: "timestamptz",
  updated_at: "timestamptz",
} as const satisfies BulkColumns<string>;
const fileColumns = {
  customer_id: "uuid",
  id: "uuid",
  order_id: "uuid",
  merchant_id: "uuid",
  stored_id: "uuid",
  subject_kind: "text",
  media_type: "text",
  bytes: "int",
  width: "int",
  height: "int",
  sha256: "text",
  uploaded_by: "text",
  at: "timestamptz",
  kind: "text",
} as const satisfies BulkColumns<string>;
