import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { keys, Problem } from "../shared/data/index.ts";
import { Toasts } from "./frame/toast.tsx";
import { portalRouter } from "./router.tsx";

const client = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (error instanceof Problem && error.status === 401 && query.queryKey[0] !== "me") signedOutElsewhere();
    },
  }),
  defaultOptions: {
    // The data client has already tried again where the line was lost; an answer that says no stays no.
    queries: { staleTime: 10_000, gcTime: 600_000, retry: false },
  },
});
const router = portalRouter(client);

export function App() {
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>
  );
}

/** The session ended, on another device or by time: sign in again and come back to the same page. */
function signedOutElsewhere(): void {
  client.setQueryData(keys.me, null);
  const to = router.state.location.href;
  if (!to.startsWith("/sign-in")) void router.navigate({ to: "/sign-in", search: { to }, replace: true });
}
