import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { bookingLifecycle, interceptionLifecycle, parkedLifecycle } from "#domains/logistics";
import { collectionLifecycle, compensationLifecycle, detourLifecycle, refundLifecycle } from "#domains/payments";
import {
  interceptionLifecycle as caseInterceptionLifecycle,
  caseLifecycle,
  goodsLifecycle,
  moneyLifecycle,
} from "#domains/returns";
import { floorOf } from "../../src/domains/floors.ts";
import { dumpSchema } from "../../tools/dump-schema.ts";
import { withTestDatabase } from "../support/database.ts";
import { root, sources } from "./sources.ts";
import { statements } from "./sql.ts";

const appRoles = [
  "aftercare_shopper",
  "aftercare_guest",
  "aftercare_merchant",
  "aftercare_staff",
  "aftercare_system",
  "aftercare_auth",
];
/** Made by libraries, under their own rules. */
const foreignSchemas = ["jobs", "pg_catalog", "information_schema"];

type Table = {
  readonly name: string;
  readonly kind: string;
  readonly appendOnly: boolean;
  readonly secured: boolean;
  readonly forced: boolean;
};
type Column = { readonly table: string; readonly column: string; readonly type: string; readonly comment: string };
type Key = {
  readonly table: string;
  readonly name: string;
  readonly kind: "p" | "u" | "f" | "i";
  readonly columns: string[];
  readonly to: string | null;
  readonly deferrable: boolean;
};

let client: pg.Client;
let tables: Table[] = [];
let columns: Column[] = [];
let keys: Key[] = [];
let finished: () => void = () => {};
let running: Promise<void> = Promise.resolve();

before(async () => {
  await new Promise<void>((ready, fail) => {
    running = withTestDatabase(async ({ adminUrl }) => {
      client = new pg.Client({ connectionString: adminUrl });
      await client.connect();
      tables = await readTables();
      columns = await readColumns();
      keys = await readKeys();
      ready();
      await new Promise<void>((done) => {
        finished = done;
      });
      await client.end();
    });
    running.catch(fail);
  });
});

after(async () => {
  finished();
  await running;
});

test("Every table says which of the three kinds it is, and what for", () => {
  assert.ok(tables.length > 30);
  assert.deepEqual(tables.filter(({ kind }) => !["shopper", "reference", "local"].includes(kind)).map(nameOf), []);
});

test("In a shopper table the shopper comes first in every key, because the shopper is the unit of distribution", () => {
  const wrong = keys.filter(
    ({ table, columns, kind }) => kindOf(table) === "shopper" && kind !== "i" && columns[0] !== "customer_id",
  );
  assert.deepEqual(wrong.map(told), []);
  const without = ofKind("shopper").filter(
    ({ name }) => !keys.some(({ table, kind }) => table === name && kind === "p"),
  );
  assert.deepEqual(without.map(nameOf), []);
});

/** Indexes of shopper tables that begin otherwise: asked across shoppers by staff, merchants or the worker, on every shard at once. */
const acrossShoppers: Readonly<Record<string, string>> = {
  shopper_by_phone: "the desk finds a person by phone",
  shopper_by_last4: "the desk finds a person by the last digits",
  shopper_by_email: "the desk finds a person by mail address",
  shopper_by_name: "the desk finds a person by exact name",
  shopper_by_age: "the desk's list of shoppers",
  device_by_index: "the system counts who else is behind a device",
  device_by_age: "the worker forgets devices of half a year ago",
  shop_order_by_age: "the desk's list of orders",
  shop_order_by_merchant: "a merchant's list of orders",
  shipment_to_ask: "the worker asks carriers about what is on its way",
  shipment_by_tracking: "a carrier tells of a tracking number, whoever's it is",
  booking_to_send: "the worker sends what is reserved",
  booking_by_slot: "the places of a slot",
  refund_open: "the worker asks about what is unsettled",
  payout_open: "the worker asks about what is unsettled",
  payout_stuck: "queue: payouts that did not go",
  collection_open: "the worker asks about what is unsettled",
  compensation_waiting: "queue: what waits for agreement",
  compensation_recent: "the desk's list of compensations",
  return_freight_to_decide: "the queue of return freight",
  return_freight_recent: "the desk's list of return freight",
  refund_settled_by_age: "how shops keep their deadlines, of the last weeks",
  discrepancy_open: "queue: money that came wrong",
  discrepancy_recent: "the desk's list of money that came wrong",
  loss_of_carriers: "the desk's list of claims against carriers",
  goods_in_house_waiting: "queue: counted goods that wait for what becomes of them",
  goods_in_house_waiting_of: "queue of a merchant",
  return_case_due: "queue: what breaches next",
  return_case_dispute: "queue: before the platform",
  signal_appeal_waiting: "queue: appeals against signals",
  shop_order_by_address: "the system counts who else is behind a door",
  booking_by_address: "the same, where a courier collects",
  shop_order_by_phone: "the system counts who else is behind a phone",
  return_case_waiting: "queue: by who is waited for",
  return_case_goods: "queue: by where the goods are",
  return_case_merchant_due: "queue of a merchant",
  return_case_assigned: "queue of one person",
  return_case_recent: "the desk's list of cases",
  return_case_merchant_recent: "a merchant's list of cases",
  file_unclaimed: "the worker sweeps uploads that no case took",
  file_by_bytes: "the worker asks whether bytes are still used",
  privacy_request_to_finish: "the worker finishes what the law made wait",
  privacy_request_left: "the worker takes up what was left",
  privacy_request_by_time: "the list of the person in charge",
};

test("An index of a shopper table begins with the shopper, or is one of the queues with its reason", () => {
  const other = keys.filter(
    ({ table, kind, columns }) => kind === "i" && kindOf(table) === "shopper" && columns[0] !== "customer_id",
  );
  assert.deepEqual(other.filter(({ name }) => acrossShoppers[name] === undefined).map(told), []);
  assert.deepEqual(
    Object.keys(acrossShoppers).filter((name) => !other.some((index) => index.name === name)),
    [],
  );
});

test("Reference and local tables never point at shopper tables", () => {
  const wrong = keys.filter(
    ({ table, to, kind }) => kind === "f" && kindOf(table) !== "shopper" && to !== null && kindOf(to) === "shopper",
  );
  assert.deepEqual(wrong.map(told), []);
});

test("A foreign key points downwards: to the own schema or to a lower floor", () => {
  const wrong = keys.filter(({ table, to, kind }) => {
    if (kind !== "f" || to === null) return false;
    const [mine, theirs] = [schemaOf(table), schemaOf(to)];
    const [myFloor, theirFloor] = [floorOf(mine), floorOf(theirs)];
    return mine !== theirs && (myFloor === undefined || theirFloor === undefined || theirFloor > myFloor);
  });
  assert.deepEqual(wrong.map(told), []);
});

test("No key is deferred and no table has a trigger or a sequence: none of them distributes", async () => {
  assert.deepEqual(keys.filter(({ deferrable }) => deferrable).map(told), []);
  const found = await names(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and n.nspname <> all ($1)
     union all
     select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
      where not t.tgisinternal and n.nspname <> all ($1)`,
    [foreignSchemas],
  );
  assert.deepEqual(found, []);
});

test("The application's roles own nothing and pass no row security", async () => {
  const wrong = await names(
    `select rolname as name from pg_roles where rolname = any ($2) and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication)
     union all
     select c.oid::regclass::text from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = any ($2)
     union all
     select p.oid::regprocedure::text from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolname = any ($2)
     union all
     select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname <> all ($1)`,
    [foreignSchemas, appRoles],
  );
  assert.deepEqual(wrong, []);
});

/** Shopper tables that a role has no policy on sees nothing of them. Each absence is meant. */
const closedTo: Readonly<Record<string, readonly string[]>> = {
  "parties.shopper": ["merchant"],
  "parties.shopper_key": ["merchant"],
  "parties.person_link": ["merchant"],
  "parties.device": ["merchant"],
  "platform.message": ["merchant"],
  "compliance.privacy_request": ["merchant"],
  "payments.goodwill_use": ["merchant"],
  "payments.instant_credit": ["merchant"],
  "returns.risk_standing": ["merchant"],
  "returns.signal_appeal": ["merchant"],
};

test("Every shopper table has row security, forced, with a policy for each role or a documented absence", async () => {
  assert.deepEqual(
    ofKind("shopper")
      .filter(({ secured, forced }) => !secured || !forced)
      .map(nameOf),
    [],
  );
  const { rows } = await client.query<{ table: string; role: string; rule: string }>(
    `select format('%s.%s', p.schemaname, p.tablename) as table, replace(r.role, 'aftercare_', '') as role, coalesce(p.qual, 'true') as rule
       from pg_policies p cross join lateral unnest(p.roles::text[]) as r (role) where p.permissive = 'PERMISSIVE'`,
  );
  for (const { name } of ofKind("shopper")) {
    const missing = ["shopper", "merchant", "staff", "system"].filter(
      (role) => !rows.some((row) => row.table === name && row.role === role),
    );
    assert.deepEqual(missing, closedTo[name] ?? [], `${name} is closed to ${missing.join(", ") || "nobody"}`);
    const loose = rows.filter((row) => row.table === name && ["shopper", "merchant"].includes(row.role));
    for (const { role, rule } of loose)
      assert.match(rule, role === "shopper" ? /app\.customer_id/ : /app\.merchant_id/, `${name}, ${role}`);
  }
});

/** Shopper tables that a guest is narrowed in otherwise than by a policy named "guest". */
const guestsOtherwise: Readonly<Record<string, string>> = {
  "parties.shopper": "read by whose order it is, changed by nobody",
  "parties.shopper_key": "read by whose order it is, changed by nobody",
  "platform.deadline": "begun and called off with a case, by its id",
};

test("A guest sees one order of every shopper table, or nothing of it", async () => {
  const { rows } = await client.query<{ table: string; rule: string }>(
    `select format('%s.%s', schemaname, tablename) as table, coalesce(qual, with_check) as rule from pg_policies
      where permissive = 'RESTRICTIVE' and policyname = 'guest' and roles = '{aftercare_guest}' and cmd = 'ALL'`,
  );
  for (const { name } of ofKind("shopper")) {
    if (guestsOtherwise[name] !== undefined) continue;
    const rule = rows.find(({ table }) => table === name)?.rule;
    assert.match(rule ?? "", /^false$|app\.order_id/, name);
  }
});

/** Local and reference tables whose rows shoppers or merchants may read unfiltered, and why. */
const openToAll: Readonly<Record<string, string>> = {
  "catalog.category": "what is sold is public",
  "catalog.price": "what it was sold for is public",
  "catalog.product": "what is sold is public",
  "logistics.drop_off_point": "where parcels are taken in",
  "logistics.pickup_area": "where couriers collect",
  "logistics.pickup_slot": "how many places a slot has left",
  "parties.merchant": "a shop's name and return address are public",
  "parties.team": "names of groups",
  "payments.compensation_limit": "merchants: up to how much who agrees alone, by which what they propose is judged",
  "payments.freight_product": "insurance as it is sold is public",
  "platform.calendar_day": "public holidays",
  "platform.clock": "what time it is",
  "platform.directory": "leads from a number to an id, and row security guards what the id opens",
  "platform.setting": "facts about this deployment",
};

test("What shoppers and merchants can read without row security is public or leads to nothing", async () => {
  const { rows } = await client.query<{ table: string }>(
    `select distinct format('%s.%s', n.nspname, c.relname) as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relrowsecurity and n.nspname <> all ($1)
        and (has_any_column_privilege('aftercare_shopper', c.oid, 'select') or has_any_column_privilege('aftercare_merchant', c.oid, 'select')) order by 1`,
    [foreignSchemas],
  );
  assert.deepEqual(
    rows.map(({ table }) => table),
    Object.keys(openToAll).sort(),
  );
});

test("Money is whole minor units: no floating point anywhere, no column called after money in another type", () => {
  const floating = /^(real|double precision|money|numeric|float)/;
  assert.deepEqual(columns.filter(({ type }) => floating.test(type)).map(shown), []);
  const wrong = columns.filter(
    ({ column, type }) => (column === "minor" || column.endsWith("_minor")) && type !== "bigint",
  );
  assert.deepEqual(wrong.map(shown), []);
});

test("Every instant carries its zone, every name says what time it is", () => {
  assert.deepEqual(columns.filter(({ type }) => /^(timestamp without|time )/.test(type)).map(shown), []);
  const misnamed = columns.filter(({ table, column, type }) => {
    if (schemaOf(table) === "auth") return false;
    return /(_at|_by_time|_until)$/.test(column) && !["timestamp with time zone", "date"].includes(type);
  });
  assert.deepEqual(misnamed.map(shown), []);
});

test("States are text with a check, not enums: an enum's operators defeat row security's indexes", async () => {
  const enums = await names(
    "select t.oid::regtype::text as name from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'e' and n.nspname <> all ($1)",
    [foreignSchemas],
  );
  assert.deepEqual(enums, []);
});

test("Every personal column is tagged, and these are all of them", () => {
  const sealed = columns.filter(
    ({ column }) =>
      /(^|_)(enc|mask|index)$/.test(column) || /^(recipient_)?(name|phone|email|address)_(?!en$)/.test(column),
  );
  assert.deepEqual(sealed.filter(({ comment }) => !comment.startsWith("personal: ")).map(shown), []);
  assert.deepEqual(
    columns
      .filter(({ comment }) => comment.startsWith("personal: "))
      .map(({ table, column, comment }) => `${table}.${column}: ${comment.slice(10)}`),
    [
      "logistics.booking.address_enc: address",
      "logistics.booking.address_index: address, blind index",
      "logistics.booking.address_mask: address, masked",
      "logistics.booking.contact_name_enc: name",
      "logistics.booking.contact_name_mask: name, masked",
      "logistics.booking.contact_phone_enc: phone",
      "logistics.booking.contact_phone_mask: phone, masked",
      "logistics.parked_parcel.sender_last4_index: phone, blind index",
      "logistics.parked_parcel.sender_name_index: name, blind index",
      "logistics.parked_parcel.sender_name_mask: name, masked",
      "orders.shop_order.address_enc: address",
      "orders.shop_order.address_index: address, blind index",
      "orders.shop_order.address_mask: address, masked",
      "orders.shop_order.recipient_name_enc: name",
      "orders.shop_order.recipient_name_mask: name, masked",
      "orders.shop_order.recipient_phone_enc: phone",
      "orders.shop_order.recipient_phone_index: phone, blind index",
      "orders.shop_order.recipient_phone_mask: phone, masked",
      "parties.device.device_index: device, blind index",
      "parties.shopper.email_enc: email",
      "parties.shopper.email_index: email, blind index",
      "parties.shopper.email_mask: email, masked",
      "parties.shopper.name_enc: name",
      "parties.shopper.name_index: name, blind index",
      "parties.shopper.name_mask: name, masked",
      "parties.shopper.phone_enc: phone",
      "parties.shopper.phone_index: phone, blind index",
      "parties.shopper.phone_last4_index: phone, blind index",
      "parties.shopper.phone_mask: phone, masked",
      "returns.return_case.shopper_mask: name, masked",
    ],
  );
});

/** Columns called after personal things that hold none of a shopper's. */
const notPersonal = [
  "auth.user.email: staff only, a shopper's login is the customer id",
  "auth.user.name: staff only",
  "auth.apikey.name: what the key is called",
  "catalog.category.name: of a category",
  "catalog.category.name_en: of a category",
  "parties.merchant.contact_phone: a shop's public number",
  "parties.merchant.name: of a shop",
  "parties.merchant.name_en: of a shop",
  "parties.merchant.return_address: a shop's public address",
  "parties.staff.email: staff at work",
  "parties.staff.name: staff at work",
  "parties.team.name: of a group",
  "platform.presence.name: staff at work",
];

test("No plain name, phone, mail address or address of a shopper lies in any table", () => {
  const plain = columns.filter(
    ({ column, comment }) =>
      /(^|_)(name|phone|email|e_mail|address|mobile|id_card)(_en)?$/.test(column) && !comment.startsWith("personal: "),
  );
  assert.deepEqual(plain.map(shown).sort(), notPersonal.map((line) => line.split(":")[0]).sort());
});

/** What the recipient of a present may see or add to; every other table of shoppers is closed, and born closed. */
const openToRecipients = [
  "logistics.shipment",
  "orders.confirmation",
  "orders.line",
  "orders.parcel",
  "orders.present",
  "orders.replacement",
  "orders.shop_order",
  "orders.unit",
  "platform.deadline",
  "platform.file",
  "platform.timeline",
  "returns.case_line",
  "returns.dispute",
  "returns.inspection",
  "returns.offer",
  "returns.return_case",
  "returns.statement",
];

test("A table that shoppers see is closed to the recipients of presents, or says what of it they see", async () => {
  const { rows } = await client.query<{ name: string; closed: boolean | null }>(
    `select p.schemaname || '.' || p.tablename as name,
            bool_and(r.qual !~ ' OR ' and r.cmd = 'ALL') filter (where r.policyname is not null) as closed
       from pg_policies p
       left join pg_policies r on r.schemaname = p.schemaname and r.tablename = p.tablename and r.permissive = 'RESTRICTIVE'
                              and r.policyname = 'recipient'
      where p.permissive = 'PERMISSIVE' and 'aftercare_shopper' = any (p.roles) and p.qual like '%app.customer_id%'
      group by 1 order by 1`,
  );
  assert.ok(rows.length > 20);
  assert.deepEqual(
    rows.filter(({ closed }) => closed !== true).map(({ name }) => name),
    openToRecipients,
  );
});

/** Shopper tables that tell a shopper nothing that another does not, with the reason. */
const notToldToTheShopper: Readonly<Record<string, string>> = {
  "parties.shopper_key": "the key that opens what is told",
  "parties.person_link": "leads to another shopper's id",
  "platform.timeline": "told with each case, and who of the staff did what is the trail's",
  "payments.ledger_line": "the sums of refunds, payouts and collections once more, for the books",
  "payments.compensation_approval": "who of the staff agreed",
  "payments.goodwill_use": "counts the compensations that are told",
  "returns.goods_in_house": "counts the inspections that are told",
  "returns.disposition_change": "what the warehouse did with goods that are the merchant's again",
};

test("Whoever asks what is kept about them is told of every shopper table, or of why not", () => {
  const doors = sources("src")
    .filter(({ text }) => text.includes("exportFor:"))
    .map(({ text }) => text)
    .join("\n");
  const shopperTables = tables.filter(({ kind }) => kind === "shopper").map(({ name }) => name);
  const untold = shopperTables.filter(
    (name) =>
      !(name in notToldToTheShopper) && !new RegExp(`\\b(from|join) ${name.replace(".", "\\.")}\\b`).test(doors),
  );
  assert.deepEqual(untold, []);
  const gone = Object.keys(notToldToTheShopper).filter((name) => !shopperTables.includes(name));
  assert.deepEqual(gone, []);
});

test("Append-only tables give nobody update or delete", async () => {
  const appendOnly = tables.filter((table) => table.appendOnly).map(nameOf);
  assert.ok(appendOnly.length >= 4, appendOnly.join());
  const { rows } = await client.query<{ what: string }>(
    `select format('%s may %s %s', g.grantee, lower(g.privilege_type), t.name) as what
       from unnest($1::text[]) as t (name)
       join information_schema.column_privileges g on format('%s.%s', g.table_schema, g.table_name) = t.name
      where g.grantee = any ($2) and g.privilege_type = 'UPDATE' and not (t.name = 'platform.audit' and g.column_name in ('seq', 'hash') and g.grantee = 'aftercare_system')
     union
     select format('%s may %s %s', g.grantee, lower(g.privilege_type), t.name)
       from unnest($1::text[]) as t (name)
       join information_schema.table_privileges g on format('%s.%s', g.table_schema, g.table_name) = t.name
      where g.grantee = any ($2) and g.privilege_type in ('DELETE', 'TRUNCATE', 'UPDATE')`,
    [appendOnly, appRoles],
  );
  assert.deepEqual(
    rows.map(({ what }) => what),
    [],
  );
});

/** People decide in them and move no money: only the system says that something is being paid. */
const decidedByPeople = [
  "payments.compensation",
  "payments.compensation_approval",
  "payments.return_freight",
  "payments.detour",
  "payments.discrepancy",
  // What is promised, before any claim on it: a cover that is given, and the terms it is sold on.
  "payments.freight_cover",
  "payments.freight_product",
  // What they may agree to, which only who administers changes.
  "payments.compensation_limit",
];

test("People's roles cannot write the books: refunds, shares, ledger and tenders' room belong to the system", async () => {
  const books = tables
    .map(({ name }) => name)
    .filter((name) => schemaOf(name) === "payments" && !decidedByPeople.includes(name));
  assert.ok(books.length >= 4);
  const may = await names(
    `select format('%s may %s %s', r.role, p.privilege, t.name) as name
       from unnest($1::text[]) as t (name) cross join unnest(array['aftercare_shopper', 'aftercare_merchant', 'aftercare_staff', 'aftercare_auth']) as r (role)
       cross join unnest(array['insert', 'update', 'delete']) as p (privilege)
      where has_table_privilege(r.role, t.name, p.privilege) or (p.privilege <> 'delete' and has_any_column_privilege(r.role, t.name, p.privilege))`,
    [books],
  );
  assert.deepEqual(may, []);
  const sums = await names(
    `select format('%s may change %s', r.role, a.attname) as name from pg_attribute a
       cross join unnest(array['aftercare_shopper', 'aftercare_merchant', 'aftercare_staff', 'aftercare_auth']) as r (role)
      where a.attrelid = 'payments.compensation'::regclass and a.attnum > 0 and has_column_privilege(r.role, a.attrelid, a.attnum, 'update')
        and a.attname not in ('state', 'decided_at', 'refused_because', 'refusal_note', 'version')`,
    [],
  );
  assert.deepEqual(sums, []);
});

test("The states the database accepts are the states of the lifecycle", async () => {
  const checks = await client.query<{ table: string; column: string; rule: string }>(
    `select a.attrelid::regclass::text as table, a.attname as column, pg_get_constraintdef(k.oid) as rule
       from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey) or a.atttypid = k.contypid
      where k.contype = 'c'`,
  );
  const accepted = (table: string, column: string) => {
    const rule =
      checks.rows.find((row) => row.table === table && row.column === column && row.rule.includes("= ANY"))?.rule ?? "";
    return [...rule.matchAll(/'([^']+)'::text/g)].map(([, state]) => state ?? "").sort();
  };
  assert.deepEqual(accepted("returns.return_case", "case_state"), [...caseLifecycle.states].sort());
  assert.deepEqual(accepted("returns.return_case", "goods_state"), [...goodsLifecycle.states].sort());
  assert.deepEqual(accepted("returns.return_case", "money_state"), [...moneyLifecycle.states].sort());
  assert.deepEqual(accepted("logistics.booking", "state"), [...bookingLifecycle.states].sort());
  assert.deepEqual(accepted("logistics.parked_parcel", "state"), [...parkedLifecycle.states].sort());
  assert.deepEqual(accepted("returns.return_case", "interception_state"), [...caseInterceptionLifecycle.states].sort());
  assert.deepEqual(accepted("logistics.interception", "state"), [...interceptionLifecycle.states].sort());
  assert.deepEqual(accepted("payments.refund", "state"), [...refundLifecycle.states].sort());
  assert.deepEqual(accepted("payments.refund_part", "state"), [...refundLifecycle.states].sort());
  assert.deepEqual(accepted("payments.payout", "state"), [...refundLifecycle.states].sort());
  assert.deepEqual(accepted("payments.collection", "state"), [...collectionLifecycle.states].sort());
  assert.deepEqual(accepted("payments.compensation", "state"), [...compensationLifecycle.states].sort());
  assert.deepEqual(accepted("payments.detour", "state"), [...detourLifecycle.states].sort());
});

test("Lifecycles have no dead end, no unreachable state, no verb to nowhere", () => {
  for (const lifecycle of [
    bookingLifecycle,
    parkedLifecycle,
    interceptionLifecycle,
    caseInterceptionLifecycle,
    caseLifecycle,
    goodsLifecycle,
    moneyLifecycle,
    refundLifecycle,
    collectionLifecycle,
    compensationLifecycle,
    detourLifecycle,
  ])
    assert.deepEqual(lifecycle.flaws(), []);
});

test("Every statement of the program is one that this schema understands", async () => {
  const closed = statements("src").filter(({ open }) => !open);
  assert.ok(closed.length > 80, `${closed.length} statements`);
  const refused: string[] = [];
  await client.query("set search_path = auth, pg_catalog");
  for (const [i, { path, line, sql }] of closed.entries()) {
    await client
      .query(`prepare guard_${i} as ${sql}`)
      .catch((error: Error) => refused.push(`${path}:${line} ${error.message}`));
  }
  assert.deepEqual(refused, []);
});

test("db/schema.sql shows the database as the migrations leave it", async () => {
  const shown = readFileSync(join(root, "db/schema.sql"), "utf8");
  assert.ok(shown === (await dumpSchema(client)), "db/schema.sql is out of date: run npm run documents");
});

async function readTables(): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; comment: string; secured: boolean; forced: boolean }>(
    `select format('%s.%s', n.nspname, c.relname) as name, coalesce(obj_description(c.oid), '') as comment, c.relrowsecurity as secured, c.relforcerowsecurity as forced
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname <> all ($1) and n.nspname not like 'pg\\_%' and n.nspname <> 'public' order by 1`,
    [foreignSchemas],
  );
  return rows.map(({ comment, ...table }) => {
    const [, kind = "", appendOnly] = /^kind: (\w+)(, append-only)?\. \S/.exec(comment) ?? [];
    return { ...table, kind, appendOnly: appendOnly !== undefined };
  });
}

async function readColumns(): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select format('%s.%s', n.nspname, c.relname) as table, a.attname as column, format_type(a.atttypid, null) as type, coalesce(col_description(c.oid, a.attnum), '') as comment
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and n.nspname <> all ($1) and n.nspname not like 'pg\\_%' and n.nspname <> 'public' order by 1, 2`,
    [foreignSchemas],
  );
  return rows;
}

/** Keys and indexes with their columns in order; an index that backs a key is counted as the key. */
async function readKeys(): Promise<Key[]> {
  const { rows } = await client.query<Key>(
    `select format('%s.%s', n.nspname, c.relname) as table, k.conname as name, k.contype as kind, k.condeferrable as deferrable,
            (select format('%s.%s', fn.nspname, f.relname) from pg_class f join pg_namespace fn on fn.oid = f.relnamespace where f.oid = k.confrelid) as to,
            array(select a.attname::text from unnest(k.conkey) with ordinality as u (num, pos) join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num order by u.pos) as columns
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where k.contype in ('p', 'u', 'f') and n.nspname <> all ($1) and n.nspname <> 'public'
     union all
     select format('%s.%s', n.nspname, c.relname), i.relname, 'i', false, null,
            array(select coalesce(a.attname::text, '(expression)') from unnest(x.indkey) with ordinality as u (num, pos) left join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num order by u.pos)
       from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname <> all ($1) and n.nspname not like 'pg\\_%' and n.nspname <> 'public'
        and not exists (select 1 from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u'))
      order by 1, 2`,
    [foreignSchemas],
  );
  return rows;
}

async function names(sql: string, params: unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(sql, params);
  return rows.map(({ name }) => name);
}

function ofKind(kind: string): Table[] {
  return tables.filter((table) => table.kind === kind);
}

function kindOf(name: string): string | undefined {
  return tables.find((table) => table.name === name)?.kind;
}

function schemaOf(table: string): string {
  return table.split(".")[0] ?? "";
}

function nameOf({ name }: Table): string {
  return name;
}

function shown({ table, column }: Column): string {
  return `${table}.${column}`;
}

function told({ table, name, columns: cols }: Key): string {
  return `${table} ${name} (${cols.join(", ")})`;
}
