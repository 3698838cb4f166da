import { z } from "zod";
import { mostReturnFreight } from "#contract/payments";
import { interceptionDue } from "#domains/logistics";
import { linesForCase, readOrder } from "#domains/orders";
import { staffNames } from "#domains/parties";
import { collectionsAbout, freightCoverOf, refundsOf, returnFreightOf } from "#domains/payments";
import { isId } from "#kernel/ids";
import { currency, fromWire, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { any, holds, is, query } from "#platform/action";
import { personBehind, type Tx } from "#platform/db";
import { findCustomerOf } from "#platform/directory";
import { fileLinks, filesOf } from "#platform/files";
import { moneyShape, numberShape } from "#platform/wire";
import { type Case, caseShape } from "../contract.ts";
import { causeOf, kindTraits, termsOf } from "../model.ts";
import { abilitiesOf } from "../rules/abilities.ts";
import { freightComesBack } from "../rules/assess.ts";
import { differenceOf, piecesOut, surchargesOf } from "../rules/exchange-difference.ts";
import { exclusionReliedOn } from "../rules/exclusion-relied-on.ts";
import { owesFreight } from "../rules/freight-back.ts";
import { ownGoodsGoBack } from "../rules/goes-out.ts";
import { mayBeReopened } from "../rules/may-be-reopened.ts";
import { sendsParts } from "../rules/missing-parts.ts";
import { ifNobodyOf, nowOf, stepsOf } from "../rules/next-step.ts";
import { feeTaken, paidBack, receiptOf, refundAmount } from "../rules/refund-amount.ts";
import { mendedBefore } from "../rules/repair.ts";
import { seesWholeOrder } from "../rules/sees-whole-order.ts";
import { talkedOut } from "../rules/talked-out.ts";
import { heldBy, unitsGone } from "../rules/units-taken.ts";
import { whatBecomes } from "../rules/what-becomes.ts";
import { type CaseLineRow, type CaseRow, caseColumns, caseLines, type WantedGoods } from "../store/case.ts";
import { type DisputeRow, disputeOf, type StatementRow, statementsOf } from "../store/dispute.ts";
import { type DispositionChange, dispositionChanges, goodsInHouse, type InHouse } from "../store/goods-in-house.ts";
import { lossesOf } from "../store/loss.ts";
import { type OfferRow, offersOf } from "../store/offer.ts";
import { type ListedCase, rowOnWire } from "./case-row.ts";
import { decisionOf } from "./options.ts";
import { policyOf } from "./policy-of.ts";
import { serialsOf } from "./serials-of.ts";
import { settledBefore } from "./settled-before.ts";
import { stretchOf } from "./stretch-of.ts";

/** Which colleagues look at a case now: presence lives in the realtime platform. */
export type ViewersOf = (tx: Tx, caseId: string) => Promise<readonly { readonly id: string; readonly name: string }[]>;

/** Everything about one case on one page: decision, arithmetic, goods, money, timeline, and what the viewer may do. */
export const getCase = (viewersOf: ViewersOf) =>
  query({
    name: "returns.get",
    input: z.object({ number: numberShape }),
    output: caseShape,
    allow: any(is("shopper"), holds("cases.read")),
    run: async (tx, { number }) => {
      const shopper = tx.principal.kind === "shopper";
      const customerId =
        tx.principal.kind === "shopper" ? tx.principal.customerId : await findCustomerOf(tx, "case", number);
      if (customerId === undefined) return refuse("case-not-found", { number });
      const row = await tx.maybe<
        CaseRow & {
          merchant_name: string;
          merchant_name_en: string;
          return_address: { name: string; phone: string; address: string };
        }
      >(
        `select ${caseColumns
          .split(", ")
          .map((column) => `c.${column}`)
          .join(", ")}, m.name as merchant_name, m.name_en as merchant_name_en, coalesce(
                (select s.goes_to from logistics.shipment s
                  where s.customer_id = c.customer_id and s.subject_id = c.id and s.direction = 'return' order by s.opened_at desc, s.id desc limit 1),
                m.return_address) as return_address
         from returns.return_case c left join parties.merchant m on m.id = c.merchant_id where c.customer_id = $1 and c.number = $2`,
        [customerId, number],
      );
      if (row === undefined) return refuse("case-not-found", { number });
      const [
        lines,
        orderLines,
        order,
        refundedBefore,
        refunds,
        timeline,
        inspections,
        inHouse,
        changes,
        files,
        policy,
        assigned,
        person,
        policyTitle,
        offers,
        collections,
        dispute,
        statements,
        losses,
        returnFreight,
        cover,
        stretch,
        answerBy,
      ] = await Promise.all([
        caseLines(tx, customerId, row.id),
        linesForCase(tx, customerId, row.order_number),
        readOrder(tx, customerId, row.order_number),
        settledBefore(tx, customerId, row.order_number),
        refundsOf(tx, customerId, row.id),
        tx.rows<{
          seq: bigint;
          at: Temporal.Instant;
          actor_kind: Case["timeline"][number]["actor"];
          actor_id: string;
          kind: string;
          data: Record<string, unknown>;
        }>(
          "select seq, at, actor_kind, actor_id, kind, data from platform.timeline where customer_id = $1 and subject_id = $2 order by seq desc limit 500",
          [customerId, row.id],
        ),
        tx.rows<{
          line_id: string;
          expected_quantity: number;
          received_quantity: number;
          accepted_quantity: number;
          grade: string;
          disposition: string;
          note: string;
          photos: string[];
          inspected_by: string;
          at: Temporal.Instant;
        }>(
          "select line_id, expected_quantity, received_quantity, accepted_quantity, grade, disposition, note, photos, inspected_by, at from returns.inspection where customer_id = $1 and case_id = $2 order by at",
          [customerId, row.id],
        ),
        shopper ? [] : goodsInHouse(tx, customerId, row.id),
        shopper ? [] : dispositionChanges(tx, customerId, row.id),
        filesOf(tx, customerId, row.id),
        policyOf(tx, row.policy_id, row.policy_version),
        shopper || row.assigned_to === null ? undefined : staffNames(tx, [row.assigned_to]),
        tx.principal.kind === "staff" ? shopperOf(tx, customerId) : undefined,
        tx.maybe<{ title: { zh: string; en: string } }>(
          "select title from platform.policy where id = $1 and version = $2",
          [row.policy_id, row.policy_version],
        ),
        offersOf(tx, customerId, row.id),
        collectionsAbout(tx, { customerId, orderId: row.order_id, number: row.number }),
        row.dispute_state === "none" ? undefined : disputeOf(tx, customerId, row.id),
        row.dispute_state === "none" ? [] : statementsOf(tx, customerId, row.id),
        shopper ? [] : lossesOf(tx, customerId, row.id),
        row.freight_paid_minor === null ? null : returnFreightOf(tx, customerId, row.id),
        kindTraits[row.kind].goodsBack
          ? freightCoverOf(tx, { customerId, orderId: row.order_id, merchantId: row.merchant_id }, row.id)
          : null,
        stretchOf(tx, row),
        row.interception_state === "wanted" ? interceptionDue(tx, { customerId, subjectId: row.id }) : undefined,
      ]);
      const serials = shopper ? unknown : await serialsOf(tx, customerId, row.order_id, lines);
      const names = shopper ? nobody : await staffNames(tx, [...staffNamed(timeline), ...changes.map(personOf)]);
      const cash = (minor: bigint) => toWire(money(minor, currency(row.currency)));
      const listed: ListedCase = {
        ...row,
        assigned_to: shopper ? null : row.assigned_to,
        assigned_name: assigned?.get(row.assigned_to ?? "") ?? null,
        ruled_minor: row.dispute_state === "ruled" ? (dispute?.amount_minor ?? null) : null,
      };
      const settledAt = refunds.find((refund) => refund.state === "settled")?.settledAt ?? null;
      // Before the refund exists its arithmetic is computed as it stands now; afterwards it is the one that was paid by.
      const why = causeOf(row.reason);
      const coming = lines
        .map((line) => ({ lineId: line.line_id, quantity: line.accepted_quantity ?? line.quantity }))
        .filter((line) => line.quantity > 0);
      const before =
        refundedBefore +
        paidBack(
          orderLines,
          heldBy(lines).map(({ lineId, unitNos }) => ({ line: { id: lineId }, unitNos })),
        );
      // A refused case let go of its units: what came back under another case cannot come back once more.
      const open =
        row.closed_at === null &&
        order !== undefined &&
        seesWholeOrder(tx.principal, order) &&
        !unitsGone(heldBy(lines), orderLines);
      const receipt =
        refunds[0]?.receipt ??
        (open && kindTraits[row.kind].money === "refund" && !row.allowance
          ? feeTaken(
              receiptOf(
                refundAmount(order, orderLines, coming, why, {
                  refundedBefore: before,
                  freightComesBack: freightComesBack(row),
                }),
                before,
                row.currency,
                orderLines,
                surchargesOf(
                  orderLines,
                  lines.map((line) => ({
                    lineId: line.line_id,
                    unitNos: line.unit_nos.slice(0, line.accepted_quantity ?? line.quantity),
                  })),
                ),
              ),
              row.fee_minor,
              row.currency,
            )
          : { steps: [], total: cash(row.approved_minor ?? row.requested_minor), shortfall: null });
      const page: Case = {
        ...rowOnWire(listed),
        reasonWords: row.reason_words,
        reasonVersion: row.reason_version,
        note: row.note,
        attempt: row.attempt,
        version: row.version,
        present: row.present_id !== null,
        interception: {
          state: row.interception_state,
          answerBy: answerBy?.toString() ?? null,
        },
        lines: lines.flatMap((line) => {
          const source = orderLines.find((l) => l.id === line.line_id);
          const decision = decisionOf(line.facts, policy.policy);
          if (source === undefined || decision === undefined) return [];
          return [
            {
              lineId: line.line_id,
              title: { zh: source.title, en: source.title_en },
              variant: source.variant,
              picture: source.picture,
              quantity: line.quantity,
              acceptedQuantity: line.accepted_quantity,
              unitPrice: cash(source.unit_list_minor),
              requested: cash(line.requested_minor),
              serials: serials.get(line.line_id) ?? [],
              verdict: line.verdict,
              decision,
              exclusion: exclusionReliedOn(line.facts),
            },
          ];
        }),
        steps: stepsOf(row, settledAt, collections[0]?.receivedAt ?? null),
        next: {
          now: nowOf(row),
          waitingOn: row.waiting_on,
          dueAt: row.due_at?.toString() ?? null,
          ifNobody: ifNobodyOf(row),
          stretched: stretch.told,
          byLaw: stretch.byLaw,
        },
        receipt,
        asked: askedAtFirst(timeline) ?? cash(row.requested_minor),
        requested: cash(row.requested_minor),
        approved: row.approved_minor === null ? null : cash(row.approved_minor),
        refunded: cash(row.refunded_minor),
        refunds,
        freightPayer: row.freight_payer,
        freight: {
          owed: owesFreight(row) !== null,
          most: cash(mostReturnFreight),
          atOnce: cash(BigInt(policy.handling.returnFreightUpToMinor)),
          told: row.freight_paid_minor === null ? null : cash(row.freight_paid_minor),
          receipts: [...row.freight_receipts],
          paidBack: returnFreight,
          cover,
        },
        policy: {
          id: row.policy_id,
          version: row.policy_version,
          title: policyTitle?.title ?? { zh: "法定权利", en: "Statutory rights" },
        },
        lawVersion: row.law_version,
        wayBack: {
          way: row.way_back as Case["wayBack"]["way"],
          carrier: row.carrier,
          trackingNumber: row.tracking_number,
          shippedAt: row.shipped_at?.toString() ?? null,
          arrivedAt: row.arrived_at?.toString() ?? null,
          returnAddress: row.goods_state === "none" ? null : row.return_address,
          offered: row.ways_back === null ? null : [...row.ways_back],
        },
        inspections: inspections.map((i) => ({
          lineId: i.line_id,
          expected: i.expected_quantity,
          received: i.received_quantity,
          accepted: i.accepted_quantity,
          grade: i.grade,
          disposition: i.disposition,
          note: i.note,
          photos: i.photos,
          by: countedBy(i.inspected_by),
          at: i.at.toString(),
          ...afterTheCount(i.line_id, inHouse, changes, names),
        })),
        evidence: fileLinks(tx.principal, files),
        rejectReason: row.reject_reason,
        losses: losses.map((loss) => ({
          direction: loss.direction,
          borneBy: loss.borne_by,
          amount: cash(loss.amount_minor),
          at: loss.at.toString(),
        })),
        repair: repairOf(row, lines),
        collections: collections.map(
          ({ number, causeKind, state, amount, received, payable, askedAt, expiresAt, receivedAt }) => ({
            number,
            causeKind,
            state,
            amount,
            received,
            payable,
            askedAt,
            expiresAt,
            receivedAt,
          }),
        ),
        outbound: outboundOf(
          row,
          collections.find(isDifference)?.number ?? null,
          policy.handling.differencePaidHours,
          cash,
        ),
        instant: row.instant,
        withheld: row.withheld_minor === 0n ? null : cash(row.withheld_minor),
        offers: offers.map((offer) => ({
          no: offer.offer_no,
          by: offer.made_by,
          kind: offer.kind,
          toKind: offer.to_kind,
          evidenceKind: offer.evidence_kind,
          amount: offer.amount_minor === null ? null : cash(offer.amount_minor),
          wanted: goodsOut(offer.wanted),
          difference: offer.difference_minor === null ? null : cash(offer.difference_minor),
          note: offer.note,
          state: offer.state,
          brings: bringsOf(offer, row, fromWire(receipt.total).minor, cash),
          at: offer.made_at.toString(),
          answeredAt: offer.answered_at?.toString() ?? null,
        })),
        dispute: dispute === undefined ? null : disputeOnWire(dispute, statements, cash),
        timeline: timeline
          .filter(({ kind }) => !shopper || !betweenTheOthers.test(kind))
          .map((line) => ({
            seq: Number(line.seq),
            at: line.at.toString(),
            actor: line.actor_kind,
            kind: line.kind,
            data: shopper ? forShopper(line.data) : withNames(line.data, line.actor_id, names),
          })),
        abilities: abilitiesOf(row, tx.principal, {
          hasRefund: refunds.length > 0,
          byChild: termsOf(row.reason).byChild === true,
          detour: refunds.find(({ detour }) => detour !== null)?.detour?.state ?? null,
          refused: refunds.some(({ state }) => state === "refused"),
          openOffer: offers.find(({ state }) => state === "open")?.made_by ?? null,
          reopens: mayBeReopened(row, tx.now),
          talkedOut: talkedOut(offers, tx.now),
          ruledByViewer: dispute?.ruled_by === personBehind(tx.principal),
          clock: stretch.clock,
        }),
        shopper: person ?? null,
        // Merchants may not read who of the platform's staff looks at their case.
        viewers: tx.principal.kind === "staff" ? [...(await viewersOf(tx, row.id))] : [],
      };
      return grant(page);
    },
  });

/** Who bears a loss is settled between shop, carrier and platform; the shopper loses nothing by it. */
const betweenTheOthers = /^loss-borne-/;

const personOf = ({ changed_by }: DispositionChange) => changed_by.slice(changed_by.indexOf(":") + 1);

function afterTheCount(
  lineId: string,
  inHouse: readonly InHouse[],
  changes: readonly DispositionChange[],
  names: ReadonlyMap<string, string>,
): Pick<Case["inspections"][number], "standing" | "changes"> {
  return {
    standing: inHouse
      .filter(({ line_id }) => line_id === lineId)
      .map(({ disposition, quantity }) => ({ disposition, quantity, next: [...whatBecomes(disposition)] })),
    changes: changes
      .filter(({ line_id }) => line_id === lineId)
      .map((change) => ({
        from: change.from_disposition,
        to: change.to_disposition,
        quantity: change.quantity,
        note: change.note,
        by: names.get(personOf(change)) ?? null,
        at: change.at.toString(),
      })),
  };
}

/** The request as it was written down; an agreement or a ruling changes what the case is about, and not this. */
function askedAtFirst(timeline: readonly { kind: string; data: Record<string, unknown> }[]) {
  const first = timeline.findLast(({ kind }) => kind === "requested");
  return moneyShape.safeParse(first?.data["amount"]).data;
}

function countedBy(principal: string): Case["inspections"][number]["by"] {
  if (principal.startsWith("merchant:")) return "merchant";
  return principal.startsWith("staff:") ? "platform" : null;
}

function isDifference({ causeKind }: { readonly causeKind: string }): boolean {
  return causeKind === "case";
}

type Cash = (minor: bigint) => ReturnType<typeof toWire>;

/** An amount is what comes back; a deduction leaves what the count is worth less that. */
function bringsOf({ kind, to_kind, amount_minor }: OfferRow, row: CaseRow, worth: bigint, cash: Cash) {
  if (kind === "amount") return cash(amount_minor ?? 0n);
  // Instead of a repair the goods are here already, and what they cost comes back.
  if (row.repair_outcome !== null && to_kind === "return-and-refund") return cash(worth);
  if (kind !== "deduction" || kindTraits[row.kind].money !== "refund") return null;
  const left = worth - (amount_minor ?? 0n);
  return cash(left > 0n ? left : 0n);
}

function repairOf({ kind, repair_outcome: outcome }: CaseRow, lines: readonly CaseLineRow[]): Case["repair"] {
  if (kind !== "repair" && outcome === null) return null;
  return { outcome, before: lines.reduce((sum, { facts }) => sum + mendedBefore(facts), 0) };
}

function goodsOut(goods: WantedGoods | null): Case["outbound"]["goods"] {
  if (goods === null) return null;
  const { productNumber, title, titleEn, picture, variant } = goods;
  return { productNumber, title: { zh: title, en: titleEn }, picture, variant };
}

function outboundOf(row: CaseRow, collection: string | null, payHours: number, cash: Cash): Case["outbound"] {
  return {
    shipFirst: row.ship_first,
    goods: goodsOut(row.wanted),
    units: piecesOut(row),
    goesBack: ownGoodsGoBack(row),
    partsOnly: sendsParts(row),
    trouble: row.outbound_trouble,
    difference: differenceOf(row) === 0n ? null : cash(-differenceOf(row)),
    differenceState: row.difference_state,
    payWithinHours: differenceOf(row) > 0n && row.difference_state !== "paid" ? payHours : null,
    collection,
    carrier: row.outbound_carrier,
    trackingNumber: row.outbound_tracking,
    shippedAt: row.outbound_shipped_at?.toString() ?? null,
    deliveredAt: row.outbound_delivered_at?.toString() ?? null,
  };
}

function disputeOnWire(dispute: DisputeRow, statements: readonly StatementRow[], cash: Cash): Case["dispute"] {
  const { blame, ruling, ruled_at, appealed_by, appealed_at } = dispute;
  return {
    claim: dispute.claim,
    openedAt: dispute.opened_at.toString(),
    statements: statements.map(({ side, words, at }) => ({ side, words, at: at.toString() })),
    shopperStated: dispute.shopper_stated_at !== null,
    merchantStated: dispute.merchant_stated_at !== null,
    ruling:
      blame === null || ruling === null || ruled_at === null
        ? null
        : {
            blame,
            ruling,
            amount: dispute.amount_minor === null ? null : cash(dispute.amount_minor),
            note: dispute.ruling_note ?? "",
            at: ruled_at.toString(),
          },
    appeal:
      appealed_by === null || appealed_at === null
        ? null
        : { by: appealed_by, note: dispute.appeal_note ?? "", at: appealed_at.toString() },
  };
}

type Line = { readonly actor_id: string; readonly data: Record<string, unknown> };

const nobody: ReadonlyMap<string, string> = new Map();
const unknown: ReadonlyMap<string, string[]> = new Map();

function staffNamed(timeline: readonly Line[]): string[] {
  const ids = timeline.flatMap((line) => [line.actor_id, String(line.data["staffId"] ?? "")]);
  return [...new Set(ids)].filter(isId);
}

/** Colleagues read who did it, and whom a case was given to. To a merchant the platform's people have no names. */
function withNames(
  data: Record<string, unknown>,
  actorId: string,
  names: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const assignee = names.get(String(data["staffId"] ?? ""));
  return {
    ...data,
    actorId,
    actorName: names.get(actorId) ?? null,
    ...(assignee === undefined ? {} : { staffName: assignee }),
  };
}

/** A shopper reads what happened, not which colleague it was given to. */
function forShopper(data: Record<string, unknown>): Record<string, unknown> {
  const { staffId: _, ...rest } = data;
  return rest;
}

async function shopperOf(tx: Tx, customerId: string): Promise<NonNullable<Case["shopper"]> | undefined> {
  const row = await tx.maybe<{
    name_mask: string | null;
    phone_mask: string | null;
    tier: string;
    created_at: Temporal.Instant;
    orders: number;
    cases: number;
  }>(
    `select name_mask, phone_mask, tier, created_at,
            (select count(*)::int from orders.shop_order o where o.customer_id = s.customer_id) as orders,
            (select count(*)::int from returns.return_case c where c.customer_id = s.customer_id) as cases
       from parties.shopper s where customer_id = $1`,
    [customerId],
  );
  if (row === undefined) return undefined;
  return {
    customerId,
    nameMask: row.name_mask,
    phoneMask: row.phone_mask,
    tier: row.tier,
    orders: row.orders,
    cases: row.cases,
    since: row.created_at.toString(),
  };
}
