import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { meQuery } from "../shared/data/index.ts";
import { startText } from "../shared/text/index.ts";
import { App, client } from "./app.tsx";
import "../shared/tokens.css";
import "./portal.css";

// Who is here is asked while the words are on their way.
void client.prefetchQuery(meQuery);
await startText(["common", "because", "portal"]);
createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
