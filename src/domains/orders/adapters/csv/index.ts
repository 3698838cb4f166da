import { laterOf, type OrderSource, type SourceItem } from "../source/index.ts";
import { csvRows, headerOf } from "../source/rows.ts";

/**
 * A flat file: rows with the same `number` in a row are one order. A row may tell of a line, of a tender, of a promotion, or of
 * several of them at once; what belongs to the whole order is read from its first row. See docs/import-formats.md.
 */
export function csvSource(path: string, file: string, country: string | undefined): OrderSource {
  return {
    format: "csv",
    name: file,
    zone: "Asia/Shanghai",
    newestPlacedAt: async () => {
      let newest: Temporal.Instant | undefined;
      for await (const row of csvRows(path, ["placed_at"]))
        if ("values" in row) newest = laterOf(newest, row.values[0]);
      return newest;
    },
    files: () => [path],
    async *items(opened): AsyncGenerator<SourceItem> {
      const columns = await columnsIn(path);
      const numberAt = columns.indexOf("number");
      let group: Group | undefined;
      let lostRow: string | undefined;
      for await (const row of csvRows(path, columns, opened)) {
        const readable = "values" in row;
        const number = readable ? row.values[numberAt] : row.cells?.[numberAt];
        if (!readable && number === undefined) {
          // Whose row it was nobody can tell: the order before it and the one after it are set aside.
          lostRow = `line ${row.line}: ${row.detail}`;
          if (group !== undefined) group.unreadable = lostRow;
          continue;
        }
        if (group !== undefined && group.number !== number) yield itemOf(group, file, country);
        if (group === undefined || group.number !== number) {
          group = { number: number ?? "", line: row.line, rows: [], unreadable: lostRow };
          lostRow = undefined;
        }
        if (readable) group.rows.push(cellsOf(columns, row.values));
        else group.unreadable = `line ${row.line}: ${row.detail}`;
      }
      if (group !== undefined) yield itemOf(group, file, country);
    },
  };
}

function cellsOf(columns: readonly string[], values: readonly string[]): Cells {
  return new Map(columns.map((column, i) => [column, values[i] ?? ""] as const).filter(([, value]) => value !== ""));
}

type Cells = ReadonlyMap<string, string>;
type Group = { readonly number: string; readonly line: number; readonly rows: Cells[]; unreadable: string | undefined };

const neededColumns = [
  "number",
  "updated_at",
  "placed_at",
  "shopper_id",
  "product_number",
  "title",
  "merchant_number",
  "category",
  "quantity",
  "unit_price",
  "tender_kind",
  "tender_amount",
];

/** Columns of the documented format by the field of orderInput they fill. */
const orderFields = {
  number: "number",
  source: "source",
  updated_at: "updatedAt",
  placed_at: "placedAt",
  paid_at: "paidAt",
  cancelled_at: "cancelledAt",
  country: "country",
  zone: "zone",
  currency: "currency",
  freight: "freight",
  policy_id: "policyId",
} as const;
const shopperFields = {
  shopper_id: "externalId",
  shopper_name: "name",
  shopper_phone: "phone",
  shopper_email: "email",
  shopper_tier: "tier",
  shopper_locale: "locale",
} as const;
const recipientFields = {
  recipient_name: "name",
  recipient_phone: "phone",
  recipient_address: "address",
  recipient_region: "region",
} as const;
const contextFields = { channel: "channel", campaign: "campaign", live_session: "liveSession", host: "host" } as const;
const lineFields = {
  product_number: "productNumber",
  title: "title",
  title_en: "titleEn",
  variant: "variant",
  picture: "picture",
  merchant_number: "merchantNumber",
  category: "categoryCode",
  special_class: "specialClass",
  unit_price: "unitPrice",
  paid: "paid",
  line_freight: "freight",
  tax: "tax",
  points: "points",
  gift_price: "giftPrice",
} as const;
const tenderFields = { tender_kind: "kind", tender_reference: "reference", tender_amount: "amount" } as const;
const parcelFields = {
  carrier: "carrier",
  tracking_number: "trackingNumber",
  shipped_at: "shippedAt",
  delivered_at: "deliveredAt",
  signed_by: "signedBy",
  picked_up_at: "pickedUpAt",
  promised_by: "promisedBy",
  lost_at: "lostAt",
  installed_at: "installedAt",
} as const;
const promotionFields = {
  promotion_code: "code",
  promotion_label: "label",
  promotion_funder: "funder",
  promotion_off: "off",
  promotion_threshold: "threshold",
} as const;
const plainColumns = ["quantity", "serials", "is_gift", "tender_installments"];

const knownColumns = [
  ...[
    orderFields,
    shopperFields,
    recipientFields,
    contextFields,
    lineFields,
    tenderFields,
    parcelFields,
    promotionFields,
  ].flatMap((fields) => Object.keys(fields)),
  ...plainColumns,
];

async function columnsIn(path: string): Promise<string[]> {
  const header = await headerOf(path, neededColumns);
  return header.filter((name) => knownColumns.includes(name));
}

function itemOf(group: Group, file: string, country: string | undefined): SourceItem {
  const { number, line, rows, unreadable } = group;
  const [first = new Map<string, string>()] = rows;
  const parcels = new Map<string, object>();
  const lines = rows.filter((cells) => cells.has("product_number")).map((cells) => lineOf(cells, parcels));
  const tenders = rows.filter((cells) => cells.has("tender_kind"));
  const recipient = pick(first, recipientFields);
  const context = pick(first, contextFields);
  const told = {
    ...(country === undefined ? {} : { country }),
    ...pick(first, orderFields),
    shopper: pick(first, shopperFields),
    ...(Object.keys(recipient).length === 0 ? {} : { recipient }),
    ...(Object.keys(context).length === 0 ? {} : { context }),
    // One parcel carries everything, so no line need name it.
    lines: parcels.size > 1 ? lines : lines.map(({ parcel: _parcel, ...line }) => line),
    promotions: rows.filter((cells) => cells.has("promotion_off")).map((cells) => pick(cells, promotionFields)),
    tenders: tenders.map((cells, i) => ({
      reference: `${number}-${i + 1}`,
      ...pick(cells, tenderFields),
      ...whole(cells, "tender_installments", "installments"),
    })),
    parcels: [...parcels.values()],
  };
  return {
    kind: "order",
    file,
    line,
    number,
    told,
    lines: lines.length,
    payments: tenders.length,
    ...(unreadable === undefined ? {} : { unreadable }),
  };
}

/** A line names its parcel by repeating what is known of it: equal parcels are one. */
function lineOf(cells: Cells, parcels: Map<string, object>): Record<string, unknown> {
  const parcel = pick(cells, parcelFields);
  const key = parcel["trackingNumber"] ?? JSON.stringify(parcel);
  const shipped = Object.keys(parcel).length > 0;
  if (shipped && !parcels.has(key)) parcels.set(key, parcel);
  return {
    ...pick(cells, lineFields),
    ...whole(cells, "quantity", "quantity"),
    ...(cells.has("serials") ? { serials: cells.get("serials")?.split(";") } : {}),
    ...(cells.has("is_gift") ? { isGift: yesOrNo(cells.get("is_gift")) } : {}),
    ...(shipped ? { parcel: [...parcels.keys()].indexOf(key) } : {}),
  };
}

function pick(cells: Cells, fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([column, field]) => {
      const value = cells.get(column);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** Text that is no whole number stays text, for the reader behind to refuse. */
function whole(cells: Cells, column: string, field: string): Record<string, unknown> {
  const value = cells.get(column);
  return value === undefined ? {} : { [field]: /^\d{1,9}$/.test(value) ? Number(value) : value };
}

function yesOrNo(text: string | undefined): unknown {
  const yes = ["yes", "true", "1"].includes(text ?? "");
  return yes || ["no", "false", "0"].includes(text ?? "") ? yes : text;
}
