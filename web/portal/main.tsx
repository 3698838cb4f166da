import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startText } from "../shared/text/index.ts";
import { App } from "./app.tsx";
import "../shared/tokens.css";
import "./portal.css";

await startText(["common", "because", "portal"]);
createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
