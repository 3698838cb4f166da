import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import {
  addTo,
  type CaseChange,
  changeCells,
  changeHeadings,
  changeOf,
  countPastCases,
  emptyTally,
  type PolicyBody,
  pastCases,
  policyBodySchema,
  replayCase,
  reportOf,
} from "#domains/returns";
import { currency, fromWire } from "#kernel/money";
import { csvRow } from "#platform/csv";
import { type Db, system } from "#platform/db";
import { readArguments, UsageError } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const daysUnlessSaid = "90";
const freightUnlessSaid = "10.00";
/** Shown with the figures; all of them go into the file that --csv names. */
const changesShown = 20;

/** `policy replay --draft FILE`: what a draft would have changed, without saving it anywhere. */
export default async function policyCommand(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    draft: { type: "string" },
    merchant: { type: "string" },
    days: { type: "string", default: daysUnlessSaid },
    freight: { type: "string", default: freightUnlessSaid },
    csv: { type: "string" },
    json: { type: "boolean" },
  });
  if (positionals[0] !== "replay" || positionals.length > 1 || values.draft === undefined)
    throw new UsageError("Say which draft: policy replay --draft FILE.");
  const draft = await readDraft(values.draft);
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 1 || days > 3_650)
    throw new UsageError(`--days ${values.days} is no number of days from 1 to 3650.`);
  const freightMinor = freightOf(values.freight);
  const { csv } = values;
  return withDatabase(async ({ db }) => {
    const merchantId = values.merchant === undefined ? null : await merchantNumbered(db, values.merchant);
    if (merchantId === undefined) {
      process.stderr.write(`There is no merchant ${values.merchant}: see the desk's list of merchants.\n`);
      return 1;
    }
    const since = db.clock.now().subtract({ hours: 24 * days });
    const scope = { merchantId, since };
    const total = await countPastCases(db, scope);
    const file = csv === undefined ? undefined : createWriteStream(csv);
    file?.write(csvRow(changeHeadings));
    const tally = emptyTally();
    const shown: CaseChange[] = [];
    let done = 0;
    for await (const batch of pastCases(db, scope)) {
      for (const { past, pinned } of batch) {
        const replayed = replayCase(past, pinned, draft, freightMinor);
        const change = changeOf(replayed);
        addTo(tally, replayed, change !== undefined);
        if (change === undefined) continue;
        if (shown.length < changesShown) shown.push(change);
        if (file?.write(csvRow(changeCells(change))) === false) await once(file, "drain");
      }
      done += batch.length;
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} cases`);
    }
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
    file?.end();
    if (file !== undefined) await finished(file);
    const report = reportOf(tally);
    if (values.json === true) process.stdout.write(`${JSON.stringify({ ...report, changes: shown })}\n`);
    else process.stdout.write(inWords(report, shown));
    return 0;
  });
}

type Report = ReturnType<typeof reportOf>;

function inWords(
  { cases, changed, better, worse, complaints, was, would }: Report,
  shown: readonly CaseChange[],
): string {
  const row = (what: string, before: string | number, after: string | number) =>
    `${what.padEnd(34)}${String(before).padStart(16)}${String(after).padStart(16)}\n`;
  const money = was.money.flatMap((sums, index) => {
    const now = would.money[index];
    if (now === undefined) return [];
    return [
      row(`paid back, ${sums.refund.currency}`, sums.refund.amount, now.refund.amount),
      row(`ways back paid, ${sums.freight.currency}`, sums.freight.amount, now.freight.amount),
      row(`to be looked at, ${sums.atStake.currency}`, sums.atStake.amount, now.atStake.amount),
      row(`offered on top, ${sums.onTop.currency}`, sums.onTop.amount, now.onTop.amount),
    ];
  });
  const lines = shown.map(
    ({ number, was, would, why }) =>
      `  ${number}  ${was.outcome} → ${would.outcome}  ${why.code}${why.rule === null ? "" : ` (${why.rule})`}\n`,
  );
  return [
    `${cases} cases, ${changed} decided otherwise: ${better} better for the shopper, ${worse} worse.\n`,
    `Likely complaints: ${complaints.refused} refused, ${complaints.review} left to a person, ${complaints.slower} no longer at once.\n\n`,
    row("", "was", "would be"),
    ...(["at-once", "agreed", "review", "refused"] as const).map((one) =>
      row(one, was.outcomes[one], would.outcomes[one]),
    ),
    ...money,
    row("hours of the shop, on average", was.hours.merchant, would.hours.merchant),
    row("hours of the shopper, on average", was.hours.shopper, would.hours.shopper),
    ...(lines.length === 0 ? [] : ["\n", ...lines]),
  ].join("");
}

async function readDraft(path: string): Promise<PolicyBody> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new UsageError(`${path} cannot be read: ${why}.`);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${(error as Error).message}.`);
  }
  const read = policyBodySchema.safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new UsageError(`${path} is no draft: ${issue?.path.join(".")} ${issue?.message}.`);
}

function freightOf(amount: string): bigint {
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(amount)) throw new UsageError(`--freight ${amount} is no amount such as 10.00.`);
  return fromWire({ amount, currency: currency("CNY") }).minor;
}

async function merchantNumbered(db: Db, number: string): Promise<string | undefined> {
  const row = await db.withTx(
    system("command-line"),
    (tx) => tx.maybe<{ id: string }>("select id from parties.merchant where number = $1", [number]),
    { readOnly: true },
  );
  return row?.id;
}
