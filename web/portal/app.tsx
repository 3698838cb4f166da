import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { keys, Problem } from "../shared/data/index.ts";
import { Toasts } from "./frame/toast.tsx";
import { fetchScreensWhenIdle, portalRouter } from "./router.tsx";

export const client = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    // The data client has already tried again where the line was lost; an answer that says no stays no.
    // Without a network it is better to say so than to wait in silence.
    queries: { staleTime: 10_000, gcTime: 600_000, retry: false, networkMode: "always", refetchOnReconnect: true },
    mutations: { networkMode: "always" },
  },
});
const router = portalRouter(client);
const stopWatching = router.subscribe("onRendered", () => {
  stopWatching();
  fetchScreensWhenIdle();
});

export function App() {
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>
  );
}

/** The session ended, on another device or by time: sign in again and come back to the same page, where forms are kept. */
function noticeSignOut(error: Error): void {
  if (!(error instanceof Problem) || (error.code !== "not-signed-in" && error.code !== "session-expired")) return;
  client.setQueryData(keys.me, null);
  const to = router.state.location.href;
  if (!to.startsWith("/sign-in")) void router.navigate({ to: "/sign-in", search: { to }, replace: true });
}
