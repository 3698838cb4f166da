import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App as AntdApp, ConfigProvider } from "antd";
import en from "antd/locale/en_US";
import zh from "antd/locale/zh_CN";
import { useMemo } from "react";
import { Problem } from "../shared/data/index.ts";
import { useWords } from "../shared/text/index.ts";
import { useLook } from "./frame/look.ts";
import { nonce } from "./frame/nonce.ts";
import { antdTheme } from "./frame/theme.ts";
import { deskRouter } from "./router.tsx";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 300_000,
      // The data client has already tried again where the line was lost; an answer that says no stays no.
      retry: (count, error) => count < 1 && error instanceof Problem && error.status >= 500 && error.status < 502,
    },
  },
});
const router = deskRouter(client);

export function App() {
  const { language } = useWords();
  const { isDark } = useLook();
  const theme = useMemo(() => antdTheme(isDark), [isDark]);
  return (
    <ConfigProvider
      locale={language === "en" ? en : zh}
      theme={theme}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
    >
      <AntdApp component={false} message={{ top: 64, maxCount: 3 }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntdApp>
    </ConfigProvider>
  );
}
