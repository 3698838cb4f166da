import { z } from "zod";
import { orderRowShape } from "#contract/orders";
import { caseRowShape } from "#contract/returns";
import type { ListOrders } from "#domains/orders";
import type { ListCases } from "#domains/returns";
import { grant } from "#kernel/outcome";
import { is, type Query, query } from "#platform/action";

const rowsOfEach = 5;

/** The shopper's first page: what waits for them, what is under way, what is on its way to them, what they bought last. */
export function portalHome(listCases: ListCases, listOrders: ListOrders): Query {
  return query({
    name: "screens.portal-home",
    input: z.object({}),
    output: z.object({
      waitingForYou: z.array(caseRowShape),
      inProgress: z.array(caseRowShape),
      onTheWay: z.array(orderRowShape),
      recent: z.array(orderRowShape),
      unread: z.number().int(),
    }),
    allow: is("shopper"),
    run: async (tx) => {
      const [cases, shipped, recent, unread] = await Promise.all([
        listCases.within(tx, { limit: 30 }),
        listOrders.within(tx, { state: "shipped", limit: rowsOfEach }),
        listOrders.within(tx, { limit: rowsOfEach }),
        tx.one<{ unread: number }>(
          "select count(*)::int as unread from (select 1 from platform.message where customer_id = $1 and read_at is null limit 100) m",
          [tx.principal.kind === "shopper" ? tx.principal.customerId : null],
        ),
      ]);
      const open = cases.ok ? cases.value.items.filter((row) => row.closedAt === null) : [];
      return grant({
        waitingForYou: open.filter(asksShopper),
        inProgress: open.filter((row) => !asksShopper(row)),
        onTheWay: shipped.ok ? shipped.value.items : [],
        recent: recent.ok ? recent.value.items : [],
        unread: unread.unread,
      });
    },
  }) as Query;
}

/** Waits for the shopper, or has a ruling that the shopper may appeal. */
function asksShopper({ waitingOn, disputeState }: z.output<typeof caseRowShape>): boolean {
  return waitingOn === "shopper" || disputeState === "ruled";
}
