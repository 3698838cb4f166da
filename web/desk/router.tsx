import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "../shared/data/index.ts";
import { type CaseFilter, caseFilterNames, queueNamed } from "./frame/case-filter.ts";
import { Failed, NotFound, Pending } from "./frame/faces.tsx";
import { Frame } from "./frame/frame.tsx";

/** Every address of the desk. A screen loads when it is opened. */
export function deskRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    basepath: "/desk",
    context: { client },
    defaultPreload: "intent",
    defaultNotFoundComponent: NotFound,
    defaultPendingComponent: Pending,
    defaultPendingMs: 800,
    defaultErrorComponent: ({ error, reset }) => <Failed error={error} onRetry={reset} />,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof deskRouter>;
  }
}

type Context = { client: QueryClient };
type Search = Record<string, unknown>;

const root = createRootRouteWithContext<Context>()({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Search): { to?: string } => texts(search, ["to"]),
  component: lazyRouteComponent(() => import("./screens/sign-in/sign-in.tsx"), "SignIn"),
});
const setPassword = createRoute({
  getParentRoute: () => root,
  path: "/set-password",
  validateSearch: (search: Search): { token?: string } => texts(search, ["token"]),
  component: lazyRouteComponent(() => import("./screens/sign-in/set-password.tsx"), "SetPassword"),
});

const frame = createRoute({
  getParentRoute: () => root,
  id: "frame",
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery);
    // A shopper's session opens the portal, not the desk.
    if (!me || me.kind === "shopper" || me.kind === "guest")
      throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { to: location.href } });
  },
  component: Frame,
});

const home = createRoute({
  getParentRoute: () => frame,
  path: "/",
  component: lazyRouteComponent(() => import("./screens/home/home.tsx"), "Home"),
});
const cases = createRoute({
  getParentRoute: () => frame,
  path: "/cases",
  validateSearch: (search: Search): CaseFilter => ({
    queue: queueNamed(search["queue"]),
    ...texts(search, caseFilterNames),
  }),
  component: lazyRouteComponent(() => import("./screens/cases/cases.tsx"), "Cases"),
});
const noCase = createRoute({
  getParentRoute: () => cases,
  path: "/",
  component: lazyRouteComponent(() => import("./screens/cases/no-case.tsx"), "NoCase"),
});
const oneCase = createRoute({
  getParentRoute: () => cases,
  path: "/$number",
  component: lazyRouteComponent(() => import("./screens/case/case.tsx"), "CaseScreen"),
});
const bench = createRoute({
  getParentRoute: () => frame,
  path: "/bench",
  validateSearch: (search: Search): { scan?: string } => texts(search, ["scan"]),
  component: lazyRouteComponent(() => import("./screens/bench/bench.tsx"), "Bench"),
});
const orders = createRoute({
  getParentRoute: () => frame,
  path: "/orders",
  validateSearch: (search: Search): { q?: string; state?: string; customerId?: string } =>
    texts(search, ["q", "state", "customerId"]),
  component: lazyRouteComponent(() => import("./screens/orders/orders.tsx"), "Orders"),
});
const order = createRoute({
  getParentRoute: () => frame,
  path: "/orders/$number",
  component: lazyRouteComponent(() => import("./screens/orders/order.tsx"), "OrderScreen"),
});
const openCase = createRoute({
  getParentRoute: () => frame,
  path: "/orders/$number/open-case",
  component: lazyRouteComponent(() => import("./screens/orders/open-case.tsx"), "OpenCaseScreen"),
});
const shoppers = createRoute({
  getParentRoute: () => frame,
  path: "/shoppers",
  validateSearch: (search: Search): { q?: string } => texts(search, ["q"]),
  component: lazyRouteComponent(() => import("./screens/shoppers/shoppers.tsx"), "Shoppers"),
});
const shopper = createRoute({
  getParentRoute: () => frame,
  path: "/shoppers/$customerId",
  component: lazyRouteComponent(() => import("./screens/shoppers/shopper.tsx"), "ShopperScreen"),
});
const compensations = createRoute({
  getParentRoute: () => frame,
  path: "/compensations",
  component: lazyRouteComponent(() => import("./screens/compensations/compensations.tsx"), "Compensations"),
});
const returnFreights = createRoute({
  getParentRoute: () => frame,
  path: "/return-freights",
  component: lazyRouteComponent(() => import("./screens/return-freights/return-freights.tsx"), "ReturnFreights"),
});
const compensationLimits = createRoute({
  getParentRoute: () => frame,
  path: "/compensation-limits",
  component: lazyRouteComponent(
    () => import("./screens/compensation-limits/compensation-limits.tsx"),
    "CompensationLimits",
  ),
});
const discrepancies = createRoute({
  getParentRoute: () => frame,
  path: "/discrepancies",
  component: lazyRouteComponent(() => import("./screens/discrepancies/discrepancies.tsx"), "Discrepancies"),
});
const stuckPayouts = createRoute({
  getParentRoute: () => frame,
  path: "/payouts",
  component: lazyRouteComponent(() => import("./screens/stuck-payouts/stuck-payouts.tsx"), "StuckPayouts"),
});
const carrierClaims = createRoute({
  getParentRoute: () => frame,
  path: "/carrier-claims",
  component: lazyRouteComponent(() => import("./screens/carrier-claims/carrier-claims.tsx"), "CarrierClaims"),
});
const signalAppeals = createRoute({
  getParentRoute: () => frame,
  path: "/signal-appeals",
  component: lazyRouteComponent(() => import("./screens/signal-appeals/signal-appeals.tsx"), "SignalAppeals"),
});
const deposits = createRoute({
  getParentRoute: () => frame,
  path: "/deposits",
  validateSearch: (search: Search): { merchant?: string } => texts(search, ["merchant"]),
  component: lazyRouteComponent(() => import("./screens/deposits/deposits.tsx"), "Deposits"),
});
const merchants = createRoute({
  getParentRoute: () => frame,
  path: "/merchants",
  component: lazyRouteComponent(() => import("./screens/merchants/merchants.tsx"), "Merchants"),
});
const parked = createRoute({
  getParentRoute: () => frame,
  path: "/parked",
  validateSearch: (search: Search): { q?: string; state?: string; parcel?: string } =>
    texts(search, ["q", "state", "parcel"]),
  component: lazyRouteComponent(() => import("./screens/parked/parked.tsx"), "Parked"),
});
const counter = createRoute({
  getParentRoute: () => frame,
  path: "/counter",
  component: lazyRouteComponent(() => import("./screens/counter/counter.tsx"), "Counter"),
});
const goodsWaiting = createRoute({
  getParentRoute: () => frame,
  path: "/goods-waiting",
  component: lazyRouteComponent(() => import("./screens/goods-waiting/goods-waiting.tsx"), "GoodsWaiting"),
});
const returnAddresses = createRoute({
  getParentRoute: () => frame,
  path: "/return-addresses",
  component: lazyRouteComponent(() => import("./screens/return-addresses/return-addresses.tsx"), "ReturnAddresses"),
});
const freightProducts = createRoute({
  getParentRoute: () => frame,
  path: "/freight-products",
  component: lazyRouteComponent(() => import("./screens/freight-products/freight-products.tsx"), "FreightProducts"),
});
const pickups = createRoute({
  getParentRoute: () => frame,
  path: "/pickups",
  component: lazyRouteComponent(() => import("./screens/pickups/pickups.tsx"), "Pickups"),
});
const performance = createRoute({
  getParentRoute: () => frame,
  path: "/performance",
  validateSearch: (search: Search): { weeks?: string; merchantId?: string } => texts(search, ["weeks", "merchantId"]),
  component: lazyRouteComponent(() => import("./screens/performance/performance.tsx"), "PerformanceScreen"),
});
const autoApproval = createRoute({
  getParentRoute: () => frame,
  path: "/auto-approval",
  component: lazyRouteComponent(() => import("./screens/auto-approval/auto-approval.tsx"), "AutoApproval"),
});
const deductionPrices = createRoute({
  getParentRoute: () => frame,
  path: "/deduction-prices",
  component: lazyRouteComponent(() => import("./screens/deduction-prices/deduction-prices.tsx"), "DeductionPrices"),
});
const clockPauses = createRoute({
  getParentRoute: () => frame,
  path: "/clock-pauses",
  component: lazyRouteComponent(() => import("./screens/clock-pauses/clock-pauses.tsx"), "ClockPauses"),
});
const replies = createRoute({
  getParentRoute: () => frame,
  path: "/replies",
  component: lazyRouteComponent(() => import("./screens/replies/replies.tsx"), "ReplyTemplates"),
});
const policies = createRoute({
  getParentRoute: () => frame,
  path: "/policies",
  component: lazyRouteComponent(() => import("./screens/policies/policies.tsx"), "Policies"),
});
const policy = createRoute({
  getParentRoute: () => frame,
  path: "/policies/$id/$version",
  validateSearch: (search: Search): { with?: string } => texts(search, ["with"]),
  component: lazyRouteComponent(() => import("./screens/policies/policy.tsx"), "PolicyScreen"),
});
const policyDraft = createRoute({
  getParentRoute: () => frame,
  path: "/policy-drafts/$id",
  validateSearch: (search: Search): { tab?: "edit" | "compare" | "replay" } =>
    search["tab"] === "compare" || search["tab"] === "replay" ? { tab: search["tab"] } : {},
  component: lazyRouteComponent(() => import("./screens/policies/draft.tsx"), "DraftScreen"),
});
const law = createRoute({
  getParentRoute: () => frame,
  path: "/law",
  validateSearch: (search: Search): { q?: string } => texts(search, ["q"]),
  component: lazyRouteComponent(() => import("./screens/law/law.tsx"), "Law"),
});
const imports = createRoute({
  getParentRoute: () => frame,
  path: "/imports",
  component: lazyRouteComponent(() => import("./screens/imports/imports.tsx"), "Imports"),
});
const staff = createRoute({
  getParentRoute: () => frame,
  path: "/staff",
  component: lazyRouteComponent(() => import("./screens/staff/staff.tsx"), "Staff"),
});
const apiKeys = createRoute({
  getParentRoute: () => frame,
  path: "/keys",
  component: lazyRouteComponent(() => import("./screens/keys/keys.tsx"), "Keys"),
});
const webhooks = createRoute({
  getParentRoute: () => frame,
  path: "/webhooks",
  component: lazyRouteComponent(() => import("./screens/webhooks/webhooks.tsx"), "Webhooks"),
});
const privacy = createRoute({
  getParentRoute: () => frame,
  path: "/privacy",
  component: lazyRouteComponent(() => import("./screens/privacy/privacy.tsx"), "Privacy"),
});
const audit = createRoute({
  getParentRoute: () => frame,
  path: "/audit",
  validateSearch: (
    search: Search,
  ): { action?: string; principal?: string; subject?: string; from?: string; until?: string } =>
    texts(search, ["action", "principal", "subject", "from", "until"]),
  component: lazyRouteComponent(() => import("./screens/audit/audit.tsx"), "Audit"),
});
const mine = createRoute({
  getParentRoute: () => frame,
  path: "/me",
  component: lazyRouteComponent(() => import("./screens/me/me.tsx"), "MyPage"),
});

const routeTree = root.addChildren([
  signIn,
  setPassword,
  frame.addChildren([
    home,
    cases.addChildren([noCase, oneCase]),
    bench,
    orders,
    order,
    openCase,
    shoppers,
    shopper,
    compensations,
    returnFreights,
    discrepancies,
    stuckPayouts,
    compensationLimits,
    carrierClaims,
    signalAppeals,
    deposits,
    merchants,
    parked,
    counter,
    goodsWaiting,
    returnAddresses,
    pickups,
    freightProducts,
    performance,
    autoApproval,
    deductionPrices,
    clockPauses,
    replies,
    policies,
    policy,
    policyDraft,
    law,
    imports,
    staff,
    apiKeys,
    webhooks,
    privacy,
    audit,
    mine,
  ]),
]);

/** The named parts of an address that are text, cut to a sane length. */
function texts<const N extends string>(search: Search, names: readonly N[]): { [name in N]?: string } {
  const said: { [name in N]?: string } = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === "string" ? value !== "" : typeof value === "number") said[name] = String(value).slice(0, 200);
  }
  return said;
}
