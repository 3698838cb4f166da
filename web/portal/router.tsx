import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "../shared/data/index.ts";
import { adoptLanguage } from "../shared/text/index.ts";
import { homeQuery } from "./data/home.ts";
import { Column } from "./frame/column.tsx";
import { NotFound, PageTrouble, Waiting } from "./frame/faces.tsx";

export function portalRouter(client: QueryClient) {
  return createRouter({
    // Plain words in the address: all of the portal's parameters are text.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Record<string, string>).toString();
      return text === "" ? "" : `?${text}`;
    },
    defaultPendingComponent: Waiting,
    defaultErrorComponent: PageTrouble,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    routeTree,
    context: { client },
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
  });
}

/** Each screen is a file of its own, fetched when it is first wanted. */
const screens = {
  signIn: () => import("./screens/sign-in/sign-in.tsx"),
  home: () => import("./screens/home/home.tsx"),
  orders: () => import("./screens/orders/orders.tsx"),
  order: () => import("./screens/order/order.tsx"),
  request: () => import("./screens/request/request.tsx"),
  progress: () => import("./screens/progress/progress.tsx"),
  pay: () => import("./screens/pay/pay.tsx"),
  inbox: () => import("./screens/inbox/inbox.tsx"),
  me: () => import("./screens/me/me.tsx"),
  signals: () => import("./screens/me/signals.tsx"),
  enterPresent: () => import("./screens/present/enter.tsx"),
  present: () => import("./screens/present/present.tsx"),
  askPresent: () => import("./screens/present/ask.tsx"),
  presentCase: () => import("./screens/present/case.tsx"),
};

/** They are small: once the first one stands, the others come too, so that a bad line stops nobody later. */
export function fetchScreensWhenIdle(): void {
  const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 2000));
  idle(() => {
    for (const fetchScreen of Object.values(screens)) fetchScreen().catch(() => undefined);
  });
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Column,
  notFoundComponent: NotFound,
  errorComponent: PageTrouble,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: ({ to, problem }: Record<string, unknown>): { to?: string; problem?: string } => ({
    ...(isOwnPage(to) ? { to } : {}),
    ...(typeof problem === "string" ? { problem } : {}),
  }),
  component: lazyRouteComponent(screens.signIn, "SignIn"),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery);
    if (me?.kind === "recipient") throw redirect({ to: "/present", replace: true });
    if (me === null || (me.kind !== "shopper" && me.kind !== "guest"))
      throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { to: location.href }, replace: true });
    await adoptLanguage(me.locale);
    // A guest sees one order and nothing else.
    const elsewhere = location.pathname === "/" || location.pathname === "/orders" || location.pathname === "/inbox";
    if (me.kind === "guest" && me.orderNumber !== null && elsewhere)
      throw redirect({ to: "/orders/$number", params: { number: me.orderNumber }, replace: true });
  },
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  // Its figures travel together with its code.
  loader: ({ context }) => void context.client.prefetchQuery(homeQuery),
  component: lazyRouteComponent(screens.home, "Home"),
});

export type OrdersSearch = { q?: string; state?: string };
const orders = createRoute({
  getParentRoute: () => signedIn,
  path: "/orders",
  validateSearch: ({ q, state }: Record<string, unknown>): OrdersSearch => ({
    ...(typeof q === "string" && q !== "" ? { q } : {}),
    ...(typeof state === "string" && state !== "" ? { state } : {}),
  }),
  component: lazyRouteComponent(screens.orders, "Orders"),
});

const order = createRoute({
  getParentRoute: () => signedIn,
  path: "/orders/$number",
  component: lazyRouteComponent(screens.order, "OrderPage"),
});

const request = createRoute({
  getParentRoute: () => signedIn,
  path: "/orders/$number/request",
  validateSearch: (search: Record<string, unknown>): { line?: string } =>
    typeof search.line === "string" ? { line: search.line } : {},
  component: lazyRouteComponent(screens.request, "RequestPage"),
});

const progress = createRoute({
  getParentRoute: () => signedIn,
  path: "/cases/$number",
  component: lazyRouteComponent(screens.progress, "Progress"),
});

const pay = createRoute({
  getParentRoute: () => signedIn,
  path: "/pay/$number",
  component: lazyRouteComponent(screens.pay, "PayPage"),
});

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: "/inbox",
  component: lazyRouteComponent(screens.inbox, "Inbox"),
});

const me = createRoute({
  getParentRoute: () => signedIn,
  path: "/me",
  component: lazyRouteComponent(screens.me, "MePage"),
});

const mySignals = createRoute({
  getParentRoute: () => signedIn,
  path: "/me/signals",
  component: lazyRouteComponent(screens.signals, "SignalsPage"),
});

/** The recipient of a present has a corner of their own: nothing outside of it is theirs to see. */
const enterPresent = createRoute({
  getParentRoute: () => root,
  path: "/present/enter",
  component: lazyRouteComponent(screens.enterPresent, "EnterPresent"),
});

const receiving = createRoute({
  getParentRoute: () => root,
  id: "receiving",
  beforeLoad: async ({ context }) => {
    const me = await context.client.ensureQueryData(meQuery);
    if (me?.kind !== "recipient") throw redirect({ to: "/present/enter", replace: true });
  },
});

const present = createRoute({
  getParentRoute: () => receiving,
  path: "/present",
  component: lazyRouteComponent(screens.present, "PresentPage"),
});

const askPresent = createRoute({
  getParentRoute: () => receiving,
  path: "/present/ask/$lineId",
  component: lazyRouteComponent(screens.askPresent, "AskPresent"),
});

const presentCase = createRoute({
  getParentRoute: () => receiving,
  path: "/present/cases/$number",
  component: lazyRouteComponent(screens.presentCase, "PresentCasePage"),
});

const routeTree = root.addChildren([
  signIn,
  enterPresent,
  receiving.addChildren([present, askPresent, presentCase]),
  signedIn.addChildren([home, orders, order, request, progress, pay, inbox, me, mySignals]),
]);

/** Only an address on this site may be returned to after signing in. */
function isOwnPage(to: unknown): to is string {
  return typeof to === "string" && /^\/(?![/\\])/.test(to);
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof portalRouter>;
  }
}
