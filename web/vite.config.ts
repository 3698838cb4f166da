import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname;

/** What every page of both apps needs comes in two files, because on a slow line each further file costs a round trip. */
const fewFiles = [
  {
    name: "base",
    test: /node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|use-sync-external-store)\//,
  },
  { name: "frame", test: /web\/portal\/(frame\/(column|screen|faces|icons|toast)|data\/\w+)\.tsx?$/ },
  { name: "shared", test: /web\/shared\/(components|data|format|text)\/[\w-]+\.tsx?$/ },
];

export default defineConfig({
  root: here,
  base: "/",
  appType: "mpa",
  plugins: [react(), pagesByAddress()],
  build: {
    outDir: `${here}/dist`,
    emptyOutDir: true,
    assetsDir: "assets",
    // A picture inside a style sheet would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { portal: `${here}/portal/index.html`, desk: `${here}/desk/index.html` },
      output: { codeSplitting: { groups: fewFiles } },
    },
  },
  server: {
    port: 5173,
    proxy: {
      "/api": { target: "http://127.0.0.1:3000", ws: true },
      "/files": { target: "http://127.0.0.1:3000" },
      "/handover": { target: "http://127.0.0.1:3000" },
    },
  },
});

/** In development, answers addresses as the server does: `/desk/…` is the desk, every other page is the portal. */
function pagesByAddress(): Plugin {
  return {
    name: "pages-by-address",
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? "/").split("?")[0] ?? "/";
        const wantsPage = request.headers.accept?.includes("text/html") && !/^\/(api|files|handover)(\/|$)/.test(path);
        if (wantsPage) request.url = /^\/desk(\/|$)/.test(path) ? "/desk/index.html" : "/portal/index.html";
        next();
      });
    },
  };
}
