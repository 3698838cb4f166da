import { existsSync } from "node:fs";
import { join } from "node:path";
import { add, currency, fromWire, toWire, zero } from "#kernel/money";
import {
  type BrokenRow,
  laterOf,
  type OpenedFiles,
  type OrderSource,
  type SourcedOrder,
  type SourcedReferences,
  SourceError,
  type SourceItem,
} from "../source/index.ts";
import { csvRows } from "../source/rows.ts";
import { wallClock } from "./wall-clock.ts";

const zoneName = "America/Sao_Paulo";
const currencyCode = "BRL";
const productsPerItem = 1_000;
const files = [
  "olist_customers_dataset",
  "olist_order_items_dataset",
  "olist_order_payments_dataset",
  "product_category_name_translation",
  "olist_sellers_dataset",
  "olist_products_dataset",
  "olist_orders_dataset",
];

type Item = {
  readonly no: number;
  readonly productId: string;
  readonly sellerId: string;
  readonly price: string;
  readonly freight: string;
  readonly line: number;
};
type Payment = {
  readonly no: number;
  readonly kind: string;
  readonly installments: string;
  readonly amount: string;
  readonly line: number;
};
type Customer = { readonly uniqueId: string; readonly place: string };

/**
 * The Olist data set: a folder of CSV files, plain or gzipped. Times are local to São Paulo without a zone, currency is BRL. The
 * shopper is customer_unique_id; equal items of one seller at one price are one line with a quantity; items, payments and
 * customers are kept in memory to be joined (about 1 kB for each order).
 */
export function olistSource(folder: string, country: string): OrderSource {
  const at = wallClock(zoneName);
  return {
    format: "olist",
    name: "olist",
    zone: zoneName,
    newestPlacedAt: async () => {
      let newest = "";
      for await (const row of csvRows(fileOf(folder, "olist_orders_dataset"), ["order_purchase_timestamp"])) {
        const placed = "values" in row ? (row.values[0] ?? "") : "";
        if (placed > newest) newest = placed;
      }
      return laterOf(undefined, at(newest));
    },
    files: () => files.map((name) => fileOf(folder, name)),
    async *items(opened) {
      const customers = new Map<string, Customer>();
      yield* collect(
        folder,
        "olist_customers_dataset",
        "customers",
        ["customer_id", "customer_unique_id", "customer_zip_code_prefix", "customer_city", "customer_state"],
        ([id = "", uniqueId = "", zip, city, state]) => {
          customers.set(id, { uniqueId, place: `${city}, ${state} ${zip}` });
        },
        opened,
      );
      const items = new Map<string, Item[]>();
      yield* collect(
        folder,
        "olist_order_items_dataset",
        "lines",
        ["order_id", "order_item_id", "product_id", "seller_id", "price", "freight_value"],
        ([orderId = "", no, productId = "", sellerId = "", price = "", freight = ""], line) => {
          listIn(items, orderId).push({ no: Number(no), productId, sellerId, price, freight, line });
        },
        opened,
      );
      const payments = new Map<string, Payment[]>();
      yield* collect(
        folder,
        "olist_order_payments_dataset",
        "payments",
        ["order_id", "payment_sequential", "payment_type", "payment_installments", "payment_value"],
        ([orderId = "", no, kind = "", installments = "", amount = ""], line) => {
          listIn(payments, orderId).push({ no: Number(no), kind, installments, amount, line });
        },
        opened,
      );
      const categories = new Map<string, string>();
      yield* collect(
        folder,
        "product_category_name_translation",
        "products",
        ["product_category_name", "product_category_name_english"],
        ([name = "", english = ""]) => {
          categories.set(name, english);
        },
        opened,
      );
      const products = new Map<string, string>();
      yield* references(folder, { items, categories, products }, opened);

      const columns = [
        "order_id",
        "customer_id",
        "order_status",
        "order_purchase_timestamp",
        "order_approved_at",
        "order_delivered_carrier_date",
        "order_delivered_customer_date",
        "order_estimated_delivery_date",
      ];
      const path = fileOf(folder, "olist_orders_dataset");
      const file = nameOf(path);
      for await (const row of csvRows(path, columns, opened)) {
        if (!("values" in row)) {
          yield {
            kind: "broken",
            of: "orders",
            file,
            line: row.line,
            number: "",
            code: "row-unreadable",
            detail: row.detail,
          };
          continue;
        }
        const [number = "", customerId = ""] = row.values;
        const told = orderOf(row.values, {
          customer: customers.get(customerId),
          items: items.get(number) ?? [],
          payments: payments.get(number) ?? [],
          products,
          country,
          at,
        });
        const order: SourcedOrder = {
          kind: "order",
          file,
          line: row.line,
          number,
          told,
          lines: items.get(number)?.length ?? 0,
          payments: payments.get(number)?.length ?? 0,
        };
        items.delete(number);
        payments.delete(number);
        yield order;
      }
      yield* orphans("lines", "olist_order_items_dataset.csv", items);
      yield* orphans("payments", "olist_order_payments_dataset.csv", payments);
    },
  };
}

type Joined = {
  readonly customer: Customer | undefined;
  readonly items: readonly Item[];
  readonly payments: readonly Payment[];
  readonly products: ReadonlyMap<string, string>;
  readonly country: string;
  readonly at: (text: string) => string;
};

function orderOf(row: readonly string[], { customer, items, payments, products, country, at }: Joined): unknown {
  const [number = "", , status = "", placed = "", approved = "", shipped = "", delivered = "", promised = ""] = row;
  const newest = [placed, approved, shipped, delivered].sort().at(-1) ?? placed;
  const cancelled = status === "canceled" || status === "unavailable";
  return {
    number,
    source: "olist",
    updatedAt: at(newest),
    placedAt: at(placed),
    ...(approved === "" ? {} : { paidAt: at(approved) }),
    ...(cancelled ? { cancelledAt: at(newest) } : {}),
    country,
    zone: zoneName,
    currency: currencyCode,
    shopper: { externalId: customer?.uniqueId ?? "" },
    ...(customer === undefined ? {} : { recipient: { address: customer.place } }),
    context: { channel: "web" },
    lines: linesOf(items, products),
    tenders: payments
      .toSorted((a, b) => a.no - b.no)
      .map((payment) => ({
        kind: tenderKinds[payment.kind] ?? "other",
        reference: `${number}-${payment.no}`,
        amount: payment.amount,
        ...(Number(payment.installments) >= 1 ? { installments: Number(payment.installments) } : {}),
      })),
    parcels: [
      {
        ...(shipped === "" ? {} : { shippedAt: at(shipped) }),
        ...(delivered === "" ? {} : { deliveredAt: at(delivered) }),
        ...(promised === "" ? {} : { promisedBy: at(promised) }),
      },
    ],
  };
}

const tenderKinds: Readonly<Record<string, string>> = {
  credit_card: "card",
  debit_card: "card",
  boleto: "transfer",
  voucher: "voucher",
};

/** Equal items of one product, seller and price are one line. */
function linesOf(items: readonly Item[], products: ReadonlyMap<string, string>): unknown[] {
  const groups = new Map<string, Item[]>();
  for (const item of items.toSorted((a, b) => a.no - b.no))
    listIn(groups, `${item.productId}|${item.sellerId}|${item.price}`).push(item);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const categoryCode = products.get(first.productId) ?? uncategorised;
    return {
      productNumber: first.productId,
      title: titleOf(first.productId, categoryCode, "商品"),
      titleEn: titleOf(first.productId, categoryCode, "product"),
      merchantNumber: first.sellerId,
      categoryCode,
      quantity: group.length,
      unitPrice: first.price,
      freight: sumOf(group.map((item) => item.freight)),
      parcel: 0,
    };
  });
}

/** Text that is no amount comes back as it is, for the reader behind to refuse. */
function sumOf(amounts: readonly string[]): string {
  const [only, ...more] = amounts;
  if (only !== undefined && more.length === 0) return only;
  try {
    return toWire(
      amounts.reduce(
        (sum, amount) => add(sum, fromWire({ amount, currency: currencyCode })),
        zero(currency(currencyCode)),
      ),
    ).amount;
  } catch {
    return amounts.find((amount) => !/^\d+(\.\d{1,2})?$/.test(amount)) ?? "";
  }
}

const uncategorised = "uncategorised";

function titleOf(productId: string, categoryCode: string, noun: string): string {
  return `${phraseOf(categoryCode)} ${noun} ${productId.slice(0, 8)}`;
}

/** "health_beauty" reads "Health beauty". */
function phraseOf(code: string): string {
  const known = phrases.get(code);
  if (known !== undefined) return known;
  const words = code.replaceAll("_", " ");
  const phrase = words.charAt(0).toUpperCase() + words.slice(1);
  phrases.set(code, phrase);
  return phrase;
}

const phrases = new Map<string, string>();

/** Sellers and products as merchants and catalog; who sells a product and for how much is known from the items. Fills `products` with the category of each. */
async function* references(
  folder: string,
  {
    items,
    categories,
    products,
  }: {
    readonly items: ReadonlyMap<string, readonly Item[]>;
    readonly categories: ReadonlyMap<string, string>;
    readonly products: Map<string, string>;
  },
  opened: OpenedFiles | undefined,
): AsyncGenerator<SourceItem> {
  const offers = new Map<string, Item>();
  for (const group of items.values())
    for (const item of group) if (!offers.has(item.productId)) offers.set(item.productId, item);
  const sellersFile = fileOf(folder, "olist_sellers_dataset");
  const merchants: SourcedReferences["merchants"][number][] = [];
  yield* collect(
    folder,
    "olist_sellers_dataset",
    "merchants",
    ["seller_id"],
    ([number = ""]) => {
      merchants.push({
        number,
        name: `Olist 卖家 ${number.slice(0, 8)}`,
        nameEn: `Olist seller ${number.slice(0, 8)}`,
      });
    },
    opened,
  );
  yield { kind: "references", file: nameOf(sellersFile), categories: [], merchants, products: [] };

  const path = fileOf(folder, "olist_products_dataset");
  const file = nameOf(path);
  const told = new Set<string>();
  let codes: string[] = [uncategorised];
  let part: SourcedReferences["products"][number][] = [];
  const toldPart = (): SourcedReferences => ({
    kind: "references",
    file,
    categories: codes.map((code) => ({ code, name: phraseOf(code), nameEn: phraseOf(code) })),
    merchants: [],
    products: part,
  });
  for await (const row of csvRows(path, ["product_id", "product_category_name"], opened)) {
    if (!("values" in row)) {
      yield {
        kind: "broken",
        of: "products",
        file,
        line: row.line,
        number: "",
        code: "row-unreadable",
        detail: row.detail,
      };
      continue;
    }
    const [number = "", name = ""] = row.values;
    const categoryCode = name === "" ? uncategorised : categories.get(name) || name;
    if (!told.has(categoryCode)) codes.push(categoryCode);
    told.add(categoryCode);
    products.set(number, categoryCode);
    const offer = offers.get(number);
    part.push({
      number,
      merchantNumber: offer?.sellerId ?? null,
      title: titleOf(number, categoryCode, "商品"),
      titleEn: titleOf(number, categoryCode, "product"),
      categoryCode,
      price: offer?.price ?? null,
      currency: offer === undefined ? null : currencyCode,
    });
    if (part.length < productsPerItem) continue;
    yield toldPart();
    [codes, part] = [[], []];
  }
  yield toldPart();
}

/** Hands each readable row to `take` and yields the others. */
async function* collect(
  folder: string,
  name: string,
  of: BrokenRow["of"],
  columns: readonly string[],
  take: (values: readonly string[], line: number) => void,
  opened: OpenedFiles | undefined,
): AsyncGenerator<BrokenRow> {
  const path = fileOf(folder, name);
  for await (const row of csvRows(path, columns, opened)) {
    if ("values" in row) take(row.values, row.line);
    else
      yield {
        kind: "broken",
        of,
        file: nameOf(path),
        line: row.line,
        number: "",
        code: "row-unreadable",
        detail: row.detail,
      };
  }
}

function* orphans(
  of: "lines" | "payments",
  file: string,
  left: ReadonlyMap<string, readonly { readonly line: number }[]>,
): Generator<BrokenRow> {
  for (const [number, rows] of left)
    for (const { line } of rows) {
      yield { kind: "broken", of, file, line, number, code: "order-not-in-source", detail: "" };
    }
}

function fileOf(folder: string, name: string): string {
  const found = [`${name}.csv`, `${name}.csv.gz`].map((file) => join(folder, file)).find((path) => existsSync(path));
  if (found === undefined)
    throw new SourceError(
      `${name}.csv or ${name}.csv.gz is missing in ${folder}; give the folder that holds the Olist files`,
    );
  return found;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  if (list.length === 0) map.set(key, list);
  return list;
}
