import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { newId } from "#kernel/ids";
import { type Anchor, auditKey, signature } from "./anchor.ts";
import { type BadLink, beginning, linkHash, type SealedRow, walkChain } from "./chain.ts";

const key = auditKey({ blindIndexKey: new Uint8Array(32).fill(7) });
const length = 60;
const anchorEvery = 10;
const position = fc.integer({ min: 1, max: length });
const tamperings = { numRuns: 250 };

test("an untouched chain is whole, whatever the size of the batches", () => {
  const { rows, anchors } = sealed();
  for (const size of [1, 7, 10, length]) assert.equal(verdict(rows, anchors, size), undefined);
});

test("every edited row is found and named", () => {
  const edits: ((row: SealedRow) => SealedRow)[] = [
    (row) => ({ ...row, id: newId() }),
    (row) => ({ ...row, at: row.at.add({ microseconds: 1 }) }),
    (row) => ({ ...row, principal_kind: "system" }),
    (row) => ({ ...row, principal_id: `${row.principal_id}x` }),
    (row) => ({ ...row, action: "returns.reject" }),
    (row) => ({ ...row, outcome: "undone" }),
    (row) => ({ ...row, subject_kind: null }),
    (row) => ({ ...row, subject_id: newId() }),
    (row) => ({ ...row, customer_id: null }),
    (row) => ({ ...row, merchant_id: newId() }),
    (row) => ({ ...row, request_id: "another" }),
    (row) => ({ ...row, detail: '{"amount": 1.00}' }),
    (row) => ({ ...row, hash: new Uint8Array(32) }),
    (row) => ({ ...row, hash: null }),
    // Moving text from one field to its neighbour is an edit too.
    (row) => ({ ...row, principal_kind: "staf", principal_id: `f${row.principal_id}` }),
  ];
  fc.assert(
    fc.property(position, fc.constantFrom(...edits), (seq, edit) => {
      const { rows, anchors } = sealed();
      const tampered = rows.map((row) => (row.seq === BigInt(seq) ? edit(row) : row));
      assert.deepEqual(verdict(tampered, anchors), { seq: BigInt(seq), what: "changed" });
    }),
    tamperings,
  );
});

test("an edited row that was hashed anew breaks the link behind it, or the signed head", () => {
  fc.assert(
    fc.property(position, (seq) => {
      const { rows, anchors } = sealed();
      const before = rows[seq - 2]?.hash ?? beginning;
      const tampered = rows.map((row) => {
        if (row.seq !== BigInt(seq)) return row;
        const edited = { ...row, action: "returns.reject" };
        return { ...edited, hash: linkHash(before, row.seq, edited) };
      });
      const atHead = seq % anchorEvery === 0;
      const expected: BadLink = atHead
        ? { seq: BigInt(seq - anchorEvery + 1), what: "rewritten" }
        : { seq: BigInt(seq + 1), what: "changed" };
      assert.deepEqual(verdict(tampered, anchors), expected);
    }),
    tamperings,
  );
});

test("every deleted row is found and named, also when the rest closes ranks", () => {
  fc.assert(
    fc.property(position, fc.boolean(), (seq, closesRanks) => {
      const { rows, anchors } = sealed();
      const rest = rows.filter((row) => row.seq !== BigInt(seq));
      const tampered = closesRanks
        ? rest.map((row) => (row.seq > BigInt(seq) ? { ...row, seq: row.seq - 1n } : row))
        : rest;
      const last = seq === length;
      const what = last ? "cut" : closesRanks ? "changed" : "missing";
      assert.deepEqual(verdict(tampered, anchors), { seq: BigInt(seq), what });
    }),
    tamperings,
  );
});

test("every inserted row is found and named", () => {
  fc.assert(
    fc.property(position, fc.boolean(), (seq, hashedWell) => {
      const { rows, anchors } = sealed();
      const forged = content(BigInt(seq));
      const before = rows[seq - 2]?.hash ?? beginning;
      const hash = hashedWell ? linkHash(before, BigInt(seq), forged) : new Uint8Array(32);
      const tampered = [
        ...rows.slice(0, seq - 1),
        { ...forged, seq: BigInt(seq), hash },
        ...rows.slice(seq - 1).map((row) => ({ ...row, seq: row.seq + 1n })),
      ];
      const atHead = hashedWell && seq % anchorEvery === 0;
      const found = verdict(tampered, anchors);
      if (atHead) assert.deepEqual(found, { seq: BigInt(seq - anchorEvery + 1), what: "rewritten" });
      else assert.deepEqual(found, { seq: BigInt(hashedWell ? seq + 1 : seq), what: "changed" });
    }),
    tamperings,
  );
});

test("every pair of rows that changed places is found at the first of them", () => {
  fc.assert(
    fc.property(position, position, fc.boolean(), (a, b, withHash) => {
      fc.pre(a < b);
      const { rows, anchors } = sealed();
      const [first, second] = [rows[a - 1], rows[b - 1]];
      assert.ok(first && second);
      const tampered = rows
        .with(a - 1, { ...second, seq: first.seq, hash: withHash ? second.hash : first.hash })
        .with(b - 1, { ...first, seq: second.seq, hash: withHash ? first.hash : second.hash });
      assert.deepEqual(verdict(tampered, anchors), { seq: BigInt(a), what: "changed" });
    }),
    tamperings,
  );
});

test("every tail that was cut behind a signed head is found at the first row that is gone", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: length - 1 }), (kept) => {
      const { rows, anchors } = sealed();
      assert.deepEqual(verdict(rows.slice(0, kept), anchors), { seq: BigInt(kept + 1), what: "cut" });
    }),
    tamperings,
  );
});

test("a tail cut together with its signed heads is found by the head that is kept elsewhere", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: length - 1 }), (kept) => {
      const { rows, anchors } = sealed();
      const witness = anchors.at(-1);
      assert.ok(witness);
      const left = [...anchors.filter((anchor) => anchor.seq <= BigInt(kept)), witness];
      assert.deepEqual(verdict(rows.slice(0, kept), left), { seq: BigInt(kept + 1), what: "cut" });
    }),
    tamperings,
  );
});

test("every rewriting from one row on is found at the first row that no good head vouches for", () => {
  fc.assert(
    fc.property(position, (from) => {
      const { rows, anchors } = sealed();
      const rewritten = seal(
        rows.map((row) => (row.seq === BigInt(from) ? { ...row, detail: '{"amount": "0.01"}' } : row)),
      );
      const vouched = Math.floor((from - 1) / anchorEvery) * anchorEvery;
      assert.deepEqual(verdict(rewritten, anchors), { seq: BigInt(vouched + 1), what: "rewritten" });
    }),
    tamperings,
  );
});

test("a head signed with another key is found", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: length / anchorEvery }), (which) => {
      const { rows, anchors } = sealed();
      const wrong = auditKey({ blindIndexKey: new Uint8Array(32).fill(8) });
      const forged = anchors.map((anchor, index) =>
        index === which - 1 ? { ...anchor, signature: signature(wrong, anchor.seq, anchor.hash, anchor.at) } : anchor,
      );
      assert.deepEqual(verdict(rows, forged), { seq: BigInt(which * anchorEvery), what: "forged" });
    }),
    tamperings,
  );
});

const start = Temporal.Instant.from("2026-11-21T02:00:00.123456Z");
let made: { rows: SealedRow[]; anchors: Anchor[] } | undefined;

function sealed(): { rows: SealedRow[]; anchors: Anchor[] } {
  if (made !== undefined) return made;
  const rows = seal(Array.from({ length }, (_, index) => content(BigInt(index + 1))));
  const anchors = rows
    .filter((row) => Number(row.seq) % anchorEvery === 0)
    .map((row) => {
      const hash = row.hash ?? beginning;
      return { seq: row.seq, hash, at: row.at, signature: signature(key, row.seq, hash, row.at) };
    });
  made = { rows, anchors };
  return made;
}

function content(seq: bigint): SealedRow {
  return {
    seq,
    hash: null,
    id: newId(),
    at: start.add({ milliseconds: Number(seq) }),
    principal_kind: "staff",
    principal_id: newId(),
    action: "returns.approve",
    outcome: "done",
    subject_kind: "case",
    subject_id: newId(),
    customer_id: newId(),
    merchant_id: null,
    request_id: null,
    detail: '{"note": "好的", "amount": "12.30"}',
  };
}

function seal(rows: readonly SealedRow[]): SealedRow[] {
  let hash = beginning;
  return rows.map((row) => {
    hash = linkHash(hash, row.seq, row);
    return { ...row, hash };
  });
}

function verdict(rows: readonly SealedRow[], anchors: readonly Anchor[], batch = 25): BadLink | undefined {
  const chain = walkChain(key);
  for (let from = 0; from < rows.length; from += batch) chain.step(rows.slice(from, from + batch), anchors);
  return chain.end(anchors).bad;
}
